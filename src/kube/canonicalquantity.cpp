// SPDX-License-Identifier: Apache-2.0
#include "canonicalquantity.h"

#include <QRegularExpression>
#include <QStringList>
#include <cmath>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

using Number = long double; // exact for all integers below 2^64

const QStringList decimalSuffixes{u"n"_s, u"u"_s, u"m"_s, u""_s, u"k"_s, u"M"_s, u"G"_s, u"T"_s, u"P"_s, u"E"_s};
const QStringList binarySuffixes{u""_s, u"Ki"_s, u"Mi"_s, u"Gi"_s, u"Ti"_s, u"Pi"_s, u"Ei"_s};

QString canonical(qint64 thousandths, bool negative, bool exponent, bool binary)
{
    if (thousandths == 0)
        return u"0"_s;
    qint64 amount = thousandths;
    QString suffix;
    if (exponent) {
        int ten = -3;
        for (; amount % 10 == 0; ++ten)
            amount /= 10;
        for (; ten % 3 != 0; --ten)
            amount *= 10;
        suffix = ten == 0 ? QString() : u'e' + QString::number(ten);
    } else {
        const bool powersOf1024 = binary && amount % 1000 == 0;
        const qint64 step = powersOf1024 ? 1024 : 1000;
        const QStringList &suffixes = powersOf1024 ? binarySuffixes : decimalSuffixes;
        qsizetype at = powersOf1024 ? 0 : 2;
        if (powersOf1024)
            amount /= 1000;
        while (amount % step == 0 && at + 1 < suffixes.size()) {
            amount /= step;
            ++at;
        }
        suffix = suffixes.at(at);
    }
    return (negative ? u"-"_s : QString()) + QString::number(amount) + suffix;
}

} // namespace

std::optional<QString> canonicalQuantity(const QString &text)
{
    static const QRegularExpression form(
        u"^([+-]?)(\\d*)(?:\\.(\\d*))?(?:([eE][+-]?\\d+)|([numkMGTPE]|[KMGTPE]i)?)$"_s);
    const QRegularExpressionMatch match = form.match(text.trimmed());
    const QString whole = match.captured(2);
    const QString fraction = match.captured(3);
    if (!match.hasMatch() || (whole.isEmpty() && fraction.isEmpty()))
        return {};
    const QString exponent = match.captured(4);
    const QString suffix = match.captured(5);
    const bool binary = suffix.endsWith(u'i');
    const int power = exponent.isEmpty()
        ? (suffix.isEmpty() || binary ? 0 : int(decimalSuffixes.indexOf(suffix) - 3) * 3)
        : exponent.mid(1).toInt();

    // In thousandths, the finest that is kept here; multiplied first and divided last, so that little is rounded.
    Number amount = 1000;
    Number digits = 0;
    for (const QChar digit : QString(whole + fraction))
        digits = digits * 10 + digit.digitValue();
    amount *= digits;
    for (qsizetype i = 0; binary && i < binarySuffixes.indexOf(suffix); ++i)
        amount *= 1024;
    amount *= std::pow(Number(10), std::max(power, 0));
    amount /= std::pow(Number(10), Number(std::max(-power, 0)) + Number(fraction.size()));
    if (amount > Number(std::numeric_limits<qint64>::max()))
        return text;
    return canonical(qint64(std::ceil(amount)), match.captured(1) == "-"_L1, !exponent.isEmpty(), binary);
}

} // namespace kube
