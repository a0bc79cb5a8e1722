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
    QTest::newRow("an image with a tag") << name << byTag
                                         << OperatorInfo{.image = byTag, .tag = u"7.22.0-17"_s, .readyReplicas = 1};
    QTest::newRow("an image by digest alone")
        << name << byDigest << OperatorInfo{.image = byDigest, .tag = {}, .readyReplicas = 1};
    QTest::newRow("no container of the operator")
        << u"manager"_s << byTag << OperatorInfo{.image = {}, .tag = {}, .readyReplicas = 1};
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
