// SPDX-License-Identifier: Apache-2.0
#include "credentialsources.h"
#include "testcertificates.h"
#include "testfiles.h"

#include <QTest>

using namespace Qt::StringLiterals;
using kube::ClusterConfig;
using kube::Credential;
using kube::CredentialSource;
using testcertificates::Identity;

namespace {

ClusterConfig cluster(const QString &server = u"https://c:6443"_s)
{
    ClusterConfig config;
    config.server = QUrl(server);
    return config;
}

// The answer, which must come later and once.
kube::Result<Credential> ask(CredentialSource &source)
{
    QObject context;
    std::optional<kube::Result<Credential>> answer;
    int answers = 0;
    source.get(&context, [&](const kube::Result<Credential> &result) {
        answer = result;
        ++answers;
    });
    if (answer)
        qFatal("The answer came before the call returned");
    if (!QTest::qWaitFor([&] { return answers > 0; }))
        return std::unexpected(kube::Error());
    QCoreApplication::processEvents();
    if (answers != 1)
        qFatal("The answer came %d times", answers);
    return *answer;
}

QString problem(const kube::Result<Credential> &result)
{
    return result ? QString() : result.error().message;
}

} // namespace

class tst_CredentialSources : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsWrittenStays_data();
    void whatIsWrittenStays();
    void nothingGoesToAServerWithoutTls();
    void aContextThatIsGoneIsNotAnswered();

    void aTokenFileIsReadEveryFiftySeconds();
    void aTokenFileIsReadAgainWhenTheClockIsSetBack();
    void aTokenFileThatBreaksKeepsTheLastGoodToken_data();
    void aTokenFileThatBreaksKeepsTheLastGoodToken();
    void aTokenFileThatNeverWorkedIsAnError_data();
    void aTokenFileThatNeverWorkedIsAnError();
    void aTokenBesideTheFileServesUntilTheFileIsThere();
    void aRefusedTokenIsReadAgainAtOnce();
    void aRefusedTokenIsNotKeptWhenTheFileIsGone();
    void aRefusalOfAnOlderTokenForgetsNothing();

    void certificateFilesAreReadAgainWhenTheyChange();
    void certificateFilesThatDoNotFitYetKeepTheLastGoodPair();
    void certificateFilesThatNeverWorkedAreAnError_data();
    void certificateFilesThatNeverWorkedAreAnError();
    void certificateFilesBehindALinkThatMoves();
    void aTokenAndCertificateFilesGoTogether();

private:
    [[nodiscard]] std::unique_ptr<CredentialSource> source(const ClusterConfig &config)
    {
        kube::ExecOptions options;
        options.clock = [this] { return m_now; };
        return kube::makeCredentialSource(config, nullptr, options);
    }

    QDateTime m_now;
};

void tst_CredentialSources::init()
{
    m_now = QDateTime({2026, 1, 2}, {3, 4}, QTimeZone::UTC);
}

void tst_CredentialSources::whatIsWrittenStays_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");

    QTest::newRow("a token") << QByteArray("t") << QByteArray() << QByteArray();
    QTest::newRow("a certificate") << QByteArray() << QByteArray("CERT") << QByteArray("KEY");
    QTest::newRow("both") << QByteArray("t") << QByteArray("CERT") << QByteArray("KEY");
    QTest::newRow("nothing, which is anonymous") << QByteArray() << QByteArray() << QByteArray();
}

void tst_CredentialSources::whatIsWrittenStays()
{
    ClusterConfig config = cluster();
    Credential expected;
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    config.token = expected.token = token;
    config.clientCertificate = expected.certificate = certificate;
    config.clientKey = expected.key = key;
    const auto credentials = source(config);
    QCOMPARE(*ask(*credentials), expected);
    QVERIFY(!credentials->reject(expected)); // asking again is pointless
    QCOMPARE(*ask(*credentials), expected);
}

void tst_CredentialSources::nothingGoesToAServerWithoutTls()
{
    const TestFiles files;
    for (const QString &server : {u"http://c"_s, QString()}) {
        ClusterConfig config = cluster(server);
        config.token = "t";
        config.tokenFile = files.write(u"token"_s, "file");
        config.clientCertificate = "CERT";
        config.exec = kube::ExecConfig();
        QCOMPARE(*ask(*source(config)), Credential());
    }
}

void tst_CredentialSources::aContextThatIsGoneIsNotAnswered()
{
    ClusterConfig config = cluster();
    config.token = "t";
    const auto credentials = source(config);
    bool answered = false;
    auto context = std::make_unique<QObject>();
    credentials->get(context.get(), [&](const kube::Result<Credential> &) { answered = true; });
    context.reset();
    QVERIFY(ask(*credentials)); // which comes after it
    QVERIFY(!answered);
}

void tst_CredentialSources::aTokenFileIsReadEveryFiftySeconds()
{
    const TestFiles files;
    ClusterConfig config = cluster();
    config.tokenFile = files.write(u"token"_s, " one\n");
    const auto credentials = source(config);
    QCOMPARE(ask(*credentials)->token, "one");
    files.write(u"token"_s, "two\r\n");
    m_now = m_now.addSecs(49);
    QCOMPARE(ask(*credentials)->token, "one");
    m_now = m_now.addSecs(1);
    QCOMPARE(ask(*credentials)->token, "two");
    files.write(u"token"_s, "three");
    m_now = m_now.addSecs(49);
    QCOMPARE(ask(*credentials)->token, "two");
    m_now = m_now.addDays(1);
    QCOMPARE(ask(*credentials)->token, "three");
}

void tst_CredentialSources::aTokenFileIsReadAgainWhenTheClockIsSetBack()
{
    const TestFiles files;
    ClusterConfig config = cluster();
    config.tokenFile = files.write(u"token"_s, "one");
    const auto credentials = source(config);
    QCOMPARE(ask(*credentials)->token, "one");
    files.write(u"token"_s, "two");
    m_now = m_now.addDays(-1);
    QCOMPARE(ask(*credentials)->token, "two");
}

void tst_CredentialSources::aTokenFileThatBreaksKeepsTheLastGoodToken_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("removed");
    QTest::newRow("it is empty") << QByteArray() << false;
    QTest::newRow("it is blank") << QByteArray(" \n\t") << false;
    QTest::newRow("it has two lines") << QByteArray("a\nb") << false;
    QTest::newRow("it has a NUL") << QByteArray("a\0b", 3) << false;
    QTest::newRow("it is gone") << QByteArray() << true;
}

void tst_CredentialSources::aTokenFileThatBreaksKeepsTheLastGoodToken()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, removed);
    const TestFiles files;
    ClusterConfig config = cluster();
    config.tokenFile = files.write(u"token"_s, "one");
    const auto credentials = source(config);
    QCOMPARE(ask(*credentials)->token, "one");
    files.write(u"token"_s, content);
    if (removed)
        QVERIFY(QFile::remove(config.tokenFile));
    m_now = m_now.addSecs(60);
    QCOMPARE(ask(*credentials)->token, "one");
    // Tried again each time, so that it is seen as soon as it is there.
    files.write(u"token"_s, "two");
    QCOMPARE(ask(*credentials)->token, "two");
}

void tst_CredentialSources::aTokenFileThatNeverWorkedIsAnError_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("it is empty") << QByteArray() << u" is empty."_s;
    QTest::newRow("it is blank") << QByteArray("\n \n") << u" is empty."_s;
    QTest::newRow("it has two lines") << QByteArray("hunter2\nhunter2") << u"holds a line break"_s;
    QTest::newRow("it has two words") << QByteArray("hunter2 hunter2") << u"holds a space"_s;
}

void tst_CredentialSources::aTokenFileThatNeverWorkedIsAnError()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    const TestFiles files;
    ClusterConfig config = cluster();
    config.tokenFile = files.write(u"token"_s, content);
    const auto credentials = source(config);
    const kube::Result<Credential> broken = ask(*credentials);
    QVERIFY(!broken);
    QCOMPARE(broken.error().kind, kube::Error::Kind::Credentials);
    QVERIFY2(broken.error().message.contains(config.tokenFile) && broken.error().message.contains(says),
             qPrintable(broken.error().message));
    QVERIFY(!broken.error().message.contains(u"hunter2"));
    QVERIFY(QFile::remove(config.tokenFile));
    QVERIFY(problem(ask(*credentials)).contains(config.tokenFile + u" does not exist."_s));
}

void tst_CredentialSources::aTokenBesideTheFileServesUntilTheFileIsThere()
{
    const TestFiles files;
    ClusterConfig config = cluster();
    config.token = "written";
    config.tokenFile = files.path(u"token"_s);
    const auto credentials = source(config);
    QCOMPARE(ask(*credentials)->token, "written");
    files.write(u"token"_s, "file");
    QCOMPARE(ask(*credentials)->token, "file");
}

void tst_CredentialSources::aRefusedTokenIsReadAgainAtOnce()
{
    const TestFiles files;
    ClusterConfig config = cluster();
    config.tokenFile = files.write(u"token"_s, "one");
    const auto credentials = source(config);
    const Credential one = *ask(*credentials);
    QVERIFY(!credentials->reject(one)); // the file still has it
    files.write(u"token"_s, "two");
    QVERIFY(credentials->reject(one));
    QCOMPARE(ask(*credentials)->token, "two");
    // After a refusal the file is read although no time has passed.
    QVERIFY(!credentials->reject(*ask(*credentials)));
    files.write(u"token"_s, "three");
    QCOMPARE(ask(*credentials)->token, "three");
}

void tst_CredentialSources::aRefusedTokenIsNotKeptWhenTheFileIsGone()
{
    const TestFiles files;
    ClusterConfig config = cluster();
    config.tokenFile = files.write(u"token"_s, "one");
    const auto credentials = source(config);
    const Credential one = *ask(*credentials);
    QVERIFY(QFile::remove(config.tokenFile));
    QVERIFY(!credentials->reject(one));
    QVERIFY(!ask(*credentials));
}

void tst_CredentialSources::aRefusalOfAnOlderTokenForgetsNothing()
{
    const TestFiles files;
    ClusterConfig config = cluster();
    config.tokenFile = files.write(u"token"_s, "one");
    const auto credentials = source(config);
    const Credential one = *ask(*credentials);
    files.write(u"token"_s, "two");
    m_now = m_now.addSecs(60);
    QCOMPARE(ask(*credentials)->token, "two");
    files.write(u"token"_s, "three");
    QVERIFY(credentials->reject(one)); // another is here by now
    QCOMPARE(ask(*credentials)->token, "two");
}

void tst_CredentialSources::certificateFilesAreReadAgainWhenTheyChange()
{
    const TestFiles files;
    const Identity one = testcertificates::identity();
    const Identity two = testcertificates::identity();
    ClusterConfig config = cluster();
    config.clientCertificateFile = files.write(u"crt"_s, one.certificate);
    config.clientKeyFile = files.write(u"key"_s, one.key);
    const auto credentials = source(config);
    const Credential first = *ask(*credentials);
    QCOMPARE(first.certificate, one.certificate);
    QCOMPARE(first.key, one.key);
    QVERIFY(!credentials->reject(first));

    files.write(u"crt"_s, two.certificate);
    files.write(u"key"_s, two.key);
    QVERIFY(credentials->reject(first));
    QCOMPARE(ask(*credentials)->certificate, two.certificate);
    QCOMPARE(ask(*credentials)->key, two.key);
}

void tst_CredentialSources::certificateFilesThatDoNotFitYetKeepTheLastGoodPair()
{
    const TestFiles files;
    const Identity one = testcertificates::identity();
    const Identity two = testcertificates::identity();
    ClusterConfig config = cluster();
    config.clientCertificateFile = files.write(u"crt"_s, one.certificate);
    config.clientKeyFile = files.write(u"key"_s, one.key);
    const auto credentials = source(config);
    QVERIFY(ask(*credentials));
    files.write(u"crt"_s, two.certificate); // the key is still to come
    QCOMPARE(ask(*credentials)->certificate, one.certificate);
    QCOMPARE(ask(*credentials)->key, one.key);
    files.write(u"key"_s, two.key);
    QCOMPARE(ask(*credentials)->certificate, two.certificate);
    QVERIFY(QFile::remove(config.clientKeyFile));
    QCOMPARE(ask(*credentials)->certificate, two.certificate);
}

void tst_CredentialSources::certificateFilesThatNeverWorkedAreAnError_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("says");

    const Identity one = testcertificates::identity();
    const Identity other = testcertificates::identity();
    QTest::newRow("no certificate in it") << QByteArray("x") << one.key << u"crt: There is no certificate"_s;
    QTest::newRow("no key in it") << one.certificate << QByteArray("x") << u"key: There is no private key"_s;
    QTest::newRow("the key of another") << one.certificate << other.key << u"key: The private key does not belong"_s;
    QTest::newRow("no certificate file") << QByteArray() << one.key << u"crt does not exist"_s;
    QTest::newRow("no key file") << one.certificate << QByteArray() << u"key does not exist"_s;
}

void tst_CredentialSources::certificateFilesThatNeverWorkedAreAnError()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QString, says);
    const TestFiles files;
    ClusterConfig config = cluster();
    config.clientCertificateFile = files.path(u"crt"_s);
    config.clientKeyFile = files.path(u"key"_s);
    if (!certificate.isEmpty())
        files.write(u"crt"_s, certificate);
    if (!key.isEmpty())
        files.write(u"key"_s, key);
    const kube::Result<Credential> broken = ask(*source(config));
    QVERIFY(!broken);
    QCOMPARE(broken.error().kind, kube::Error::Kind::Credentials);
    QVERIFY2(broken.error().message.contains(says), qPrintable(broken.error().message));
}

void tst_CredentialSources::certificateFilesBehindALinkThatMoves()
{
    // As Kubernetes mounts a Secret: the files are links through a folder that is replaced at one stroke.
    const TestFiles files;
    const Identity one = testcertificates::identity();
    const Identity two = testcertificates::identity();
    files.write(u"1/crt"_s, one.certificate);
    files.write(u"1/key"_s, one.key);
    files.write(u"2/crt"_s, two.certificate);
    files.write(u"2/key"_s, two.key);
    QVERIFY(QFile::link(files.path(u"1"_s), files.path(u"now"_s)));
    ClusterConfig config = cluster();
    config.clientCertificateFile = files.path(u"now/crt"_s);
    config.clientKeyFile = files.path(u"now/key"_s);
    const auto credentials = source(config);
    QCOMPARE(ask(*credentials)->certificate, one.certificate);
    QVERIFY(QFile::remove(files.path(u"now"_s)) && QFile::link(files.path(u"2"_s), files.path(u"now"_s)));
    QCOMPARE(ask(*credentials)->certificate, two.certificate);
}

void tst_CredentialSources::aTokenAndCertificateFilesGoTogether()
{
    const TestFiles files;
    const Identity one = testcertificates::identity();
    ClusterConfig config = cluster();
    config.token = "t";
    config.clientCertificateFile = files.write(u"crt"_s, one.certificate);
    config.clientKeyFile = files.write(u"key"_s, one.key);
    const Credential both = *ask(*source(config));
    QCOMPARE(both.token, "t");
    QCOMPARE(both.certificate, one.certificate);
    QCOMPARE(both.key, one.key);
}

QTEST_GUILESS_MAIN(tst_CredentialSources)
#include "tst_credentialsources.moc"
