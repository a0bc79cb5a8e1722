// SPDX-License-Identifier: Apache-2.0
#include "fields/fieldmanager.h"
#include "fields/fieldwalk.h"
#include "jsonliteral.h"
#include "kinds/builtintypes.h"
#include "schema/openapi.h"
#include "schema/shape.h"

using namespace Qt::StringLiterals;

namespace {

sim::Writer writer(const char *manager, int second = 0, const char *subresource = "")
{
    return {QString::fromLatin1(manager), u"apps/v1"_s, QString::fromLatin1(subresource),
            QDateTime(QDate(2026, 1, 2), QTime(3, 4, second), QTimeZone::UTC)};
}

sim::SchemaPtr statefulSet()
{
    return sim::builtInType(u"StatefulSet"_s);
}

/// fieldsV1 of one manager; null if it has none.
QJsonValue fieldsOf(const QJsonObject &object, const char *manager)
{
    for (const QJsonValue &entry : object["metadata"_L1]["managedFields"_L1].toArray()) {
        if (entry["manager"_L1].toString() == QLatin1StringView(manager))
            return entry["fieldsV1"_L1];
    }
    return {};
}

QJsonObject withoutFields(QJsonObject object)
{
    QJsonObject metadata = object["metadata"_L1].toObject();
    metadata.remove("managedFields"_L1);
    object.insert(u"metadata"_s, metadata);
    return object;
}

} // namespace

class tst_ServerSideApply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheFieldsOfAnObject_data();
    void namesTheFieldsOfAnObject();
    void compares_data();
    void compares();
    void merges_data();
    void merges();
    void reconcilesWithTheSchema_data();
    void reconcilesWithTheSchema();
    void showsPaths_data();
    void showsPaths();
    void setsAreSets();
    void applyingClaimsFields();
    void applyingAgainRemovesWhatIsLeftOut();
    void fieldsOfOthersStay();
    void changingAFieldOfAnotherConflicts();
    void conflictsOfSeveralManagersAreListed();
    void forcingTakesTheField();
    void agreeingOnAValueSharesIt();
    void updatingTakesFields();
    void updatingASubresourceIsAnotherManager();
    void removingAFieldRemovesItFromAllManagers();
    void anEmptyEntryResetsTheFields();
    void managedFieldsMayNotBeApplied();
    void whatWasThereBeforeIsRemembered();
    void kubectlKeepsItsAnnotationTrue();
    void kubectlTakesOverWhatItAppliedBefore();
    void unknownFieldsDoNotFit_data();
    void unknownFieldsDoNotFit();
};

void tst_ServerSideApply::namesTheFieldsOfAnObject_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("object");
    QTest::addColumn<QJsonValue>("fields");

    const auto row = [](const char *name, const char *type, const char *object, const char *fields) {
        QTest::newRow(name) << QString::fromLatin1(type) << json(object) << json(fields);
    };
    row("a scalar", "StatefulSetSpec", "{'replicas':3}", "{'f:replicas':{}}");
    row("a structure is not owned itself", "StatefulSet", "{'spec':{'replicas':3}}", "{'f:spec':{'f:replicas':{}}}");
    row("an empty structure is", "Volume", "{'emptyDir':{}}", "{'f:emptyDir':{}}");
    row("keys of a map", "ConfigMap", "{'data':{'a':'1','b':'2'}}", "{'f:data':{'f:a':{},'f:b':{}}}");
    row("an atomic map", "PodSpec", "{'nodeSelector':{'a':'1'}}", "{'f:nodeSelector':{}}");
    row("items of a list by their keys", "PodSpec", "{'containers':[{'name':'c','image':'i'}]}",
        "{'f:containers':{'k:{\\'name\\':\\'c\\'}':{'.':{},'f:image':{},'f:name':{}}}}");
    row("a key that is absent counts with its default", "Container", "{'ports':[{'containerPort':80}]}",
        "{'f:ports':{'k:{\\'containerPort\\':80,\\'protocol\\':\\'TCP\\'}':{'.':{},'f:containerPort':{}}}}");
    row("items of a set", "ObjectMeta", "{'finalizers':['a']}", "{'f:finalizers':{'v:\\'a\\'':{}}}");
    row("an atomic list", "Container", "{'args':['a','b']}", "{'f:args':{}}");
}

void tst_ServerSideApply::namesTheFieldsOfAnObject()
{
    QFETCH(QString, type);
    QFETCH(QJsonValue, object);
    QFETCH(QJsonValue, fields);
    const sim::FieldSet set = sim::fieldsOf(object.toObject(), sim::builtInType(type));
    QCOMPARE(shown(set.toJson()), shown(fields));
    QCOMPARE(sim::FieldSet::fromJson(fields.toObject()), set);
}

void tst_ServerSideApply::compares_data()
{
    QTest::addColumn<QJsonValue>("before");
    QTest::addColumn<QJsonValue>("after");
    QTest::addColumn<QJsonValue>("added");
    QTest::addColumn<QJsonValue>("modified");
    QTest::addColumn<QJsonValue>("removed");

    const auto row = [](const char *name, const char *before, const char *after, const char *added,
                        const char *modified, const char *removed) {
        QTest::newRow(name) << json(before) << json(after) << json(added) << json(modified) << json(removed);
    };
    row("the same", "{'replicas':3}", "{'replicas':3}", "{}", "{}", "{}");
    row("a scalar", "{'replicas':3}", "{'replicas':4}", "{}", "{'f:replicas':{}}", "{}");
    row("one more, one less", "{'replicas':3}", "{'serviceName':'x'}", "{'f:serviceName':{}}", "{}",
        "{'f:replicas':{}}");
    row("a structure comes whole", "{}", "{'updateStrategy':{'type':'OnDelete'}}",
        "{'f:updateStrategy':{'.':{},'f:type':{}}}", "{}", "{}");
    row("an atomic map changes whole", "{'selector':{'matchLabels':{'a':'1'}}}",
        "{'selector':{'matchLabels':{'a':'2'}}}", "{}", "{'f:selector':{}}", "{}");
    row("an item comes and one goes", "{'template':{'spec':{'containers':[{'name':'a'}]}}}",
        "{'template':{'spec':{'containers':[{'name':'b'}]}}}",
        "{'f:template':{'f:spec':{'f:containers':{'k:{\\'name\\':\\'b\\'}':{'.':{},'f:name':{}}}}}}", "{}",
        "{'f:template':{'f:spec':{'f:containers':{'k:{\\'name\\':\\'a\\'}':{'.':{},'f:name':{}}}}}}");
    row("another order of items is no change", "{'template':{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}}",
        "{'template':{'spec':{'containers':[{'name':'b'},{'name':'a'}]}}}", "{}", "{}", "{}");
    row("null is present", "{'template':{'spec':{'containers':null}}}",
        "{'template':{'spec':{'containers':[{'name':'a'}]}}}",
        "{'f:template':{'f:spec':{'f:containers':{'k:{\\'name\\':\\'a\\'}':{'.':{},'f:name':{}}}}}}", "{}", "{}");
}

void tst_ServerSideApply::compares()
{
    QFETCH(QJsonValue, before);
    QFETCH(QJsonValue, after);
    QFETCH(QJsonValue, added);
    QFETCH(QJsonValue, modified);
    QFETCH(QJsonValue, removed);
    const sim::Comparison change =
        sim::compared(before.toObject(), after.toObject(), sim::builtInType(u"StatefulSetSpec"_s));
    QCOMPARE(shown(change.added.toJson()), shown(added));
    QCOMPARE(shown(change.modified.toJson()), shown(modified));
    QCOMPARE(shown(change.removed.toJson()), shown(removed));
}

void tst_ServerSideApply::merges_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("live");
    QTest::addColumn<QJsonValue>("applied");
    QTest::addColumn<QJsonValue>("result");

    const auto row = [](const char *name, const char *type, const char *live, const char *applied, const char *result) {
        QTest::newRow(name) << QString::fromLatin1(type) << json(live) << json(applied) << json(result);
    };
    row("structures merge", "StatefulSetSpec", "{'replicas':3,'serviceName':'a'}", "{'replicas':4}",
        "{'replicas':4,'serviceName':'a'}");
    row("items merge by their keys, new ones after", "PodSpec", "{'containers':[{'name':'a','image':'1'}]}",
        "{'containers':[{'name':'a','stdin':true},{'name':'b'}]}",
        "{'containers':[{'name':'a','image':'1','stdin':true},{'name':'b'}]}");
    row("the applied order counts", "PodSpec", "{'containers':[{'name':'a'},{'name':'b'}]}",
        "{'containers':[{'name':'b'},{'name':'a'}]}", "{'containers':[{'name':'b'},{'name':'a'}]}");
    row("an item of others stays before its neighbour", "PodSpec",
        "{'containers':[{'name':'x'},{'name':'a'},{'name':'y'},{'name':'b'},{'name':'z'}]}",
        "{'containers':[{'name':'a'},{'name':'b'}]}",
        "{'containers':[{'name':'x'},{'name':'a'},{'name':'y'},{'name':'b'},{'name':'z'}]}");
    row("atomic lists are replaced", "Container", "{'args':['a']}", "{'args':['b']}", "{'args':['b']}");
    row("atomic maps are replaced", "PodSpec", "{'nodeSelector':{'a':'1'}}", "{'nodeSelector':{'b':'1'}}",
        "{'nodeSelector':{'b':'1'}}");
    row("an item of others stays before a new one", "PodSpec", "{'containers':[{'name':'x'}]}",
        "{'containers':[{'name':'a'}]}", "{'containers':[{'name':'x'},{'name':'a'}]}");
    row("items of others stay when the common ones change places", "PodSpec",
        "{'containers':[{'name':'x'},{'name':'a'},{'name':'y'},{'name':'b'}]}",
        "{'containers':[{'name':'n'},{'name':'b'},{'name':'a'}]}",
        "{'containers':[{'name':'x'},{'name':'y'},{'name':'n'},{'name':'b'},{'name':'a'}]}");
    row("sets unite", "ObjectMeta", "{'finalizers':['a']}", "{'finalizers':['b']}", "{'finalizers':['a','b']}");
    row("without a schema maps merge and lists are replaced", "ControllerRevision", "{'data':{'a':{'x':1},'l':[1]}}",
        "{'data':{'a':{'y':2},'l':[2]}}", "{'data':{'a':{'x':1,'y':2},'l':[2]}}");
}

void tst_ServerSideApply::merges()
{
    QFETCH(QString, type);
    QFETCH(QJsonValue, live);
    QFETCH(QJsonValue, applied);
    QFETCH(QJsonValue, result);
    QCOMPARE(shown(sim::mergedFields(live.toObject(), applied.toObject(), sim::builtInType(type))), shown(result));
}

void tst_ServerSideApply::reconcilesWithTheSchema_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("live");
    QTest::addColumn<QJsonValue>("before");
    QTest::addColumn<QJsonValue>("after");

    const auto row = [](const char *name, const char *type, const char *live, const char *before, const char *after) {
        QTest::newRow(name) << QString::fromLatin1(type) << json(live) << json(before) << json(after);
    };
    row("who has only a map has its keys", "ConfigMap", "{'data':{'a':'1','b':'2'}}", "{'f:data':{}}",
        "{'f:data':{'.':{},'f:a':{},'f:b':{}}}");
    row("who has a map and a key has no more", "ConfigMap", "{'data':{'a':'1','b':'2'}}",
        "{'f:data':{'.':{},'f:a':{}}}", "{'f:data':{'.':{},'f:a':{}}}");
    row("who has keys has no more", "ConfigMap", "{'data':{'a':'1','b':'2'}}", "{'f:data':{'f:a':{}}}",
        "{'f:data':{'f:a':{}}}");
    row("a map that is empty", "Volume", "{'emptyDir':{}}", "{'f:emptyDir':{}}", "{'f:emptyDir':{}}");
    row("an item as a whole", "PodSpec", "{'containers':[{'name':'c','image':'i'}]}",
        "{'f:containers':{'k:{\\'name\\':\\'c\\'}':{}}}",
        "{'f:containers':{'k:{\\'name\\':\\'c\\'}':{'.':{},'f:image':{},'f:name':{}}}}");
    row("parts of what is one now", "PodSpec", "{'nodeSelector':{'a':'1'}}", "{'f:nodeSelector':{'.':{},'f:a':{}}}",
        "{'f:nodeSelector':{}}");
    row("items of what is one now", "Container", "{'args':['a']}", "{'f:args':{'v:\\'a\\'':{}}}", "{'f:args':{}}");
}

void tst_ServerSideApply::reconcilesWithTheSchema()
{
    QFETCH(QString, type);
    QFETCH(QJsonValue, live);
    QFETCH(QJsonValue, before);
    QFETCH(QJsonValue, after);
    const sim::FieldSet fields = sim::FieldSet::fromJson(before.toObject());
    QCOMPARE(shown(sim::reconciled(fields, live.toObject(), sim::builtInType(type)).toJson()), shown(after));
}

void tst_ServerSideApply::showsPaths_data()
{
    QTest::addColumn<QStringList>("path");
    QTest::addColumn<QString>("text");
    QTest::newRow("fields") << QStringList{u"f:spec"_s, u"f:nodes"_s} << u".spec.nodes"_s;
    QTest::newRow("an item by one key") << QStringList{u"f:containers"_s, u"k:{\"name\":\"c\"}"_s, u"f:image"_s}
                                        << u".containers[name=\"c\"].image"_s;
    QTest::newRow("an item by two keys") << QStringList{u"f:ports"_s,
                                                        u"k:{\"containerPort\":80,\"protocol\":\"TCP\"}"_s}
                                         << u".ports[containerPort=80,protocol=\"TCP\"]"_s;
    QTest::newRow("an item of a set") << QStringList{u"f:finalizers"_s, u"v:\"a/b\""_s} << u".finalizers[=\"a/b\"]"_s;
    QTest::newRow("an item by its place") << QStringList{u"f:list"_s, u"i:3"_s} << u".list[3]"_s;
}

void tst_ServerSideApply::showsPaths()
{
    QFETCH(QStringList, path);
    QFETCH(QString, text);
    QCOMPARE(sim::shownPath(path), text);
}

void tst_ServerSideApply::setsAreSets()
{
    const sim::FieldSet left = sim::FieldSet::fromJson(jsonObject("{'f:a':{'.':{},'f:x':{}},'f:b':{}}"));
    const sim::FieldSet right = sim::FieldSet::fromJson(jsonObject("{'f:a':{'f:x':{},'f:y':{}},'f:c':{}}"));
    QCOMPARE(shown(left.united(right).toJson()), shown(json("{'f:a':{'.':{},'f:x':{},'f:y':{}},'f:b':{},'f:c':{}}")));
    QCOMPARE(shown(left.intersected(right).toJson()), shown(json("{'f:a':{'f:x':{}}}")));
    QCOMPARE(shown(left.minus(right).toJson()), shown(json("{'f:a':{},'f:b':{}}")));
    QVERIFY(left.minus(left).isEmpty());
    QVERIFY(left.contains({u"f:a"_s}));
    QVERIFY(!right.contains({u"f:a"_s}));
    QVERIFY(right.reaches({u"f:a"_s}));
    QVERIFY(!right.reaches({u"f:b"_s}));
    QCOMPARE(left.paths(), (QList<sim::FieldPath>{{u"f:a"_s}, {u"f:a"_s, u"f:x"_s}, {u"f:b"_s}}));
}

void tst_ServerSideApply::applyingClaimsFields()
{
    const QJsonObject configuration = jsonObject("{'metadata':{'name':'s','labels':{'a':'b'}},'spec':{'replicas':3}}");
    const auto object = sim::applied({}, configuration, statefulSet(), writer("me"), false);
    QVERIFY(object);
    QCOMPARE(shown(withoutFields(*object)), shown(configuration));
    QCOMPARE(
        shown((*object)["metadata"_L1]["managedFields"_L1]),
        shown(json(
            "[{'manager':'me','operation':'Apply','apiVersion':'apps/v1','time':'2026-01-02T03:04:00Z',"
            "'fieldsType':'FieldsV1','fieldsV1':{'f:metadata':{'f:labels':{'f:a':{}}},'f:spec':{'f:replicas':{}}}}]")));
}

void tst_ServerSideApply::applyingAgainRemovesWhatIsLeftOut()
{
    const auto first = sim::applied({},
                                    jsonObject("{'metadata':{'labels':{'a':'1','b':'2'}},'spec':{'replicas':3,"
                                               "'template':{'spec':{'containers':[{'name':'x'},{'name':'y'}]}}}}"),
                                    statefulSet(), writer("me"), false);
    QVERIFY(first);
    const auto second = sim::applied(*first,
                                     jsonObject("{'metadata':{'labels':{'a':'1'}},"
                                                "'spec':{'template':{'spec':{'containers':[{'name':'y'}]}}}}"),
                                     statefulSet(), writer("me"), false);
    QVERIFY(second);
    QCOMPARE(
        shown(withoutFields(*second)),
        shown(json("{'metadata':{'labels':{'a':'1'}},'spec':{'template':{'spec':{'containers':[{'name':'y'}]}}}}")));
    const auto third =
        sim::applied(*second, jsonObject("{'metadata':{'name':'s'}}"), statefulSet(), writer("me"), false);
    QVERIFY(third);
    QCOMPARE(shown(withoutFields(*third)), shown(json("{'metadata':{'name':'s'}}")));
    QVERIFY(fieldsOf(*third, "me").isNull());
}

void tst_ServerSideApply::fieldsOfOthersStay()
{
    const auto first =
        sim::applied({}, jsonObject("{'spec':{'replicas':3,'serviceName':'x'}}"), statefulSet(), writer("me"), false);
    QVERIFY(first);
    QJsonObject edited = *first;
    edited.insert(u"spec"_s, json("{'replicas':3,'serviceName':'x','minReadySeconds':5}"));
    const QJsonObject updated = sim::withUpdateRecorded(*first, edited, statefulSet(), writer("them", 1));
    const auto second =
        sim::applied(updated, jsonObject("{'spec':{'replicas':3}}"), statefulSet(), writer("me", 2), false);
    QVERIFY(second);
    QCOMPARE(shown((*second)["spec"_L1]), shown(json("{'minReadySeconds':5,'replicas':3}")));
    QCOMPARE(shown(fieldsOf(*second, "them")), shown(json("{'f:spec':{'f:minReadySeconds':{}}}")));
}

void tst_ServerSideApply::changingAFieldOfAnotherConflicts()
{
    const QJsonObject live = sim::withUpdateRecorded({}, jsonObject("{'metadata':{'name':'s'},'spec':{'replicas':3}}"),
                                                     statefulSet(), writer("them"));
    const auto refused = sim::applied(live, jsonObject("{'spec':{'replicas':4}}"), statefulSet(), writer("me"), false);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, 409);
    QCOMPARE(refused.error().reason, u"Conflict"_s);
    QCOMPARE(refused.error().message,
             u"Apply failed with 1 conflict: conflict with \"them\" using apps/v1: .spec.replicas"_s);
    QCOMPARE(
        shown(refused.error().toStatus()["details"_L1]),
        shown(json("{'causes':[{'reason':'FieldManagerConflict','message':'conflict with \\'them\\' using apps/v1',"
                   "'field':'.spec.replicas'}]}")));
}

void tst_ServerSideApply::conflictsOfSeveralManagersAreListed()
{
    const QJsonObject live = sim::withUpdateRecorded({}, jsonObject("{'spec':{'replicas':3,'serviceName':'x'}}"),
                                                     statefulSet(), writer("them"));
    const auto other =
        sim::applied(live, jsonObject("{'metadata':{'labels':{'a':'1'}}}"), statefulSet(), writer("applier"), false);
    QVERIFY(other);
    const auto refused =
        sim::applied(*other, jsonObject("{'metadata':{'labels':{'a':'2'}},'spec':{'replicas':4,'serviceName':'y'}}"),
                     statefulSet(), writer("me"), false);
    QVERIFY(!refused);
    QCOMPARE(refused.error().message,
             u"Apply failed with 3 conflicts: conflicts with \"applier\":\n- .metadata.labels.a\n"
             "conflicts with \"them\" using apps/v1:\n- .spec.replicas\n- .spec.serviceName"_s);
}

void tst_ServerSideApply::forcingTakesTheField()
{
    const QJsonObject live = sim::withUpdateRecorded({}, jsonObject("{'spec':{'replicas':3,'serviceName':'x'}}"),
                                                     statefulSet(), writer("them"));
    const auto forced = sim::applied(live, jsonObject("{'spec':{'replicas':4}}"), statefulSet(), writer("me"), true);
    QVERIFY(forced);
    QCOMPARE((*forced)["spec"_L1]["replicas"_L1].toInt(), 4);
    QCOMPARE(shown(fieldsOf(*forced, "me")), shown(json("{'f:spec':{'f:replicas':{}}}")));
    QCOMPARE(shown(fieldsOf(*forced, "them")), shown(json("{'f:spec':{'.':{},'f:serviceName':{}}}")));
}

void tst_ServerSideApply::agreeingOnAValueSharesIt()
{
    const auto first = sim::applied({}, jsonObject("{'spec':{'replicas':3}}"), statefulSet(), writer("one"), false);
    const auto second =
        sim::applied(*first, jsonObject("{'spec':{'replicas':3}}"), statefulSet(), writer("two"), false);
    QVERIFY(second);
    QCOMPARE(shown(fieldsOf(*second, "one")), shown(fieldsOf(*second, "two")));
    const auto third =
        sim::applied(*second, jsonObject("{'metadata':{'labels':{'a':'1'}}}"), statefulSet(), writer("one"), false);
    QVERIFY(third);
    QCOMPARE((*third)["spec"_L1]["replicas"_L1].toInt(), 3);
    QCOMPARE(shown(fieldsOf(*third, "one")), shown(json("{'f:metadata':{'f:labels':{'f:a':{}}}}")));
}

void tst_ServerSideApply::updatingTakesFields()
{
    const auto first =
        sim::applied({}, jsonObject("{'spec':{'replicas':3,'serviceName':'x'}}"), statefulSet(), writer("me"), false);
    QJsonObject edited = *first;
    edited.insert(u"spec"_s, json("{'replicas':5,'serviceName':'x'}"));
    const QJsonObject updated = sim::withUpdateRecorded(*first, edited, statefulSet(), writer("them", 9));
    QCOMPARE(shown(fieldsOf(updated, "me")), shown(json("{'f:spec':{'f:serviceName':{}}}")));
    QCOMPARE(shown(fieldsOf(updated, "them")), shown(json("{'f:spec':{'f:replicas':{}}}")));
    QCOMPARE(updated["metadata"_L1]["managedFields"_L1][1]["time"_L1].toString(), u"2026-01-02T03:04:09Z"_s);
}

void tst_ServerSideApply::updatingASubresourceIsAnotherManager()
{
    const QJsonObject live =
        sim::withUpdateRecorded({}, jsonObject("{'spec':{'replicas':3}}"), statefulSet(), writer("me"));
    QJsonObject edited = live;
    edited.insert(u"status"_s, json("{'readyReplicas':1}"));
    const QJsonObject updated = sim::withUpdateRecorded(live, edited, statefulSet(), writer("me", 1, "status"));
    QCOMPARE(updated["metadata"_L1]["managedFields"_L1].toArray().size(), 2);
    const auto refused =
        sim::applied(updated, jsonObject("{'status':{'readyReplicas':2}}"), statefulSet(), writer("x"), false);
    QVERIFY(!refused);
    QCOMPARE(refused.error().message,
             u"Apply failed with 1 conflict: conflict with \"me\" with subresource \"status\" using apps/v1: "
             ".status.readyReplicas"_s);
}

void tst_ServerSideApply::removingAFieldRemovesItFromAllManagers()
{
    const auto first =
        sim::applied({}, jsonObject("{'spec':{'replicas':3,'serviceName':'x'}}"), statefulSet(), writer("me"), false);
    QJsonObject edited = *first;
    edited.insert(u"spec"_s, json("{'serviceName':'x'}"));
    const QJsonObject updated = sim::withUpdateRecorded(*first, edited, statefulSet(), writer("them"));
    QCOMPARE(shown(fieldsOf(updated, "me")), shown(json("{'f:spec':{'f:serviceName':{}}}")));
    QVERIFY(fieldsOf(updated, "them").isNull());
}

void tst_ServerSideApply::anEmptyEntryResetsTheFields()
{
    const auto first = sim::applied({}, jsonObject("{'spec':{'replicas':3}}"), statefulSet(), writer("me"), false);
    QJsonObject edited = *first;
    edited.insert(u"metadata"_s, json("{'managedFields':[{}]}"));
    const QJsonObject updated = sim::withUpdateRecorded(*first, edited, statefulSet(), writer("them"));
    QVERIFY(!updated["metadata"_L1].toObject().contains("managedFields"_L1));
    // None at all: those of the live object stay.
    edited.insert(u"metadata"_s, QJsonObject());
    QVERIFY(!fieldsOf(sim::withUpdateRecorded(*first, edited, statefulSet(), writer("them")), "me").isNull());
}

void tst_ServerSideApply::managedFieldsMayNotBeApplied()
{
    const auto refused =
        sim::applied({}, jsonObject("{'metadata':{'managedFields':[]}}"), statefulSet(), writer("me"), false);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, 400);
    QCOMPARE(refused.error().message, u"metadata.managedFields must be nil"_s);
}

void tst_ServerSideApply::whatWasThereBeforeIsRemembered()
{
    const QJsonObject live = jsonObject("{'metadata':{'name':'s'},'spec':{'replicas':3}}");
    const auto refused = sim::applied(live, jsonObject("{'spec':{'replicas':4}}"), statefulSet(), writer("me"), false);
    QVERIFY(!refused);
    QCOMPARE(refused.error().message,
             u"Apply failed with 1 conflict: conflict with \"before-first-apply\" using apps/v1: .spec.replicas"_s);
}

void tst_ServerSideApply::kubectlKeepsItsAnnotationTrue()
{
    const auto first = sim::applied(
        {},
        jsonObject("{'metadata':{'name':'s','annotations':{'kubectl.kubernetes.io/last-applied-configuration':'{}'}},"
                   "'spec':{'replicas':3}}"),
        statefulSet(), writer("kubectl"), false);
    QVERIFY(first);
    const QString kept =
        (*first)["metadata"_L1]["annotations"_L1]["kubectl.kubernetes.io/last-applied-configuration"_L1].toString();
    QCOMPARE(kept, u"{\"metadata\":{\"annotations\":{},\"name\":\"s\"},\"spec\":{\"replicas\":3}}\n"_s);
}

void tst_ServerSideApply::kubectlTakesOverWhatItAppliedBefore()
{
    QJsonObject live{
        {u"metadata"_s,
         QJsonObject{{u"annotations"_s,
                      QJsonObject{{u"kubectl.kubernetes.io/last-applied-configuration"_s,
                                   uR"({"apiVersion":"apps/v1","spec":{"replicas":3,"serviceName":"old"}})"_s}}}}},
        {u"spec"_s, json("{'replicas':3,'serviceName':'new'}")}};
    live = sim::withUpdateRecorded({}, live, statefulSet(), writer("kubectl-client-side-apply"));
    const auto apply = [&](const char *configuration, const char *manager) {
        return sim::applied(live, jsonObject(configuration), statefulSet(), writer(manager), false);
    };
    // It applied the replicas, and they are still as it left them.
    QVERIFY(apply("{'spec':{'replicas':4}}", "kubectl"));
    QVERIFY(!apply("{'spec':{'replicas':4}}", "me"));
    // The service name is not.
    const auto refused = apply("{'spec':{'replicas':4,'serviceName':'old'}}", "kubectl");
    QVERIFY(!refused);
    QCOMPARE(refused.error().message,
             u"Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1: "
             ".spec.serviceName"_s);
}

void tst_ServerSideApply::unknownFieldsDoNotFit_data()
{
    QTest::addColumn<QJsonValue>("configuration");
    QTest::addColumn<QString>("why");
    QTest::newRow("all fits") << json("{'spec':{'replicas':3}}") << QString();
    QTest::newRow("a field that does not exist")
        << json("{'spec':{'foo':3}}") << u".spec.foo: field not declared in schema"_s;
    QTest::newRow("a field that does not exist, in an item")
        << json("{'spec':{'template':{'spec':{'containers':[{'name':'c','imge':'x'}]}}}}")
        << u".spec.template.spec.containers[name=\"c\"].imge: field not declared in schema"_s;
    QTest::newRow("an item without its key")
        << json("{'spec':{'template':{'spec':{'containers':[{'image':'x'}]}}}}")
        << u".spec.template.spec.containers: element 0: associative list with keys has an element that omits key field "
           "\"name\" (and doesn't have default value)"_s;
    QTest::newRow("an item twice") << json("{'spec':{'template':{'spec':{'containers':[{'name':'c'},{'name':'c'}]}}}}")
                                   << u".spec.template.spec.containers: duplicate entries for key [name=\"c\"]"_s;
}

void tst_ServerSideApply::unknownFieldsDoNotFit()
{
    QFETCH(QJsonValue, configuration);
    QFETCH(QString, why);
    QCOMPARE(sim::misfit(configuration.toObject(), statefulSet()).value_or(QString()), why);
}

QTEST_GUILESS_MAIN(tst_ServerSideApply)
#include "tst_serversideapply.moc"
