// SPDX-License-Identifier: Apache-2.0
#include "testcertificates.h"
#include "tlskeys.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslServer>
#include <QSslSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using testcertificates::Algorithm;
using testcertificates::Form;
using testcertificates::Identity;

class tst_TlsKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsKeysOfEveryAlgorithm_data();
    void readsKeysOfEveryAlgorithm();
    void refusesWhatIsNoKey_data();
    void refusesWhatIsNoKey();
    void readsCertificatesAmongOtherBlocks();
    void refusesWhatIsNoCertificate();
    void checksThatKeyAndCertificateBelongTogether();
    void warnsWithTheDate_data();
    void warnsWithTheDate();
    void provesWhoWeAreToAServer_data();
    void provesWhoWeAreToAServer();
};

void tst_TlsKeys::readsKeysOfEveryAlgorithm_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<QSsl::KeyAlgorithm>("algorithm");

    QTest::newRow("an RSA key in PKCS#8") << testcertificates::key(Algorithm::Rsa) << QSsl::Rsa;
    QTest::newRow("an RSA key in its own form")
        << testcertificates::key(Algorithm::Rsa, Form::Traditional) << QSsl::Rsa;
    QTest::newRow("an EC key in PKCS#8") << testcertificates::key(Algorithm::Ec) << QSsl::Ec;
    const QByteArray ec = testcertificates::key(Algorithm::Ec, Form::Traditional);
    QTest::newRow("an EC key in its own form") << ec << QSsl::Ec;
    QTest::newRow("an EC key after its parameters")
        << "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + ec << QSsl::Ec;
    QTest::newRow("a DSA key") << testcertificates::key(Algorithm::Dsa) << QSsl::Dsa;
    QTest::newRow("an Ed25519 key, which Qt does not know itself")
        << testcertificates::key(Algorithm::Ed25519) << QSsl::Opaque;
    QTest::newRow("an RSA-PSS key, which Qt does not know itself")
        << testcertificates::key(Algorithm::RsaPss) << QSsl::Opaque;
    const Identity both = testcertificates::identity();
    QTest::newRow("a key after its certificate") << both.certificate + both.key << QSsl::Ec;
    QTest::newRow("a key with lines that end as on Windows") << QByteArray(both.key).replace("\n", "\r\n") << QSsl::Ec;
}

void tst_TlsKeys::readsKeysOfEveryAlgorithm()
{
    QFETCH(QByteArray, pem);
    const kube::Result<QSslKey> key = kube::sslKeyFromPem(pem);
    QVERIFY2(key, qPrintable(key ? QString() : key.error().message));
    QVERIFY(!key->isNull());
    QCOMPARE(key->type(), QSsl::PrivateKey);
    QTEST(key->algorithm(), "algorithm");
}

void tst_TlsKeys::refusesWhatIsNoKey_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<QString>("says");

    QTest::newRow("an encrypted key asks for no passphrase")
        << testcertificates::key(Algorithm::Rsa, Form::Encrypted) << u"encrypted"_s;
    QTest::newRow("nothing") << QByteArray() << u"no private key"_s;
    QTest::newRow("garbage") << QByteArray("garbage\0\xff", 9) << u"no private key"_s;
    QTest::newRow("a certificate") << testcertificates::identity().certificate << u"no private key"_s;
    QTest::newRow("a key cut in the middle") << testcertificates::key(Algorithm::Rsa).first(400) << u"no private key"_s;
    QTest::newRow("a key with wrong bytes")
        << QByteArray("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n") << u"no private key"_s;
}

void tst_TlsKeys::refusesWhatIsNoKey()
{
    QFETCH(QByteArray, pem);
    QFETCH(QString, says);
    const kube::Result<QSslKey> key = kube::sslKeyFromPem(pem);
    QVERIFY(!key);
    QVERIFY2(key.error().message.contains(says), qPrintable(key.error().message));
    QCOMPARE(key.error().kind, kube::Error::Kind::Credentials);
}

void tst_TlsKeys::readsCertificatesAmongOtherBlocks()
{
    const Identity first = testcertificates::identity({.name = u"first"_s});
    const Identity second = testcertificates::identity({.name = u"second"_s});
    const auto certificates =
        kube::certificatesFromPem("A comment\n" + first.key + first.certificate + "\n" + second.certificate);
    QVERIFY(certificates);
    QCOMPARE(certificates->size(), 2);
    QCOMPARE(certificates->at(0).subjectDisplayName(), u"first"_s);
    QCOMPARE(certificates->at(1).subjectDisplayName(), u"second"_s);
}

void tst_TlsKeys::refusesWhatIsNoCertificate()
{
    QVERIFY(!kube::certificatesFromPem({}));
    QVERIFY(!kube::certificatesFromPem("garbage"));
    QVERIFY(!kube::certificatesFromPem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    const auto key = kube::certificatesFromPem(testcertificates::key(Algorithm::Ec));
    QVERIFY(!key);
    QVERIFY(key.error().message.contains(u"BEGIN CERTIFICATE"));
}

void tst_TlsKeys::checksThatKeyAndCertificateBelongTogether()
{
    for (const Algorithm algorithm : {Algorithm::Rsa, Algorithm::Ec, Algorithm::Ed25519}) {
        const Identity one = testcertificates::identity({.algorithm = algorithm});
        const Identity other = testcertificates::identity({.algorithm = algorithm});
        const QSslCertificate certificate(one.certificate);
        QVERIFY(kube::checkKey(one.key, certificate));
        const kube::Result<void> mixed = kube::checkKey(other.key, certificate);
        QVERIFY(!mixed);
        QVERIFY2(mixed.error().message.contains(u"does not belong"), qPrintable(mixed.error().message));
    }
    QVERIFY(!kube::checkKey("garbage", QSslCertificate(testcertificates::identity().certificate)));
    QVERIFY(!kube::checkKey(testcertificates::key(Algorithm::Rsa), QSslCertificate()));
}

void tst_TlsKeys::warnsWithTheDate_data()
{
    QTest::addColumn<QDateTime>("now");
    QTest::addColumn<QString>("says");

    const auto at = [](int year) { return QDateTime({year, 6, 1}, {12, 30}, QTimeZone::UTC); };
    QTest::newRow("while it is valid nothing is said") << at(2021) << QString();
    QTest::newRow("afterwards it expired on a date") << at(2023) << u"expired on 2022-06-01 12:30 UTC"_s;
    QTest::newRow("before it is not valid yet") << at(2019) << u"not valid before 2020-06-01 12:30 UTC"_s;
}

void tst_TlsKeys::warnsWithTheDate()
{
    QFETCH(QDateTime, now);
    QFETCH(QString, says);
    const Identity made = testcertificates::identity({.name = u"alice"_s,
                                                      .from = QDateTime({2020, 6, 1}, {12, 30}, QTimeZone::UTC),
                                                      .until = QDateTime({2022, 6, 1}, {12, 30}, QTimeZone::UTC)});
    const QString warning = kube::validityWarning(QSslCertificate(made.certificate), now);
    QCOMPARE(warning.isEmpty(), says.isEmpty());
    QVERIFY2(warning.contains(says), qPrintable(warning));
    QVERIFY(warning.isEmpty() || warning.contains(u"\"alice\""));
}

void tst_TlsKeys::provesWhoWeAreToAServer_data()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::newRow("with an RSA key") << Algorithm::Rsa;
    QTest::newRow("with an EC key") << Algorithm::Ec;
    QTest::newRow("with an Ed25519 key") << Algorithm::Ed25519;
    QTest::newRow("with an RSA-PSS key") << Algorithm::RsaPss;
}

void tst_TlsKeys::provesWhoWeAreToAServer()
{
    QFETCH(Algorithm, algorithm);
    const Identity authority = testcertificates::identity({.name = u"ca"_s, .authority = true});
    const Identity server = testcertificates::identity({.name = u"server"_s}, &authority);
    const Identity client = testcertificates::identity({.name = u"alice"_s, .algorithm = algorithm}, &authority);

    QSslConfiguration serverSide = QSslConfiguration::defaultConfiguration();
    serverSide.setCaCertificates(*kube::certificatesFromPem(authority.certificate));
    serverSide.setLocalCertificate(kube::certificatesFromPem(server.certificate)->constFirst());
    serverSide.setPrivateKey(*kube::sslKeyFromPem(server.key));
    serverSide.setPeerVerifyMode(QSslSocket::VerifyPeer);
    QSslServer listener;
    listener.setSslConfiguration(serverSide);
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    QStringList visitors;
    connect(&listener, &QTcpServer::pendingConnectionAvailable, this, [&] {
        auto *socket = qobject_cast<QSslSocket *>(listener.nextPendingConnection());
        visitors.append(socket->peerCertificate().subjectDisplayName());
        connect(socket, &QSslSocket::readyRead, socket, [socket] {
            if (socket->readAll().endsWith("\r\n\r\n"))
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
    });

    QSslConfiguration clientSide = QSslConfiguration::defaultConfiguration();
    clientSide.setCaCertificates(*kube::certificatesFromPem(authority.certificate));
    clientSide.setLocalCertificateChain(*kube::certificatesFromPem(client.certificate));
    const kube::Result<QSslKey> key = kube::sslKeyFromPem(client.key);
    QVERIFY(key);
    clientSide.setPrivateKey(*key);
    QNetworkRequest request(QUrl(u"https://127.0.0.1:%1/"_s.arg(listener.serverPort())));
    request.setSslConfiguration(clientSide);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // Twice, by two managers: the key must outlive the first use.
    for (int i = 1; i <= 2; ++i) {
        QNetworkAccessManager manager;
        const std::unique_ptr<QNetworkReply> reply(manager.get(request));
        QTRY_VERIFY(reply->isFinished());
        QVERIFY2(reply->error() == QNetworkReply::NoError, qPrintable(reply->errorString()));
        QCOMPARE(reply->readAll(), "ok");
        QCOMPARE(visitors, QStringList(i, u"alice"_s));
    }
}

QTEST_GUILESS_MAIN(tst_TlsKeys)
#include "tst_tlskeys.moc"
