// SPDX-License-Identifier: Apache-2.0
#include "errortext.h"

#include "safetext.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

Error error(Error::Kind kind, const QString &message)
{
    Error result;
    result.kind = kind;
    result.message = message;
    return result;
}

QString oneLine(const QString &text)
{
    QString line = yaml::safeText(text);
    line.replace(u'\n', u"\\n"_s).replace(u'\t', u"\\t"_s);
    return line;
}

} // namespace

QString quotable(const QString &text)
{
    constexpr qsizetype longest = 200;
    const QString line = oneLine(text.size() > longest ? text.first(longest) : text);
    return line.size() > longest || text.size() > longest ? line.first(longest - 1) + u'…' : line;
}

QString shownPath(const QString &path)
{
    return oneLine(QDir::toNativeSeparators(path));
}

Error configurationError(const QString &message)
{
    return error(Error::Kind::Configuration, message);
}

Error credentialsError(const QString &message)
{
    return error(Error::Kind::Credentials, message);
}

} // namespace kube
