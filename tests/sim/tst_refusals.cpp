// SPDX-License-Identifier: Apache-2.0
#include "serverfixture.h"

using namespace Qt::StringLiterals;

/// Every way in which a request is refused: code, reason and sentence are those of a real server (tst_simlikeapi asks
/// one).
class tst_Refusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void refuses_data();
    void refuses();
    void hasNoPage_data();
    void hasNoPage();

private:
    std::unique_ptr<ServerFixture> m_fixture;
};

void tst_Refusals::initTestCase()
{
    m_fixture = std::make_unique<ServerFixture>();
    HttpClient &client = *m_fixture->client;
    QCOMPARE(client.post(place::maps, sample::configMap("cm")).code, 201);
    QCOMPARE(client.post(place::pods, sample::pod("p", "n1")).code, 201);
    QCOMPARE(client.post(place::sets, sample::statefulSet()).code, 201);
    QCOMPARE(client.post(place::deployments, sample::deployment()).code, 201);
    QCOMPARE(client.post(place::clusters, sample::cluster()).code, 201);
    QCOMPARE(client.apply(place::clusters + u"/owned?fieldManager=them"_s, sample::cluster("owned", "7.4.2-2")).code,
             201);
}

void tst_Refusals::cleanupTestCase()
{
    m_fixture.reset();
}

void tst_Refusals::refuses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("message");

    const auto row = [](const char *name, const char *method, const QString &path, const char *type,
                        const QByteArray &body, int code, const char *reason, const QString &message) {
        QTest::newRow(name) << QByteArray(method) << path << QByteArray(type) << body << code
                            << QString::fromLatin1(reason) << message;
    };
    const char *json = "application/json";
    const char *merge = "application/merge-patch+json";
    const char *jsonPatch = "application/json-patch+json";
    const char *strategic = "application/strategic-merge-patch+json";
    const char *apply = "application/apply-patch+yaml";
    const QString notFound = u"the server could not find the requested resource"_s;
    const QString notAllowed = u"the server does not allow this method on the requested resource"_s;

    // Paths
    row("no such object", "GET", place::pods + u"/nope"_s, json, "", 404, "NotFound", u"pods \"nope\" not found"_s);
    row("no such object in a group", "GET", place::sets + u"/nope"_s, json, "", 404, "NotFound",
        u"statefulsets.apps \"nope\" not found"_s);
    row("no such kind", "GET", u"/api/v1/nope"_s, json, "", 404, "NotFound", notFound);
    row("no such subresource of a custom kind", "GET", place::clusters + u"/rec/foo"_s, json, "", 404, "NotFound",
        u"redisenterpriseclusters.app.redislabs.com \"rec\" not found"_s);
    row("no such version", "GET", u"/apis/apps/v9"_s, json, "", 404, "NotFound", notFound);
    row("no such subresource", "GET", place::pods + u"/p/foo"_s, json, "", 404, "NotFound", notFound);
    row("a pod without its namespace", "GET", u"/api/v1/pods/p"_s, json, "", 404, "NotFound", notFound);
    row("a node in a namespace", "GET", u"/api/v1/namespaces/default/nodes"_s, json, "", 404, "NotFound", notFound);
    row("the status of what has none", "GET", place::maps + u"/cm/status"_s, json, "", 404, "NotFound", notFound);
    row("creating by name", "POST", place::pods + u"/p"_s, json, "{}", 405, "MethodNotAllowed", notAllowed);
    row("creating in all namespaces", "POST", u"/api/v1/pods"_s, json, "{}", 405, "MethodNotAllowed", notAllowed);
    row("replacing a collection", "PUT", place::pods, json, "{}", 405, "MethodNotAllowed", notAllowed);
    row("listing reviews", "GET", u"/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"_s, json, "", 405,
        "MethodNotAllowed", notAllowed);
    row("deleting the version", "DELETE", u"/version"_s, json, "", 405, "MethodNotAllowed", notAllowed);

    // Options
    row("a limit that is no number", "GET", place::pods + u"?limit=abc"_s, json, "", 400, "BadRequest",
        u"strconv.ParseInt: parsing \"abc\": invalid syntax"_s);
    row("a version of the future", "GET", place::pods + u"?resourceVersion=999999"_s, json, "", 504, "Timeout",
        u"Timeout: Too large resource version: 999999, current: "_s);
    row("a version that is none", "GET", place::pods + u"?resourceVersion=x"_s, json, "", 500, "",
        u"resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax"_s);
    row("a field that cannot be selected by", "GET", place::pods + u"?fieldSelector=spec.foo%3D1"_s, json, "", 400,
        "BadRequest", u"field label not supported: spec.foo"_s);
    row("a label selector that is none", "GET", place::pods + u"?labelSelector=a%3D%3D%3D"_s, json, "", 400,
        "BadRequest", u"unable to parse requirement: found '=', expected: identifier"_s);
    row("a token that is none", "GET", place::pods + u"?continue=!!!"_s, json, "", 400, "BadRequest",
        u"continue key is not valid: "_s);
    row("a match without a version", "GET", place::pods + u"?resourceVersionMatch=Exact"_s, json, "", 422, "Invalid",
        u"ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden "
        "unless resourceVersion is provided"_s);
    row("exactly any version", "GET", place::pods + u"?resourceVersion=0&resourceVersionMatch=Exact"_s, json, "", 422,
        "Invalid",
        u"ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is "
        "forbidden for resourceVersion \"0\""_s);
    row("a match with a watch", "GET", place::pods + u"?watch=1&resourceVersion=1&resourceVersionMatch=Exact"_s, json,
        "", 422, "Invalid",
        u"ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch"_s);
    row("a watch that is a list", "GET",
        place::pods + u"?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"_s, json, "", 422, "Invalid",
        u"ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for "
        u"watch "
        "unless the WatchList feature gate is enabled"_s);
    row("an unknown dry run", "POST", place::maps + u"?dryRun=Some"_s, json, sample::configMap("x"), 422, "Invalid",
        u"CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: \"Some\": supported values: \"All\""_s);
    row("force where nothing is applied", "PATCH", place::maps + u"/cm?force=true"_s, merge, "{}", 422, "Invalid",
        u"PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch"_s);
    row("applying for nobody", "PATCH", place::maps + u"/cm"_s, apply, "{}", 422, "Invalid",
        u"PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"_s);
    row("an unknown policy for dependents", "DELETE", place::maps + u"/cm"_s, json, R"({"propagationPolicy":"Foo"})",
        422, "Invalid",
        u"DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Foo\": supported values: "
        "\"Foreground\", \"Background\", \"Orphan\", \"nil\""_s);

    // Bodies
    row("no JSON", "POST", place::pods, json, "{", 400, "BadRequest",
        u"the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: "_s);
    row("nothing", "POST", place::pods, json, "", 400, "BadRequest",
        u"the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: "
        "unexpected end of JSON input"_s);
    row("another kind", "POST", place::pods, json, R"({"kind":"Foo","metadata":{"name":"p"}})", 400, "BadRequest",
        u"Foo in version \"v1\" cannot be handled as a Pod: no kind \"Foo\" is registered for version \"v1\""_s);
    row("another media type", "POST", place::maps, "text/plain", sample::configMap("x"), 415, "UnsupportedMediaType",
        u"the body of the request was in an unknown format - accepted media types include: "_s);
    row("a patch of no type", "PATCH", place::maps + u"/cm"_s, json, "{}", 415, "UnsupportedMediaType",
        u"415: Unsupported Media Type"_s);
    row("a strategic patch of a custom resource", "PATCH", place::clusters + u"/rec"_s, strategic, "{}", 415,
        "UnsupportedMediaType",
        u"the body of the request was in an unknown format - accepted media types include: "
        u"application/json-patch+json, "
        "application/merge-patch+json, application/apply-patch+yaml"_s);
    row("a body that is too large", "POST", place::maps, json, QByteArray(3 * 1024 * 1024 + 1, ' '), 413,
        "RequestEntityTooLarge", u"Request entity too large: limit is 3145728"_s);
    row("a wrong type", "POST", place::sets, json, R"({"metadata":{"name":"x"},"spec":{"replicas":"many"}})", 400,
        "BadRequest",
        u"StatefulSet in version \"v1\" cannot be handled as a StatefulSet: json: cannot unmarshal string into Go "
        u"struct "
        "field StatefulSetSpec.spec.replicas of type int32"_s);
    row("an unknown field, strictly", "POST", place::pods + u"?fieldValidation=Strict"_s, json,
        R"({"metadata":{"name":"x"},"spec":{"containers":[{"name":"c","image":"i","foo":1}]}})", 400, "BadRequest",
        u"Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.containers[0].foo\""_s);
    row("an unknown and a double field of a custom resource, strictly", "POST",
        place::clusters + u"?fieldValidation=Strict"_s, json,
        R"({"apiVersion":"app.redislabs.com/v1","kind":"RedisEnterpriseCluster","metadata":{"name":"x"},"spec":{"foo":1,"nodes":3,"nodes":5}})",
        400, "BadRequest", u"strict decoding error: duplicate field \"spec.nodes\", unknown field \"spec.foo\""_s);
    row("a patch with an unknown field, strictly", "PATCH", place::clusters + u"/rec?fieldValidation=Strict"_s, merge,
        R"({"spec":{"foo":1}})", 422, "Invalid", u"strict decoding error: unknown field \"spec.foo\""_s);
    row("a custom resource without a kind", "POST", place::clusters, json, R"({"metadata":{"name":"x"}})", 400,
        "BadRequest", u"Object 'Kind' is missing in "_s);

    // Metadata
    row("no name", "POST", place::maps, json, R"({"data":{}})", 422, "Invalid",
        u"ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required"_s);
    row("a bad name", "POST", place::maps, json, sample::configMap("Bad_Name"), 422, "Invalid",
        u"ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 "
        u"subdomain must "
        "consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric "
        "character "
        "(e.g. 'example.com', regex used for validation is "
        "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"_s);
    row("a bad label", "POST", place::maps, json, R"({"metadata":{"name":"x","labels":{"a":"b c"}}})", 422, "Invalid",
        u"ConfigMap \"x\" is invalid: metadata.labels: Invalid value: \"b c\": a valid label must be an empty string "
        u"or "
        "consist of alphanumeric characters, '-', '_' or '.'"_s);
    row("a bad finalizer", "POST", place::maps, json, R"({"metadata":{"name":"x","finalizers":["x"]}})", 422, "Invalid",
        u"ConfigMap \"x\" is invalid: metadata.finalizers[0]: Invalid value: \"x\": name is neither a standard "
        u"finalizer name "
        "nor is it fully qualified"_s);
    row("an owner without a uid", "POST", place::maps, json,
        R"({"metadata":{"name":"x","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":""}]}})", 422,
        "Invalid",
        u"ConfigMap \"x\" is invalid: metadata.ownerReferences.uid: Invalid value: \"\": uid must not be empty"_s);
    row("annotations that are too long", "POST", place::maps, json,
        R"({"metadata":{"name":"x","annotations":{"a":")" + QByteArray(256 * 1024, 'x') + R"("}}})", 422, "Invalid",
        u"ConfigMap \"x\" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes"_s);
    row("a namespace that does not exist", "POST", u"/api/v1/namespaces/nons/configmaps"_s, json,
        sample::configMap("x"), 404, "NotFound", u"namespaces \"nons\" not found"_s);
    row("another namespace than that of the path", "POST", place::maps, json,
        R"({"metadata":{"name":"x","namespace":"other"}})", 400, "BadRequest",
        u"the namespace of the provided object does not match the namespace sent on the request"_s);
    row("an object that exists", "POST", place::maps, json, sample::configMap("cm"), 409, "AlreadyExists",
        u"configmaps \"cm\" already exists"_s);

    // Updates
    row("replacing what is not there", "PUT", place::maps + u"/nope"_s, json, sample::configMap("nope"), 404,
        "NotFound", u"configmaps \"nope\" not found"_s);
    row("replacing without a name", "PUT", place::maps + u"/cm"_s, json, "{}", 400, "BadRequest",
        u"the name of the object (cm based on URL) was undeterminable: name must be provided"_s);
    row("replacing under another name", "PUT", place::maps + u"/cm"_s, json, sample::configMap("other"), 400,
        "BadRequest", u"the name of the object (other) does not match the name on the URL (cm)"_s);
    row("replacing an old version", "PUT", place::maps + u"/cm"_s, json,
        R"({"metadata":{"name":"cm","resourceVersion":"1"}})", 409, "Conflict",
        u"Operation cannot be fulfilled on configmaps \"cm\": the object has been modified; please apply your changes "
        u"to the "
        "latest version and try again"_s);
    row("replacing another object of the name", "PUT", place::maps + u"/cm"_s, json,
        R"({"metadata":{"name":"cm","uid":"x"}})", 409, "Conflict",
        u"Precondition failed: UID in precondition: x, UID in object meta: "_s);
    row("replacing a custom resource of any version", "PUT", place::clusters + u"/rec"_s, json, sample::cluster(), 422,
        "Invalid",
        u"redisenterpriseclusters.app.redislabs.com \"rec\" is invalid: metadata.resourceVersion: Invalid value: 0x0: "
        u"must be "
        "specified for an update"_s);
    row("a patch of an old version", "PATCH", place::clusters + u"/rec"_s, merge,
        R"({"metadata":{"resourceVersion":"1"}})", 409, "Conflict",
        u"Operation cannot be fulfilled on redisenterpriseclusters.app.redislabs.com \"rec\": the object has been "
        u"modified; "
        "please apply your changes to the latest version and try again"_s);
    row("a patch that changes the name", "PATCH", place::maps + u"/cm"_s, merge, R"({"metadata":{"name":"other"}})",
        400, "BadRequest", u"the name of the object (other) does not match the name on the URL (cm)"_s);
    row("a patch that changes the uid", "PATCH", place::maps + u"/cm"_s, merge, R"({"metadata":{"uid":"x"}})", 422,
        "Invalid", u"ConfigMap \"cm\" is invalid: metadata.uid: Invalid value: \"x\": field is immutable"_s);
    row("a patch that changes the namespace", "PATCH", place::maps + u"/cm"_s, merge,
        R"({"metadata":{"namespace":"other"}})", 400, "BadRequest",
        u"the namespace of the object (other) does not match the namespace on the request (default)"_s);
    row("a JSON patch that does not hold", "PATCH", place::maps + u"/cm"_s, jsonPatch,
        R"([{"op":"test","path":"/data/a","value":"9"}])", 422, "Invalid",
        u"the server rejected our request due to an error in our request"_s);
    row("a JSON patch that is none", "PATCH", place::maps + u"/cm"_s, jsonPatch, R"({"op":"add"})", 400, "BadRequest",
        u"json: cannot unmarshal object into Go value of type jsonpatch.Patch"_s);
    row("a merge patch that is none", "PATCH", place::maps + u"/cm"_s, merge, "garbage", 500, "",
        u"Invalid JSON Patch"_s);
    row("a patch with a wrong type", "PATCH", place::maps + u"/cm"_s, merge, R"({"data":{"a":5}})", 422, "Invalid",
        u"json: cannot unmarshal number into Go struct field ConfigMap.data of type string"_s);

    // Server-side apply
    row("a field of another manager", "PATCH", place::clusters + u"/owned?fieldManager=me"_s, apply,
        sample::cluster("owned", "7.8.2-34"), 409, "Conflict",
        u"Apply failed with 1 conflict: conflict with \"them\": .spec.redisEnterpriseImageSpec.versionTag"_s);
    row("managed fields in what is applied", "PATCH", place::maps + u"/cm?fieldManager=me"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cm","managedFields":[]}})", 400, "BadRequest",
        u"metadata.managedFields must be nil"_s);
    row("an unknown field in what is applied", "PATCH", place::clusters + u"/rec?fieldManager=me"_s, apply,
        R"({"apiVersion":"app.redislabs.com/v1","kind":"RedisEnterpriseCluster","metadata":{"name":"rec"},"spec":{"foo":1}})",
        500, "",
        u"failed to create typed patch object (default/rec; app.redislabs.com/v1, Kind=RedisEnterpriseCluster): "
        u".spec.foo: "
        "field not declared in schema"_s);
    row("applying to a uid that is gone", "PATCH", place::maps + u"/gone?fieldManager=me"_s, apply,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"gone","uid":"x"}})", 409, "Conflict",
        u"uid mismatch: the provided object specified uid x, and no existing object was found"_s);

    // Schemas
    row("a custom resource of the wrong type", "PATCH", place::clusters + u"/rec"_s, merge,
        R"({"spec":{"nodes":"three"}})", 422, "Invalid",
        u"RedisEnterpriseCluster.app.redislabs.com \"rec\" is invalid: spec.nodes: Invalid value: \"string\": "
        u"spec.nodes in body "
        "must be of type integer: \"string\""_s);
    row("too few nodes", "PATCH", place::clusters + u"/rec"_s, merge, R"({"spec":{"nodes":1}})", 422, "Invalid",
        u"RedisEnterpriseCluster.app.redislabs.com \"rec\" is invalid: spec.nodes: Invalid value: 1: spec.nodes in "
        u"body should be "
        "greater than or equal to 3"_s);
    row("a word that is not of the list", "PATCH", place::clusters + u"/rec"_s, merge,
        R"({"spec":{"redisUpgradePolicy":"minor"}})", 422, "Invalid",
        u"RedisEnterpriseCluster.app.redislabs.com \"rec\" is invalid: spec.redisUpgradePolicy: Unsupported value: "
        u"\"minor\": "
        "supported values: \"major\", \"latest\""_s);
    row("a required field is missing", "PATCH", place::clusters + u"/rec"_s, merge, R"({"spec":{"upgradeSpec":{}}})",
        422, "Invalid",
        u"RedisEnterpriseCluster.app.redislabs.com \"rec\" is invalid: spec.upgradeSpec.autoUpgradeRedisEnterprise: Required value"_s);

    // Rules of kinds
    row("a selector that does not match", "POST", place::sets, json,
        R"({"metadata":{"name":"s"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})",
        422, "Invalid",
        u"StatefulSet.apps \"s\" is invalid: spec.template.metadata.labels: Invalid value: "
        u"map[string]string{\"a\":\"c\"}: "
        "`selector` does not match template `labels`"_s);
    row("no selector", "POST", place::sets, json, R"({"metadata":{"name":"s"}})", 422, "Invalid",
        u"StatefulSet.apps \"s\" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid "
        u"value: "
        "map[string]string(nil): `selector` does not match template `labels`]"_s);
    row("an unchangeable field of a StatefulSet", "PATCH", place::sets + u"/rec"_s, merge,
        R"({"spec":{"serviceName":"other"}})", 422, "Invalid",
        u"StatefulSet.apps \"rec\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than "
        u"'replicas', "
        "'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"_s);
    row("the selector of a Deployment", "PATCH", place::deployments + u"/operator"_s, merge,
        R"({"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}}}}})", 422,
        "Invalid",
        u"Deployment.apps \"operator\" is invalid: spec.selector: Invalid value: "
        u"v1.LabelSelector{MatchLabels:map[string]string"
        "{\"app\":\"x\"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable"_s);
    row("a Deployment that recreates gradually", "POST", place::deployments, json,
        R"({"metadata":{"name":"d"},"spec":{"strategy":{"type":"Recreate","rollingUpdate":{"maxSurge":1}},"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})",
        422, "Invalid",
        u"Deployment.apps \"d\" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy "
        u"`type` is "
        "'Recreate'"_s);
    row("a pod's containers may not move", "PATCH", place::pods + u"/p"_s, merge, R"({"spec":{"hostname":"x"}})", 422,
        "Invalid", u"Pod \"p\" is invalid: spec: Forbidden: pod updates may not change fields other than "_s);
    row("a pod without containers", "POST", place::pods, json, R"({"metadata":{"name":"x"}})", 422, "Invalid",
        u"Pod \"x\" is invalid: spec.containers: Required value"_s);
    row("a mount of no volume", "POST", place::pods, json,
        R"({"metadata":{"name":"x"},"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/x"}]}]}})",
        422, "Invalid", u"Pod \"x\" is invalid: spec.containers[0].volumeMounts[0].name: Not found: \"v\""_s);
    row("a definition under a wrong name", "POST", place::definitions, json,
        R"({"metadata":{"name":"x"},"spec":{"group":"g.io","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}})",
        422, "Invalid",
        u"CustomResourceDefinition.apiextensions.k8s.io \"x\" is invalid: metadata.name: Invalid value: \"x\": must "
        "be spec.names.plural+\".\"+spec.group"_s);

    // Deletions
    row("deleting what is not there", "DELETE", place::pods + u"/nope"_s, json, "", 404, "NotFound",
        u"pods \"nope\" not found"_s);
    row("deleting another object of the name", "DELETE", place::pods + u"/p"_s, json,
        R"({"preconditions":{"uid":"x"}})", 409, "Conflict",
        u"Operation cannot be fulfilled on Pod \"p\": the UID in the precondition (x) does not match the UID in record ("_s);
    row("deleting another version", "DELETE", place::pods + u"/p"_s, json,
        R"({"preconditions":{"resourceVersion":"1"}})", 409, "Conflict",
        u"Operation cannot be fulfilled on Pod \"p\": the ResourceVersion in the precondition (1) does not match the "
        "ResourceVersion in record ("_s);
    row("deleting the default namespace", "DELETE", u"/api/v1/namespaces/default"_s, json, "", 403, "Forbidden",
        u"namespaces \"default\" is forbidden: this namespace may not be deleted"_s);
}

void tst_Refusals::refuses()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    QFETCH(QString, reason);
    QFETCH(QString, message);
    const HttpClient::Answer answer = m_fixture->client->call(method, path, body, contentType);
    const QJsonObject status = answer.json();
    QVERIFY2(status["message"_L1].toString().contains(message), answer.body);
    QCOMPARE(answer.code, code);
    QCOMPARE(status["code"_L1].toInt(), code);
    QCOMPARE(status["reason"_L1].toString(), reason);
    QCOMPARE(status["kind"_L1].toString(), u"Status"_s);
    QCOMPARE(status["status"_L1].toString(), u"Failure"_s);
    QVERIFY(answer.contentType.startsWith("application/json"));
}

void tst_Refusals::hasNoPage_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::newRow("no such group") << QByteArray("GET") << u"/apis/nope"_s;
    QTest::newRow("no such version of it") << QByteArray("GET") << u"/apis/nope/v1"_s;
    QTest::newRow("no such kind in it") << QByteArray("POST") << u"/apis/nope/v1/things"_s;
    QTest::newRow("no such version of a custom group") << QByteArray("GET") << u"/apis/app.redislabs.com/v9"_s;
    QTest::newRow("no such custom kind") << QByteArray("GET") << u"/apis/app.redislabs.com/v1/things"_s;
}

void tst_Refusals::hasNoPage()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    const HttpClient::Answer answer = m_fixture->client->call(method, path, "{}");
    QCOMPARE(answer.code, 404);
    QCOMPARE(answer.body, QByteArray("404 page not found\n"));
    QVERIFY(answer.contentType.startsWith("text/plain"));
}

QTEST_GUILESS_MAIN(tst_Refusals)
#include "tst_refusals.moc"
