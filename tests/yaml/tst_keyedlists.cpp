// SPDX-License-Identifier: Apache-2.0
#include "keyedlists.h"
#include "nastyvalues.h"
#include "valuediff.h"
#include "valuemerge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using yaml::KeyedLists;
using yaml::Sides;

class tst_KeyedLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void turnsListsThatHaveNames_data();
    void turnsListsThatHaveNames();
    void mergesByName_data();
    void mergesByName();
    void keepsWhatNobodyChanged();
    void doesNotMindTheOrder();
    void mergesTheSameAgain();
};

namespace {

const QList<yaml::ListRule> rules{
    {.path = u"list"_s, .keys = {u"name"_s}},
    {.path = u"list.*.ports"_s, .keys = {u"port"_s, u"protocol"_s}, .defaults = {{u"protocol"_s, u"TCP"_s}}},
    {.path = u"set"_s, .keys = {}}};

QJsonValue value(const QByteArray &json)
{
    return json.isEmpty() ? QJsonValue(QJsonValue::Undefined)
                          : QJsonDocument::fromJson(QByteArray("[" + json + "]")).array().at(0);
}

QByteArray json(const QJsonValue &value)
{
    if (value.isUndefined())
        return {};
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return text.mid(1, text.size() - 2);
}

QJsonValue merged(const Sides &sides)
{
    const KeyedLists lists(rules, sides);
    const Sides &keyed = lists.keyed();
    return lists.plain(yaml::merge3(keyed.base, keyed.ours, keyed.theirs).merged);
}

/// An object with named lists in it, as containers with their ports are.
QJsonObject randomObject(NastyValues &values)
{
    QJsonArray list;
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s}) {
        if (values.chance(30))
            continue;
        QJsonArray ports;
        for (int port = 0; port < 3; ++port) {
            if (values.chance(50))
                ports.append(QJsonObject{{"port"_L1, port}, {"to"_L1, values.below(3)}});
        }
        list.append(QJsonObject{{"name"_L1, name}, {"ports"_L1, ports}, {"value"_L1, values.below(3)}});
    }
    QJsonArray set;
    for (int i = 0; i < 4; ++i) {
        if (values.chance(50))
            set.append(i);
    }
    return {{"list"_L1, list}, {"set"_L1, set}, {"value"_L1, values.below(3)}};
}

QJsonArray shuffled(NastyValues &values, QJsonArray list)
{
    for (qsizetype i = list.size() - 1; i > 0; --i) {
        const int other = values.below(int(i) + 1);
        const QJsonValue moved = list.at(i);
        list[i] = list.at(other);
        list[other] = moved;
    }
    return list;
}

QJsonObject shuffled(NastyValues &values, QJsonObject object)
{
    QJsonArray list = shuffled(values, object["list"_L1].toArray());
    for (auto entry : list) {
        QJsonObject changed = entry.toObject();
        changed["ports"_L1] = shuffled(values, changed["ports"_L1].toArray());
        entry = changed;
    }
    object["list"_L1] = list;
    object["set"_L1] = shuffled(values, object["set"_L1].toArray());
    return object;
}

/// Equal but for the order of entries.
bool isSameInAnyOrder(const QJsonValue &left, const QJsonValue &right)
{
    const KeyedLists lists(rules, {.ours = left, .theirs = right});
    return yaml::isSame(lists.keyed().ours, lists.keyed().theirs);
}

} // namespace

void tst_KeyedLists::turnsListsThatHaveNames_data()
{
    QTest::addColumn<QByteArray>("ours");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("keyed");
    const auto row = [](const char *name, const QByteArray &ours, const QByteArray &theirs, const QByteArray &keyed) {
        QTest::newRow(name) << ours << theirs << keyed;
    };
    row("entries by their name", R"({"list":[{"name":"b"},{"name":"a"}]})", "",
        R"({"list":{"a":{"name":"a"},"b":{"name":"b"}}})");
    row("an empty list", R"({"list":[]})", "", R"({"list":{}})");
    row("lists in entries, by two fields, one of them left out",
        R"({"list":[{"name":"a","ports":[{"port":1},{"port":1,"protocol":"UDP"}]}]})", "",
        R"({"list":{"a":{"name":"a","ports":{"1/TCP":{"port":1},"1/UDP":{"port":1,"protocol":"UDP"}}}}})");
    row("scalars by themselves", R"({"set":["x",1,true]})", "", R"({"set":{"1":1,"true":true,"x":"x"}})");
    row("not a list without a rule", R"({"other":[{"name":"a"}]})", "", R"({"other":[{"name":"a"}]})");
    row("not where two have one name", R"({"list":[{"name":"a"},{"name":"a"}]})", "",
        R"({"list":[{"name":"a"},{"name":"a"}]})");
    row("not where one has no name", R"({"list":[{"name":"a"},{"image":"b"}]})", "",
        R"({"list":[{"name":"a"},{"image":"b"}]})");
    row("not where a name is no scalar", R"({"list":[{"name":["a"]}]})", "", R"({"list":[{"name":["a"]}]})");
    row("not where the other side has no list", R"({"list":[{"name":"a"}]})", R"({"list":1})",
        R"({"list":[{"name":"a"}]})");
    row("not where the other side's entries have no name", R"({"list":[{"name":"a"}]})", R"({"list":[1]})",
        R"({"list":[{"name":"a"}]})");
    row("a scalar", "1", "2", "1");
    row("nothing", "", "", "");
}

void tst_KeyedLists::turnsListsThatHaveNames()
{
    QFETCH(QByteArray, ours);
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArray, keyed);
    const KeyedLists lists(rules, {.ours = value(ours), .theirs = value(theirs)});
    QCOMPARE(json(lists.keyed().ours), keyed);
    QCOMPARE(json(lists.plain(lists.keyed().ours)), ours);
}

void tst_KeyedLists::mergesByName_data()
{
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("ours");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &base, const QByteArray &ours, const QByteArray &theirs,
                        const QByteArray &expected) {
        const auto list = [](const QByteArray &entries) { return QByteArray(R"({"list":[)" + entries + "]}"); };
        QTest::newRow(name) << list(base) << list(ours) << list(theirs) << list(expected);
    };
    row("each changed another entry", R"({"name":"a"},{"name":"b"})", R"({"name":"a","x":1},{"name":"b"})",
        R"({"name":"a"},{"name":"b","x":2})", R"({"name":"a","x":1},{"name":"b","x":2})");
    row("each changed another field of one entry", R"({"name":"a"})", R"({"name":"a","x":1})", R"({"name":"a","y":2})",
        R"({"name":"a","x":1,"y":2})");
    row("each added an entry: theirs stand first", R"({"name":"a"})", R"({"name":"a"},{"name":"o"})",
        R"({"name":"t"},{"name":"a"})", R"({"name":"t"},{"name":"a"},{"name":"o"})");
    row("they removed what we did not touch", R"({"name":"a"},{"name":"b"})",
        R"({"name":"a"},{"name":"b"},{"name":"o"})", R"({"name":"a"})", R"({"name":"a"},{"name":"o"})");
    row("we removed what they did not touch", R"({"name":"a"},{"name":"b"})", R"({"name":"a"})",
        R"({"name":"b"},{"name":"a"},{"name":"t"})", R"({"name":"a"},{"name":"t"})");
    row("they moved nothing: our order stays", R"({"name":"a"},{"name":"b"})",
        R"({"name":"b"},{"name":"o"},{"name":"a"})", R"({"name":"a","x":1},{"name":"b"})",
        R"({"name":"b"},{"name":"o"},{"name":"a","x":1})");
    row("a default written out on one side is the same entry", R"({"name":"a","ports":[{"port":1}]})",
        R"({"name":"a","ports":[{"port":1,"protocol":"TCP"}]})", R"({"name":"a","ports":[{"port":1,"to":2}]})",
        R"({"name":"a","ports":[{"port":1,"protocol":"TCP","to":2}]})");
}

void tst_KeyedLists::mergesByName()
{
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, ours);
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArray, expected);
    QCOMPARE(json(merged({.base = value(base), .ours = value(ours), .theirs = value(theirs)})), expected);
}

void tst_KeyedLists::keepsWhatNobodyChanged()
{
    NastyValues values(7);
    for (int i = 0; i < 3000; ++i) {
        const QJsonObject base = randomObject(values);
        const QJsonObject changed = shuffled(values, randomObject(values));
        QCOMPARE(json(merged({.base = base, .ours = base, .theirs = changed})), json(changed));
        QCOMPARE(json(merged({.base = base, .ours = changed, .theirs = base})), json(changed));
        QCOMPARE(json(merged({.base = base, .ours = changed, .theirs = changed})), json(changed));
    }
}

void tst_KeyedLists::doesNotMindTheOrder()
{
    NastyValues values(8);
    for (int i = 0; i < 3000; ++i) {
        const QJsonObject base = randomObject(values);
        const QJsonObject ours = randomObject(values);
        const QJsonObject theirs = randomObject(values);
        const QJsonValue one = merged({.base = base, .ours = ours, .theirs = theirs});
        const QJsonValue other = merged(
            {.base = shuffled(values, base), .ours = shuffled(values, ours), .theirs = shuffled(values, theirs)});
        QVERIFY2(isSameInAnyOrder(one, other), QByteArray(json(one) + '\n' + json(other)));
    }
}

void tst_KeyedLists::mergesTheSameAgain()
{
    NastyValues values(9);
    for (int i = 0; i < 3000; ++i) {
        const QJsonObject base = randomObject(values);
        const QJsonObject ours = randomObject(values);
        const QJsonObject theirs = randomObject(values);
        const QJsonValue once = merged({.base = base, .ours = ours, .theirs = theirs});
        QCOMPARE(json(merged({.base = theirs, .ours = once, .theirs = theirs})), json(once));
    }
}

QTEST_GUILESS_MAIN(tst_KeyedLists)
#include "tst_keyedlists.moc"
