// SPDX-License-Identifier: Apache-2.0
#include "anonymous.h"
#include "apiserver.h"
#include "bookkeeping.h"
#include "bundle/bundleupgrade.h"
#include "smallbundle.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testsupport::smallBundle;
using testsupport::SmallRelease;
using upgrade::Bundle;
using upgrade::BundleFinding;
using upgrade::BundleUpgrade;
using upgrade::JournalEntry;
using upgrade::ObjectIdentity;
using upgrade::UpgradeDocument;
using State = upgrade::BundleUpgrade::State;

namespace {

const QString deployments = u"deployments.apps"_s;
const QString roles = u"roles.rbac.authorization.k8s.io"_s;
const QString definitions = u"customresourcedefinitions.apiextensions.k8s.io"_s;
const QString recName = u"redisenterpriseclusters.app.redislabs.com"_s;
const QString operatorName = u"redis-enterprise-operator"_s;
const ObjectIdentity deployment{u"apps"_s, u"Deployment"_s, operatorName};
const yaml::Path logLevel{u"spec"_s, u"template"_s,  u"spec"_s, u"containers"_s, u"redis-enterprise-operator"_s,
                          u"env"_s,  u"LOG_LEVEL"_s, u"value"_s};

const SmallRelease older{.tag = u"7.22.2-40"_s};
const SmallRelease newer{.tag = u"8.0.6-8"_s, .verbs = u"get, list, watch"_s, .field = u"integer"_s};

QJsonObject environment(const QString &level)
{
    const QJsonObject variable{{"name"_L1, "LOG_LEVEL"_L1}, {"value"_L1, level}};
    const QJsonObject container{
        {"name"_L1, operatorName}, {"image"_L1, "redislabs/operator:7.22.2-40"_L1}, {"env"_L1, QJsonArray{variable}}};
    const QJsonObject pod{{"containers"_L1, QJsonArray{container}}};
    const QJsonObject podTemplate{{"spec"_L1, pod}};
    const QJsonObject spec{{"template"_L1, podTemplate}};
    return {{"spec"_L1, spec}};
}

} // namespace

/// A bundle's way into a cluster, against the simulated server: what is kept, what stops it, and what is left where it
/// stops.
class tst_BundleUpgrade : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void installsWhereThereIsNothing();
    void takesWhatIsNewAndKeepsWhatIsYours();
    void waitsForConflicts_data();
    void waitsForConflicts();
    void quickDecisionsAllCount();
    void keepsDecisionsWhereTheConflictIsTheSame();
    void changesTheRegistryOnRequest();
    void writesNothingWhereOneIsRefused();
    void writesNothingWhereOneMoved();
    void writesNothingWhereTheServerIsGone();
    void mayBeDecidedWhileItIsTried();
    void goesOnAfterALostConnection_data();
    void goesOnAfterALostConnection();
    void stopsWhereOneMovesInBetween();
    void finishesWhatWasBegun();
    void waitsForDefinitions();
    void aViewerSeesEverything();
    void comparesWhatMayBeRead();
    void namesWhatTheServerDoesNotServe();
    void needsTheNamespace();
    void saysWhichBaseItHas();
    void tellsWhoInstalledIt();
    void mayBeDestroyedByItsOwnSignal_data();
    void mayBeDestroyedByItsOwnSignal();

private:
    void serve(const sim::ApiServerOptions &options);
    void begin();
    void compare(const SmallRelease &release);
    void install(const SmallRelease &release);
    [[nodiscard]] QJsonObject object(const QString &resource, const QString &name) const;
    [[nodiscard]] QMap<QString, QString> versions() const; ///< resource versions of everything
    [[nodiscard]] const UpgradeDocument &document(const ObjectIdentity &identity) const;
    [[nodiscard]] QList<JournalEntry::Outcome> outcomes() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<sim::ApiServer> m_server;
    std::unique_ptr<kube::ApiClient> m_client;
    std::unique_ptr<upgrade::Journal> m_journal;
    std::unique_ptr<BundleUpgrade> m_upgrade;
    QMap<QString, Bundle> m_releases;
};

void tst_BundleUpgrade::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_journal = std::make_unique<upgrade::Journal>(m_folder->filePath(u"journal.jsonl"_s));
    m_releases = {{older.tag, smallBundle(older)}, {newer.tag, smallBundle(newer)}};
    serve({.redisKinds = false});
}

void tst_BundleUpgrade::cleanup()
{
    m_upgrade.reset();
    m_client.reset();
    m_server.reset();
}

void tst_BundleUpgrade::serve(const sim::ApiServerOptions &options)
{
    cleanup();
    m_server = std::make_unique<sim::ApiServer>(options);
    QVERIFY(m_server->listen());
    kube::ClusterConfig config;
    config.server = m_server->url();
    config.context = u"prod-eu"_s;
    m_client = std::make_unique<kube::ApiClient>(config, std::make_unique<testsupport::Anonymous>());
    begin();
}

void tst_BundleUpgrade::begin()
{
    m_upgrade = std::make_unique<BundleUpgrade>(
        *m_client, *m_journal, u"default"_s,
        [this](const QString &tag, bool /*forOpenShift*/, QObject *context, const kube::Callback<Bundle> &done) {
            kube::Result<Bundle> result = std::unexpected(kube::Error{.message = u"There is no such release."_s});
            if (m_releases.contains(tag))
                result = m_releases.value(tag, smallBundle(older));
            QMetaObject::invokeMethod(context, [done, result] { done(result); }, Qt::QueuedConnection);
        },
        [] { return QDateTime::fromSecsSinceEpoch(1'700'000'000, QTimeZone::UTC); }, 1ms);
}

void tst_BundleUpgrade::compare(const SmallRelease &release)
{
    m_upgrade->compare(smallBundle(release));
    QCOMPARE(m_upgrade->state(), State::Comparing);
    QTRY_VERIFY(m_upgrade->state() != State::Comparing && m_upgrade->state() != State::Checking);
}

void tst_BundleUpgrade::install(const SmallRelease &release)
{
    compare(release);
    QCOMPARE(m_upgrade->state(), State::Ready);
    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Done);
}

QJsonObject tst_BundleUpgrade::object(const QString &resource, const QString &name) const
{
    const QString nameSpace = resource == definitions ? QString() : u"default"_s;
    return m_server->objects().get(resource, nameSpace, name).value_or(QJsonObject());
}

QMap<QString, QString> tst_BundleUpgrade::versions() const
{
    QMap<QString, QString> result;
    for (const auto &resource : {definitions, u"serviceaccounts"_s, roles, u"rolebindings.rbac.authorization.k8s.io"_s,
                                 u"services"_s, deployments}) {
        for (const QJsonObject &each : m_server->objects().list(resource)) {
            if (each["metadata"_L1]["name"_L1] != "default"_L1) // the account that each namespace has
                result.insert(resource + u'/' + each["metadata"_L1]["name"_L1].toString(),
                              each["metadata"_L1]["resourceVersion"_L1].toString());
        }
    }
    return result;
}

const UpgradeDocument &tst_BundleUpgrade::document(const ObjectIdentity &identity) const
{
    for (const UpgradeDocument &each : m_upgrade->documents()) {
        if (each.plan.identity == identity)
            return each;
    }
    qFatal("there is no %s", qPrintable(identity.text()));
}

QList<JournalEntry::Outcome> tst_BundleUpgrade::outcomes() const
{
    QList<JournalEntry::Outcome> result;
    const kube::Result<upgrade::Journal::Contents> contents = m_journal->read();
    for (const JournalEntry &entry : contents ? contents->entries : QList<JournalEntry>())
        result.append(entry.outcome);
    return result;
}

void tst_BundleUpgrade::installsWhereThereIsNothing()
{
    compare(older);
    QCOMPARE(m_upgrade->state(), State::Ready);
    QVERIFY(!m_upgrade->running().isInstalled);
    QVERIFY(m_upgrade->findings().isEmpty());
    QVERIFY(m_upgrade->whyNot().isEmpty());
    QCOMPARE(m_upgrade->documents().size(), 6);
    QVERIFY(versions().isEmpty());
    for (const UpgradeDocument &each : m_upgrade->documents()) {
        QVERIFY(each.isNew());
        QVERIFY(m_upgrade->reviewOf(each.plan.identity));
    }

    m_server->trouble().clearRequests();
    m_upgrade->apply();
    QCOMPARE(m_upgrade->state(), State::Applying);
    QTRY_COMPARE(m_upgrade->state(), State::Done);
    QStringList written;
    for (const sim::RecordedRequest &request : m_server->trouble().requests()) {
        if (request.method == "POST" && !request.query.contains(u"dryRun"))
            written.append(request.path.section(u'/', -1));
    }
    QCOMPARE(written,
             (QStringList{u"customresourcedefinitions"_s, u"serviceaccounts"_s, u"roles"_s, u"rolebindings"_s,
                          u"services"_s, u"deployments"_s}));
    QCOMPARE(outcomes(), QList<JournalEntry::Outcome>(6, JournalEntry::Outcome::Written));

    const QMap<QString, QString> before = versions();
    compare(older);
    QCOMPARE(m_upgrade->state(), State::Nothing);
    QVERIFY(!m_upgrade->whyNot().isEmpty());
    QCOMPARE(versions(), before);
}

void tst_BundleUpgrade::takesWhatIsNewAndKeepsWhatIsYours()
{
    install(older);
    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, environment(u"debug"_s)));
    const QJsonObject labels{{"metadata"_L1, QJsonObject{{"labels"_L1, QJsonObject{{"team"_L1, "data"_L1}}}}}};
    const auto patched = m_server->objects().patch(definitions, {}, recName, labels);
    QVERIFY2(patched, patched ? "" : qPrintable(patched.error().message));
    compare(newer);
    QCOMPARE(m_upgrade->state(), State::Ready);
    QCOMPARE(m_upgrade->running().operatorTag, older.tag);
    QCOMPARE(document(deployment).plan.base, upgrade::DocumentPlan::Base::Release);
    QCOMPARE(document(deployment).kept.size(), 1);
    QCOMPARE(document(deployment).kept.constFirst().path, logLevel);
    QCOMPARE(document({u"rbac.authorization.k8s.io"_s, u"Role"_s, operatorName}).changes.size(), 1);
    const QMap<QString, QString> before = versions();

    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Done);
    const QJsonValue container =
        object(deployments, operatorName)["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1].toArray().at(0);
    QCOMPARE(container["image"_L1], "redislabs/operator:8.0.6-8"_L1);
    QCOMPARE(container["env"_L1].toArray().at(0)["value"_L1], "debug"_L1);
    const QJsonObject definition = object(definitions, recName);
    QCOMPARE(definition["metadata"_L1]["labels"_L1]["team"_L1], "data"_L1);
    QVERIFY(QString::fromUtf8(QJsonDocument(definition).toJson()).contains(u"\"integer\""));
    QCOMPARE(object(roles, operatorName)["rules"_L1].toArray().at(0)["verbs"_L1].toArray().size(), 3);
    QCOMPARE(versions()[u"services/admission"_s], before[u"services/admission"_s]); // nothing to write there

    compare(newer);
    QCOMPARE(m_upgrade->state(), State::Nothing);
}

void tst_BundleUpgrade::waitsForConflicts_data()
{
    QTest::addColumn<QJsonValue>("decision");
    QTest::addColumn<QJsonValue>("expected");
    QTest::newRow("yours") << QJsonValue(u"debug"_s) << QJsonValue(u"debug"_s);
    QTest::newRow("theirs") << QJsonValue(u"warn"_s) << QJsonValue(u"warn"_s);
    QTest::newRow("edited") << QJsonValue(u"trace"_s) << QJsonValue(u"trace"_s);
    QTest::newRow("taken out") << QJsonValue(QJsonValue::Undefined) << QJsonValue(QJsonValue::Undefined);
}

void tst_BundleUpgrade::waitsForConflicts()
{
    QFETCH(QJsonValue, decision);
    QFETCH(QJsonValue, expected);
    install(older);
    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, environment(u"debug"_s)));
    SmallRelease release = newer;
    release.logLevel = u"warn"_s;
    m_releases.insert(release.tag, smallBundle(release));
    compare(release);
    QCOMPARE(m_upgrade->state(), State::Deciding);
    QCOMPARE(document(deployment).state, UpgradeDocument::State::Undecided);
    QCOMPARE(document(deployment).plan.merge->conflicts().size(), 1);
    QVERIFY(m_upgrade->whyNot().contains(u'1'));
    m_upgrade->apply();
    QCOMPARE(m_upgrade->state(), State::Deciding);

    m_upgrade->decide(deployment, logLevel, decision);
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Done);
    const QJsonValue container =
        object(deployments, operatorName)["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1].toArray().at(0);
    QCOMPARE(container["env"_L1].toArray().at(0)["value"_L1], expected);
    compare(release);
    QCOMPARE(m_upgrade->state(), State::Nothing);
}

/// Each is worked out on another thread; the answer to an older one must not take back a newer one.
void tst_BundleUpgrade::quickDecisionsAllCount()
{
    install(older);
    const QJsonObject yours{{"metadata"_L1, QJsonObject{{"labels"_L1, QJsonObject{{"team"_L1, "yours"_L1}}}}}};
    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, environment(u"debug"_s)));
    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, yours));
    SmallRelease release = newer;
    release.logLevel = u"warn"_s;
    const QByteArray text = testsupport::smallBundleText(release).replace(
        "kind: Deployment\nmetadata: {name: redis-enterprise-operator}",
        "kind: Deployment\nmetadata: {name: redis-enterprise-operator, labels: {team: theirs}}");
    const kube::Result<Bundle> bundle = Bundle::read(text, u"theirs"_s);
    QVERIFY(bundle);
    m_upgrade->compare(*bundle);
    QTRY_COMPARE(m_upgrade->state(), State::Deciding);
    int most = 0;
    const auto count = [&] {
        const upgrade::DocumentMerge &merge = *document(deployment).plan.merge;
        most = std::max(most, int(std::ranges::count_if(merge.conflicts(), [&](const yaml::Conflict &conflict) {
                            return !merge.isDecided(conflict.path);
                        })));
    };
    const yaml::Path team{u"metadata"_s, u"labels"_s, u"team"_s};
    for (const auto &value : {u"a"_s, u"b"_s, u"c"_s}) {
        m_upgrade->decide(deployment, logLevel, value);
        m_upgrade->decide(deployment, team, value);
    }
    connect(m_upgrade.get(), &BundleUpgrade::documentChanged, this, count);
    connect(m_upgrade.get(), &BundleUpgrade::stateChanged, this, count);
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
    QCOMPARE(most, 0);
    QCOMPARE(document(deployment).wanted["metadata"_L1]["labels"_L1]["team"_L1], "c"_L1);
}

void tst_BundleUpgrade::keepsDecisionsWhereTheConflictIsTheSame()
{
    install(older);
    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, environment(u"debug"_s)));
    SmallRelease release = newer;
    release.logLevel = u"warn"_s;
    compare(release);
    m_upgrade->decide(deployment, logLevel, u"trace"_s);
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
    m_upgrade->decide(deployment, logLevel, u"trace2"_s); // another thought
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
    compare(release);
    QCOMPARE(m_upgrade->state(), State::Ready);
    QCOMPARE(yaml::valueAt(document(deployment).wanted,
                           {u"spec"_s, u"template"_s, u"spec"_s, u"containers"_s, qsizetype(0), u"env"_s, qsizetype(0),
                            u"value"_s}),
             "trace2"_L1);

    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, environment(u"error"_s)));
    compare(release);
    QCOMPARE(m_upgrade->state(), State::Deciding); // it is another conflict now
}

void tst_BundleUpgrade::changesTheRegistryOnRequest()
{
    install(older);
    const kube::Result<Bundle> moved = smallBundle(newer).withRegistry(u"registry.corp:5000/mirror"_s);
    QVERIFY(moved);
    m_upgrade->compare(*moved, BundleUpgrade::Registry::OfBundle);
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
    QCOMPARE(yaml::valueAt(document(deployment).wanted,
                           {u"spec"_s, u"template"_s, u"spec"_s, u"containers"_s, qsizetype(0), u"image"_s}),
             "registry.corp:5000/mirror/operator:8.0.6-8"_L1);
    QVERIFY(!smallBundle(newer).withRegistry(u"not a registry"_s));
}

void tst_BundleUpgrade::writesNothingWhereOneIsRefused()
{
    install(older);
    const QMap<QString, QString> before = versions();
    m_server->trouble().failNext(1, {"PATCH", u"/roles/"_s}, 422, u"rules[0].verbs: Required value"_s);
    compare(newer);
    QCOMPARE(m_upgrade->state(), State::Refused);
    const UpgradeDocument &role = document({u"rbac.authorization.k8s.io"_s, u"Role"_s, operatorName});
    QCOMPARE(role.state, UpgradeDocument::State::Refused);
    QVERIFY(role.error->message.contains(u"rules[0].verbs"));
    QCOMPARE(document(deployment).state, UpgradeDocument::State::Accepted);
    m_upgrade->apply();
    QCOMPARE(m_upgrade->state(), State::Refused);
    QCOMPARE(versions(), before);
}

void tst_BundleUpgrade::writesNothingWhereOneMoved()
{
    install(older);
    compare(newer);
    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, environment(u"debug"_s)));
    const QMap<QString, QString> before = versions();
    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Comparing);
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
    QVERIFY(m_upgrade->movedText().contains(operatorName));
    QCOMPARE(versions(), before);
    QCOMPARE(document(deployment).kept.size(), 1); // and now it is seen
    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Done);
    QVERIFY(m_upgrade->movedText().isEmpty());
}

/// That is no change by somebody else, and is not called one.
void tst_BundleUpgrade::writesNothingWhereTheServerIsGone()
{
    install(older);
    compare(newer);
    QCOMPARE(m_upgrade->state(), State::Ready);
    const QMap<QString, QString> before = versions();
    m_server->close();
    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Failed);
    QVERIFY(m_upgrade->movedText().isEmpty());
    QVERIFY(m_upgrade->error()->message.startsWith(u"Nothing was written: "));
    QVERIFY(m_server->listen());
    QCOMPARE(versions(), before);
    m_upgrade->compareAgain();
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
}

void tst_BundleUpgrade::mayBeDecidedWhileItIsTried()
{
    install(older);
    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, environment(u"debug"_s)));
    SmallRelease release = newer;
    release.logLevel = u"warn"_s;
    compare(release);
    QCOMPARE(m_upgrade->state(), State::Deciding);
    connect(m_upgrade.get(), &BundleUpgrade::stateChanged, this, [this](State state) {
        if (state == State::Ready)
            QVERIFY(m_upgrade->reviewOf(deployment)); // what can be applied was looked at
    });
    m_server->trouble().hold({"PATCH", u"/roles/"_s});
    m_upgrade->decide(deployment, logLevel, u"first"_s);
    QTRY_COMPARE(document(deployment).state, UpgradeDocument::State::Accepted);
    QCOMPARE(m_upgrade->state(), State::Checking);
    m_upgrade->decide(deployment, logLevel, u"second"_s);
    QCOMPARE(m_upgrade->state(), State::Deciding);
    m_server->trouble().release();
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
    QCOMPARE(yaml::valueAt(m_upgrade->reviewOf(deployment)->proposed,
                           {u"spec"_s, u"template"_s, u"spec"_s, u"containers"_s, qsizetype(0), u"env"_s, qsizetype(0),
                            u"value"_s}),
             "second"_L1);
}

void tst_BundleUpgrade::goesOnAfterALostConnection_data()
{
    QTest::addColumn<bool>("isCarriedOut");
    QTest::newRow("before the write was carried out") << false;
    QTest::newRow("after it was") << true;
}

void tst_BundleUpgrade::goesOnAfterALostConnection()
{
    QFETCH(bool, isCarriedOut);
    compare(older);
    QCOMPARE(m_upgrade->state(), State::Ready);
    bool isLost = false;
    connect(m_upgrade.get(), &BundleUpgrade::documentChanged, this, [&](qsizetype index) {
        const UpgradeDocument &changed = m_upgrade->documents().at(index);
        if (changed.plan.identity.kind != "Role"_L1 || changed.state != UpgradeDocument::State::Writing || isLost)
            return;
        isLost = true;
        // Qt sends a request again by itself when a connection that was in use breaks: so often, and once more.
        if (isCarriedOut)
            m_server->trouble().dropAnswerNext(1, {"POST", u"/roles"_s});
        else
            m_server->trouble().dropNext(2, {"POST", u"/roles"_s});
    });
    m_upgrade->apply();
    QTRY_VERIFY(m_upgrade->state() != State::Applying);
    QVERIFY2(m_upgrade->state() == State::Done, m_upgrade->error() ? qPrintable(m_upgrade->error()->message) : "");
    QCOMPARE(versions().size(), 6);
    QVERIFY(!outcomes().contains(JournalEntry::Outcome::Pending));
    compare(older);
    QCOMPARE(m_upgrade->state(), State::Nothing);
}

void tst_BundleUpgrade::stopsWhereOneMovesInBetween()
{
    install(older);
    compare(newer);
    connect(m_upgrade.get(), &BundleUpgrade::documentChanged, this, [&](qsizetype index) {
        const UpgradeDocument &changed = m_upgrade->documents().at(index);
        if (changed.plan.identity.kind == "Role"_L1 && changed.state == UpgradeDocument::State::Written)
            QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName, environment(u"debug"_s)));
    });
    m_upgrade->apply();
    QTRY_VERIFY(!m_upgrade->movedText().isEmpty());
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
    QVERIFY(document({u"rbac.authorization.k8s.io"_s, u"Role"_s, operatorName}).isApplied);
    QCOMPARE(document(deployment).state, UpgradeDocument::State::Accepted);
    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Done);
}

/// As after the program was killed: nothing is remembered but what is in the cluster.
void tst_BundleUpgrade::finishesWhatWasBegun()
{
    install(older);
    compare(newer);
    connect(m_upgrade.get(), &BundleUpgrade::documentChanged, this, [&](qsizetype index) {
        const UpgradeDocument &changed = m_upgrade->documents().at(index);
        if (changed.plan.identity.kind == "CustomResourceDefinition"_L1
            && changed.state == UpgradeDocument::State::Written)
            QMetaObject::invokeMethod(this, [this] { m_upgrade.reset(); }, Qt::QueuedConnection);
    });
    m_upgrade->apply();
    QTRY_VERIFY(!m_upgrade);

    begin();
    compare(newer);
    QCOMPARE(m_upgrade->state(), State::Ready);
    const UpgradeDocument &definition = document({u"apiextensions.k8s.io"_s, u"CustomResourceDefinition"_s, recName});
    QVERIFY(definition.isApplied);
    QCOMPARE(definition.state, UpgradeDocument::State::Unchanged);
    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Done);
    compare(newer);
    QCOMPARE(m_upgrade->state(), State::Nothing);
}

void tst_BundleUpgrade::waitsForDefinitions()
{
    compare(older);
    // The answer to the first look is of a server that is not ready yet.
    const QJsonObject notYet{{"apiVersion"_L1, "apiextensions.k8s.io/v1"_L1},
                             {"kind"_L1, "CustomResourceDefinition"_L1},
                             {"metadata"_L1, QJsonObject{{"name"_L1, recName}}}};
    int looks = 0;
    QStringList order;
    connect(m_upgrade.get(), &BundleUpgrade::documentChanged, this, [&](qsizetype index) {
        const UpgradeDocument &changed = m_upgrade->documents().at(index);
        if (changed.state == UpgradeDocument::State::Settling && ++looks == 1)
            m_server->trouble().answerNext(1, {"GET", recName}, 200, "application/json",
                                           QJsonDocument(notYet).toJson());
        if (changed.state == UpgradeDocument::State::Written)
            order.append(changed.plan.identity.kind);
    });
    m_upgrade->apply();
    QTRY_COMPARE(m_upgrade->state(), State::Done);
    QVERIFY(looks >= 2);
    QCOMPARE(order.constFirst(), u"CustomResourceDefinition"_s);
    QCOMPARE(order.constLast(), u"Deployment"_s);
}

void tst_BundleUpgrade::aViewerSeesEverything()
{
    bool isViewer = false;
    serve({.authorizer =
               [&isViewer](const sim::AccessRequest &access) {
                   return !isViewer || access.verb == "get"_L1 || access.verb == "list"_L1
                       || access.resource == "selfsubjectaccessreviews"_L1;
               },
           .redisKinds = false});
    install(older);
    isViewer = true;
    m_server->trouble().clearRequests();
    compare(newer);
    QCOMPARE(m_upgrade->state(), State::Deciding);
    QVERIFY(m_upgrade->whyNot().contains(u"patch"));
    QVERIFY(m_upgrade->whyNot().contains(operatorName));
    QVERIFY(!document(deployment).changes.isEmpty());
    QVERIFY(!document(deployment).mayWrite);
    m_upgrade->apply();
    QCOMPARE(m_upgrade->state(), State::Deciding);
    for (const sim::RecordedRequest &request : m_server->trouble().requests())
        QVERIFY(request.method == "GET" || request.path.contains(u"accessreviews"));
}

void tst_BundleUpgrade::comparesWhatMayBeRead()
{
    bool isLimited = false;
    serve({.authorizer =
               [&isLimited](const sim::AccessRequest &access) {
                   return !isLimited || access.resource != "customresourcedefinitions"_L1;
               },
           .redisKinds = false});
    install(older);
    isLimited = true;
    compare(newer);
    QCOMPARE(m_upgrade->state(), State::Deciding);
    const UpgradeDocument &definition = document({u"apiextensions.k8s.io"_s, u"CustomResourceDefinition"_s, recName});
    QCOMPARE(definition.state, UpgradeDocument::State::Impossible);
    QVERIFY(!document(deployment).changes.isEmpty());
    QCOMPARE(m_upgrade->findings().constFirst().weight, BundleFinding::Weight::Obstacle);
    QVERIFY(m_upgrade->whyNot().contains(recName));
}

void tst_BundleUpgrade::namesWhatTheServerDoesNotServe()
{
    const QByteArray text =
        testsupport::smallBundleText(newer).replace("apiextensions.k8s.io/v1\n", "apiextensions.k8s.io/v1beta1\n");
    const kube::Result<Bundle> old = Bundle::read(text, u"old"_s);
    QVERIFY(old);
    m_upgrade->compare(*old);
    QTRY_COMPARE(m_upgrade->state(), State::Deciding);
    QCOMPARE(m_upgrade->findings().constFirst().weight, BundleFinding::Weight::Obstacle);
    QVERIFY(m_upgrade->findings().constFirst().text.contains(u"apiextensions.k8s.io/v1beta1"));
    QVERIFY(versions().isEmpty());
}

void tst_BundleUpgrade::needsTheNamespace()
{
    m_server->trouble().failNext(1, {"GET", u"/api/v1/namespaces/default"_s}, 404);
    compare(older);
    QCOMPARE(m_upgrade->state(), State::Failed);
    QVERIFY(m_upgrade->error()->message.contains(u"\"default\""));
    m_upgrade->compareAgain();
    QTRY_COMPARE(m_upgrade->state(), State::Ready);
}

void tst_BundleUpgrade::saysWhichBaseItHas()
{
    install(older);
    m_releases.remove(older.tag);
    compare(newer);
    QCOMPARE(document(deployment).plan.base, upgrade::DocumentPlan::Base::None);
    QVERIFY(m_upgrade->running().noBase.contains(u"There is no such release."));
    QCOMPARE(m_upgrade->findings().size(), 1);

    m_releases.insert(older.tag, smallBundle(newer)); // something else under its tag
    compare(newer);
    QCOMPARE(document(deployment).plan.base, upgrade::DocumentPlan::Base::None);
    QVERIFY(m_upgrade->running().noBase.contains(newer.tag));
}

void tst_BundleUpgrade::tellsWhoInstalledIt()
{
    install(newer);
    const QJsonObject labels{{"app.kubernetes.io/managed-by"_L1, "Helm"_L1}};
    QVERIFY(m_server->objects().patch(deployments, u"default"_s, operatorName,
                                      {{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}}}));
    compare(older); // which is a step down as well
    QCOMPARE(m_upgrade->installation().manager, upgrade::Installation::Manager::Helm);
    QCOMPARE(m_upgrade->findings().size(), 2);
    for (const BundleFinding &finding : m_upgrade->findings())
        QCOMPARE(finding.weight, BundleFinding::Weight::Warning);
}

void tst_BundleUpgrade::mayBeDestroyedByItsOwnSignal_data()
{
    QTest::addColumn<State>("when");
    QTest::newRow("while it is compared") << State::Comparing;
    QTest::newRow("while it is checked") << State::Checking;
    QTest::newRow("when it is ready") << State::Ready;
    QTest::newRow("when it is being written") << State::Applying;
    QTest::newRow("when it is done") << State::Done;
}

void tst_BundleUpgrade::mayBeDestroyedByItsOwnSignal()
{
    QFETCH(State, when);
    connect(m_upgrade.get(), &BundleUpgrade::stateChanged, this, [&](State state) {
        if (state == when)
            m_upgrade.reset();
        else if (state == State::Ready)
            QMetaObject::invokeMethod(m_upgrade.get(), [this] { m_upgrade->apply(); }, Qt::QueuedConnection);
    });
    m_upgrade->compare(smallBundle(older));
    QTRY_VERIFY(!m_upgrade);
}

QTEST_GUILESS_MAIN(tst_BundleUpgrade)
#include "tst_bundleupgrade.moc"
