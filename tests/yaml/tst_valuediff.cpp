// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"
#include "valuediff.h"
#include "valuemerge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_ValueDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesNumbersByValue();
    void findsLeaves_data();
    void findsLeaves();
    void whatIsOnOneSideAloneMayBeOneChange();
    void differencesLeadFromOneToTheOther();
    void appliesAsTheStandardSays_data();
    void appliesAsTheStandardSays();
    void patchesExactlyWhatDiffers_data();
    void patchesExactlyWhatDiffers();
    void patchLeadsFromOneToTheOther();
    void merges_data();
    void merges();
    void mergesRandomValues();
};

namespace {

QJsonValue value(const QByteArray &json)
{
    return json.isEmpty() ? QJsonValue(QJsonValue::Undefined)
                          : QJsonDocument::fromJson(QByteArray("[" + json + "]")).array().at(0);
}

QByteArray json(const QJsonValue &value)
{
    if (value.isUndefined())
        return {};
    QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return text.mid(1, text.size() - 2);
}

QJsonValue withoutNulls(const QJsonValue &value)
{
    if (value.isNull())
        return u"was null"_s;
    if (!value.isObject())
        return value; // arrays are taken as a whole
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = withoutNulls(it.value());
    return object;
}

/// The value with some of its parts changed, removed or added.
QJsonValue edited(NastyValues &values, const QJsonValue &value)
{
    if (values.chance(10))
        return values.value(2);
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (auto item : array)
            item = edited(values, item);
        if (values.chance(20) && !array.isEmpty())
            array.removeLast();
        return array;
    }
    if (!value.isObject())
        return value;
    QMap<QString, QJsonValue> fields; // see nastyvalues.cpp
    const QJsonObject before = value.toObject();
    for (auto it = before.begin(); it != before.end(); ++it)
        if (!values.chance(10))
            fields.insert(it.key(), edited(values, it.value()));
    if (values.chance(20))
        fields.insert(values.string(), values.value(1));
    QJsonObject object;
    for (auto it = fields.cbegin(); it != fields.cend(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

} // namespace

void tst_ValueDiff::comparesNumbersByValue()
{
    const QJsonArray integer{1, QJsonArray{2}};
    const QJsonArray real{1.0, QJsonArray{2.0}};
    QVERIFY(yaml::isSame(integer, real));
    QVERIFY(yaml::isSame(QJsonObject{{u"a"_s, integer}}, QJsonObject{{u"a"_s, real}}));
    QVERIFY(!yaml::isSame(9007199254740993LL, 9007199254740992LL));
    QVERIFY(!yaml::isSame(1, u"1"_s));
    QVERIFY(!yaml::isSame(0, false));
    QVERIFY(!yaml::isSame(QJsonValue::Null, QJsonValue::Undefined));
    QVERIFY(!yaml::isSame(QJsonObject{{u"a"_s, 1}}, QJsonObject{{u"b"_s, 1}}));
    QVERIFY(!yaml::isSame(QJsonArray{1}, QJsonArray{1, 2}));
    QVERIFY(yaml::isSame(QJsonObject(), QJsonObject()));
}

void tst_ValueDiff::findsLeaves_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("changes");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after,
                        const QStringList &changes) { QTest::newRow(name) << before << after << changes; };

    row("the same", R"({"a": [1, {"b": null}]})", R"({"a": [1, {"b": null}]})", {});
    row("a field", R"({"a": {"b": 1}})", R"({"a": {"b": 2}})", {u"a.b: 1 > 2"_s});
    row("a field comes", R"({"a": {}})", R"({"a": {"b": 1}})", {u"a.b:  > 1"_s});
    row("a field goes", R"({"a": {"b": null}})", R"({"a": {}})", {u"a.b: null > "_s});
    row("an object comes with its leaves", "{}", R"({"a": {"b": 1, "c": [2, []]}})",
        {u"a.b:  > 1"_s, u"a.c[0]:  > 2"_s, u"a.c[1]:  > []"_s});
    row("an object goes with its leaves", R"({"a": {"b": 1, "c": {}}})", "{}", {u"a.b: 1 > "_s, u"a.c: {} > "_s});
    row("items by index", R"({"a": [1, 2, 3]})", R"({"a": [1, 4]})", {u"a[1]: 2 > 4"_s, u"a[2]: 3 > "_s});
    row("inside an item", R"([{"name": "x", "image": "1"}])", R"([{"name": "x", "image": "2"}])",
        {u"[0].image: \"1\" > \"2\""_s});
    row("a scalar against an object", R"({"a": 1})", R"({"a": {"b": 2}})", {u"a: 1 > {\"b\":2}"_s});
    row("an array against an object", R"({"a": [1]})", R"({"a": {"b": 2}})", {u"a: [1] > {\"b\":2}"_s});
    row("empty collections of two kinds", R"({"a": []})", R"({"a": {}})", {u"a: [] > {}"_s});
    row("the whole", "1", "2", {u": 1 > 2"_s});
    row("keys with dots", R"({"a.b/c": 1})", R"({"a.b/c": 2})", {u"[\"a.b/c\"]: 1 > 2"_s});
}

void tst_ValueDiff::findsLeaves()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, changes);
    QStringList found;
    for (const yaml::Change &change : yaml::differences(value(before), value(after)))
        found += u"%1: %2 > %3"_s.arg(change.path.toString(), QString::fromUtf8(json(change.before)),
                                      QString::fromUtf8(json(change.after)));
    QCOMPARE(found, changes);
}

void tst_ValueDiff::whatIsOnOneSideAloneMayBeOneChange()
{
    const QJsonValue before = value(R"({"a": {"b": 1}, "gone": {"x": [1, 2]}})");
    const QJsonValue after = value(R"({"a": {"b": 2, "new": {"y": {"z": 1}}}})");
    const QList<yaml::Change> changes = yaml::differences(before, after, yaml::Additions::Whole);
    QStringList paths;
    for (const yaml::Change &change : changes)
        paths.append(change.path.toString());
    QCOMPARE(paths, (QStringList{u"a.b"_s, u"a.new"_s, u"gone"_s}));
    QCOMPARE(changes.at(1).after, value(R"({"y": {"z": 1}})"));
    QVERIFY(changes.at(2).after.isUndefined());
}

void tst_ValueDiff::differencesLeadFromOneToTheOther()
{
    NastyValues values(40);
    for (int i = 0; i < 500; ++i) {
        const QJsonValue before = values.value(4);
        const QJsonValue after = edited(values, before);
        const QList<yaml::Change> changes = yaml::differences(before, after);
        QCOMPARE(changes.isEmpty(), yaml::isSame(before, after));
        for (const yaml::Change &change : changes) {
            QVERIFY(yaml::isSame(yaml::valueAt(before, change.path), change.before));
            QVERIFY(yaml::isSame(yaml::valueAt(after, change.path), change.after));
            QVERIFY(!yaml::isSame(change.before, change.after));
        }
        QCOMPARE(yaml::differences(after, before).size(), changes.size());
    }
}

void tst_ValueDiff::appliesAsTheStandardSays_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const QByteArray &target, const QByteArray &patch, const QByteArray &result) {
        QTest::addRow("%s with %s", target.constData(), patch.constData()) << target << patch << result;
    };

    // RFC 7396, appendix A
    row(R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})");
    row(R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})");
    row(R"({"a":"b"})", R"({"a":null})", "{}");
    row(R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})");
    row(R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})");
    row(R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})");
    row(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})");
    row(R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})");
    row(R"(["a","b"])", R"(["c","d"])", R"(["c","d"])");
    row(R"({"a":"b"})", R"(["c"])", R"(["c"])");
    row(R"({"a":"foo"})", "null", "null");
    row(R"({"a":"foo"})", R"("bar")", R"("bar")");
    row(R"({"e":null})", R"({"a":1})", R"({"a":1,"e":null})");
    row("[1,2]", R"({"a":"b","c":null})", R"({"a":"b"})");
    row("{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})");
}

void tst_ValueDiff::appliesAsTheStandardSays()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, patch);
    QFETCH(QByteArray, result);
    QCOMPARE(json(yaml::applyMergePatch(value(target), value(patch))), result);
}

void tst_ValueDiff::patchesExactlyWhatDiffers_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("patch");
    const auto row = [](const char *name, const QByteArray &from, const QByteArray &to, const QByteArray &patch) {
        QTest::newRow(name) << from << to << patch;
    };

    row("nothing", R"({"a": {"b": [1]}})", R"({"a": {"b": [1.0]}})", "{}");
    row("one leaf among many", R"({"spec": {"nodes": 3, "image": {"tag": "1", "repository": "r"}}, "status": {}})",
        R"({"spec": {"nodes": 3, "image": {"tag": "2", "repository": "r"}}, "status": {}})",
        R"({"spec":{"image":{"tag":"2"}}})");
    row("a field that goes", R"({"a": {"b": 1, "c": 2}})", R"({"a": {"c": 2}})", R"({"a":{"b":null}})");
    row("an object that goes", R"({"a": {"b": 1}})", "{}", R"({"a":null})");
    row("an object that comes", "{}", R"({"a": {"b": 1}})", R"({"a":{"b":1}})");
    row("an object that becomes empty", R"({"a": {"b": 1}})", R"({"a": {}})", R"({"a":{"b":null}})");
    row("an array as a whole", R"({"a": [1, 2]})", R"({"a": [1, 3]})", R"({"a":[1,3]})");
    row("a scalar for an object", R"({"a": {"b": 1}})", R"({"a": 2})", R"({"a":2})");
    row("an object for a scalar", R"({"a": 2})", R"({"a": {"b": 1}})", R"({"a":{"b":1}})");
}

void tst_ValueDiff::patchesExactlyWhatDiffers()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, patch);
    QCOMPARE(json(yaml::mergePatch(value(from).toObject(), value(to).toObject())), patch);
}

void tst_ValueDiff::patchLeadsFromOneToTheOther()
{
    NastyValues values(41);
    for (int i = 0; i < 1000; ++i) {
        const QJsonObject from = withoutNulls(values.value(4)).toObject();
        const QJsonObject to = withoutNulls(edited(values, from)).toObject();
        const QJsonObject patch = yaml::mergePatch(from, to);
        QVERIFY(yaml::isSame(yaml::applyMergePatch(from, patch), to));
        QCOMPARE(patch.isEmpty(), yaml::isSame(from, to));
    }
}

void tst_ValueDiff::merges_data()
{
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("ours");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("merged");
    QTest::addColumn<QStringList>("conflicts");
    const auto row = [](const char *name, const QByteArray &base, const QByteArray &ours, const QByteArray &theirs,
                        const QByteArray &merged, const QStringList &conflicts = {}) {
        QTest::newRow(name) << base << ours << theirs << merged << conflicts;
    };

    row("nobody did anything", R"({"a":1})", R"({"a":1})", R"({"a":1})", R"({"a":1})");
    row("only ours", R"({"a":1,"b":2})", R"({"a":3})", R"({"a":1,"b":2})", R"({"a":3})");
    row("only theirs", R"({"a":1,"b":2})", R"({"a":1,"b":2})", R"({"a":3})", R"({"a":3})");
    row("different fields", R"({"spec":{"tag":"1","nodes":3},"status":"x"})",
        R"({"spec":{"tag":"2","nodes":3},"status":"x"})", R"({"spec":{"tag":"1","nodes":5},"status":"y"})",
        R"({"spec":{"nodes":5,"tag":"2"},"status":"y"})");
    row("the same change", R"({"a":1})", R"({"a":2})", R"({"a":2})", R"({"a":2})");
    row("the same field", R"({"a":{"b":1}})", R"({"a":{"b":2}})", R"({"a":{"b":3}})", R"({"a":{"b":2}})",
        {u"a.b: 1, ours 2, theirs 3"_s});
    row("both removed it", R"({"a":1})", "{}", "{}", "{}");
    row("removed here, changed there", R"({"a":1})", "{}", R"({"a":2})", "{}", {u"a: 1, ours , theirs 2"_s});
    row("changed here, removed there", R"({"a":1})", R"({"a":2})", "{}", R"({"a":2})", {u"a: 1, ours 2, theirs "_s});
    row("removed here, changed inside there", R"({"a":{"b":1}})", "{}", R"({"a":{"b":2}})", "{}",
        {u"a: {\"b\":1}, ours , theirs {\"b\":2}"_s});
    row("both added objects", "{}", R"({"a":{"b":1}})", R"({"a":{"c":2}})", R"({"a":{"b":1,"c":2}})");
    row("both added one field", "{}", R"({"a":{"b":1}})", R"({"a":{"b":2}})", R"({"a":{"b":1}})",
        {u"a.b: , ours 1, theirs 2"_s});
    row("arrays are one thing", R"({"a":[1,2]})", R"({"a":[1,3]})", R"({"a":[4,2]})", R"({"a":[1,3]})",
        {u"a: [1,2], ours [1,3], theirs [4,2]"_s});
    row("an array that only one side changed", R"({"a":[1],"b":1})", R"({"a":[2],"b":1})", R"({"a":[1],"b":2})",
        R"({"a":[2],"b":2})");
    row("both made an object of a scalar", R"({"a":1})", R"({"a":{"b":1}})", R"({"a":{"c":1}})", R"({"a":{"b":1}})",
        {u"a: 1, ours {\"b\":1}, theirs {\"c\":1}"_s});
    row("the whole", "1", "2", "3", "2", {u": 1, ours 2, theirs 3"_s});
    row("numbers by value", R"({"a":[1]})", R"({"a":[1.0]})", R"({"a":[2]})", R"({"a":[2]})");
}

void tst_ValueDiff::merges()
{
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, ours);
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArray, merged);
    QFETCH(QStringList, conflicts);
    const yaml::Merge merge = yaml::merge3(value(base), value(ours), value(theirs));
    QCOMPARE(json(merge.merged), merged);
    QStringList found;
    for (const yaml::Conflict &conflict : merge.conflicts)
        found += u"%1: %2, ours %3, theirs %4"_s.arg(conflict.path.toString(), QString::fromUtf8(json(conflict.base)),
                                                     QString::fromUtf8(json(conflict.ours)),
                                                     QString::fromUtf8(json(conflict.theirs)));
    QCOMPARE(found, conflicts);
}

void tst_ValueDiff::mergesRandomValues()
{
    NastyValues values(42);
    for (int i = 0; i < 1000; ++i) {
        const QJsonValue base = values.value(4);
        const QJsonValue ours = edited(values, base);
        const QJsonValue theirs = edited(values, base);
        QVERIFY(yaml::isSame(yaml::merge3(base, ours, base).merged, ours));
        QVERIFY(yaml::isSame(yaml::merge3(base, base, theirs).merged, theirs));
        const yaml::Merge here = yaml::merge3(base, ours, theirs);
        const yaml::Merge there = yaml::merge3(base, theirs, ours);
        QCOMPARE(here.conflicts.size(), there.conflicts.size());
        // Decided their way, our merge is theirs.
        QJsonValue decided = here.merged;
        for (const yaml::Conflict &conflict : here.conflicts) {
            QVERIFY(yaml::isSame(yaml::valueAt(here.merged, conflict.path), conflict.ours));
            decided = yaml::withValue(decided, conflict.path, conflict.theirs);
        }
        QVERIFY(yaml::isSame(decided, there.merged));
    }
}

QTEST_GUILESS_MAIN(tst_ValueDiff)
#include "tst_valuediff.moc"
