// SPDX-License-Identifier: Apache-2.0
#include "proxyenvironment.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_ProxyEnvironment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheVariable_data();
    void tellsTheVariable();
    void heedsNoProxy_data();
    void heedsNoProxy();
};

void tst_ProxyEnvironment::tellsTheVariable_data()
{
    QTest::addColumn<QStringList>("variables"); // NAME=VALUE
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("variable");

    const QString https = u"https://c:6443"_s;
    const QString http = u"http://c"_s;
    QTest::newRow("nothing is set") << QStringList() << https << QString();
    QTest::newRow("for https") << QStringList{u"HTTPS_PROXY=http://p"_s} << https << u"HTTPS_PROXY"_s;
    QTest::newRow("for https, in small letters") << QStringList{u"https_proxy=p:1"_s} << https << u"https_proxy"_s;
    QTest::newRow("capitals before small letters")
        << QStringList{u"https_proxy=p"_s, u"HTTPS_PROXY=q"_s} << https << u"HTTPS_PROXY"_s;
    QTest::newRow("capitals set to nothing give way")
        << QStringList{u"https_proxy=p"_s, u"HTTPS_PROXY="_s} << https << u"https_proxy"_s;
    QTest::newRow("set to nothing") << QStringList{u"HTTPS_PROXY="_s} << https << QString();
    QTest::newRow("the one for http is not for https") << QStringList{u"HTTP_PROXY=p"_s} << https << QString();
    QTest::newRow("the one for https is not for http") << QStringList{u"HTTPS_PROXY=p"_s} << http << QString();
    QTest::newRow("for http") << QStringList{u"http_proxy=p"_s} << http << u"http_proxy"_s;
    QTest::newRow("ALL_PROXY is curl's, not Go's")
        << QStringList{u"ALL_PROXY=p"_s, u"all_proxy=p"_s} << https << QString();
    QTest::newRow("localhost is reached directly")
        << QStringList{u"HTTPS_PROXY=p"_s} << u"https://localhost:6443"_s << QString();
    QTest::newRow("127.0.0.1 is reached directly")
        << QStringList{u"HTTPS_PROXY=p"_s} << u"https://127.0.0.1:6443"_s << QString();
    QTest::newRow("127.9.9.9 is reached directly")
        << QStringList{u"HTTPS_PROXY=p"_s} << u"https://127.9.9.9"_s << QString();
    QTest::newRow("::1 is reached directly") << QStringList{u"HTTPS_PROXY=p"_s} << u"https://[::1]:6443"_s << QString();
    QTest::newRow("a name that only begins with localhost is not")
        << QStringList{u"HTTPS_PROXY=p"_s} << u"https://localhost.example"_s << u"HTTPS_PROXY"_s;
    QTest::newRow("no_proxy in small letters")
        << QStringList{u"HTTPS_PROXY=p"_s, u"no_proxy=c"_s} << https << QString();
    QTest::newRow("NO_PROXY before no_proxy")
        << QStringList{u"HTTPS_PROXY=p"_s, u"no_proxy=c"_s, u"NO_PROXY=d"_s} << https << u"HTTPS_PROXY"_s;
}

void tst_ProxyEnvironment::tellsTheVariable()
{
    QFETCH(QStringList, variables);
    QFETCH(QString, server);
    QProcessEnvironment environment;
    for (const QString &variable : variables)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    QTEST(kube::proxyVariable(QUrl(server), environment), "variable");
}

void tst_ProxyEnvironment::heedsNoProxy_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("server");
    QTest::addColumn<bool>("direct");

    const auto row = [](const char *name, const QString &list, const QString &server, bool direct) {
        QTest::newRow(name) << list << server << direct;
    };
    row("nothing", QString(), u"https://a.example.com"_s, false);
    row("a star", u"*"_s, u"https://a.example.com"_s, true);
    row("a star among others", u"x, *"_s, u"https://a.example.com"_s, true);
    row("the name", u"a.example.com"_s, u"https://a.example.com"_s, true);
    row("the name in capitals", u"A.Example.COM"_s, u"https://a.example.com"_s, true);
    row("a server in capitals", u"a.example.com"_s, u"https://A.EXAMPLE.com"_s, true);
    row("the domain", u"example.com"_s, u"https://a.example.com"_s, true);
    row("the domain stands for itself", u"example.com"_s, u"https://example.com"_s, true);
    row("a domain with a dot", u".example.com"_s, u"https://a.example.com"_s, true);
    row("a domain with a dot does not stand for itself", u".example.com"_s, u"https://example.com"_s, false);
    row("a domain with a star", u"*.example.com"_s, u"https://a.example.com"_s, true);
    row("a domain with a star does not stand for itself", u"*.example.com"_s, u"https://example.com"_s, false);
    row("another domain with the same end", u"ample.com"_s, u"https://example.com"_s, false);
    row("spaces around", u" x , example.com ,"_s, u"https://example.com"_s, true);
    row("commas alone", u",,"_s, u"https://example.com"_s, false);
    row("the port too", u"example.com:6443"_s, u"https://example.com:6443"_s, true);
    row("another port", u"example.com:6443"_s, u"https://example.com:443"_s, false);
    row("the port that https means", u"example.com:443"_s, u"https://example.com"_s, true);
    row("a port alone", u":6443"_s, u"https://example.com:6443"_s, false);
    row("an address", u"10.0.0.1"_s, u"https://10.0.0.1:6443"_s, true);
    row("an address with its port", u"10.0.0.1:6443"_s, u"https://10.0.0.1:6443"_s, true);
    row("an address with another port", u"10.0.0.1:443"_s, u"https://10.0.0.1:6443"_s, false);
    row("a range", u"10.0.0.0/8"_s, u"https://10.9.8.7:6443"_s, true);
    row("another range", u"10.0.0.0/24"_s, u"https://10.0.1.1"_s, false);
    row("a range among others", u"x, 192.168.0.0/16, y"_s, u"https://192.168.3.4"_s, true);
    row("a range does not stand for names", u"0.0.0.0/0"_s, u"https://example.com"_s, false);
    row("half an address is no range", u"10."_s, u"https://10.0.0.1"_s, false);
    row("an IPv6 address", u"fd00::1"_s, u"https://[fd00::1]:6443"_s, true);
    row("an IPv6 address in brackets", u"[fd00::1]"_s, u"https://[fd00::1]:6443"_s, true);
    row("an IPv6 address with its port", u"[fd00::1]:6443"_s, u"https://[fd00::1]:6443"_s, true);
    row("an IPv6 address with another port", u"[fd00::1]:443"_s, u"https://[fd00::1]:6443"_s, false);
    row("an IPv6 range", u"fd00::/8"_s, u"https://[fd12::1]:6443"_s, true);
    row("a broken entry", u"[::"_s, u"https://example.com"_s, false);
}

void tst_ProxyEnvironment::heedsNoProxy()
{
    QFETCH(QString, list);
    QFETCH(QString, server);
    QFETCH(bool, direct);
    QProcessEnvironment environment;
    environment.insert(u"HTTPS_PROXY"_s, u"http://p:3128"_s);
    environment.insert(u"NO_PROXY"_s, list);
    QCOMPARE(kube::proxyVariable(QUrl(server), environment), direct ? QString() : u"HTTPS_PROXY"_s);
}

QTEST_GUILESS_MAIN(tst_ProxyEnvironment)
#include "tst_proxyenvironment.moc"
