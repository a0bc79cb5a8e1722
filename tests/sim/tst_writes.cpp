// SPDX-License-Identifier: Apache-2.0
#include "serverfixture.h"

using namespace Qt::StringLiterals;

namespace {

QString at(const QJsonObject &object, std::initializer_list<QLatin1StringView> path)
{
    QJsonValue value = object;
    for (const QLatin1StringView field : path)
        value = value[field];
    return value.isString() ? value.toString() : QString::fromUtf8(shown(value));
}

QString version(const QJsonObject &object)
{
    return at(object, {"metadata"_L1, "resourceVersion"_L1});
}

} // namespace

/// What writing does to objects: metadata, defaults, status, patches, apply, dry runs.
class tst_Writes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<ServerFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void newObjectsGetMetadata();
    void namesAreGenerated();
    void statefulSetsAreCompleted();
    void podsAreCompleted();
    void servicesGetAddresses();
    void secretsTakeText();
    void customResourcesGetDefaults();
    void unknownFieldsAreDroppedAndWarnedOf();
    void aSpecMakesAGeneration();
    void aStatusIsApart();
    void nothingChangedWritesNothing();
    void optimisticLocking();
    void dryRunsWriteNothing();
    void patchTypes_data();
    void patchTypes();
    void applyCreatesAndUpdates();
    void applyTakesYaml();
    void applyConflictsAndForces();
    void managersAreRemembered();
    void scales();
    void definitionsMakeKinds();
    void deprecatedVersionsWarn();

private:
    HttpClient &client() { return *m_fixture->client; }
    QJsonObject created(const QString &where, const QByteArray &object)
    {
        const HttpClient::Answer answer = client().post(where, object);
        if (answer.code != 201)
            qWarning("%s", answer.body.constData());
        return answer.code == 201 ? answer.json() : QJsonObject();
    }

    std::unique_ptr<ServerFixture> m_fixture;
};

void tst_Writes::newObjectsGetMetadata()
{
    const QJsonObject object = created(place::maps, sample::configMap("a"));
    const QJsonValue metadata = object["metadata"_L1];
    QCOMPARE(metadata["namespace"_L1].toString(), u"default"_s);
    QCOMPARE(metadata["uid"_L1].toString().size(), 36);
    QVERIFY(metadata["resourceVersion"_L1].toString().toInt() > 0);
    QVERIFY(QDateTime::fromString(metadata["creationTimestamp"_L1].toString(), Qt::ISODate).isValid());
    QCOMPARE(client().get(place::maps + u"/a"_s).json(), object);
    QVERIFY(created(place::maps, sample::configMap("b"))["metadata"_L1]["uid"_L1] != metadata["uid"_L1]);
}

void tst_Writes::namesAreGenerated()
{
    const QJsonObject object = created(place::maps, R"({"metadata":{"generateName":"map-"}})");
    const QString name = at(object, {"metadata"_L1, "name"_L1});
    QVERIFY(name.startsWith("map-"_L1));
    QCOMPARE(name.size(), 9);
}

void tst_Writes::statefulSetsAreCompleted()
{
    const QJsonObject set = created(place::sets, sample::statefulSet());
    QCOMPARE(shown(set["spec"_L1]),
             shown(json("{'persistentVolumeClaimRetentionPolicy':{'whenDeleted':'Retain','whenScaled':'Retain'},"
                        "'podManagementPolicy':'OrderedReady','replicas':3,'revisionHistoryLimit':10,"
                        "'selector':{'matchLabels':{'app':'redis'}},'serviceName':'rec',"
                        "'template':{'metadata':{'creationTimestamp':null,'labels':{'app':'redis'}},'spec':{'"
                        "containers':[{'image':'redis:1',"
                        "'imagePullPolicy':'IfNotPresent','name':'node','resources':{},'terminationMessagePath':'/dev/"
                        "termination-log',"
                        "'terminationMessagePolicy':'File'}],'dnsPolicy':'ClusterFirst','restartPolicy':'Always',"
                        "'schedulerName':'default-scheduler','securityContext':{},'terminationGracePeriodSeconds':30}},"
                        "'updateStrategy':{'rollingUpdate':{'partition':0},'type':'RollingUpdate'}}")));
    QCOMPARE(shown(set["status"_L1]), shown(json("{'availableReplicas':0,'replicas':0}")));
    QCOMPARE(set["metadata"_L1]["generation"_L1].toInt(), 1);

    // A strategy that is named, without parameters, stays so: kubectl's status depends on it.
    QJsonObject named = QJsonDocument::fromJson(sample::statefulSet("named")).object();
    QJsonObject spec = named["spec"_L1].toObject();
    spec.insert(u"updateStrategy"_s, json("{'type':'RollingUpdate'}"));
    named.insert(u"spec"_s, spec);
    QCOMPARE(shown(created(place::sets, QJsonDocument(named).toJson())["spec"_L1]["updateStrategy"_L1]),
             shown(json("{'type':'RollingUpdate'}")));
}

void tst_Writes::podsAreCompleted()
{
    const QJsonObject pod = created(place::pods, sample::pod("p"));
    QCOMPARE(shown(pod["status"_L1]), shown(json("{'phase':'Pending','qosClass':'BestEffort'}")));
    QCOMPARE(pod["spec"_L1]["enableServiceLinks"_L1].toBool(), true);
    QCOMPARE(pod["spec"_L1]["tolerations"_L1].toArray().size(), 2);
    QCOMPARE(pod["spec"_L1]["priority"_L1].toInt(-1), 0);
    const QJsonObject limited = created(
        place::pods,
        R"({"metadata":{"name":"l"},"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"0.5","memory":"1024Mi"}}}]}})");
    QCOMPARE(shown(limited["spec"_L1]["containers"_L1][0]["resources"_L1]),
             shown(json("{'limits':{'cpu':'500m','memory':'1Gi'},'requests':{'cpu':'500m','memory':'1Gi'}}")));
    QCOMPARE(at(limited, {"status"_L1, "qosClass"_L1}), u"Guaranteed"_s);
    QCOMPARE(at(limited["spec"_L1]["containers"_L1][0].toObject(), {"imagePullPolicy"_L1}), u"Always"_s);
}

void tst_Writes::servicesGetAddresses()
{
    const QString services = u"/api/v1/namespaces/default/services"_s;
    const QJsonObject one = created(services, R"({"metadata":{"name":"one"},"spec":{"ports":[{"port":9443}]}})");
    const QJsonObject two = created(services, R"({"metadata":{"name":"two"},"spec":{"ports":[{"port":9443}]}})");
    QVERIFY(at(one, {"spec"_L1, "clusterIP"_L1}).startsWith("10."_L1));
    QVERIFY(at(one, {"spec"_L1, "clusterIP"_L1}) != at(two, {"spec"_L1, "clusterIP"_L1}));
    QCOMPARE(shown(one["spec"_L1]["ports"_L1]), shown(json("[{'port':9443,'protocol':'TCP','targetPort':9443}]")));
    // Who replaces it without the address does not lose it.
    const HttpClient::Answer replaced =
        client().put(services + u"/one"_s, R"({"metadata":{"name":"one"},"spec":{"ports":[{"port":9444}]}})");
    QCOMPARE(replaced.code, 200);
    QCOMPARE(replaced.json()["spec"_L1]["clusterIP"_L1], one["spec"_L1]["clusterIP"_L1]);
}

void tst_Writes::secretsTakeText()
{
    const QJsonObject secret =
        created(u"/api/v1/namespaces/default/secrets"_s, R"({"metadata":{"name":"s"},"stringData":{"user":"me"}})");
    QCOMPARE(shown(secret["data"_L1]), QByteArray(R"({"user":"bWU="})"));
    QVERIFY(secret["stringData"_L1].isUndefined());
    QCOMPARE(at(secret, {"type"_L1}), u"Opaque"_s);
}

void tst_Writes::customResourcesGetDefaults()
{
    const QJsonObject cluster = created(
        place::clusters,
        R"({"apiVersion":"app.redislabs.com/v1","kind":"RedisEnterpriseCluster","metadata":{"name":"rec"},"spec":{"foo":1,"redisEnterpriseImageSpec":{"repository":"x"}}})");
    QCOMPARE(shown(cluster["spec"_L1]), shown(json("{'nodes':3,'redisEnterpriseImageSpec':{'repository':'x'}}")));
    QCOMPARE(cluster["metadata"_L1]["generation"_L1].toInt(), 1);
}

void tst_Writes::unknownFieldsAreDroppedAndWarnedOf()
{
    const QByteArray text =
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"dat":{},"data":{"a":"1","a":"2"}})";
    const HttpClient::Answer warned = client().post(place::maps, text);
    QCOMPARE(warned.code, 201);
    const QByteArray warnings = R"(299 - "duplicate field \"data.a\"", 299 - "unknown field \"dat\"")";
    QCOMPARE(warned.warnings, warnings);
    QCOMPARE(shown(warned.json()["data"_L1]), QByteArray(R"({"a":"2"})"));
    const HttpClient::Answer ignored = client().put(place::maps + u"/a?fieldValidation=Ignore"_s, text);
    QCOMPARE(ignored.code, 200);
    QVERIFY(ignored.warnings.isEmpty());
}

void tst_Writes::aSpecMakesAGeneration()
{
    (void)created(place::clusters, sample::cluster());
    const auto generation = [&](const HttpClient::Answer &answer) {
        return answer.json()["metadata"_L1]["generation"_L1].toInt();
    };
    const QString rec = place::clusters + u"/rec"_s;
    QCOMPARE(generation(client().merge(rec, R"({"metadata":{"labels":{"a":"b"}}})")), 1);
    QCOMPARE(generation(client().merge(rec + u"/status"_s, R"({"status":{"state":"Running"}})")), 1);
    QCOMPARE(generation(client().merge(rec, R"({"spec":{"nodes":5}})")), 2);
    QCOMPARE(generation(client().merge(rec, R"({"spec":{"nodes":5}})")), 2);
    QCOMPARE(generation(client().merge(rec, R"({"metadata":{"generation":99}})")), 2);
}

void tst_Writes::aStatusIsApart()
{
    (void)created(place::clusters, sample::cluster());
    const QString rec = place::clusters + u"/rec"_s;
    // Not by the main path,
    QVERIFY(!client().merge(rec, R"({"status":{"state":"Running"}})").json().contains("status"_L1));
    // and by its own nothing else.
    const QJsonObject written =
        client()
            .merge(rec + u"/status"_s,
                   R"({"metadata":{"labels":{"a":"b"}},"spec":{"nodes":7},"status":{"state":"Running"}})")
            .json();
    QCOMPARE(at(written, {"status"_L1, "state"_L1}), u"Running"_s);
    QCOMPARE(written["spec"_L1]["nodes"_L1].toInt(), 3);
    QVERIFY(written["metadata"_L1]["labels"_L1].isUndefined());
    QCOMPARE(client().merge(rec, R"({"spec":{"nodes":5}})").json()["status"_L1]["state"_L1].toString(), u"Running"_s);
    QCOMPARE(at(client().get(rec + u"/status"_s).json(), {"status"_L1, "state"_L1}), u"Running"_s);
}

void tst_Writes::nothingChangedWritesNothing()
{
    const QJsonObject object = created(place::maps, sample::configMap("a"));
    QCOMPARE(version(client().merge(place::maps + u"/a"_s, R"({"data":{"a":"1"}})").json()), version(object));
    QCOMPARE(version(client().put(place::maps + u"/a"_s, sample::configMap("a")).json()), version(object));
    const QByteArray applied = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":"1"}})";
    const QString once = version(client().apply(place::maps + u"/a?fieldManager=me"_s, applied).json());
    QVERIFY(once != version(object));
    QCOMPARE(version(client().apply(place::maps + u"/a?fieldManager=me"_s, applied).json()), once);
}

void tst_Writes::optimisticLocking()
{
    QJsonObject object = created(place::clusters, sample::cluster());
    const QString rec = place::clusters + u"/rec"_s;
    const QString patch = u"{\"metadata\":{\"resourceVersion\":\"%1\"},\"spec\":{\"nodes\":5}}"_s.arg(version(object));
    const HttpClient::Answer first = client().merge(rec, patch.toUtf8());
    QCOMPARE(first.code, 200);
    QVERIFY(version(first.json()) != version(object));
    // The same once more, as when an answer was lost.
    QCOMPARE(client().merge(rec, patch.toUtf8()).code, 409);
    QCOMPARE(client().put(rec, QJsonDocument(object).toJson()).code, 409);
    QCOMPARE(client().put(rec, QJsonDocument(first.json()).toJson()).code, 200);
}

void tst_Writes::dryRunsWriteNothing()
{
    const HttpClient::Answer made = client().post(place::clusters + u"?dryRun=All"_s, sample::cluster());
    QCOMPARE(made.code, 201);
    QVERIFY(!at(made.json(), {"metadata"_L1, "uid"_L1}).isEmpty());
    QCOMPARE(client().get(place::clusters + u"/rec"_s).code, 404);

    const QJsonObject object = created(place::clusters, sample::cluster());
    const QString rec = place::clusters + u"/rec"_s;
    const HttpClient::Answer patched = client().merge(rec + u"?dryRun=All"_s, R"({"spec":{"nodes":5}})");
    QCOMPARE(patched.json()["spec"_L1]["nodes"_L1].toInt(), 5);
    QCOMPARE(patched.json()["metadata"_L1]["generation"_L1].toInt(), 2);
    QCOMPARE(version(patched.json()), version(object));
    const HttpClient::Answer applied =
        client().apply(rec + u"?dryRun=All&fieldManager=me&force=true"_s, sample::cluster("rec", "7.8.2-60"));
    QCOMPARE(applied.code, 200);
    QCOMPARE(client().remove(rec + u"?dryRun=All"_s).code, 200);
    QCOMPARE(client().get(rec).json(), object);
}

void tst_Writes::patchTypes_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QByteArray>("containers");
    const QByteArray strategic = "application/strategic-merge-patch+json";
    const QByteArray merge = "application/merge-patch+json";
    const QByteArray json = "application/json-patch+json";
    QTest::newRow("strategic, one container of two")
        << strategic << QByteArray(R"({"spec":{"template":{"spec":{"containers":[{"name":"b","image":"b:2"}]}}}})")
        << QByteArray(R"([["a","a:1"],["b","b:2"]])");
    QTest::newRow("strategic, a container goes")
        << strategic << QByteArray(R"({"spec":{"template":{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}}})")
        << QByteArray(R"([["b","b:1"]])");
    QTest::newRow("merge, the whole list")
        << merge << QByteArray(R"({"spec":{"template":{"spec":{"containers":[{"name":"b","image":"b:2"}]}}}})")
        << QByteArray(R"([["b","b:2"]])");
    QTest::newRow("JSON, one place")
        << json << QByteArray(R"([{"op":"replace","path":"/spec/template/spec/containers/1/image","value":"b:2"}])")
        << QByteArray(R"([["a","a:1"],["b","b:2"]])");
}

void tst_Writes::patchTypes()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, patch);
    QFETCH(QByteArray, containers);
    (void)created(
        place::sets,
        R"({"metadata":{"name":"s"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"a","image":"a:1"},{"name":"b","image":"b:1"}]}}}})");
    const HttpClient::Answer answer = client().call("PATCH", place::sets + u"/s"_s, patch, type);
    QVERIFY2(answer.code == 200, answer.body);
    QJsonArray found;
    for (const QJsonValue &container : answer.json()["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1].toArray())
        found.append(QJsonArray{container["name"_L1], container["image"_L1]});
    QCOMPARE(shown(found), containers);
}

void tst_Writes::applyCreatesAndUpdates()
{
    const QString rec = place::clusters + u"/rec?fieldManager=me"_s;
    const HttpClient::Answer made = client().apply(rec, sample::cluster());
    QCOMPARE(made.code, 201);
    QCOMPARE(made.json()["spec"_L1]["nodes"_L1].toInt(), 3);
    const HttpClient::Answer changed = client().apply(rec, sample::cluster("rec", "7.8.2-60"));
    QCOMPARE(changed.code, 200);
    QCOMPARE(changed.json()["metadata"_L1]["generation"_L1].toInt(), 2);
    // What is left out goes, and gets its default again.
    const HttpClient::Answer less = client().apply(
        rec,
        R"({"apiVersion":"app.redislabs.com/v1","kind":"RedisEnterpriseCluster","metadata":{"name":"rec"},"spec":{"redisEnterpriseImageSpec":{"versionTag":"7.8.2-60"}}})");
    QCOMPARE(shown(less.json()["spec"_L1]),
             shown(json("{'nodes':3,'redisEnterpriseImageSpec':{'versionTag':'7.8.2-60'}}")));
}

void tst_Writes::applyTakesYaml()
{
    const HttpClient::Answer made =
        client().apply(place::maps + u"/a?fieldManager=me"_s,
                       "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  on: \"yes\"\n");
    QVERIFY2(made.code == 201, made.body);
    QCOMPARE(client().apply(place::maps + u"/a?fieldManager=me"_s, "a: [").code, 400);
    const HttpClient::Answer posted = client().call(
        "POST", place::maps, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n", "application/yaml");
    QVERIFY2(posted.code == 201, posted.body);
}

void tst_Writes::applyConflictsAndForces()
{
    const QString rec = place::clusters + u"/rec?fieldManager="_s;
    QCOMPARE(client().apply(rec + u"one"_s, sample::cluster()).code, 201);
    QCOMPARE(client().apply(rec + u"two"_s, sample::cluster()).code, 200); // agreed on
    const HttpClient::Answer refused = client().apply(rec + u"two"_s, sample::cluster("rec", "7.8.2-60"));
    QCOMPARE(refused.code, 409);
    QCOMPARE(shown(refused.json()["details"_L1]["causes"_L1]),
             shown(json("[{'reason':'FieldManagerConflict','message':'conflict with "
                        "\\'one\\'','field':'.spec.redisEnterpriseImageSpec.versionTag'}]")));
    const HttpClient::Answer forced = client().apply(rec + u"two&force=true"_s, sample::cluster("rec", "7.8.2-60"));
    QCOMPARE(forced.code, 200);
    QCOMPARE(client().apply(rec + u"one"_s, sample::cluster()).code, 409);
}

void tst_Writes::managersAreRemembered()
{
    client().setUserAgent("kubectl/v1.32 (linux)");
    (void)created(place::clusters, sample::cluster());
    const QString rec = place::clusters + u"/rec"_s;
    QCOMPARE(client().merge(rec + u"?fieldManager=editor"_s, R"({"spec":{"nodes":5}})").code, 200);
    client().setUserAgent("operator/1");
    QCOMPARE(client().merge(rec + u"/status"_s, R"({"status":{"state":"Running"}})").code, 200);
    QStringList managers;
    for (const QJsonValue &entry : client().get(rec).json()["metadata"_L1]["managedFields"_L1].toArray())
        managers.append(u"%1 %2 %3 %4"_s.arg(entry["manager"_L1].toString(), entry["operation"_L1].toString(),
                                             entry["subresource"_L1].toString(),
                                             QString::fromUtf8(shown(entry["fieldsV1"_L1]))));
    managers.sort();
    QCOMPARE(
        managers,
        (QStringList{
            u"editor Update  {\"f:spec\":{\"f:nodes\":{}}}"_s,
            u"kubectl Update  {\"f:spec\":{\".\":{},\"f:redisEnterpriseImageSpec\":{\".\":{},\"f:repository\":{},\"f:versionTag\":{}}}}"_s,
            u"operator Update status {\"f:status\":{\".\":{},\"f:state\":{}}}"_s}));
}

void tst_Writes::scales()
{
    (void)created(place::sets, sample::statefulSet());
    const QString scale = place::sets + u"/rec/scale"_s;
    const QJsonObject shownScale = client().get(scale).json();
    QCOMPARE(at(shownScale, {"kind"_L1}), u"Scale"_s);
    QCOMPARE(shownScale["spec"_L1]["replicas"_L1].toInt(), 3);
    QCOMPARE(at(shownScale, {"status"_L1, "selector"_L1}), u"app=redis"_s);
    QCOMPARE(client().merge(scale, R"({"spec":{"replicas":5}})").json()["spec"_L1]["replicas"_L1].toInt(), 5);
    QJsonObject edited = client().get(scale).json();
    edited.insert(u"spec"_s, json("{'replicas':1}"));
    QCOMPARE(client().put(scale, QJsonDocument(edited).toJson()).code, 200);
    QCOMPARE(client().put(scale, QJsonDocument(edited).toJson()).code, 409);
    const QJsonObject set = client().get(place::sets + u"/rec"_s).json();
    QCOMPARE(set["spec"_L1]["replicas"_L1].toInt(), 1);
    QCOMPARE(set["metadata"_L1]["generation"_L1].toInt(), 3);
}

void tst_Writes::definitionsMakeKinds()
{
    const QString things = u"/apis/example.io/v1/namespaces/default/things"_s;
    const QByteArray thing =
        R"({"apiVersion":"example.io/v1","kind":"Thing","metadata":{"name":"t"},"spec":{"size":1,"extra":2}})";
    QCOMPARE(client().post(things, thing).code, 404);
    const QJsonObject definition = created(
        place::definitions,
        R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"things.example.io"},"spec":{"group":"example.io","scope":"Namespaced","names":{"plural":"things","kind":"Thing","shortNames":["th"]},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.size"}},"additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"}],"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"}}},"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}})");
    QCOMPARE(at(definition, {"spec"_L1, "names"_L1, "singular"_L1}), u"thing"_s);
    QCOMPARE(at(definition, {"spec"_L1, "conversion"_L1, "strategy"_L1}), u"None"_s);
    QTRY_COMPARE(client()
                     .get(place::definitions + u"/things.example.io"_s)
                     .json()["status"_L1]["conditions"_L1]
                     .toArray()
                     .size(),
                 2);
    const QJsonObject made = created(things, thing);
    QCOMPARE(shown(made["spec"_L1]), QByteArray(R"({"size":1})"));
    QCOMPARE(client().get(things + u"/t/scale"_s).json()["spec"_L1]["replicas"_L1].toInt(), 1);
    QVERIFY(client().get(u"/apis"_s).body.contains("example.io"));

    // Its end is the end of its objects.
    QCOMPARE(client().remove(place::definitions + u"/things.example.io"_s).code, 200);
    QTRY_COMPARE(client().get(things).code, 404);
    QVERIFY(!client().get(u"/apis"_s).body.contains("example.io"));
}

void tst_Writes::deprecatedVersionsWarn()
{
    (void)created(
        place::definitions,
        R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"olds.example.io"},"spec":{"group":"example.io","scope":"Cluster","names":{"plural":"olds","kind":"Old"},"versions":[{"name":"v1beta1","served":true,"storage":true,"deprecated":true,"deprecationWarning":"use something else","schema":{"openAPIV3Schema":{"type":"object"}}}]}})");
    QCOMPARE(client().get(u"/apis/example.io/v1beta1/olds"_s).warnings, QByteArray(R"(299 - "use something else")"));
}

QTEST_GUILESS_MAIN(tst_Writes)
#include "tst_writes.moc"
