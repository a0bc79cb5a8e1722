// SPDX-License-Identifier: Apache-2.0
#include "serveraddress.h"

#include "errortext.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::ServerAddress)
};

} // namespace

std::expected<QUrl, QString> serverAddress(const QString &text, bool tlsConfigured)
{
    // What stands before an @ may be a password.
    const QString shown = text.contains(u'@') ? Text::tr("The address") : u'"' + quotable(text) + u'"';
    const auto refused = [&](const QString &sentence) { return std::unexpected(sentence.arg(shown)); };

    if (std::ranges::any_of(text, [](QChar c) { return c.isSpace() || !c.isPrint(); }))
        return refused(Text::tr("%1 holds a space or a character that cannot be seen. Remove it."));

    const bool whole = text.contains(u"://");
    QUrl url(whole ? text : (tlsConfigured ? u"https://"_s : u"http://"_s) + text, QUrl::StrictMode);
    if (!url.userInfo(QUrl::FullyEncoded).isEmpty() || (!url.isValid() && text.contains(u'@'))) {
        return refused(Text::tr("%1 holds a user name. Basic authentication is not supported: remove everything "
                                "before the @, and use a token, a client certificate or a credential plugin."));
    }
    if (!url.isValid() || url.host().isEmpty())
        return refused(Text::tr("%1 is not an address. Write it like \"https://host:6443\"."));
    if (url.scheme() != u"https" && url.scheme() != u"http")
        return refused(Text::tr("%1 is neither an http nor an https address. Write it like \"https://host:6443\"."));
    if (url.port() == 0)
        return refused(Text::tr("%1 has a port that does not exist. Ports go from 1 to 65535."));
    if (!whole && url.path().size() > 1)
        return refused(Text::tr("%1 has a path but no scheme. Write it like \"https://host:6443/path\"."));

    url.setQuery(QString());
    url.setFragment(QString());
    QString prefix = url.path(QUrl::FullyEncoded);
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    url.setPath(prefix, QUrl::StrictMode);
    return url;
}

} // namespace kube
