// SPDX-License-Identifier: Apache-2.0
#include "benchtable.h"

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace bench {

namespace {

/// Three digits or more.
QString figure(double value)
{
    return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0);
}

void print(const QString &what, const QString &measured, const QString &wanted)
{
    std::printf("%s\t%s\t%s\n", qPrintable(what), qPrintable(measured), qPrintable(wanted));
    std::fflush(stdout);
}

} // namespace

void report(const QString &what, double measured, const QString &unit, std::optional<double> below)
{
    QString wanted;
    if (below)
        wanted = u"< %1 %2%3"_s.arg(QString::number(*below), unit, measured < *below ? QString() : u" (missed)"_s);
    print(what, figure(measured) + u' ' + unit, wanted);
}

void skipped(const QString &what, const QString &why)
{
    print(what, u"skipped: "_s + why, {});
}

double quantile(QList<double> values, double share)
{
    std::ranges::sort(values);
    return values.at(std::min(values.size() - 1, qsizetype(double(values.size()) * share)));
}

} // namespace bench
