// SPDX-License-Identifier: Apache-2.0
#include "apiserver.h"
#include "httpclient.h"
#include "kinds/redisdefinitions.h"
#include "likeness.h"
#include "livecluster.h"
#include "sampleobjects.h"

#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace {

constexpr auto plain = "application/json";
constexpr auto merge = "application/merge-patch+json";
constexpr auto strategic = "application/strategic-merge-patch+json";
constexpr auto jsonPatch = "application/json-patch+json";
constexpr auto apply = "application/apply-patch+yaml";

const QString maps = u"/api/v1/namespaces/default/configmaps"_s;
const QString pods = u"/api/v1/namespaces/default/pods"_s;
const QString services = u"/api/v1/namespaces/default/services"_s;
const QString sets = u"/apis/apps/v1/namespaces/default/statefulsets"_s;
const QString deployments = u"/apis/apps/v1/namespaces/default/deployments"_s;
const QString clusters = u"/apis/app.redislabs.com/v1/namespaces/default/redisenterpriseclusters"_s;

/// An object as kubectl sends it when it applies a configuration without the server's help.
QByteArray appliedOnTheClientSide(const QByteArray &configuration)
{
    QJsonObject object = QJsonDocument::fromJson(configuration).object();
    QJsonObject metadata = object["metadata"_L1].toObject();
    metadata.insert(
        u"annotations"_s,
        QJsonObject{{u"kubectl.kubernetes.io/last-applied-configuration"_s, QString::fromUtf8(configuration)}});
    object.insert(u"metadata"_s, metadata);
    return QJsonDocument(object).toJson();
}

} // namespace

/// The same requests to a real kube-apiserver and to the simulated one: the same codes, sentences and objects.
class tst_SimLikeApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void answersAlike_data();
    void answersAlike();
    void watchesAlike();
    void pagesExpireAlike();

private:
    std::unique_ptr<testsupport::LiveCluster> m_cluster;
    std::unique_ptr<sim::ApiServer> m_server;
    std::unique_ptr<HttpClient> m_real;
    std::unique_ptr<HttpClient> m_sim;
};

void tst_SimLikeApi::initTestCase()
{
    if (const QString why = testsupport::LiveCluster::unavailable(); !why.isEmpty())
        QSKIP(qPrintable(why));
    m_cluster = std::make_unique<testsupport::LiveCluster>(0);
    QVERIFY2(m_cluster->isUp(), qPrintable(m_cluster->output()));
    const kube::ClusterConfig config = m_cluster->config();
    m_real = std::make_unique<HttpClient>(config.server, config.token);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromData(config.certificateAuthority));
    m_real->setTls(tls);

    m_server = std::make_unique<sim::ApiServer>();
    QVERIFY(m_server->listen());
    m_sim = std::make_unique<HttpClient>(m_server->url());

    const QString definitions = u"/apis/apiextensions.k8s.io/v1/customresourcedefinitions"_s;
    for (const QJsonObject &definition : sim::redisDefinitions()) {
        const QJsonObject understood = withoutIntOrString(definition).toObject();
        const HttpClient::Answer made = m_real->post(definitions, QJsonDocument(understood).toJson());
        QVERIFY2(made.code == 201, made.body);
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_real->get(clusters).code, 200, 20'000);
}

void tst_SimLikeApi::cleanupTestCase()
{
    m_sim.reset();
    m_server.reset();
    m_real.reset();
    m_cluster.reset();
}

void tst_SimLikeApi::answersAlike_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");

    const auto row = [](const QByteArray &name, const char *method, const QString &path, const char *type = plain,
                        const QByteArray &body = {}) {
        QTest::newRow(name.constData()) << QByteArray(method) << path << QByteArray(type) << body;
    };
    // In this order: what a row makes, the rows after it find.

    // Paths
    row("an object that is not there", "GET", maps + u"/nope"_s);
    row("a kind that is not there", "GET", u"/api/v1/nope"_s);
    row("a group that is not there", "GET", u"/apis/nope/v1"_s);
    row("a version that is not there", "GET", u"/apis/apps/v9"_s);
    row("objects of a group that is not there", "GET", u"/apis/nope/v1/namespaces/default/nopes"_s);
    row("a version of a custom group that is not there", "GET", u"/apis/app.redislabs.com/v9"_s);
    row("a custom kind that is not there", "GET", u"/apis/app.redislabs.com/v1/nopes"_s);
    row("a subresource of a custom kind that is not there", "GET", clusters + u"/rec/foo"_s);
    row("a subresource that is not there", "GET", pods + u"/p/foo"_s);
    row("a pod without its namespace", "GET", u"/api/v1/pods/p"_s);
    row("creating by name", "POST", maps + u"/x"_s, plain, "{}");
    row("deleting the version", "DELETE", u"/version"_s, plain, "{}");

    // Options
    row("a limit that is no number", "GET", pods + u"?limit=abc"_s);
    row("a version that is none", "GET", pods + u"?resourceVersion=x"_s);
    row("a version of the future", "GET", pods + u"?resourceVersion=99999999"_s);
    row("a field that cannot be selected by", "GET", pods + u"?fieldSelector=spec.foo%3D1"_s);
    row("a label selector that is none", "GET", pods + u"?labelSelector=a%3D%3D%3D"_s);
    for (const char *selector : {"app in (web", "app in web", "app in (web)x", "app in (a b)", "!", "!a!", "a=b,",
                                 "a=b,,c=d", "=b", "a=b c", "a=b=c", "a in", "(", "a in ()", "a notin (,b)"})
        row(QByteArray("the label selector ") + selector, "GET",
            pods + u"?labelSelector="_s + QString::fromUtf8(QByteArray(selector).toPercentEncoding()));
    row("a match without a version", "GET", pods + u"?resourceVersionMatch=Exact"_s);
    row("exactly any version", "GET", pods + u"?resourceVersion=0&resourceVersionMatch=Exact"_s);
    row("a match with a watch", "GET", pods + u"?watch=1&resourceVersion=1&resourceVersionMatch=Exact"_s);
    row("applying for nobody", "PATCH", maps + u"/cm"_s, apply, "{}");
    row("force where nothing is applied", "PATCH", maps + u"/cm?force=true"_s, merge, "{}");

    // Creating
    row("a map", "POST", maps, plain, sample::configMap("cm"));
    row("the map again", "POST", maps, plain, sample::configMap("cm"));
    row("a map with labels, for a dry run", "POST", maps + u"?dryRun=All"_s, plain,
        R"({"metadata":{"name":"dry","labels":{"a":"b"},"annotations":{"c":"d"}},"data":{"a":"1"}})");
    row("a map without a name", "POST", maps, plain, "{}");
    row("a map with a bad name", "POST", maps, plain, sample::configMap("Bad_Name"));
    // One: the real server looks at several in an order of its own each time.
    row("a map with a bad label", "POST", maps, plain, R"({"metadata":{"name":"x","labels":{"a b":"y z"}}})");
    row("a map with a bad finalizer", "POST", maps, plain, R"({"metadata":{"name":"x","finalizers":["x"]}})");
    row("a map in another namespace", "POST", maps, plain, R"({"metadata":{"name":"x","namespace":"other"}})");
    row("a map in no namespace", "POST", u"/api/v1/namespaces/nons/configmaps"_s, plain, sample::configMap("x"));
    row("a namespace", "POST", u"/api/v1/namespaces"_s, plain, R"({"metadata":{"name":"team"}})");
    row("a namespace with dots", "POST", u"/api/v1/namespaces"_s, plain, R"({"metadata":{"name":"a.b"}})");
    row("a pod", "POST", pods, plain, sample::pod("p"));
    row("a pod with resources", "POST", pods, plain,
        R"({"metadata":{"name":"q"},"spec":{"hostNetwork":false,"tolerations":[{"key":"a","operator":"Exists"}],"containers":[{"name":"c","image":"nginx:1","env":[{"name":"A","value":""}],"resources":{"limits":{"cpu":"1000m","memory":"2048Mi"},"requests":{"cpu":0.5,"memory":"1.5Gi"}}}]}})");
    row("a pod with volumes and probes", "POST", pods, plain,
        R"({"metadata":{"name":"r"},"spec":{"volumes":[{"name":"v","emptyDir":{}},{"name":"s","secret":{"secretName":"x"}},{"name":"m","configMap":{"name":"y"}}],"containers":[{"name":"c","image":"nginx","ports":[{"containerPort":80}],"readinessProbe":{"httpGet":{"port":80}},"volumeMounts":[{"name":"v","mountPath":"/v"}],"envFrom":[{"configMapRef":{"name":"y"}}],"env":[{"name":"IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}]}]}})");
    row("a pod without containers", "POST", pods, plain, R"({"metadata":{"name":"x"}})");
    row("a pod of no name", "POST", pods, plain, "{}");
    row("a pod with doubles", "POST", pods, plain,
        R"({"metadata":{"name":"x"},"spec":{"containers":[{"name":"c","image":"i"},{"name":"c","image":"i"}]}})");
    row("a pod with a mount of nothing", "POST", pods, plain,
        R"({"metadata":{"name":"x"},"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/x"}]}]}})");
    row("a StatefulSet", "POST", sets, plain, sample::statefulSet());
    row("a StatefulSet with claims", "POST", sets, plain,
        R"({"metadata":{"name":"claims"},"spec":{"serviceName":"x","selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}},"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}})");
    row("a StatefulSet that names its strategy", "POST", sets, plain,
        R"({"metadata":{"name":"named"},"spec":{"updateStrategy":{"type":"RollingUpdate"},"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}}})");
    row("a StatefulSet without anything", "POST", sets, plain, R"({"metadata":{"name":"x"}})");
    row("a StatefulSet that does not match", "POST", sets, plain,
        R"({"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})");
    row("a StatefulSet with bad words", "POST", sets, plain,
        R"({"metadata":{"name":"x"},"spec":{"replicas":-1,"podManagementPolicy":"X","updateStrategy":{"type":"Y"},"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})");
    row("a Deployment", "POST", deployments, plain, sample::deployment());
    row("a Deployment that recreates gradually", "POST", deployments, plain,
        R"({"metadata":{"name":"x"},"spec":{"strategy":{"type":"Recreate","rollingUpdate":{"maxSurge":1}},"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})");
    row("a service without ports", "POST", services, plain, R"({"metadata":{"name":"1a"},"spec":{}})");
    row("a headless service", "POST", services, plain,
        R"({"metadata":{"name":"rec"},"spec":{"clusterIP":"None","selector":{"app":"redis"},"ports":[{"port":9443}]}})");
    row("a secret of text", "POST", u"/api/v1/namespaces/default/secrets"_s, plain,
        R"({"metadata":{"name":"s"},"stringData":{"a":"b"}})");
    row("an event of another namespace", "POST", u"/api/v1/namespaces/default/events"_s, plain,
        R"({"metadata":{"name":"e"},"involvedObject":{"namespace":"kube-system"}})");
    row("an event", "POST", u"/api/v1/namespaces/default/events"_s, plain,
        R"({"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","namespace":"default","name":"p"},"reason":"Pulled","type":"Normal","count":1})");
    row("a claim without size", "POST", u"/api/v1/namespaces/default/persistentvolumeclaims"_s, plain,
        R"({"metadata":{"name":"c"},"spec":{}})");
    row("a role binding", "POST", u"/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings"_s, plain,
        R"({"metadata":{"name":"a:b"},"roleRef":{"kind":"Role","name":"x"},"subjects":[{"kind":"User","name":"u"},{"kind":"ServiceAccount","name":"u","namespace":"n"}]})");
    row("a role without groups", "POST", u"/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles"_s, plain,
        R"({"metadata":{"name":"r"},"rules":[{"verbs":["get"]}]})");
    row("a cluster", "POST", clusters, plain, sample::cluster());
    row("a cluster with unknown fields", "POST", clusters, plain,
        sample::cluster("pruned").replace("\"nodes\"", "\"foo\":{\"x\":1},\"nodes\""));
    row("a cluster with too few nodes", "POST", clusters, plain,
        sample::cluster("x").replace("\"nodes\":3", "\"nodes\":1"));
    row("a cluster with a word for nodes", "POST", clusters, plain,
        sample::cluster("x").replace("\"nodes\":3", "\"nodes\":\"three\""));
    row("a cluster with a bad policy", "POST", clusters, plain,
        sample::cluster("x").replace("\"nodes\":3", "\"redisUpgradePolicy\":\"minor\""));
    row("a cluster with an incomplete upgrade", "POST", clusters, plain,
        sample::cluster("x").replace("\"nodes\":3", "\"upgradeSpec\":{}"));

    // Patches
    row("merge", "PATCH", maps + u"/cm"_s, merge, R"({"data":{"b":"2"}})");
    row("merge that changes nothing", "PATCH", maps + u"/cm"_s, merge, R"({"data":{"b":"2"}})");
    row("merge that removes", "PATCH", maps + u"/cm"_s, merge, R"({"data":{"b":null}})");
    row("merge that is none", "PATCH", maps + u"/cm"_s, merge, "garbage");
    row("merge of another name", "PATCH", maps + u"/cm"_s, merge, R"({"metadata":{"name":"other"}})");
    row("merge of another namespace", "PATCH", maps + u"/cm"_s, merge, R"({"metadata":{"namespace":"kube-system"}})");
    row("merge of another uid", "PATCH", maps + u"/cm"_s, merge, R"({"metadata":{"uid":"other"}})");
    row("merge of bad labels", "PATCH", maps + u"/cm"_s, merge, R"({"metadata":{"labels":{"a b":"c"}}})");
    row("merge of an old version", "PATCH", maps + u"/cm"_s, merge, R"({"metadata":{"resourceVersion":"1"}})");
    row("merge of labels", "PATCH", maps + u"/cm"_s, merge, R"({"metadata":{"labels":{"a":"b"}}})");
    row("merge as another manager", "PATCH", maps + u"/cm?fieldManager=other"_s, merge, R"({"data":{"a":"9"}})");
    row("JSON patch", "PATCH", maps + u"/cm"_s, jsonPatch,
        R"([{"op":"test","path":"/data/a","value":"9"},{"op":"add","path":"/data/c","value":"3"}])");
    row("JSON patch with a failing test", "PATCH", maps + u"/cm"_s, jsonPatch,
        R"([{"op":"test","path":"/data/a","value":"2"}])");
    row("JSON patch of nothing", "PATCH", maps + u"/cm"_s, jsonPatch, R"([{"op":"remove","path":"/data/zz"}])");
    row("JSON patch that is an object", "PATCH", maps + u"/cm"_s, jsonPatch, R"({"op":"add"})");
    row("a patch of no type", "PATCH", maps + u"/cm"_s, plain, "{}");
    row("strategic, a container", "PATCH", sets + u"/rec"_s, strategic,
        R"({"spec":{"template":{"spec":{"containers":[{"name":"node","image":"redis:2"},{"name":"side","image":"side:1"}]}}}})");
    row("strategic, in another order", "PATCH", sets + u"/rec"_s, strategic,
        R"({"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"side"},{"name":"node"}],"containers":[{"name":"side","env":[{"name":"A","value":"1"}]}]}}}})");
    row("strategic, a container goes", "PATCH", sets + u"/rec"_s, strategic,
        R"({"spec":{"template":{"spec":{"containers":[{"name":"side","$patch":"delete"}]}}}})");
    row("strategic, a volume changes its source", "PATCH", sets + u"/rec"_s, strategic,
        R"({"spec":{"template":{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}}})");
    row("strategic, and back", "PATCH", sets + u"/rec"_s, strategic,
        R"({"spec":{"template":{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}}}})");
    row("strategic, of a Deployment's strategy", "PATCH", deployments + u"/operator"_s, strategic,
        R"({"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}})");
    row("strategic, of a custom resource", "PATCH", clusters + u"/rec"_s, strategic, R"({"spec":{"nodes":5}})");
    row("merge of a custom resource", "PATCH", clusters + u"/rec"_s, merge, R"({"spec":{"nodes":5}})");
    row("merge of a wrong type", "PATCH", clusters + u"/rec"_s, merge, R"({"spec":{"nodes":"x"}})");
    row("merge of an unknown field", "PATCH", clusters + u"/rec"_s, merge, R"({"spec":{"foo":"x"}})");
    row("merge of a field that is required", "PATCH", clusters + u"/rec"_s, merge, R"({"spec":{"upgradeSpec":{}}})");
    row("merge into the status", "PATCH", clusters + u"/rec/status"_s, merge,
        R"({"spec":{"nodes":9},"status":{"state":"Running","licenseStatus":{"licenseState":"Valid"}}})");
    row("merge of the status by the main path", "PATCH", clusters + u"/rec"_s, merge,
        R"({"status":{"state":"Error"}})");
    row("merge for a dry run", "PATCH", clusters + u"/rec?dryRun=All"_s, merge, R"({"spec":{"nodes":7}})");
    row("an unchangeable field", "PATCH", deployments + u"/operator"_s, merge,
        R"({"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}}}}})");

    // Replacing
    row("replacing nothing", "PUT", maps + u"/nope"_s, plain, sample::configMap("nope"));
    row("replacing without a name", "PUT", maps + u"/cm"_s, plain, "{}");
    row("replacing under another name", "PUT", maps + u"/cm"_s, plain, sample::configMap("other"));
    row("replacing an old version", "PUT", maps + u"/cm"_s, plain,
        R"({"metadata":{"name":"cm","resourceVersion":"1"}})");
    row("replacing any version", "PUT", maps + u"/cm"_s, plain, sample::configMap("cm", "5"));
    row("replacing any version of a custom resource", "PUT", clusters + u"/rec"_s, plain, sample::cluster());

    // Server-side apply
    row("applying a new map", "PATCH", maps + u"/applied?fieldManager=me"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied","labels":{"a":"b"}},"data":{"x":"1","y":"2"}})");
    row("applying less", "PATCH", maps + u"/applied?fieldManager=me"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"x":"1"}})");
    row("another applies the same", "PATCH", maps + u"/applied?fieldManager=you"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"x":"1"}})");
    row("another applies another value", "PATCH", maps + u"/applied?fieldManager=you"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"x":"2"}})");
    row("another forces", "PATCH", maps + u"/applied?fieldManager=you&force=true"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"x":"2"}})");
    row("an update takes a field", "PATCH", maps + u"/applied?fieldManager=them"_s, merge,
        R"({"data":{"x":"3","z":"4"}})");
    row("applying against an update", "PATCH", maps + u"/applied?fieldManager=you"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"x":"2","z":"5"}})");
    row("applying nothing", "PATCH", maps + u"/applied?fieldManager=you"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"}})");
    row("applying managed fields", "PATCH", maps + u"/applied?fieldManager=me"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied","managedFields":[{}]}})");
    row("applying a new StatefulSet", "PATCH", sets + u"/ssa?fieldManager=me"_s, apply, sample::statefulSet("ssa"));
    row("applying a second container", "PATCH", sets + u"/ssa?fieldManager=you"_s, apply,
        R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"ssa"},"spec":{"template":{"spec":{"containers":[{"name":"side","image":"side:1","ports":[{"containerPort":80}]}]}}}})");
    row("applying another image", "PATCH", sets + u"/ssa?fieldManager=you"_s, apply,
        R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"ssa"},"spec":{"template":{"spec":{"containers":[{"name":"node","image":"redis:2"},{"name":"side","image":"side:1","ports":[{"containerPort":80}]}]}}}})");
    row("taking the container out again", "PATCH", sets + u"/ssa?fieldManager=you"_s, apply,
        R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"ssa"},"spec":{"replicas":3}})");
    row("applying a new cluster", "PATCH", clusters + u"/ssa?fieldManager=me"_s, apply, sample::cluster("ssa"));
    row("applying a list as a whole", "PATCH", clusters + u"/ssa?fieldManager=me"_s, apply,
        R"({"apiVersion":"app.redislabs.com/v1","kind":"RedisEnterpriseCluster","metadata":{"name":"ssa"},"spec":{"nodes":3,"redisEnterpriseImageSpec":{"versionTag":"7.8.2-34"},"pullSecrets":[{"name":"a"}],"nodeSelector":{"zone":"x"}}})");
    row("merge of bad labels into a cluster", "PATCH", clusters + u"/ssa"_s, merge,
        R"({"metadata":{"uid":"x","labels":{"a b":"c"}}})");
    row("another applies the list", "PATCH", clusters + u"/ssa?fieldManager=you"_s, apply,
        R"({"apiVersion":"app.redislabs.com/v1","kind":"RedisEnterpriseCluster","metadata":{"name":"ssa"},"spec":{"nodes":5,"pullSecrets":[{"name":"b"}],"nodeSelector":{"disk":"y"}}})");
    row("another forces the list", "PATCH", clusters + u"/ssa?fieldManager=you&force=true"_s, apply,
        R"({"apiVersion":"app.redislabs.com/v1","kind":"RedisEnterpriseCluster","metadata":{"name":"ssa"},"spec":{"nodes":5,"pullSecrets":[{"name":"b"}],"nodeSelector":{"disk":"y"}}})");
    row("a map that was written before", "PATCH", maps + u"/cm?fieldManager=me"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cm"},"data":{"a":"7"}})");
    row("a map that kubectl applied on its side", "POST", maps + u"?fieldManager=kubectl-client-side-apply"_s, plain,
        appliedOnTheClientSide(
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"csa"},"data":{"a":"1","b":"1"}})"));
    row("somebody changes one field of it", "PATCH", maps + u"/csa?fieldManager=them"_s, merge,
        R"({"data":{"b":"2"}})");
    row("kubectl applies it on the server", "PATCH", maps + u"/csa?fieldManager=kubectl"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"csa"},"data":{"a":"3","b":"3"}})");
    row("kubectl applies what is its own", "PATCH", maps + u"/csa?fieldManager=kubectl"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"csa"},"data":{"a":"3"}})");
    row("kubectl forces the rest", "PATCH", maps + u"/csa?fieldManager=kubectl&force=true"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"csa"},"data":{"a":"4","b":"4"}})");

    // Reading
    row("a list", "GET", maps + u"?labelSelector=a%3Db"_s);
    row("a list by name", "GET", maps + u"?fieldSelector=metadata.name%3Dapplied"_s);
    row("a list of clusters", "GET", clusters + u"?fieldSelector=metadata.name%3Dssa"_s);
    row("the old version of a cluster", "GET", QString(clusters).replace("/v1/"_L1, "/v1alpha1/"_L1) + u"/ssa"_s);
    row("a StatefulSet of no pods", "POST", sets, plain,
        sample::statefulSet("none").replace(R"("replicas":3)", R"("replicas":0)"));
    row("its scale", "GET", sets + u"/none/scale"_s);
    row("its scale, written", "PATCH", sets + u"/none/scale"_s, merge, R"({"spec":{"replicas":0}})");

    // Pods
    row("binding a pod", "POST", pods + u"/p/binding"_s, plain,
        R"({"apiVersion":"v1","kind":"Binding","metadata":{"name":"p"},"target":{"apiVersion":"v1","kind":"Node","name":"n1"}})");
    row("a pod's image", "PATCH", pods + u"/p"_s, strategic,
        R"({"spec":{"containers":[{"name":"c","image":"redis:8"}]}})");
    row("a pod's status", "PATCH", pods + u"/p/status"_s, strategic,
        R"({"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"podIP":"10.0.0.1"}})");
    row("deleting a pod of another uid", "DELETE", pods + u"/p"_s, plain, R"({"preconditions":{"uid":"x"}})");
    row("deleting a pod of another version", "DELETE", pods + u"/p"_s, plain,
        R"({"preconditions":{"resourceVersion":"1"}})");
    row("deleting a pod", "DELETE", pods + u"/p"_s, plain);
    row("deleting it later", "DELETE", pods + u"/p"_s, plain, R"({"gracePeriodSeconds":50})");
    row("deleting it sooner", "DELETE", pods + u"/p"_s, plain, R"({"gracePeriodSeconds":5})");
    row("deleting it now", "DELETE", pods + u"/p"_s, plain, R"({"gracePeriodSeconds":0})");
    row("deleting a pod without a node", "DELETE", pods + u"/q"_s, plain);
    row("it is gone", "GET", pods + u"/q"_s);

    // Deletions
    row("deleting nothing", "DELETE", maps + u"/nope"_s, plain);
    row("deleting for a dry run", "DELETE", maps + u"/applied?dryRun=All"_s, plain);
    row("deleting a map", "DELETE", maps + u"/applied"_s, plain);
    row("deleting with an unknown policy", "DELETE", maps + u"/cm"_s, plain, R"({"propagationPolicy":"Foo"})");
    row("a map with a finalizer", "POST", maps, plain, R"({"metadata":{"name":"held","finalizers":["a.io/b"]}})");
    row("deleting it", "DELETE", maps + u"/held"_s, plain);
    row("adding a finalizer to it", "PATCH", maps + u"/held"_s, merge,
        R"({"metadata":{"finalizers":["a.io/b","c.io/d"]}})");
    row("taking its finalizer", "PATCH", maps + u"/held"_s, merge, R"({"metadata":{"finalizers":null}})");
    row("it is gone too", "GET", maps + u"/held"_s);
    row("deleting a StatefulSet", "DELETE", sets + u"/ssa"_s, plain);
    row("deleting a cluster", "DELETE", clusters + u"/ssa"_s, plain);
    row("deleting a namespace that may not", "DELETE", u"/api/v1/namespaces/kube-system"_s, plain);
    row("deleting by selector", "DELETE", maps + u"?fieldSelector=metadata.name%3Dcm"_s, plain);

    // Questions
    row("may I", "POST", u"/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"_s, plain,
        R"({"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":{"resourceAttributes":{"namespace":"default","verb":"patch","group":"apps","resource":"statefulsets"}}})");
}

void tst_SimLikeApi::answersAlike()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    const HttpClient::Answer real = m_real->call(method, path, body, contentType);
    const HttpClient::Answer made = m_sim->call(method, path, body, contentType);
    const Likeness likeness = comparable(real.json(), made.json());
    const QByteArray wanted = shown(likeness.real);
    const QByteArray found = shown(likeness.made);
    const QByteArray both = "\n  real " + QByteArray::number(real.code) + ' ' + wanted + "\n  sim  "
        + QByteArray::number(made.code) + ' ' + found;
    QVERIFY2(found == wanted, both.constData());
    QCOMPARE(made.code, real.code);
    QCOMPARE(made.contentType, real.contentType);
    if (real.contentType != plain)
        QCOMPARE(made.body, real.body);
}

void tst_SimLikeApi::watchesAlike()
{
    const QString watched = maps + u"?watch=1&labelSelector=seen%3Dyes&resourceVersion="_s;
    QList<QStringList> seen;
    for (HttpClient *client : {m_real.get(), m_sim.get()}) {
        const QString revision = client->get(maps).json()["metadata"_L1]["resourceVersion"_L1].toString();
        WatchClient watch(*client, watched + revision);
        (void)client->post(maps, sample::configMap("w"));
        (void)client->merge(maps + u"/w"_s, R"({"metadata":{"labels":{"seen":"yes"}}})");
        (void)client->merge(maps + u"/w"_s, R"({"data":{"a":"2"}})");
        (void)client->merge(maps + u"/w"_s, R"({"metadata":{"labels":{"seen":"no"}}})");
        (void)client->merge(maps + u"/w"_s, R"({"metadata":{"labels":{"seen":"yes"}}})");
        (void)client->remove(maps + u"/w"_s);
        QTRY_COMPARE(watch.events().size(), 5);
        QStringList events;
        for (const QJsonObject &event : watch.events())
            events.append(event["type"_L1].toString() + u' '
                          + QString::fromUtf8(shown(event["object"_L1]["metadata"_L1]["labels"_L1]))
                          + event["object"_L1]["kind"_L1].toString());
        // Again from the past.
        WatchClient replay(*client, watched + revision);
        QTRY_COMPARE(replay.summary(), watch.summary());
        seen.append(events);
    }
    QCOMPARE(seen.at(1), seen.at(0));
}

void tst_SimLikeApi::pagesExpireAlike()
{
    QList<QJsonValue> seen;
    for (HttpClient *client : {m_real.get(), m_sim.get()}) {
        for (const char *name : {"page-a", "page-b", "page-c"})
            QCOMPARE(client->post(maps, sample::configMap(name)).code, 201);
        const QJsonObject first = client->get(maps + u"?limit=1"_s).json();
        QVERIFY(first["metadata"_L1]["remainingItemCount"_L1].toInt() >= 2);
        const QString token = first["metadata"_L1]["continue"_L1].toString();
        const QString revision = first["metadata"_L1]["resourceVersion"_L1].toString();
        (void)client->remove(maps + u"/page-a"_s);
        if (client == m_real.get())
            QVERIFY(m_cluster->run(u"compact"_s));
        else
            m_server->trouble().expireHistory();
        HttpClient::Answer expired = client->get(maps + u"?limit=1&continue="_s + token);
        QCOMPARE(expired.code, 410);
        QJsonObject body = expired.json();
        const QString offered = body["metadata"_L1]["continue"_L1].toString();
        QVERIFY(!offered.isEmpty());
        QCOMPARE(client->get(maps + u"?continue="_s + offered).code, 200);
        body.insert(u"metadata"_s, QJsonObject());
        seen.append(body);
        HttpClient::Answer exact = client->get(maps + u"?resourceVersionMatch=Exact&resourceVersion="_s + revision);
        QCOMPARE(exact.code, 410);
        seen.append(exact.json());
    }
    QCOMPARE(shown(seen.at(2)), shown(seen.at(0)));
    QCOMPARE(shown(seen.at(3)), shown(seen.at(1)));
}

QTEST_GUILESS_MAIN(tst_SimLikeApi)
#include "tst_simlikeapi.moc"
