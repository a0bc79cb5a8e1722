// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "ctlrun.h"

#include <QFile>
#include <QJsonDocument>
#include <QSslConfiguration>
#include <QTest>

using namespace Qt::StringLiterals;

/// rollhivectl set-tag.
class tst_SetTag : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void showsTheDifferenceAndAsks_data();
    void showsTheDifferenceAndAsks();
    void aDryRunWritesNothing_data();
    void aDryRunWritesNothing();
    void writesWithoutAskingOnRequest();
    void writesNothingElse();
    void saysWhatItDidToAProgram();
    void keepsAJournal();
    void refusesATagThatDoesNotParse_data();
    void refusesATagThatDoesNotParse();
    void warnsOfAnOlderTag();
    void theSameTagIsNothingToDo();
    void saysThatThereIsNoSuchCluster();
    void saysThatTheKindIsNotInstalled();
    void saysThatItMayNot();
    void somebodyElseChangesItMeanwhile_data();
    void somebodyElseChangesItMeanwhile();
    void somebodyElseDeletesItMeanwhile();
    void theAnswerIsLost_data();
    void theAnswerIsLost();

private:
    void serve(sim::ApiServerOptions options = {});
    CtlRun::Result setTag(const QString &tag, const QStringList &options = {}, const QByteArray &input = {});
    /// What was asked of the cluster's object: "dry run", "write".
    [[nodiscard]] QStringList patches() const;
    /// Calls this once, just before the write is looked at.
    void beforeTheWrite(const std::function<void()> &step);

    std::unique_ptr<ClusterScene> m_scene;
    CtlRun m_ctl;
};

void tst_SetTag::init()
{
    serve();
}

void tst_SetTag::serve(sim::ApiServerOptions options)
{
    const bool hasKind = options.redisKinds;
    m_scene = std::make_unique<ClusterScene>(std::move(options));
    if (hasKind)
        m_scene->putBoth();
    m_scene->putOperator(u"7.22.2-21"_s);
    m_ctl.setKubeconfig(m_scene->write(u"config"_s, m_scene->kubeconfig()));
}

CtlRun::Result tst_SetTag::setTag(const QString &tag, const QStringList &options, const QByteArray &input)
{
    return m_ctl.run(QStringList{u"set-tag"_s, u"orders"_s, tag} + options, input);
}

QStringList tst_SetTag::patches() const
{
    QStringList patches;
    for (const sim::RecordedRequest &request : m_scene->server().trouble().requests()) {
        if (request.method == "PATCH")
            patches.append(request.query.contains("dryRun=All"_L1) ? u"dry run"_s : u"write"_s);
    }
    return patches;
}

void tst_SetTag::beforeTheWrite(const std::function<void()> &step)
{
    sim::Trouble *trouble = &m_scene->server().trouble();
    auto done = std::make_shared<bool>(false);
    connect(trouble, &sim::Trouble::requestArrived, trouble, [=](const sim::RecordedRequest &request) {
        if (request.method == "PATCH" && !request.query.contains("dryRun=All"_L1) && !std::exchange(*done, true))
            step();
    });
}

void tst_SetTag::showsTheDifferenceAndAsks_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("written");
    QTest::newRow("y") << QByteArray("y\n") << true;
    QTest::newRow("yes") << QByteArray("Yes\n") << true;
    QTest::newRow("n") << QByteArray("n\n") << false;
    QTest::newRow("another word") << QByteArray("perhaps\n") << false;
    QTest::newRow("just Return") << QByteArray("\n") << false;
    QTest::newRow("no input at all") << QByteArray() << false;
}

void tst_SetTag::showsTheDifferenceAndAsks()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, written);
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, {}, answer);
    QStringList changed;
    for (const QString &line : result.out.split(u'\n')) {
        if (line.startsWith(u'-') || line.startsWith(u'+'))
            changed.append(line);
    }
    // What every write changes by itself is not in it.
    QCOMPARE(changed,
             (QStringList{u"--- live"_s, u"+++ proposed"_s, u"-    versionTag: 7.22.0-250"_s,
                          u"+    versionTag: 7.22.2-14"_s}));
    QVERIFY2(result.err.contains("Apply to prod, namespace redis? [y/N]"_L1), qPrintable(result.err));
    QVERIFY2(result.err.contains(written ? "orders was changed, and read back."_L1 : "Nothing was written."_L1),
             qPrintable(result.err));
    QCOMPARE(result.exitCode, written ? 0 : 1);
    QCOMPARE(m_scene->tagOf(), written ? u"7.22.2-14"_s : u"7.22.0-250"_s);
    QCOMPARE(patches().contains(u"write"_s), written);
}

void tst_SetTag::aDryRunWritesNothing_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("alone") << QStringList{u"--dry-run"_s};
    QTest::newRow("with --yes") << QStringList{u"--dry-run"_s, u"--yes"_s};
    QTest::newRow("for a program") << QStringList{u"--dry-run"_s, u"-o"_s, u"json"_s};
}

void tst_SetTag::aDryRunWritesNothing()
{
    QFETCH(QStringList, options);
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, options, "y\n");
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(m_scene->tagOf(), u"7.22.0-250"_s);
    QCOMPARE(patches(), QStringList{u"dry run"_s});
    QVERIFY(result.out.contains("7.22.2-14"_L1));
    QVERIFY(!result.err.contains("[y/N]"_L1));
}

void tst_SetTag::writesWithoutAskingOnRequest()
{
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, {u"--yes"_s});
    QCOMPARE(result.exitCode, 0);
    QVERIFY(!result.err.contains("[y/N]"_L1));
    QVERIFY(result.out.contains("+    versionTag: 7.22.2-14"_L1)); // it is shown all the same
    QCOMPARE(m_scene->tagOf(), u"7.22.2-14"_s);
    QCOMPARE(patches(), (QStringList{u"dry run"_s, u"write"_s}));
}

void tst_SetTag::writesNothingElse()
{
    setTag(u"7.22.2-14"_s, {u"--yes"_s});
    const sim::RecordedRequest *write = nullptr;
    for (const sim::RecordedRequest &request : m_scene->server().trouble().requests()) {
        if (request.method == "PATCH")
            write = &request;
    }
    QVERIFY(write);
    const QJsonObject patch = QJsonDocument::fromJson(write->body).object();
    QCOMPARE(patch["spec"_L1].toObject(),
             (QJsonObject{{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, "7.22.2-14"_L1}}}}));
    QCOMPARE(patch["metadata"_L1].toObject().keys(), (QStringList{u"resourceVersion"_s, u"uid"_s})); // the guard
    QVERIFY(write->userAgent.startsWith("rollhive"));
}

void tst_SetTag::saysWhatItDidToAProgram()
{
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, {u"--yes"_s, u"-o"_s, u"json"_s});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(result.out.toUtf8()).object(),
             (QJsonObject{{"cluster"_L1, "orders"_L1},
                          {"namespace"_L1, "redis"_L1},
                          {"versionTag"_L1, "7.22.2-14"_L1},
                          {"outcome"_L1, "written"_L1}}));
}

void tst_SetTag::keepsAJournal()
{
    setTag(u"7.22.2-14"_s, {u"--yes"_s});
    QFile journal(m_ctl.home() + u"/Rollhive/rollhive/journal.jsonl"_s);
    QVERIFY2(journal.open(QIODevice::ReadOnly), qPrintable(journal.fileName()));
    const QByteArray text = journal.readAll();
    for (const char *part : {"orders", "7.22.0-250", "7.22.2-14", "change the image tag", "prod"})
        QVERIFY2(text.contains(part), text.constData());
}

void tst_SetTag::refusesATagThatDoesNotParse_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("says");
    QTest::newRow("a word") << u"latest"_s << u"A tag begins with three numbers and a build number"_s;
    QTest::newRow("a version without a build") << u"7.22.2"_s << u"The build number is missing"_s;
    QTest::newRow("a leading v") << u"v7.22.2-14"_s << u"Image tags have no leading 'v'"_s;
    QTest::newRow("nothing") << QString() << u"The tag is missing."_s;
}

void tst_SetTag::refusesATagThatDoesNotParse()
{
    QFETCH(QString, tag);
    QFETCH(QString, says);
    const CtlRun::Result result = setTag(tag, {u"--yes"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(says), qPrintable(result.err));
    QVERIFY2(result.err.contains(u"error: Nothing was written: \"%1\" is refused."_s.arg(tag)), qPrintable(result.err));
    QVERIFY(patches().isEmpty());
}

void tst_SetTag::warnsOfAnOlderTag()
{
    const CtlRun::Result result = setTag(u"7.8.6-13"_s, {}, "n\n");
    QVERIFY2(result.err.contains("This is older than 7.22.0-250. No way back is documented"_L1),
             qPrintable(result.err));
    QVERIFY(result.err.indexOf("This is older"_L1) < result.err.indexOf("[y/N]"_L1));
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(m_scene->tagOf(), u"7.22.0-250"_s);
}

void tst_SetTag::theSameTagIsNothingToDo()
{
    const CtlRun::Result result = setTag(u"7.22.0-250"_s);
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.err.contains("orders has this tag already; nothing was written."_L1), qPrintable(result.err));
    QVERIFY(patches().isEmpty());
}

void tst_SetTag::saysThatThereIsNoSuchCluster()
{
    const CtlRun::Result result = m_ctl.run({u"set-tag"_s, u"nobody"_s, u"7.22.2-14"_s, u"--yes"_s});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.err, u"error: redisenterpriseclusters.app.redislabs.com \"nobody\" not found.\n"_s);
}

void tst_SetTag::saysThatTheKindIsNotInstalled()
{
    serve({.redisKinds = false});
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, {u"--yes"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("the kind RedisEnterpriseCluster is not installed"_L1), qPrintable(result.err));
}

void tst_SetTag::saysThatItMayNot()
{
    serve({.authorizer = sim::readOnlyFor({u"admin"_s})});
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, {u"--yes"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("redisenterpriseclusters.app.redislabs.com \"orders\" is forbidden"_L1),
             qPrintable(result.err));
    QVERIFY(result.err.contains("Ask the administrator of the cluster for this permission"_L1));
    QCOMPARE(m_scene->tagOf(), u"7.22.0-250"_s);
}

void tst_SetTag::somebodyElseChangesItMeanwhile_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("answers");
    QTest::addColumn<bool>("written");
    QTest::addColumn<QString>("says");
    QTest::newRow("--yes was for another review: nothing is written")
        << QStringList{u"--yes"_s} << QByteArray() << false
        << u"error: Nothing was written: the object changed between review and write."_s;
    QTest::newRow("asked again, and yes")
        << QStringList{} << QByteArray("y\ny\n") << true << u"orders was changed, and read back."_s;
    QTest::newRow("asked again, and no") << QStringList{} << QByteArray("y\nn\n") << false << u"Nothing was written."_s;
}

void tst_SetTag::somebodyElseChangesItMeanwhile()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, answers);
    QFETCH(bool, written);
    QFETCH(QString, says);
    beforeTheWrite([this] {
        QVERIFY(m_scene->server().objects().patch(ClusterScene::clusters, u"redis"_s, u"orders"_s,
                                                  {{"spec"_L1, QJsonObject{{"nodes"_L1, 5}}}}));
    });
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, options, answers);
    QVERIFY2(result.err.contains("Somebody else changed the object meanwhile; nothing was written."_L1),
             qPrintable(result.err));
    QVERIFY2(result.err.trimmed().endsWith(says), qPrintable(result.err));
    QCOMPARE(result.exitCode, written ? 0 : 1);
    QCOMPARE(m_scene->tagOf(), written ? u"7.22.2-14"_s : u"7.22.0-250"_s);
    const auto cluster = m_scene->server().objects().get(ClusterScene::clusters, u"redis"_s, u"orders"_s);
    QCOMPARE((*cluster)["spec"_L1]["nodes"_L1].toInt(), 5); // the other's change stays
}

void tst_SetTag::somebodyElseDeletesItMeanwhile()
{
    beforeTheWrite(
        [this] { QVERIFY(m_scene->server().objects().remove(ClusterScene::clusters, u"redis"_s, u"orders"_s)); });
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, {u"--yes"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("\"orders\""_L1) && result.err.contains("deleted"_L1), qPrintable(result.err));
}

void tst_SetTag::theAnswerIsLost_data()
{
    QTest::addColumn<bool>("carriedOut");
    QTest::newRow("after the write was carried out") << true;
    QTest::newRow("before anything was done") << false;
}

void tst_SetTag::theAnswerIsLost()
{
    QFETCH(bool, carriedOut);
    beforeTheWrite([this, carriedOut] {
        sim::Trouble &trouble = m_scene->server().trouble();
        if (carriedOut)
            trouble.dropAnswerNext(10, {.method = "PATCH"}); // Qt sends it again by itself
        else
            trouble.dropNext(10, {.method = "PATCH"});
    });
    const CtlRun::Result result = setTag(u"7.22.2-14"_s, {}, "y\nn\n");
    QVERIFY2(result.err.contains(u"The connection was lost while writing; asking the cluster what became of it…"_s),
             qPrintable(result.err));
    QCOMPARE(m_scene->tagOf(), carriedOut ? u"7.22.2-14"_s : u"7.22.0-250"_s);
    QCOMPARE(result.exitCode, carriedOut ? 0 : 1);
    QVERIFY2(result.err.contains(carriedOut ? u"orders was changed, and read back."_s : u"nothing was written"_s,
                                 Qt::CaseInsensitive),
             qPrintable(result.err));
}

QTEST_GUILESS_MAIN(tst_SetTag)
#include "tst_settag.moc"
