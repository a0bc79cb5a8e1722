// SPDX-License-Identifier: Apache-2.0
#include "bundlectl.h"
#include "gitupstream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using testsupport::GitUpstream;
using testsupport::smallBundleText;
using testsupport::SmallRelease;

namespace {

const SmallRelease older{.tag = u"7.22.2-40"_s};
const SmallRelease newer{.tag = u"8.0.6-8"_s, .verbs = u"get, list, watch"_s, .field = u"integer"_s};
const SmallRelease louder{.tag = u"8.0.6-8"_s, .logLevel = u"error"_s};

} // namespace

/// rollhivectl bundle: what it says, what it writes, and how it ends.
class tst_Bundle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void endsAsKubectlDiff_data();
    void endsAsKubectlDiff();
    void showsTheDifference();
    void showsThePlan();
    void readsAFileAFolderOrStandardInput();
    void takesAReleaseByEitherSpelling_data();
    void takesAReleaseByEitherSpelling();
    void saysThatATagIsAnotherRelease();
    void namesTheReleasesThatThereAre_data();
    void namesTheReleasesThatThereAre();
    void takesTheBaseFromTheRepository();
    void changesTheRegistry_data();
    void changesTheRegistry();
    void settlesConflicts_data();
    void settlesConflicts();
    void asksBeforeItWrites_data();
    void asksBeforeItWrites();
    void asksNothingOfABundleFromStandardInput();
    void isJsonForPrograms_data();
    void isJsonForPrograms();
    void writesNothingThatIsRefused();
    void leavesToHelmWhatIsHelms();
    void tellsAViewerWhatIsMissing();

private:
    std::unique_ptr<BundleCtl> m_bundle;
};

void tst_Bundle::init()
{
    m_bundle = std::make_unique<BundleCtl>();
}

void tst_Bundle::cleanup()
{
    m_bundle.reset();
}

void tst_Bundle::endsAsKubectlDiff_data()
{
    QTest::addColumn<QStringList>("words");
    for (const QString &verb : {u"diff"_s, u"plan"_s})
        QTest::newRow(qPrintable(verb)) << QStringList{verb};
    QTest::newRow("apply in a dry run") << QStringList{u"apply"_s, u"--dry-run"_s, u"--yes"_s};
}

void tst_Bundle::endsAsKubectlDiff()
{
    QFETCH(QStringList, words);
    words += {u"--file"_s, m_bundle->write(older)};
    QCOMPARE(m_bundle->run(words).exitCode, 1);
    QVERIFY(m_bundle->resourceVersions().isEmpty());
    m_bundle->install(older);
    const QStringList before = m_bundle->resourceVersions();
    const CtlRun::Result nothing = m_bundle->run(words);
    QCOMPARE(nothing.exitCode, 0);
    QVERIFY2(nothing.err.contains("there is nothing to write"_L1), qPrintable(nothing.err));
    m_bundle->write(newer);
    QCOMPARE(m_bundle->run(words).exitCode, 1);
    QCOMPARE(m_bundle->resourceVersions(), before);
    m_bundle->write(u"bundle.yaml"_s, "kind: ["_ba);
    QCOMPARE(m_bundle->run(words).exitCode, 2);
    QVERIFY(QFile::remove(m_bundle->path(u"bundle.yaml"_s)));
    QCOMPARE(m_bundle->run(words).exitCode, 2);
    QCOMPARE(m_bundle->run(words + QStringList{u"--context"_s, u"nowhere"_s}).exitCode, 2);
    QCOMPARE(m_bundle->run(words + QStringList{u"--context"_s, u"torn"_s}).exitCode, 2);
}

void tst_Bundle::showsTheDifference()
{
    m_bundle->install(older);
    const CtlRun::Result result = m_bundle->run({u"diff"_s, u"-f"_s, m_bundle->write(newer)});
    QStringList changed;
    for (const QString &line : result.out.split(u'\n')) {
        if (line.startsWith(u'-') || line.startsWith(u'+'))
            changed.append(line.simplified());
    }
    QCOMPARE(changed,
             (QStringList{u"--- live/CustomResourceDefinition/redisenterpriseclusters.app.redislabs.com"_s,
                          u"+++ proposed/CustomResourceDefinition/redisenterpriseclusters.app.redislabs.com"_s,
                          u"- type: string"_s, u"+ type: integer"_s, u"--- live/Role/redis-enterprise-operator"_s,
                          u"+++ proposed/Role/redis-enterprise-operator"_s, u"+ - watch"_s,
                          u"--- live/Deployment/redis-enterprise-operator"_s,
                          u"+++ proposed/Deployment/redis-enterprise-operator"_s,
                          u"- image: redislabs/operator:7.22.2-40"_s, u"+ image: redislabs/operator:8.0.6-8"_s}));
    QCOMPARE(result.exitCode, 1);
}

void tst_Bundle::showsThePlan()
{
    m_bundle->install(older);
    const CtlRun::Result result = m_bundle->run({u"plan"_s, u"-f"_s, m_bundle->write(newer)});
    for (const QString &part :
         {u"Namespace redis: operator 7.22.2-40 -> 8.0.6-8"_s,
          u"  ServiceAccount redis-enterprise-operator: unchanged"_s,
          u"  Role redis-enterprise-operator: changes, accepted by the server"_s,
          u"    ~ rules.secrets: get, list -> get, list, watch"_s,
          u"    ~ spec.template.spec.containers.redis-enterprise-operator.image.tag: 7.22.2-40 -> 8.0.6-8"_s})
        QVERIFY2(result.out.contains(part), qPrintable(QString(part + u"\n---\n" + result.out)));
    QCOMPARE(result.exitCode, 1);
}

void tst_Bundle::readsAFileAFolderOrStandardInput()
{
    SmallRelease forOpenShift = newer;
    forOpenShift.logLevel = u"openshift"_s;
    const QString file = m_bundle->write(newer);
    m_bundle->write(u"openshift.bundle.yaml"_s, smallBundleText(forOpenShift));
    const CtlRun::Result ofFile = m_bundle->run({u"diff"_s, u"-f"_s, file});
    QCOMPARE(ofFile.exitCode, 1);
    QVERIFY(ofFile.out.contains("redislabs/operator:8.0.6-8"_L1));
    QCOMPARE(m_bundle->run({u"diff"_s, u"-f"_s, m_bundle->path({})}).out, ofFile.out);
    QCOMPARE(m_bundle->run({u"diff"_s, u"-f"_s, u"-"_s}, smallBundleText(newer)).out, ofFile.out);
    // More than a pipe holds.
    const QByteArray padded = smallBundleText(newer) + QByteArray("# a comment\n").repeated(20'000);
    QCOMPARE(m_bundle->run({u"diff"_s, u"-f"_s, u"-"_s}, padded).out, ofFile.out);
    const CtlRun::Result other =
        m_bundle->run({u"diff"_s, u"-f"_s, m_bundle->path({}), u"--platform"_s, u"openshift"_s});
    QVERIFY2(other.out.contains("value: openshift"_L1), qPrintable(other.out + other.err));
}

void tst_Bundle::takesAReleaseByEitherSpelling_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("tag");
    QTest::newRow("as the tag is written, with v") << u"v8.0.6-8"_s << u"8.0.6-8"_s;
    QTest::newRow("a tag with v, without") << u"8.0.6-8"_s << u"8.0.6-8"_s;
    QTest::newRow("a tag without v, with") << u"v7.22.2-40"_s << u"7.22.2-40"_s;
}

void tst_Bundle::takesAReleaseByEitherSpelling()
{
    QFETCH(QString, wanted);
    QFETCH(QString, tag);
    const GitUpstream upstream(m_bundle->path(u"upstream"_s));
    upstream.release(u"7.22.2-40"_s, {{u"bundle.yaml"_s, smallBundleText(older)}});
    upstream.release(u"v8.0.6-8"_s, {{u"bundle.yaml"_s, smallBundleText(newer)}});
    const CtlRun::Result result =
        m_bundle->run({u"apply"_s, u"--yes"_s, u"--repository"_s, upstream.folder(), u"--release"_s, wanted});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY(!result.err.contains("Warning"_L1));
    QCOMPARE(m_bundle->container()["image"_L1].toString(), QString(u"redislabs/operator:"_s + tag));
}

void tst_Bundle::saysThatATagIsAnotherRelease()
{
    const GitUpstream upstream(m_bundle->path(u"upstream"_s));
    upstream.release(u"v7.4.6-9"_s, {{u"bundle.yaml"_s, smallBundleText(newer)}});
    const QStringList apply{u"apply"_s, u"--repository"_s, upstream.folder(), u"--release"_s, u"7.4.6-9"_s};
    const QString said =
        u"Warning: The bundle under the tag v7.4.6-9 is not that release: it installs operator 8.0.6-8."_s;
    const CtlRun::Result refused = m_bundle->run(apply + QStringList{u"--yes"_s});
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.contains(said), qPrintable(refused.err));
    QVERIFY(m_bundle->resourceVersions().isEmpty());
    const CtlRun::Result asked = m_bundle->run(apply, "y\n");
    QVERIFY2(asked.err.indexOf(said) >= 0 && asked.err.indexOf(said) < asked.err.indexOf("[y/N]"_L1),
             qPrintable(asked.err));
    QCOMPARE(asked.exitCode, 0);
    QCOMPARE(m_bundle->container()["image"_L1].toString(), u"redislabs/operator:8.0.6-8"_s);
}

void tst_Bundle::namesTheReleasesThatThereAre_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("says");
    QTest::newRow("there is no such release")
        << QStringList{u"--release"_s, u"9.9.9-9"_s}
        << u"error: The repository has no release \"9.9.9-9\". The newest ones are v8.0.6-8, 7.22.2-40."_s;
    QTest::newRow("a tag that names no release")
        << QStringList{u"--release"_s, u"test"_s} << u"error: The repository has no release \"test\"."_s;
    QTest::newRow("none was named") << QStringList{}
                                    << u"error: Name a release with --release, or a file with --file."_s;
}

void tst_Bundle::namesTheReleasesThatThereAre()
{
    QFETCH(QStringList, options);
    QFETCH(QString, says);
    const GitUpstream upstream(m_bundle->path(u"upstream"_s));
    upstream.release(u"v8.0.6-8"_s, {{u"bundle.yaml"_s, smallBundleText(newer)}});
    upstream.release(u"7.22.2-40"_s, {{u"bundle.yaml"_s, smallBundleText(older)}});
    upstream.release(u"test"_s, {});
    const CtlRun::Result result = m_bundle->run(QStringList{u"plan"_s, u"--repository"_s, upstream.folder()} + options);
    QVERIFY2(result.err.contains(says), qPrintable(result.err));
    QVERIFY2(result.exitCode == 2, qPrintable(result.err));
}

void tst_Bundle::takesTheBaseFromTheRepository()
{
    const GitUpstream upstream(m_bundle->path(u"upstream"_s));
    upstream.release(u"v7.22.2-40"_s, {{u"bundle.yaml"_s, smallBundleText(older)}});
    upstream.release(u"v8.0.6-8"_s, {{u"bundle.yaml"_s, smallBundleText(newer)}});
    m_bundle->install(older);
    m_bundle->setLogLevel(u"debug"_s);
    const CtlRun::Result plan =
        m_bundle->run({u"plan"_s, u"--repository"_s, upstream.folder(), u"--release"_s, u"8.0.6-8"_s});
    QVERIFY2(plan.out.contains("(compared with the release that runs)"_L1), qPrintable(plan.out));
    QVERIFY2(plan.out.contains("yours, kept: spec.template.spec.containers.redis-enterprise-operator.env.LOG_LEVEL."
                               "value: info -> debug"_L1),
             qPrintable(plan.out));
    // Where the bundle is a file as well.
    const CtlRun::Result ofFile =
        m_bundle->run({u"apply"_s, u"--yes"_s, u"--repository"_s, upstream.folder(), u"-f"_s, m_bundle->write(newer)});
    QVERIFY2(ofFile.exitCode == 0, qPrintable(ofFile.out + ofFile.err));
    QVERIFY(ofFile.out.contains("(compared with the release that runs)"_L1));
    QCOMPARE(m_bundle->logLevel(), u"debug"_s);
    QCOMPARE(m_bundle->container()["image"_L1].toString(), u"redislabs/operator:8.0.6-8"_s);
}

void tst_Bundle::changesTheRegistry_data()
{
    QTest::addColumn<QString>("registry");
    QTest::addColumn<QString>("image"); // empty: it is none
    QTest::newRow("a host with a port") << u"reg.example:5000"_s << u"reg.example:5000/redislabs/operator:8.0.6-8"_s;
    QTest::newRow("a host with a path") << u"reg.example/corp/redis"_s << u"reg.example/corp/redis/operator:8.0.6-8"_s;
    QTest::newRow("no registry") << u"no registry"_s << QString();
    QTest::newRow("an address") << u"https://reg.example"_s << QString();
}

void tst_Bundle::changesTheRegistry()
{
    QFETCH(QString, registry);
    QFETCH(QString, image);
    m_bundle->install(older);
    const CtlRun::Result result =
        m_bundle->run({u"apply"_s, u"--yes"_s, u"-f"_s, m_bundle->write(newer), u"--registry"_s, registry});
    const QString live = m_bundle->container()["image"_L1].toString();
    if (image.isEmpty()) {
        QVERIFY2(result.err.contains(u"error: \"%1\" is no registry."_s.arg(registry)), qPrintable(result.err));
        QCOMPARE(result.exitCode, 2);
        QCOMPARE(live, u"redislabs/operator:7.22.2-40"_s);
    } else {
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(live, image);
    }
}

void tst_Bundle::settlesConflicts_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("level");
    QTest::newRow("not at all: nothing is written") << QStringList{} << 2 << u"debug"_s;
    QTest::newRow("yours") << QStringList{u"--conflicts"_s, u"yours"_s} << 0 << u"debug"_s;
    QTest::newRow("theirs") << QStringList{u"--conflicts"_s, u"theirs"_s} << 0 << u"error"_s;
}

void tst_Bundle::settlesConflicts()
{
    QFETCH(QStringList, options);
    QFETCH(int, exitCode);
    QFETCH(QString, level);
    const GitUpstream upstream(m_bundle->path(u"upstream"_s));
    upstream.release(u"v7.22.2-40"_s, {{u"bundle.yaml"_s, smallBundleText(older)}});
    upstream.release(u"v8.0.6-8"_s, {{u"bundle.yaml"_s, smallBundleText(louder)}});
    m_bundle->install(older);
    m_bundle->setLogLevel(u"debug"_s);
    const QStringList where{u"--repository"_s, upstream.folder(), u"--release"_s, u"8.0.6-8"_s};
    const CtlRun::Result plan = m_bundle->run(QStringList{u"plan"_s} + where);
    QVERIFY2(plan.out.contains("conflict spec.template.spec.containers.redis-enterprise-operator.env.LOG_LEVEL.value: "
                               "was info, yours debug, theirs error"_L1),
             qPrintable(plan.out));
    QCOMPARE(plan.exitCode, 1);
    const CtlRun::Result result = m_bundle->run(QStringList{u"apply"_s, u"--yes"_s} + where + options);
    QCOMPARE(result.exitCode, exitCode);
    QCOMPARE(m_bundle->logLevel(), level);
    QCOMPARE(m_bundle->container()["image"_L1].toString().endsWith("8.0.6-8"_L1), exitCode == 0);
}

void tst_Bundle::asksBeforeItWrites_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isWritten");
    QTest::newRow("y") << QByteArray("y\n") << true;
    QTest::newRow("n") << QByteArray("n\n") << false;
    QTest::newRow("just Return") << QByteArray("\n") << false;
    QTest::newRow("no input at all") << QByteArray() << false;
}

void tst_Bundle::asksBeforeItWrites()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, isWritten);
    const CtlRun::Result result = m_bundle->run({u"apply"_s, u"-f"_s, m_bundle->write(newer)}, answer);
    QVERIFY2(result.err.contains("Apply to prod, namespace redis? [y/N]"_L1), qPrintable(result.err));
    QCOMPARE(result.exitCode, isWritten ? 0 : 1);
    QCOMPARE(result.err.contains("Nothing was written."_L1), !isWritten);
    QCOMPARE(m_bundle->resourceVersions().size(), isWritten ? 6 : 0);
}

/// There is nobody left who could answer.
void tst_Bundle::asksNothingOfABundleFromStandardInput()
{
    const CtlRun::Result asked = m_bundle->run({u"apply"_s, u"-f"_s, u"-"_s}, smallBundleText(newer));
    QCOMPARE(asked.exitCode, 2);
    QVERIFY2(asked.err.contains("--yes"_L1) && !asked.err.contains("[y/N]"_L1), qPrintable(asked.err));
    QVERIFY(m_bundle->resourceVersions().isEmpty());
    QCOMPARE(m_bundle->run({u"apply"_s, u"--yes"_s, u"-f"_s, u"-"_s}, smallBundleText(newer)).exitCode, 0);
    QCOMPARE(m_bundle->resourceVersions().size(), 6);
}

void tst_Bundle::isJsonForPrograms_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("diff") << QStringList{u"diff"_s} << 1;
    QTest::newRow("plan") << QStringList{u"plan"_s} << 1;
    QTest::newRow("apply") << QStringList{u"apply"_s, u"--yes"_s} << 0;
}

void tst_Bundle::isJsonForPrograms()
{
    QFETCH(QStringList, words);
    QFETCH(int, exitCode);
    m_bundle->install(older);
    const CtlRun::Result result =
        m_bundle->run(words + QStringList{u"-o"_s, u"json"_s, u"-f"_s, m_bundle->write(newer)});
    QCOMPARE(result.exitCode, exitCode);
    const QJsonObject plan = QJsonDocument::fromJson(result.out.toUtf8()).object();
    QVERIFY2(!plan.isEmpty(), qPrintable(result.out));
    QCOMPARE(plan["namespace"_L1].toString(), u"redis"_s);
    QCOMPARE(plan["runningTag"_L1].toString(), u"7.22.2-40"_s);
    QCOMPARE(plan["bundleTag"_L1].toString(), u"8.0.6-8"_s);
    QStringList changes;
    for (const QJsonValue &document : plan["documents"_L1].toArray()) {
        if (document["changes"_L1].toBool())
            changes.append(document["kind"_L1].toString());
    }
    QCOMPARE(changes, (QStringList{u"CustomResourceDefinition"_s, u"Role"_s, u"Deployment"_s}));
}

void tst_Bundle::writesNothingThatIsRefused()
{
    m_bundle->install(older);
    const QStringList before = m_bundle->resourceVersions();
    m_bundle->server().trouble().failNext(1, {"PATCH", u"/roles/"_s}, 422, u"rules[0].verbs: Required value"_s);
    const CtlRun::Result result = m_bundle->run({u"apply"_s, u"--yes"_s, u"-f"_s, m_bundle->write(newer)});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.out.contains("Role redis-enterprise-operator: refused by the server"_L1)
                 && result.out.contains("rules[0].verbs: Required value"_L1),
             qPrintable(result.out));
    QVERIFY2(result.err.contains("The server would refuse"_L1), qPrintable(result.err));
    QCOMPARE(m_bundle->resourceVersions(), before);
}

void tst_Bundle::leavesToHelmWhatIsHelms()
{
    m_bundle->install(older);
    const QJsonObject mark{
        {"metadata"_L1, QJsonObject{{"annotations"_L1, QJsonObject{{"meta.helm.sh/release-name"_L1, "redis"_L1}}}}}};
    QVERIFY(
        m_bundle->server().objects().patch(u"deployments.apps"_s, u"redis"_s, u"redis-enterprise-operator"_s, mark));
    const QStringList apply{u"apply"_s, u"-f"_s, m_bundle->write(newer)};
    const CtlRun::Result refused = m_bundle->run(apply + QStringList{u"--yes"_s});
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.contains("Helm installed this operator, as the release \"redis\"."_L1)
                 && refused.err.contains("leave out --yes"_L1),
             qPrintable(refused.err));
    QCOMPARE(m_bundle->container()["image"_L1].toString(), u"redislabs/operator:7.22.2-40"_s);
    QCOMPARE(m_bundle->run(apply, "y\n").exitCode, 0);
    QCOMPARE(m_bundle->container()["image"_L1].toString(), u"redislabs/operator:8.0.6-8"_s);
}

void tst_Bundle::tellsAViewerWhatIsMissing()
{
    m_bundle = std::make_unique<BundleCtl>(sim::ApiServerOptions{.authorizer = sim::readOnlyFor({u"admin"_s})});
    const CtlRun::Result plan = m_bundle->run({u"plan"_s, u"-f"_s, m_bundle->write(newer)});
    QVERIFY2(plan.err.contains("You are not permitted to create CustomResourceDefinition"_L1), qPrintable(plan.err));
    QCOMPARE(plan.exitCode, 1);
    QCOMPARE(m_bundle->run({u"apply"_s, u"--yes"_s, u"-f"_s, m_bundle->write(newer)}).exitCode, 2);
    QVERIFY(m_bundle->resourceVersions().isEmpty());
}

QTEST_GUILESS_MAIN(tst_Bundle)
#include "tst_bundle.moc"
