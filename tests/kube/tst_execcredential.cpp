// SPDX-License-Identifier: Apache-2.0
#include "execcredential.h"
#include "testcertificates.h"
#include "testfiles.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using kube::ClusterConfig;
using kube::Credential;
using kube::ExecConfig;
using testcertificates::Algorithm;
using testcertificates::Form;
using testcertificates::Identity;

namespace {

const QString v1 = u"client.authentication.k8s.io/v1"_s;
const QString beta = u"client.authentication.k8s.io/v1beta1"_s;

QByteArray answer(const QJsonObject &status, const QString &version = v1)
{
    return QJsonDocument(QJsonObject {{u"apiVersion"_s, version}, {u"kind"_s, u"ExecCredential"_s}, {u"status"_s, status}})
        .toJson();
}

} // namespace

class tst_ExecCredential : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnswers_data();
    void readsAnswers();
    void refusesAnswers_data();
    void refusesAnswers();
    void asksAsKubectlDoes_data();
    void asksAsKubectlDoes();
};

void tst_ExecCredential::readsAnswers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("version");
    QTest::addColumn<Credential>("credential");

    const Identity pair = testcertificates::identity();
    const Identity ed25519 = testcertificates::identity({.algorithm = Algorithm::Ed25519});
    const auto certificate = [](const Identity &identity) {
        return QJsonObject {{u"clientCertificateData"_s, QString::fromLatin1(identity.certificate)},
                            {u"clientKeyData"_s, QString::fromLatin1(identity.key)}};
    };
    const QDateTime noon({2026, 1, 2}, {12, 0}, QTimeZone::UTC);
    const auto withTime = [](const QJsonValue &time) {
        return answer({{u"token"_s, u"t"_s}, {u"expirationTimestamp"_s, time}});
    };

    QTest::newRow("a token") << answer({{u"token"_s, u"t"_s}}) << v1 << Credential {"t", {}, {}, {}};
    QTest::newRow("a token in v1beta1") << answer({{u"token"_s, u"t"_s}}, beta) << beta << Credential {"t", {}, {}, {}};
    QTest::newRow("a certificate") << answer(certificate(pair)) << v1
                                   << Credential {{}, pair.certificate, pair.key, {}};
    QTest::newRow("an Ed25519 certificate")
        << answer(certificate(ed25519)) << v1 << Credential {{}, ed25519.certificate, ed25519.key, {}};
    QJsonObject both = certificate(pair);
    both.insert(u"token"_s, u"t"_s);
    QTest::newRow("both") << answer(both) << v1 << Credential {"t", pair.certificate, pair.key, {}};
    QTest::newRow("an end") << withTime(u"2026-01-02T12:00:00Z"_s) << v1 << Credential {"t", {}, {}, noon};
    QTest::newRow("an end in another zone")
        << withTime(u"2026-01-02T14:00:00+02:00"_s) << v1 << Credential {"t", {}, {}, noon};
    QTest::newRow("an end with a fraction")
        << withTime(u"2026-01-02T12:00:00.250Z"_s) << v1 << Credential {"t", {}, {}, noon.addMSecs(250)};
    QTest::newRow("an end long ago")
        << withTime(u"1999-12-31T23:59:59Z"_s) << v1
        << Credential {"t", {}, {}, QDateTime({1999, 12, 31}, {23, 59, 59}, QTimeZone::UTC)};
    QTest::newRow("an end that is null") << withTime(QJsonValue::Null) << v1 << Credential {"t", {}, {}, {}};
    QTest::newRow("fields nobody knows")
        << answer({{u"token"_s, u"t"_s}, {u"future"_s, QJsonArray {1}}}) << v1 << Credential {"t", {}, {}, {}};
    QTest::newRow("blank lines around") << "\n\n" + answer({{u"token"_s, u"t"_s}}) + "\n\n" << v1
                                        << Credential {"t", {}, {}, {}};
}

void tst_ExecCredential::readsAnswers()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, version);
    const auto read = kube::readExecAnswer(text, version, u"/bin/plugin"_s);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
    QTEST(*read, "credential");
}

void tst_ExecCredential::refusesAnswers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");

    const Identity pair = testcertificates::identity();
    const auto certificate = [](const QByteArray &certificate, const QByteArray &key) {
        return answer({{u"clientCertificateData"_s, QString::fromLatin1(certificate)},
                       {u"clientKeyData"_s, QString::fromLatin1(key)}});
    };
    const QByteArray good = answer({{u"token"_s, u"hunter2"_s}});
    QTest::newRow("nothing") << QByteArray() << u"printed nothing"_s;
    QTest::newRow("blank lines") << QByteArray(" \n\n") << u"printed nothing"_s;
    QTest::newRow("a word") << QByteArray("hunter2") << u"did not print a credential in JSON"_s;
    QTest::newRow("a list") << QByteArray("[]") << u"did not print a credential in JSON"_s;
    QTest::newRow("half of it") << good.first(good.size() / 2) << u"did not print a credential in JSON"_s;
    QTest::newRow("something before it") << "Signed in.\n" + good << u"did not print a credential in JSON"_s;
    QTest::newRow("two of them") << good + good << u"did not print a credential in JSON"_s;
    QTest::newRow("binary") << QByteArray("\x00\xff\xfe", 3) << u"did not print a credential in JSON"_s;
    QTest::newRow("an empty object") << QByteArray("{}") << u"of the kind \"\" instead of"_s;
    QTest::newRow("another kind") << QByteArray(good).replace("ExecCredential", "Status")
                                  << u"of the kind \"Status\" instead of"_s;
    QTest::newRow("another version") << answer({{u"token"_s, u"hunter2"_s}}, beta)
                                     << u"answered in version \""_s + beta + u"\", and the kubeconfig asks for \""_s + v1;
    QTest::newRow("no version") << QByteArray(R"({"kind":"ExecCredential"})") << u"answered in version \"\""_s;
    QTest::newRow("no status") << QByteArray(good).replace("status", "spec") << u"answered without a status"_s;
    QTest::newRow("a status that is null")
        << QByteArray(R"({"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":null})")
        << u"answered without a status"_s;
    QTest::newRow("a status of nothing") << answer({}) << u"neither a token nor a client certificate"_s;
    QTest::newRow("a token that is a number") << answer({{u"token"_s, 7}}) << u"neither a token nor"_s;
    QTest::newRow("a token with a line break") << answer({{u"token"_s, u"hunter2\nX: y"_s}})
                                               << u"a token that cannot be sent. The token holds a line break"_s;
    QTest::newRow("a token with a blank") << answer({{u"token"_s, u"Bearer hunter2"_s}})
                                          << u"a token that cannot be sent. The token holds a space"_s;
    QTest::newRow("a certificate without its key")
        << answer({{u"clientCertificateData"_s, QString::fromLatin1(pair.certificate)}}) << u"only one of"_s;
    QTest::newRow("a key without its certificate")
        << answer({{u"clientKeyData"_s, QString::fromLatin1(pair.key)}, {u"token"_s, u"t"_s}}) << u"only one of"_s;
    QTest::newRow("a certificate that is none") << certificate("x", pair.key) << u"There is no certificate"_s;
    QTest::newRow("a key that is none") << certificate(pair.certificate, "x") << u"There is no private key"_s;
    QTest::newRow("the key of another")
        << certificate(pair.certificate, testcertificates::key(Algorithm::Ec)) << u"does not belong"_s;
    QTest::newRow("an encrypted key")
        << certificate(pair.certificate, testcertificates::key(Algorithm::Ec, Form::Encrypted)) << u"is encrypted"_s;
    QTest::newRow("an end that is no time")
        << answer({{u"token"_s, u"hunter2"_s}, {u"expirationTimestamp"_s, u"tomorrow"_s}}) << u"is no time"_s;
    QTest::newRow("an end that is a number")
        << answer({{u"token"_s, u"hunter2"_s}, {u"expirationTimestamp"_s, 1767355200}}) << u"is no time"_s;
    QTest::newRow("an end that is no text")
        << answer({{u"token"_s, u"hunter2"_s}, {u"expirationTimestamp"_s, QString()}}) << u"is no time"_s;
}

void tst_ExecCredential::refusesAnswers()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto read = kube::readExecAnswer(text, v1, u"/bin/plugin"_s);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, kube::Error::Kind::Credentials);
    const QString message = read.error().message;
    QVERIFY2(message.startsWith(u"The credential plugin /bin/plugin "), qPrintable(message));
    QVERIFY2(message.contains(says), qPrintable(message));
    QVERIFY2(!message.contains(u"hunter2") && !message.contains(u"PRIVATE KEY-----\nM"), qPrintable(message));
}

void tst_ExecCredential::asksAsKubectlDoes_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QJsonObject>("cluster"); // further fields of it
    QTest::addColumn<bool>("provides");
    QTest::addColumn<QJsonValue>("extension");

    const QString authority = QString::fromLatin1(testcertificates::identity().certificate.toBase64());
    QTest::newRow("about no cluster") << v1 << QJsonObject() << false << QJsonValue();
    QTest::newRow("about no cluster, in v1beta1") << beta << QJsonObject() << false << QJsonValue();
    QTest::newRow("about a cluster") << v1 << QJsonObject() << true << QJsonValue();
    QTest::newRow("about a cluster, in v1beta1") << beta << QJsonObject() << true << QJsonValue();
    QTest::newRow("about a cluster with a CA")
        << v1 << QJsonObject {{u"certificate-authority-data"_s, authority}} << true << QJsonValue();
    QTest::newRow("about an insecure cluster")
        << v1 << QJsonObject {{u"insecure-skip-tls-verify"_s, true}} << true << QJsonValue();
    QTest::newRow("about a cluster of another name")
        << v1 << QJsonObject {{u"tls-server-name"_s, u"kubernetes"_s}} << true << QJsonValue();
    QTest::newRow("about a cluster without compression")
        << v1 << QJsonObject {{u"disable-compression"_s, true}} << true << QJsonValue();
    QTest::newRow("about a cluster with an extension")
        << v1 << QJsonObject() << true << QJsonValue(QJsonObject {{u"audience"_s, u"shop"_s}, {u"n"_s, 3}});
    QTest::newRow("an extension is not told with no cluster")
        << v1 << QJsonObject() << false << QJsonValue(QJsonObject {{u"audience"_s, u"shop"_s}});
}

void tst_ExecCredential::asksAsKubectlDoes()
{
    if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty())
        QSKIP("kubectl is not installed; it is what this test compares with.");
    QFETCH(QString, version);
    QFETCH(QJsonObject, cluster);
    QFETCH(bool, provides);
    QFETCH(QJsonValue, extension);

    // What kubectl tells a plugin that writes it down and fails.
    const TestFiles files;
    const QString plugin
        = files.write(u"plugin"_s, "#!/bin/sh\nprintf %s \"$KUBERNETES_EXEC_INFO\" > \"$0.asked\"\nexit 1\n",
                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QString server = u"https://127.0.0.1:9/prefix"_s;
    cluster.insert(u"server"_s, server);
    if (!extension.isUndefined() && !extension.isNull()) {
        cluster.insert(u"extensions"_s,
                       QJsonArray {QJsonObject {{u"name"_s, u"client.authentication.k8s.io/exec"_s},
                                                {u"extension"_s, extension}}});
    }
    const QJsonObject exec {{u"apiVersion"_s, version},
                            {u"command"_s, plugin},
                            {u"interactiveMode"_s, u"Never"_s},
                            {u"provideClusterInfo"_s, provides}};
    const auto list = [](const QString &content, const QJsonObject &object) {
        return QJsonArray {QJsonObject {{u"name"_s, u"x"_s}, {content, object}}};
    };
    const QJsonObject kubeconfig {{u"clusters"_s, list(u"cluster"_s, cluster)},
                                  {u"users"_s, list(u"user"_s, {{u"exec"_s, exec}})},
                                  {u"contexts"_s, list(u"context"_s, {{u"cluster"_s, u"x"_s}, {u"user"_s, u"x"_s}})}};
    QProcess kubectl;
    kubectl.start(u"kubectl"_s, {u"get"_s, u"--raw=/version"_s, u"--context=x"_s,
                                 u"--kubeconfig="_s + files.write(u"config"_s, QJsonDocument(kubeconfig).toJson())});
    QVERIFY(kubectl.waitForFinished());
    QFile asked(plugin + u".asked"_s);
    QVERIFY2(asked.open(QIODevice::ReadOnly), kubectl.readAllStandardError().constData());
    const QJsonObject theirs = QJsonDocument::fromJson(asked.readAll()).object();

    ClusterConfig config;
    config.server = QUrl(server);
    config.tlsServerName = cluster.value(u"tls-server-name"_s).toString();
    config.insecureSkipTlsVerify = cluster.value(u"insecure-skip-tls-verify"_s).toBool();
    config.disableCompression = cluster.value(u"disable-compression"_s).toBool();
    config.certificateAuthority
        = QByteArray::fromBase64(cluster.value(u"certificate-authority-data"_s).toString().toLatin1());
    ExecConfig ours;
    ours.apiVersion = version;
    ours.provideClusterInfo = provides;
    ours.clusterExtension = extension;
    QCOMPARE(QJsonDocument::fromJson(kube::execQuestion(ours, config, false)).object(), theirs);
    QVERIFY(QJsonDocument::fromJson(kube::execQuestion(ours, config, true))[u"spec"][u"interactive"].toBool());
}

QTEST_GUILESS_MAIN(tst_ExecCredential)
#include "tst_execcredential.moc"
