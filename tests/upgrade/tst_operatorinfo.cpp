// SPDX-License-Identifier: Apache-2.0
#include "anonymous.h"
#include "apiclient.h"
#include "apiserver.h"
#include "operatorinfo.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using kube::Result;
using upgrade::OperatorInfo;

namespace {

QJsonObject deployment(const QString &container, const QString &image)
{
    const QJsonObject labels{{"name"_L1, "redis-enterprise-operator"_L1}};
    const QJsonArray containers{QJsonObject{{"name"_L1, "admission"_L1}, {"image"_L1, "a:1"_L1}},
                                QJsonObject{{"name"_L1, container}, {"image"_L1, image}}};
    const QJsonObject podTemplate{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                  {"spec"_L1, QJsonObject{{"containers"_L1, containers}}}};
    return {{"apiVersion"_L1, "apps/v1"_L1},
            {"kind"_L1, "Deployment"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, "redis-enterprise-operator"_L1}, {"namespace"_L1, "default"_L1}}},
            {"spec"_L1,
             QJsonObject{{"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}}, {"template"_L1, podTemplate}}}};
}

} // namespace

/// The operator of a namespace, read once from the simulated server.
class tst_OperatorInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheDeployment_data();
    void readsTheDeployment();
    void tellsSinceWhenItIsNew_data();
    void tellsSinceWhenItIsNew();
    void saysThatThereIsNone();
    void saysThatItMayNot();

private:
    static Result<OperatorInfo> find(const sim::ApiServer &server);
};

Result<OperatorInfo> tst_OperatorInfo::find(const sim::ApiServer &server)
{
    kube::ClusterConfig config;
    config.server = server.url();
    kube::ApiClient client(config, std::make_unique<testsupport::Anonymous>());
    QObject context;
    std::optional<Result<OperatorInfo>> answer;
    upgrade::findOperator(client, u"default"_s, &context, [&](const Result<OperatorInfo> &info) { answer = info; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        qFatal("no answer");
    return *answer;
}

void tst_OperatorInfo::readsTheDeployment_data()
{
    QTest::addColumn<QString>("container");
    QTest::addColumn<QString>("image");
    QTest::addColumn<OperatorInfo>("info");
    const QString name = u"redis-enterprise-operator"_s;
    const QString byTag = u"registry.corp:5000/redislabs/operator:7.22.0-17"_s;
    const QString byDigest = u"redislabs/operator@sha256:"_s + QString(64, u'a');
    QTest::newRow("an image with a tag")
        << name << byTag << OperatorInfo{.image = byTag, .tag = u"7.22.0-17"_s, .readyReplicas = 1, .newSince = {}};
    QTest::newRow("an image by digest alone")
        << name << byDigest << OperatorInfo{.image = byDigest, .tag = {}, .readyReplicas = 1, .newSince = {}};
    QTest::newRow("no container of the operator")
        << u"manager"_s << byTag << OperatorInfo{.image = {}, .tag = {}, .readyReplicas = 1, .newSince = {}};
}

void tst_OperatorInfo::readsTheDeployment()
{
    QFETCH(QString, container);
    QFETCH(QString, image);
    sim::ApiServer server;
    QVERIFY(server.listen());
    QVERIFY(server.objects().create(deployment(container, image)));
    QVERIFY(server.objects().patch(u"deployments.apps"_s, u"default"_s, u"redis-enterprise-operator"_s,
                                   {{"status"_L1, QJsonObject{{"readyReplicas"_L1, 1}}}}, u"status"_s));
    const Result<OperatorInfo> info = find(server);
    QVERIFY(info);
    QTEST(*info, "info");
}

void tst_OperatorInfo::tellsSinceWhenItIsNew_data()
{
    QTest::addColumn<qint64>("observed"); // the Deployment's generation is 1
    QTest::addColumn<int>("pods");
    QTest::addColumn<int>("updated");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("since");
    const QString complete = u"NewReplicaSetAvailable"_s;
    QTest::newRow("its rollout is over") << 1LL << 1 << 1 << complete << u"2026-08-01T12:00:00Z"_s;
    QTest::newRow("its rollout is under way") << 1LL << 1 << 1 << u"ReplicaSetUpdated"_s << QString();
    QTest::newRow("the condition is of the rollout before: the change was not seen")
        << 0LL << 1 << 1 << complete << QString();
    QTest::newRow("the condition is of the rollout before: the old pod goes") << 1LL << 1 << 0 << complete << QString();
    QTest::newRow("an old pod is left") << 1LL << 2 << 1 << complete << QString();
}

void tst_OperatorInfo::tellsSinceWhenItIsNew()
{
    QFETCH(const qint64, observed);
    QFETCH(const int, pods);
    QFETCH(const int, updated);
    QFETCH(const QString, reason);
    QFETCH(const QString, since);
    const auto condition = [](const QString &type, const QString &because, const QString &update) {
        return QJsonObject{{"type"_L1, type},
                           {"status"_L1, "True"_L1},
                           {"reason"_L1, because},
                           {"lastTransitionTime"_L1, "2025-01-01T00:00:00Z"_L1},
                           {"lastUpdateTime"_L1, update}};
    };
    sim::ApiServer server;
    QVERIFY(server.listen());
    QVERIFY(server.objects().create(deployment(u"redis-enterprise-operator"_s, u"o:1"_s)));
    const QJsonArray conditions{condition(u"Available"_s, u"MinimumReplicasAvailable"_s, u"2026-08-01T13:00:00Z"_s),
                                condition(u"Progressing"_s, reason, u"2026-08-01T12:00:00Z"_s)};
    QVERIFY(server.objects().patch(u"deployments.apps"_s, u"default"_s, u"redis-enterprise-operator"_s,
                                   {{"status"_L1,
                                     QJsonObject{{"observedGeneration"_L1, observed},
                                                 {"replicas"_L1, pods},
                                                 {"updatedReplicas"_L1, updated},
                                                 {"conditions"_L1, conditions}}}},
                                   u"status"_s));
    const Result<OperatorInfo> info = find(server);
    QVERIFY(info);
    QCOMPARE(info->newSince, QDateTime::fromString(since, Qt::ISODate));
}

void tst_OperatorInfo::saysThatThereIsNone()
{
    sim::ApiServer server;
    QVERIFY(server.listen());
    const Result<OperatorInfo> info = find(server);
    QVERIFY(!info);
    QVERIFY(info.error().isNotFound());
}

void tst_OperatorInfo::saysThatItMayNot()
{
    sim::ApiServer server(
        {.authorizer = [](const sim::AccessRequest &access) { return access.resource != "deployments"_L1; }});
    QVERIFY(server.listen());
    const Result<OperatorInfo> info = find(server);
    QVERIFY(!info);
    QVERIFY(info.error().isForbidden());
}

QTEST_GUILESS_MAIN(tst_OperatorInfo)
#include "tst_operatorinfo.moc"
