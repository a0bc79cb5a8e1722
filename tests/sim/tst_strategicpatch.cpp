// SPDX-License-Identifier: Apache-2.0
#include "jsonliteral.h"
#include "kinds/builtintypes.h"
#include "schema/strategicpatch.h"

using namespace Qt::StringLiterals;

class tst_StrategicPatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void merges_data();
    void merges();
    void refuses_data();
    void refuses();
};

void tst_StrategicPatch::merges_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("document");
    QTest::addColumn<QJsonValue>("patch");
    QTest::addColumn<QJsonValue>("result");

    const auto row = [](const char *name, const char *type, const char *document, const char *patch,
                        const char *result) {
        QTest::newRow(name) << QString::fromLatin1(type) << json(document) << json(patch) << json(result);
    };
    row("scalars are set and removed", "PodSpec", "{'hostname':'a','nodeName':'n'}", "{'hostname':'b','nodeName':null}",
        "{'hostname':'b'}");
    row("maps merge key by key", "ConfigMap", "{'data':{'a':'1','b':'2'}}", "{'data':{'b':'3','c':'4','a':null}}",
        "{'data':{'b':'3','c':'4'}}");
    row("a container is found by its name", "PodSpec",
        "{'containers':[{'name':'a','image':'1'},{'name':'b','image':'1','stdin':true}]}",
        "{'containers':[{'name':'b','image':'2'}]}",
        "{'containers':[{'name':'a','image':'1'},{'name':'b','image':'2','stdin':true}]}");
    row("an unknown container comes before the others", "PodSpec", "{'containers':[{'name':'a'}]}",
        "{'containers':[{'name':'b','image':'2'}]}", "{'containers':[{'name':'b','image':'2'},{'name':'a'}]}");
    row("a container is deleted", "PodSpec", "{'containers':[{'name':'a'},{'name':'b'}]}",
        "{'containers':[{'name':'a','$patch':'delete'}]}", "{'containers':[{'name':'b'}]}");
    row("deleting what is not there changes nothing", "PodSpec", "{'containers':[{'name':'a'}]}",
        "{'containers':[{'name':'z','$patch':'delete'}]}", "{'containers':[{'name':'a'}]}");
    row("the whole list is replaced", "PodSpec", "{'containers':[{'name':'a','image':'1'}]}",
        "{'containers':[{'$patch':'replace'},{'name':'b','image':'2'}]}", "{'containers':[{'name':'b','image':'2'}]}");
    row("the list is emptied", "PodSpec", "{'containers':[{'name':'a'}]}", "{'containers':[{'$patch':'replace'}]}",
        "{'containers':[]}");
    row("environment variables merge within a container", "PodSpec",
        "{'containers':[{'name':'a','env':[{'name':'X','value':'1'},{'name':'Y','value':'2'}]}]}",
        "{'containers':[{'name':'a','env':[{'name':'Y','value':'3'},{'name':'Z','value':'4'}]}]}",
        "{'containers':[{'name':'a','env':[{'name':'X','value':'1'},{'name':'Y','value':'3'},{'name':'Z','value':'4'}]}"
        "]}");
    row("ports merge by their number", "Container", "{'ports':[{'containerPort':80,'name':'a'}]}",
        "{'ports':[{'containerPort':80,'name':'b'},{'containerPort':81}]}",
        "{'ports':[{'containerPort':80,'name':'b'},{'containerPort':81}]}");
    row("mounts merge by their path", "Container", "{'volumeMounts':[{'name':'v','mountPath':'/a'}]}",
        "{'volumeMounts':[{'mountPath':'/a','readOnly':true}]}",
        "{'volumeMounts':[{'name':'v','mountPath':'/a','readOnly':true}]}");
    row("tolerations have no key and are replaced", "PodSpec", "{'tolerations':[{'key':'a'}]}",
        "{'tolerations':[{'key':'b'}]}", "{'tolerations':[{'key':'b'}]}");
    row("arguments are replaced", "Container", "{'args':['a','b']}", "{'args':['c']}", "{'args':['c']}");
    row("finalizers are a set", "ObjectMeta", "{'finalizers':['a','b']}", "{'finalizers':['b','c']}",
        "{'finalizers':['a','b','c']}");
    row("a finalizer is deleted", "ObjectMeta", "{'finalizers':['a','b','c']}",
        "{'$deleteFromPrimitiveList/finalizers':['b']}", "{'finalizers':['a','c']}");
    row("finalizers are deleted and added", "ObjectMeta", "{'finalizers':['a','b']}",
        "{'$deleteFromPrimitiveList/finalizers':['b'],'finalizers':['c']}", "{'finalizers':['c','a']}");
    row("finalizers are put in order", "ObjectMeta", "{'finalizers':['a','b']}",
        "{'$setElementOrder/finalizers':['c','b','a'],'finalizers':['c']}", "{'finalizers':['c','b','a']}");
    row("containers are put in order", "PodSpec", "{'containers':[{'name':'a'},{'name':'b'}]}",
        "{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}],'containers':[{'name':'b','image':'2'}]}",
        "{'containers':[{'name':'b','image':'2'},{'name':'a'}]}");
    row("an order without a change moves items", "PodSpec", "{'containers':[{'name':'a'},{'name':'b'}]}",
        "{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}", "{'containers':[{'name':'b'},{'name':'a'}]}");
    row("what the order does not name keeps its place before its neighbour", "PodSpec",
        "{'containers':[{'name':'sidecar'},{'name':'a'},{'name':'b'}]}",
        "{'$setElementOrder/containers':[{'name':'a'},{'name':'b'},{'name':'c'}],'containers':[{'name':'c'}]}",
        "{'containers':[{'name':'sidecar'},{'name':'a'},{'name':'b'},{'name':'c'}]}");
    row("a volume changes its source", "PodSpec", "{'volumes':[{'name':'v','emptyDir':{}}]}",
        "{'volumes':[{'name':'v','$retainKeys':['name','hostPath'],'hostPath':{'path':'/x'}}]}",
        "{'volumes':[{'name':'v','hostPath':{'path':'/x'}}]}");
    row("a strategy loses its parameters", "DeploymentSpec",
        "{'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':1}}}",
        "{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}", "{'strategy':{'type':'Recreate'}}");
    row("a map is replaced", "ConfigMap", "{'data':{'a':'1','b':'2'}}", "{'data':{'$patch':'replace','c':'3'}}",
        "{'data':{'c':'3'}}");
    row("a map is emptied", "ConfigMap", "{'data':{'a':'1'}}", "{'data':{'$patch':'delete'}}", "{'data':{}}");
    row("a template is replaced, as undo does", "StatefulSetSpec",
        "{'template':{'metadata':{'labels':{'a':'b'}},'spec':{'hostname':'x'}}}",
        "{'template':{'$patch':'replace','spec':{'containers':[{'name':'c'}]}}}",
        "{'template':{'spec':{'containers':[{'name':'c'}]}}}");
    row("no directive stays in a new value", "PodSpec", "{}",
        "{'containers':[{'name':'a','env':[{'name':'X','$patch':'delete'},{'name':'Y'}]}]}",
        "{'containers':[{'name':'a','env':[{'name':'Y'}]}]}");
    row("no null stays in a new value", "PodSpec", "{}", "{'securityContext':{'runAsUser':null,'fsGroup':1}}",
        "{'securityContext':{'fsGroup':1}}");
    row("merge says what is done anyway", "ConfigMap", "{'data':{'a':'1'}}", "{'data':{'$patch':'merge','b':'2'}}",
        "{'data':{'a':'1','b':'2'}}");
    row("conditions merge by their type", "PodStatus", "{'conditions':[{'type':'Ready','status':'False'}]}",
        "{'conditions':[{'type':'Ready','status':'True'},{'type':'Initialized','status':'True'}]}",
        "{'conditions':[{'type':'Ready','status':'True'},{'type':'Initialized','status':'True'}]}");
}

void tst_StrategicPatch::merges()
{
    QFETCH(QString, type);
    QFETCH(QJsonValue, document);
    QFETCH(QJsonValue, patch);
    QFETCH(QJsonValue, result);
    QVERIFY(sim::builtInType(type));
    const auto merged = sim::strategicMerge(document.toObject(), patch.toObject(), sim::builtInType(type));
    QVERIFY2(merged, merged ? "" : qPrintable(merged.error()));
    QCOMPARE(shown(*merged), shown(result));
}

void tst_StrategicPatch::refuses_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("document");
    QTest::addColumn<QJsonValue>("patch");

    const auto row = [](const char *name, const char *type, const char *document, const char *patch) {
        QTest::newRow(name) << QString::fromLatin1(type) << json(document) << json(patch);
    };
    row("a container without a name", "PodSpec", "{'containers':[{'name':'a'}]}", "{'containers':[{'image':'x'}]}");
    row("an unknown directive for a map", "ConfigMap", "{'data':{'a':'1'}}", "{'data':{'$patch':'frob'}}");
    row("an unknown directive for an item", "PodSpec", "{'containers':[{'name':'a'}]}",
        "{'containers':[{'name':'a','$patch':'frob'}]}");
    row("retained keys that leave out a changed one", "DeploymentSpec", "{'strategy':{'type':'x'}}",
        "{'strategy':{'$retainKeys':['rollingUpdate'],'type':'Recreate'}}");
    row("retained keys that are no list", "DeploymentSpec", "{'strategy':{'type':'x'}}",
        "{'strategy':{'$retainKeys':'type','type':'Recreate'}}");
}

void tst_StrategicPatch::refuses()
{
    QFETCH(QString, type);
    QFETCH(QJsonValue, document);
    QFETCH(QJsonValue, patch);
    const auto merged = sim::strategicMerge(document.toObject(), patch.toObject(), sim::builtInType(type));
    QVERIFY(!merged);
    QVERIFY(!merged.error().isEmpty());
}

QTEST_GUILESS_MAIN(tst_StrategicPatch)
#include "tst_strategicpatch.moc"
