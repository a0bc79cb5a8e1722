// SPDX-License-Identifier: Apache-2.0
#include "serveraddress.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_ServerAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
};

void tst_ServerAddress::accepts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QByteArray>("address");

    const auto row = [](const char *name, const QString &text, const char *address, bool tls = false) {
        QTest::newRow(name) << text << tls << QByteArray(address);
    };
    row("https with a port", u"https://c:6443"_s, "https://c:6443");
    row("https without a port", u"https://c"_s, "https://c");
    row("http", u"http://c:8080"_s, "http://c:8080");
    row("http stays http with TLS settings", u"http://c"_s, "http://c", true);
    row("capitals in scheme and host", u"HTTPS://Cluster.Example:6443"_s, "https://cluster.example:6443");
    row("a slash at the end", u"https://c/"_s, "https://c");
    row("a path prefix", u"https://rancher/k8s/clusters/c-m-1"_s, "https://rancher/k8s/clusters/c-m-1");
    row("a path prefix with slashes at its end", u"https://rancher/k8s//"_s, "https://rancher/k8s");
    row("a path prefix with escapes", u"https://c/a%2Fb%20c"_s, "https://c/a%2Fb%20c");
    row("a query is dropped", u"https://c/p?x=y"_s, "https://c/p");
    row("a fragment is dropped", u"https://c/p#x"_s, "https://c/p");
    row("an IPv4 address", u"https://10.0.0.1:6443"_s, "https://10.0.0.1:6443");
    row("an IPv6 address", u"https://[fd00::1]:6443"_s, "https://[fd00::1]:6443");
    row("an IPv6 address without a port", u"https://[::1]"_s, "https://[::1]");
    row("a name beyond ASCII", u"https://bücher.example"_s, "https://xn--bcher-kva.example");
    row("the highest port", u"https://c:65535"_s, "https://c:65535");
    row("the lowest port", u"https://c:1"_s, "https://c:1");
    row("a name with an underscore", u"https://my_cluster:6443"_s, "https://my_cluster:6443");

    row("host and port", u"c:8080"_s, "http://c:8080");
    row("host and port with TLS settings", u"c:6443"_s, "https://c:6443", true);
    row("a host alone", u"localhost"_s, "http://localhost");
    row("a host alone with TLS settings", u"localhost"_s, "https://localhost", true);
    row("an IPv4 address and port", u"10.0.0.1:8080"_s, "http://10.0.0.1:8080");
    row("an IPv6 address and port", u"[::1]:8080"_s, "http://[::1]:8080");
    row("host, port and a slash", u"c:8080/"_s, "http://c:8080");
}

void tst_ServerAddress::accepts()
{
    QFETCH(QString, text);
    QFETCH(bool, tls);
    const auto address = kube::serverAddress(text, tls);
    QVERIFY2(address, qPrintable(address ? QString() : address.error()));
    QVERIFY(address->isValid());
    QTEST(address->toEncoded(), "address");
}

void tst_ServerAddress::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");

    QTest::newRow("port 0") << u"https://c:0"_s << u"port that does not exist"_s;
    QTest::newRow("port 65536") << u"https://c:65536"_s << u"not an address"_s;
    QTest::newRow("port 99999") << u"https://c:99999/"_s << u"not an address"_s;
    QTest::newRow("a port with a letter") << u"https://c:7443x"_s << u"not an address"_s;
    QTest::newRow("a negative port") << u"https://c:-1"_s << u"not an address"_s;
    QTest::newRow("a scheme without a host") << u"https://"_s << u"not an address"_s;
    QTest::newRow("a scheme and a path") << u"https:///path"_s << u"not an address"_s;
    QTest::newRow("a port without a host") << u":6443"_s << u"not an address"_s;
    QTest::newRow("an IPv6 address without brackets") << u"https://fd00::1:6443"_s << u"not an address"_s;
    QTest::newRow("half a bracket") << u"https://[::1"_s << u"not an address"_s;
    QTest::newRow("another scheme") << u"tcp://c:6443"_s << u"neither an http nor an https"_s;
    QTest::newRow("a file") << u"file:///etc/passwd"_s << u"not an address"_s;
    QTest::newRow("a path without a scheme") << u"c:6443/prefix"_s << u"a path but no scheme"_s;
    QTest::newRow("a space in front") << u" https://c"_s << u"holds a space"_s;
    QTest::newRow("a line break") << u"https://c\n"_s << u"holds a space"_s;
    QTest::newRow("a zero-width space") << u"https://c\u200b"_s << u"cannot be seen"_s;
    QTest::newRow("a right-to-left override") << u"https://c\u202e"_s << u"cannot be seen"_s;
    QTest::newRow("a user") << u"https://ada@c"_s << u"holds a user name"_s;
    QTest::newRow("a user and password") << u"https://ada:hunter2@c:6443/p"_s << u"holds a user name"_s;
    QTest::newRow("a user and password without a scheme") << u"ada:hunter2@c:6443"_s << u"holds a user name"_s;
    QTest::newRow("a password and a broken port") << u"https://ada:hunter2@c:x"_s << u"holds a user name"_s;
}

void tst_ServerAddress::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    for (const bool tls : {true, false}) {
        const auto address = kube::serverAddress(text, tls);
        QVERIFY(!address);
        QVERIFY2(address.error().contains(says), qPrintable(address.error()));
        QVERIFY(!address.error().contains(u"hunter2"));
        QVERIFY(!address.error().contains(u"%1"));
    }
}

QTEST_GUILESS_MAIN(tst_ServerAddress)
#include "tst_serveraddress.moc"
