// SPDX-License-Identifier: Apache-2.0
#include "proxyenvironment.h"

#include <QHostAddress>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

// The first of two names that is set to something.
QString firstSet(const QProcessEnvironment &environment, const QString &upper)
{
    const QString lower = upper.toLower();
    if (!environment.value(upper).isEmpty())
        return upper;
    return environment.value(lower).isEmpty() ? QString() : lower;
}

bool isSubnet(const QString &entry, const QHostAddress &address)
{
    const auto [network, length] = QHostAddress::parseSubnet(entry);
    return entry.contains(u'/') && !network.isNull() && !address.isNull() && address.isInSubnet(network, length);
}

// "host:port", "[v6]:port" or a host alone; the port as text, empty when there is none.
std::pair<QString, QString> splitPort(const QString &entry)
{
    if (entry.startsWith(u'[')) {
        const qsizetype end = entry.indexOf(u']');
        const QString rest = entry.sliced(end + 1);
        return {entry.sliced(1, std::max<qsizetype>(0, end - 1)), rest.startsWith(u':') ? rest.sliced(1) : QString()};
    }
    if (entry.count(u':') == 1)
        return {entry.section(u':', 0, 0), entry.section(u':', 1)};
    return {entry, QString()};
}

bool exempts(const QString &entry, const QString &host, const QHostAddress &address, int port)
{
    if (entry == u'*' || isSubnet(entry, address))
        return true;
    auto [name, entryPort] = splitPort(entry);
    if (!entryPort.isEmpty() && entryPort != QString::number(port))
        return false;
    if (const QHostAddress exempted(name); !exempted.isNull())
        return exempted.isEqual(address, QHostAddress::TolerantConversion);
    if (name.startsWith(u"*."))
        name.remove(0, 1);
    if (name.isEmpty())
        return false;
    return name.startsWith(u'.') ? host.endsWith(name) : host == name || host.endsWith(u'.' + name);
}

} // namespace

QString proxyVariable(const QUrl &server, const QProcessEnvironment &environment)
{
    const bool tls = server.scheme() == u"https";
    const QString variable = firstSet(environment, tls ? u"HTTPS_PROXY"_s : u"HTTP_PROXY"_s);
    const QString host = server.host(QUrl::EncodeUnicode).toLower();
    const QHostAddress address(host);
    if (variable.isEmpty() || host == u"localhost" || address.isLoopback())
        return {};

    const QString list = environment.value(firstSet(environment, u"NO_PROXY"_s));
    const QStringList entries = list.toLower().split(u',');
    const bool exempt = std::ranges::any_of(entries, [&](const QString &entry) {
        return exempts(entry.trimmed(), host, address, server.port(tls ? 443 : 80));
    });
    return exempt ? QString() : variable;
}

} // namespace kube
