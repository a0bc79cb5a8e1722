// SPDX-License-Identifier: Apache-2.0
#include "jsonliteral.h"
#include "kinds/builtintypes.h"
#include "schema/openapi.h"
#include "schema/shape.h"

using namespace Qt::StringLiterals;

class tst_Shape : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBuiltInKinds_data();
    void readsBuiltInKinds();
    void refusesWrongTypes_data();
    void refusesWrongTypes();
    void fillsInDefaults_data();
    void fillsInDefaults();
    void prunesCustomResources_data();
    void prunesCustomResources();
    void validates_data();
    void validates();
    void showsAnEmptyObjectAsAServerDoes();
    void keepsASchemaThroughOpenApi();
};

void tst_Shape::readsBuiltInKinds_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("given");
    QTest::addColumn<QJsonValue>("read");
    QTest::addColumn<QStringList>("unknown");

    const auto row = [](const char *name, const char *type, const char *given, const char *read,
                        const QStringList &unknown = {}) {
        QTest::newRow(name) << QString::fromLatin1(type) << json(given) << json(read) << unknown;
    };
    row("known fields stay", "PodSpec", "{'containers':[{'name':'a'}],'hostname':'x'}",
        "{'containers':[{'name':'a'}],'hostname':'x'}");
    row("unknown fields go, and are told", "PodSpec", "{'containers':[{'name':'a','imge':'x'}],'foo':1}",
        "{'containers':[{'name':'a'}]}", {u"containers[0].imge"_s, u"foo"_s});
    row("nulls go", "PodSpec", "{'containers':[{'name':'a','env':null}],'hostname':null}",
        "{'containers':[{'name':'a'}]}");
    row("zero values that mean nothing go", "PodSpec",
        "{'containers':[{'name':'a','env':[{'name':'X','value':''}],'args':[]}],'hostNetwork':false,'nodeSelector':{}}",
        "{'containers':[{'name':'a','env':[{'name':'X'}]}]}");
    row("zero values behind a pointer stay", "StatefulSetSpec",
        "{'replicas':0,'revisionHistoryLimit':0,'updateStrategy':{'rollingUpdate':{'partition':0}}}",
        "{'replicas':0,'revisionHistoryLimit':0,'updateStrategy':{'rollingUpdate':{'partition':0}}}");
    row("an empty structure stays", "Volume", "{'name':'v','emptyDir':{}}", "{'name':'v','emptyDir':{}}");
    row("quantities become canonical", "ResourceRequirements",
        "{'limits':{'cpu':'1000m','memory':'1024Mi'},'requests':{'cpu':0.5}}",
        "{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'500m'}}");
    row("a number or a word", "PodDisruptionBudgetSpec", "{'minAvailable':2,'maxUnavailable':'50%'}",
        "{'minAvailable':2,'maxUnavailable':'50%'}");
    row("anything stays where anything may be", "ControllerRevision", "{'data':{'a':null,'b':[]},'revision':1}",
        "{'data':{'a':null,'b':[]},'revision':1}");
}

void tst_Shape::readsBuiltInKinds()
{
    QFETCH(QString, type);
    QFETCH(QJsonValue, given);
    QFETCH(QJsonValue, read);
    QFETCH(QStringList, unknown);
    const auto shaped = sim::shapeBuiltIn(given.toObject(), sim::builtInType(type));
    QVERIFY2(shaped, shaped ? "" : qPrintable(shaped.error()));
    QCOMPARE(shown(shaped->object), shown(read));
    QCOMPARE(shaped->unknown, unknown);
}

void tst_Shape::refusesWrongTypes_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("given");
    QTest::addColumn<QString>("error");

    const auto row = [](const char *name, const char *type, const char *given, const char *error) {
        QTest::newRow(name) << QString::fromLatin1(type) << json(given) << QString::fromLatin1(error);
    };
    row("a string for a number", "StatefulSet", "{'spec':{'replicas':'x'}}",
        "json: cannot unmarshal string into Go struct field StatefulSetSpec.spec.replicas of type int32");
    row("a number for a string", "ConfigMap", "{'data':{'a':5}}",
        "json: cannot unmarshal number into Go struct field ConfigMap.data of type string");
    row("a list for a structure", "Pod", "{'spec':[]}",
        "json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec");
    row("a fraction for a whole number", "StatefulSet", "{'spec':{'replicas':1.5}}",
        "json: cannot unmarshal number 1.5 into Go struct field StatefulSetSpec.spec.replicas of type int32");
    row("a string for a truth value", "Pod", "{'spec':{'hostNetwork':'yes'}}",
        "json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool");
    row("an object for a list", "Pod", "{'spec':{'containers':{}}}",
        "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container");
    row("no quantity", "Container", "{'name':'c','resources':{'limits':{'cpu':'abc'}}}",
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    row("no time", "Pod", "{'metadata':{'creationTimestamp':'zz'}}",
        "parsing time \"zz\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"zz\" as \"2006\"");
}

void tst_Shape::refusesWrongTypes()
{
    QFETCH(QString, type);
    QFETCH(QJsonValue, given);
    QFETCH(QString, error);
    const auto shaped = sim::shapeBuiltIn(given.toObject(), sim::builtInType(type));
    QVERIFY(!shaped);
    QCOMPARE(shaped.error(), error);
}

void tst_Shape::fillsInDefaults_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("given");
    QTest::addColumn<QJsonValue>("filled");

    const auto row = [](const char *name, const char *type, const char *given, const char *filled) {
        QTest::newRow(name) << QString::fromLatin1(type) << json(given) << json(filled);
    };
    row("a probe", "Probe", "{'httpGet':{'port':80}}",
        "{'httpGet':{'port':80,'path':'/','scheme':'HTTP'},'timeoutSeconds':1,'periodSeconds':10,'successThreshold':1,"
        "'failureThreshold':3}");
    row("what is set stays", "Probe",
        "{'exec':{},'timeoutSeconds':5,'periodSeconds':7,'successThreshold':2,'failureThreshold':9}",
        "{'exec':{},'timeoutSeconds':5,'periodSeconds':7,'successThreshold':2,'failureThreshold':9}");
    row("in a list", "Container", "{'name':'c','ports':[{'containerPort':80}]}",
        "{'name':'c','ports':[{'containerPort':80,'protocol':'TCP'}],'resources':{},'terminationMessagePath':'/dev/"
        "termination-log',"
        "'terminationMessagePolicy':'File'}");
    row("nothing is made up behind a pointer", "Affinity", "{}", "{}");
    row("a default has defaults of its own", "DeploymentStatus", "{}", "{}");
}

void tst_Shape::fillsInDefaults()
{
    QFETCH(QString, type);
    QFETCH(QJsonValue, given);
    QFETCH(QJsonValue, filled);
    QCOMPARE(shown(sim::withDefaults(given, sim::builtInType(type))), shown(filled));
}

namespace {

/// A schema with one of everything.
sim::SchemaPtr gardenSchema()
{
    return sim::readOpenApi(jsonObject(
        "{'type':'object','required':['name'],'properties':{"
        "'name':{'type':'string','minLength':2,'maxLength':5,'pattern':'^[a-z]+$'},"
        "'nodes':{'type':'integer','minimum':3,'maximum':35},"
        "'ratio':{'type':'number','minimum':0,'exclusiveMinimum':true},"
        "'policy':{'type':'string','enum':['major','latest']},"
        "'on':{'type':'boolean'},"
        "'maybe':{'type':'string','nullable':true},"
        "'size':{'x-kubernetes-int-or-string':true},"
        "'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true,'properties':{'a':{'type':'string'}}},"
        "'labels':{'type':'object','additionalProperties':{'type':'string'}},"
        "'list':{'type':'array','minItems':1,'maxItems':2,'items':{'type':'object','properties':{'x':{'type':'integer',"
        "'default':7}}}},"
        "'set':{'type':'array','x-kubernetes-list-type':'set','items':{'type':'string'}},"
        "'keyed':{'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['k'],'items':{'type':'"
        "object','properties':{'k':{'type':'string'}}}},"
        "'deep':{'type':'object','default':{},'properties':{'on':{'type':'boolean','default':true}}}"
        "}}"));
}

} // namespace

void tst_Shape::prunesCustomResources_data()
{
    QTest::addColumn<QJsonValue>("given");
    QTest::addColumn<QJsonValue>("kept");
    QTest::addColumn<QStringList>("unknown");

    const auto row = [](const char *name, const char *given, const char *kept, const QStringList &unknown = {}) {
        QTest::newRow(name) << json(given) << json(kept) << unknown;
    };
    row("unknown fields go", "{'name':'abc','foo':1,'list':[{'x':1,'y':2}]}", "{'name':'abc','list':[{'x':1}]}",
        {u"foo"_s, u"list[0].y"_s});
    row("keys of a map stay", "{'labels':{'a':'b'}}", "{'labels':{'a':'b'}}");
    row("unknown fields are kept where the schema says so", "{'free':{'a':'1','b':{'c':2}}}",
        "{'free':{'a':'1','b':{'c':2}}}");
    row("wrong types stay for validation", "{'nodes':'x'}", "{'nodes':'x'}");
    row("a null where there is a default goes", "{'deep':null}", "{}");
    row("other nulls stay", "{'maybe':null,'on':null}", "{'maybe':null,'on':null}");
    row("zero values stay", "{'nodes':0,'on':false,'name':'','list':[]}", "{'nodes':0,'on':false,'name':'','list':[]}");
}

void tst_Shape::prunesCustomResources()
{
    QFETCH(QJsonValue, given);
    QFETCH(QJsonValue, kept);
    QFETCH(QStringList, unknown);
    const sim::Shaped shaped = sim::shapeCustom(given.toObject(), gardenSchema());
    QCOMPARE(shown(shaped.object), shown(kept));
    QCOMPARE(shaped.unknown, unknown);
}

void tst_Shape::validates_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QStringList>("causes");

    const auto row = [](const char *name, const char *value, const QStringList &causes = {}) {
        QTest::newRow(name) << json(value) << causes;
    };
    row("all is well",
        "{'name':'abc','nodes':3,'ratio':0.5,'policy':'major','on':true,'maybe':null,'size':'10Gi',"
        "'labels':{'a':'b'},'list':[{'x':1}],'set':['a','b'],'keyed':[{'k':'a'},{'k':'b'}]}");
    row("a number for an int-or-string", "{'name':'abc','size':5}");
    row("a required field is missing", "{}", {u"spec.name: Required value"_s});
    row("a wrong type", "{'name':'abc','nodes':'x'}",
        {u"spec.nodes: Invalid value: \"string\": spec.nodes in body must be of type integer: \"string\""_s});
    row("a fraction", "{'name':'abc','nodes':3.5}",
        {u"spec.nodes: Invalid value: \"number\": spec.nodes in body must be of type integer: \"number\""_s});
    row("null where there may be none", "{'name':'abc','on':null}",
        {u"spec.on: Invalid value: \"null\": spec.on in body must be of type boolean: \"null\""_s});
    row("too small", "{'name':'abc','nodes':1}",
        {u"spec.nodes: Invalid value: 1: spec.nodes in body should be greater than or equal to 3"_s});
    row("too large", "{'name':'abc','nodes':36}",
        {u"spec.nodes: Invalid value: 36: spec.nodes in body should be less than or equal to 35"_s});
    row("on an open bound", "{'name':'abc','ratio':0}",
        {u"spec.ratio: Invalid value: 0: spec.ratio in body should be greater than 0"_s});
    row("not of the enumeration", "{'name':'abc','policy':'minor'}",
        {u"spec.policy: Unsupported value: \"minor\": supported values: \"major\", \"latest\""_s});
    row("too short, and not matching", "{'name':'A'}",
        {u"spec.name: Invalid value: \"A\": spec.name in body should be at least 2 chars long"_s,
         u"spec.name: Invalid value: \"A\": spec.name in body should match '^[a-z]+$'"_s});
    row("too long", "{'name':'abcdefg'}", {u"spec.name: Too long: may not be more than 5 bytes"_s});
    row("too few items", "{'name':'abc','list':[]}",
        {u"spec.list: Invalid value: 0: spec.list in body should have at least 1 items"_s});
    row("too many items", "{'name':'abc','list':[{},{},{}]}", {u"spec.list: Too many: 3: must have at most 2 items"_s});
    row("twice in a set", "{'name':'abc','set':['a','a']}", {u"spec.set[1]: Duplicate value: \"a\""_s});
    row("twice under one key", "{'name':'abc','keyed':[{'k':'a'},{'k':'a'}]}",
        {u"spec.keyed[1]: Duplicate value: {\"k\":\"a\"}"_s});
    row("a wrong value in a map", "{'name':'abc','labels':{'a':1}}",
        {u"spec.labels.a: Invalid value: \"integer\": spec.labels.a in body must be of type string: \"integer\""_s});
    row("a wrong value in a list", "{'name':'abc','list':[{'x':true}]}",
        {u"spec.list[0].x: Invalid value: \"boolean\": spec.list[0].x in body must be of type integer: \"boolean\""_s});
}

void tst_Shape::validates()
{
    QFETCH(QJsonValue, value);
    QFETCH(QStringList, causes);
    QStringList found;
    for (const sim::Cause &cause : sim::validate(value, gardenSchema(), u"spec"_s))
        found.append(cause.field + u": "_s + cause.message);
    QCOMPARE(found, causes);
}

void tst_Shape::showsAnEmptyObjectAsAServerDoes()
{
    QCOMPARE(shown(sim::emptyObject(*sim::builtInType(u"StatefulSet"_s))),
             shown(json("{'metadata':{'creationTimestamp':null},"
                        "'spec':{'selector':null,'serviceName':'','template':{'metadata':{'creationTimestamp':null},"
                        "'spec':{'containers':null}},'updateStrategy':{}},"
                        "'status':{'availableReplicas':0,'replicas':0}}")));
}

void tst_Shape::keepsASchemaThroughOpenApi()
{
    const sim::SchemaPtr once = gardenSchema();
    const QJsonObject text = sim::writeOpenApi(*once);
    QCOMPARE(shown(sim::writeOpenApi(*sim::readOpenApi(text))), shown(text));
    QCOMPARE(text["properties"_L1]["nodes"_L1]["minimum"_L1].toInt(), 3);
    QCOMPARE(text["properties"_L1]["keyed"_L1]["x-kubernetes-list-map-keys"_L1][0].toString(), u"k"_s);
}

QTEST_GUILESS_MAIN(tst_Shape)
#include "tst_shape.moc"
