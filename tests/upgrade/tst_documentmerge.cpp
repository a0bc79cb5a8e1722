// SPDX-License-Identifier: Apache-2.0
#include "bundle/documentmerge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using upgrade::DocumentMerge;
using yaml::Path;

namespace {

/// An operator's Deployment as a release writes it.
QJsonObject release(const QString &tag)
{
    const QString text = uR"({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "redis-enterprise-operator", "labels": {"app": "redis-enterprise"}},
        "spec": {"selector": {"matchLabels": {"name": "redis-enterprise-operator"}}, "strategy": {"type": "Recreate"},
            "template": {"metadata": {"labels": {"name": "redis-enterprise-operator"}}, "spec": {
                "serviceAccountName": "redis-enterprise-operator",
                "containers": [
                    {"name": "redis-enterprise-operator", "image": "redislabs/operator:%1", "imagePullPolicy": "Always",
                     "env": [{"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
                     "ports": [{"containerPort": 8080}],
                     "readinessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 60},
                     "resources": {"limits": {"cpu": "4000m", "memory": "512Mi"}}},
                    {"name": "admission", "image": "redislabs/operator:%1",
                     "livenessProbe": {"httpGet": {"path": "/liveness", "port": 8443, "scheme": "HTTPS"},
                                       "initialDelaySeconds": 15}}]}}}})"_s;
    return QJsonDocument::fromJson(text.arg(tag).toUtf8()).object();
}

/// The same as a server keeps it.
QJsonObject stored(const QString &tag)
{
    const QString text = uR"({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "redis-enterprise-operator", "namespace": "redis", "uid": "u", "resourceVersion": "7",
            "generation": 3, "creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"app": "redis-enterprise"},
            "managedFields": [{"manager": "kubectl"}],
            "annotations": {"deployment.kubernetes.io/revision": "2"}},
        "spec": {"replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600,
            "selector": {"matchLabels": {"name": "redis-enterprise-operator"}}, "strategy": {"type": "Recreate"},
            "template": {"metadata": {"labels": {"name": "redis-enterprise-operator"}}, "spec": {
                "serviceAccountName": "redis-enterprise-operator", "serviceAccount": "redis-enterprise-operator",
                "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
                "schedulerName": "default-scheduler", "securityContext": {},
                "containers": [
                    {"name": "redis-enterprise-operator", "image": "redislabs/operator:%1", "imagePullPolicy": "Always",
                     "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                     "env": [{"name": "POD_NAME",
                              "valueFrom": {"fieldRef": {"fieldPath": "metadata.name", "apiVersion": "v1"}}}],
                     "ports": [{"containerPort": 8080, "protocol": "TCP"}],
                     "readinessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 60, "timeoutSeconds": 1,
                                        "successThreshold": 1, "failureThreshold": 3},
                     "resources": {"limits": {"cpu": "4", "memory": "512Mi"}}},
                    {"name": "admission", "image": "redislabs/operator:%1", "imagePullPolicy": "IfNotPresent",
                     "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                     "resources": {},
                     "livenessProbe": {"httpGet": {"path": "/liveness", "port": 8443, "scheme": "HTTPS"},
                                       "initialDelaySeconds": 15, "timeoutSeconds": 1, "periodSeconds": 10,
                                       "successThreshold": 1, "failureThreshold": 3}}]}}},
        "status": {"replicas": 1}})"_s;
    return QJsonDocument::fromJson(text.arg(tag).toUtf8()).object();
}

QJsonObject with(const QJsonObject &object, const QString &path, const QJsonValue &value)
{
    return yaml::withValue(object, Path::fromString(path).value(), value).toObject();
}

QJsonValue at(const QJsonObject &object, const QString &path)
{
    return yaml::valueAt(object, Path::fromString(path).value());
}

QStringList lines(const QList<yaml::Change> &changes)
{
    QStringList result;
    for (const yaml::Change &change : changes)
        result.append(u"%1: %2 -> %3"_s.arg(change.path.toString(), change.before.toVariant().toString(),
                                            change.after.toVariant().toString()));
    return result;
}

const QString pod = u"spec.template.spec."_s;

} // namespace

class tst_DocumentMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreNoChange();
    void theReleaseIsTaken();
    void whatWasChangedIsKept_data();
    void whatWasChangedIsKept();
    void bothIsAConflict();
    void aDecisionCanBeAnyValue();
    void withoutABaseNothingIsLost();
    void aRoleIsItsPermissions();
    void aRoleWithoutRulesStaysSo();
    void aDefinitionWithoutABaseIsTheReleases();
    void twiceIsOnce();
};

void tst_DocumentMerge::defaultsAreNoChange()
{
    const DocumentMerge merge(release(u"7.4.2-2"_s), stored(u"7.4.2-2"_s), release(u"7.4.2-2"_s));
    QCOMPARE(lines(merge.changes()), QStringList());
    QCOMPARE(lines(merge.kept()), QStringList());
    QVERIFY(merge.conflicts().isEmpty());
    QCOMPARE(merge.merged(), stored(u"7.4.2-2"_s));
}

void tst_DocumentMerge::theReleaseIsTaken()
{
    const QJsonObject theirs =
        with(release(u"8.0.6-8"_s), pod + u"containers[1].livenessProbe.initialDelaySeconds"_s, 20);
    const DocumentMerge merge(release(u"7.4.2-2"_s), stored(u"7.4.2-2"_s), theirs);
    QVERIFY(merge.conflicts().isEmpty());
    QCOMPARE(lines(merge.changes()),
             (QStringList{pod + u"containers.admission.image.tag: 7.4.2-2 -> 8.0.6-8",
                          pod + u"containers.admission.livenessProbe.initialDelaySeconds: 15 -> 20",
                          pod + u"containers.redis-enterprise-operator.image.tag: 7.4.2-2 -> 8.0.6-8"}));
    QCOMPARE(at(merge.merged(), pod + u"containers[0].image"_s), QJsonValue(u"redislabs/operator:8.0.6-8"_s));
    QCOMPARE(at(merge.merged(), u"metadata.resourceVersion"_s), QJsonValue(u"7"_s));
    QCOMPARE(at(merge.merged(), u"status.replicas"_s), QJsonValue(1));
}

void tst_DocumentMerge::whatWasChangedIsKept_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QJsonValue>("expected");
    const auto row = [](const char *name, const QString &path, const QJsonValue &value,
                        const QJsonValue &expected = QJsonValue::Undefined) {
        QTest::newRow(name) << path << value << (expected.isUndefined() ? value : expected);
    };
    row("a private registry under the new tag", pod + u"containers[0].image"_s, u"reg.corp:5000/re/operator:7.4.2-2"_s,
        u"reg.corp:5000/re/operator:8.0.6-8"_s);
    row("pull secrets", pod + u"imagePullSecrets"_s, QJsonArray{QJsonObject{{"name"_L1, "corp"_L1}}});
    row("resources", pod + u"containers[0].resources.limits.memory"_s, u"1Gi"_s);
    row("the delay of a probe", pod + u"containers[1].livenessProbe.initialDelaySeconds"_s, 60);
    row("a node selector", pod + u"nodeSelector"_s, QJsonObject{{"pool"_L1, "redis"_L1}});
    row("a label", u"metadata.labels.team"_s, u"data"_s);
    row("an annotation", u"metadata.annotations[\"corp.example/owner\"]"_s, u"ada"_s);
    row("a variable", pod + u"containers[0].env[1]"_s, QJsonObject{{"name"_L1, "TZ"_L1}, {"value"_L1, "UTC"_L1}});
    row("replicas", u"spec.replicas"_s, 2);
}

void tst_DocumentMerge::whatWasChangedIsKept()
{
    QFETCH(QString, path);
    QFETCH(QJsonValue, value);
    QFETCH(QJsonValue, expected);
    const DocumentMerge merge(release(u"7.4.2-2"_s), with(stored(u"7.4.2-2"_s), path, value), release(u"8.0.6-8"_s));
    QVERIFY(merge.conflicts().isEmpty());
    QVERIFY(!merge.kept().isEmpty());
    QCOMPARE(at(merge.merged(), path), expected);
    // And everything else is the release.
    QCOMPARE(with(merge.merged(), path, QJsonValue::Undefined),
             with(stored(u"8.0.6-8"_s), path, QJsonValue::Undefined));
}

void tst_DocumentMerge::bothIsAConflict()
{
    const QString path = pod + u"containers[1].livenessProbe.initialDelaySeconds"_s;
    DocumentMerge merge(release(u"7.4.2-2"_s), with(stored(u"7.4.2-2"_s), path, 60),
                        with(release(u"8.0.6-8"_s), path, 20));
    QCOMPARE(merge.conflicts().size(), 1);
    const yaml::Conflict conflict = merge.conflicts().first();
    QCOMPARE(conflict.path.toString(), pod + u"containers.admission.livenessProbe.initialDelaySeconds");
    QCOMPARE(conflict.base, QJsonValue(15));
    QCOMPARE(conflict.ours, QJsonValue(60));
    QCOMPARE(conflict.theirs, QJsonValue(20));
    QVERIFY(!merge.isWhollyDecided());
    QCOMPARE(at(merge.merged(), path), QJsonValue(60));

    merge.decide(conflict.path, conflict.theirs);
    QVERIFY(merge.isWhollyDecided());
    QCOMPARE(at(merge.merged(), path), QJsonValue(20));
    merge.decide(conflict.path, conflict.ours);
    QCOMPARE(at(merge.merged(), path), QJsonValue(60));
}

void tst_DocumentMerge::aDecisionCanBeAnyValue()
{
    const QString path = pod + u"containers[0].resources.limits.memory"_s;
    DocumentMerge merge(release(u"7.4.2-2"_s), with(stored(u"7.4.2-2"_s), path, u"1Gi"_s),
                        with(release(u"8.0.6-8"_s), path, u"768Mi"_s));
    QCOMPARE(merge.conflicts().size(), 1);
    merge.decide(merge.conflicts().first().path, u"2Gi"_s);
    QCOMPARE(at(merge.merged(), path), QJsonValue(u"2Gi"_s));
    merge.decide(merge.conflicts().first().path, QJsonValue::Undefined);
    QVERIFY(at(merge.merged(), path).isUndefined());
}

void tst_DocumentMerge::withoutABaseNothingIsLost()
{
    const QString image = pod + u"containers[0].image"_s;
    QJsonObject live = with(stored(u"7.4.2-2"_s), image, u"reg.corp/re/operator:7.4.2-2"_s);
    live = with(live, u"metadata.labels.team"_s, u"data"_s);
    live = with(live, pod + u"containers[0].resources.limits.memory"_s, u"1Gi"_s);
    const DocumentMerge merge(std::nullopt, live, release(u"8.0.6-8"_s));
    QCOMPARE(at(merge.merged(), image), QJsonValue(u"reg.corp/re/operator:8.0.6-8"_s));
    QCOMPARE(at(merge.merged(), u"metadata.labels.team"_s), QJsonValue(u"data"_s));
    // Who changed it, nobody knows.
    QCOMPARE(merge.conflicts().size(), 1);
    QCOMPARE(merge.conflicts().first().path.toString(),
             pod + u"containers.redis-enterprise-operator.resources.limits.memory");
    QVERIFY(merge.kept().isEmpty());
}

void tst_DocumentMerge::aRoleIsItsPermissions()
{
    const auto role = [](const QByteArray &rules) {
        return QJsonDocument::fromJson(R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role",
            "metadata":{"name":"r"},"rules":[)"
                                       + rules + "]}")
            .object();
    };
    const QByteArray pods = R"({"apiGroups":[""],"resources":["pods"],"verbs":["get"]})";
    const QByteArray more = R"({"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]})";
    const QByteArray extra = R"({"apiGroups":["x"],"resources":["y"],"verbs":["get"]})";
    const DocumentMerge merge(role(pods), role(pods + ',' + extra), role(more));
    QVERIFY(merge.conflicts().isEmpty());
    QCOMPARE(merge.merged()["rules"_L1].toArray(),
             role(more + ',' + R"({"apiGroups":["x"],"resources":["y"],"verbs":["get"]})")["rules"_L1].toArray());
    QVERIFY(!merge.changes().isEmpty());
    // The same permissions in other words are no change.
    const QByteArray apart = R"({"apiGroups":[""],"resources":["pods"],"verbs":["list"]},)" + pods;
    QVERIFY(DocumentMerge(role(pods), role(apart), role(more)).changes().isEmpty());
}

/// As one that adds up others by their labels.
void tst_DocumentMerge::aRoleWithoutRulesStaysSo()
{
    const QJsonObject role{{"apiVersion"_L1, "rbac.authorization.k8s.io/v1"_L1},
                           {"kind"_L1, "ClusterRole"_L1},
                           {"metadata"_L1, QJsonObject{{"name"_L1, "r"_L1}}}};
    const QJsonObject noRules = with(role, u"rules"_s, QJsonValue::Null); // as servers write it
    for (const QJsonObject &live : {role, noRules}) {
        const DocumentMerge merge(role, live, role);
        QCOMPARE(merge.merged(), live);
        QVERIFY(merge.changes().isEmpty());
        QVERIFY(merge.kept().isEmpty());
    }
}

void tst_DocumentMerge::aDefinitionWithoutABaseIsTheReleases()
{
    const auto definition = [](const QByteArray &description, const QByteArray &labels) {
        return QJsonDocument::fromJson(R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
            "metadata":{"name":"a.b","labels":)"
                                       + labels + R"(},"spec":{"group":"b","names":{"plural":"as","kind":"A"},
            "versions":[{"name":"v1","schema":{"openAPIV3Schema":{"description":")"
                                       + description + R"("}}}]}})")
            .object();
    };
    const DocumentMerge merge(std::nullopt, definition("old", R"({"team":"data"})"), definition("new", "{}"));
    QVERIFY(merge.conflicts().isEmpty());
    QCOMPARE(at(merge.merged(), u"spec.versions[0].schema.openAPIV3Schema.description"_s), QJsonValue(u"new"_s));
    QCOMPARE(at(merge.merged(), u"metadata.labels.team"_s), QJsonValue(u"data"_s));
}

void tst_DocumentMerge::twiceIsOnce()
{
    const QJsonObject live = with(stored(u"7.4.2-2"_s), pod + u"containers[0].image"_s, u"reg.corp/o:7.4.2-2"_s);
    const QJsonObject once = DocumentMerge(release(u"7.4.2-2"_s), live, release(u"8.0.6-8"_s)).merged();
    const DocumentMerge again(release(u"8.0.6-8"_s), once, release(u"8.0.6-8"_s));
    QCOMPARE(lines(again.changes()), QStringList());
    QCOMPARE(again.merged(), once);
}

QTEST_GUILESS_MAIN(tst_DocumentMerge)
#include "tst_documentmerge.moc"
