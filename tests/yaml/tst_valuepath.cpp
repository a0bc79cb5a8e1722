// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"
#include "valuepath.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_ValuePath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsAsAFieldPath_data();
    void printsAsAFieldPath();
    void readsWhatServersWrite_data();
    void readsWhatServersWrite();
    void refusesWhatIsNoPath_data();
    void refusesWhatIsNoPath();
    void survivesPrinting();
    void compares();
    void findsValues();
    void replacesValues_data();
    void replacesValues();
};

void tst_ValuePath::printsAsAFieldPath_data()
{
    QTest::addColumn<yaml::Path>("path");
    QTest::addColumn<QString>("text");

    QTest::newRow("the whole") << yaml::Path{} << u""_s;
    QTest::newRow("keys") << yaml::Path{u"spec"_s, u"redisEnterpriseImageSpec"_s, u"versionTag"_s}
                          << u"spec.redisEnterpriseImageSpec.versionTag"_s;
    QTest::newRow("an index") << yaml::Path{u"spec"_s, u"containers"_s, 0, u"image"_s} << u"spec.containers[0].image"_s;
    QTest::newRow("a key with dots") << yaml::Path{u"metadata"_s, u"annotations"_s, u"a.b/c"_s}
                                     << uR"(metadata.annotations["a.b/c"])"_s;
    QTest::newRow("a key with quotes") << yaml::Path{u"a\"b\\c"_s, u"d"_s} << uR"(["a\"b\\c"].d)"_s;
    QTest::newRow("an empty key") << yaml::Path{u""_s} << uR"([""])"_s;
    QTest::newRow("an index in front") << yaml::Path{3, 4, u"a-b_c"_s} << u"[3][4].a-b_c"_s;
    QTest::newRow("a key that is a number") << yaml::Path{u"0"_s} << u"0"_s;
}

void tst_ValuePath::printsAsAFieldPath()
{
    QFETCH(yaml::Path, path);
    QFETCH(QString, text);
    QCOMPARE(path.toString(), text);
    QCOMPARE(yaml::Path::fromString(text), path);
}

void tst_ValuePath::readsWhatServersWrite_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<yaml::Path>("path");

    QTest::newRow("a leading dot") << u".spec.nodes"_s << yaml::Path{u"spec"_s, u"nodes"_s};
    QTest::newRow("a key in brackets") << u"metadata.labels[a.b/c]"_s
                                       << yaml::Path{u"metadata"_s, u"labels"_s, u"a.b/c"_s};
}

void tst_ValuePath::readsWhatServersWrite()
{
    QFETCH(QString, text);
    QFETCH(yaml::Path, path);
    QCOMPARE(yaml::Path::fromString(text), path);
}

void tst_ValuePath::refusesWhatIsNoPath_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts{u"a..b"_s, u"a."_s,    u"."_s,       u"a["_s,       u"a[]"_s,    u"a[\"b]"_s,
                            u"a b"_s,  u"a[0]b"_s, u"a[\"b\""_s, u"[\"b\"]c"_s, u"a[\"\\"_s, u"$.a"_s};
    for (const QString &text : texts)
        QTest::addRow("%s", qPrintable(text)) << text;
}

void tst_ValuePath::refusesWhatIsNoPath()
{
    QFETCH(QString, text);
    QVERIFY(!yaml::Path::fromString(text));
}

void tst_ValuePath::survivesPrinting()
{
    NastyValues values(5);
    for (int i = 0; i < 2000; ++i) {
        yaml::Path path;
        for (int steps = values.below(5); steps > 0; --steps)
            path /= values.chance(30) ? yaml::Step(values.below(100)) : yaml::Step(values.string());
        QCOMPARE(yaml::Path::fromString(path.toString()), path);
    }
}

void tst_ValuePath::compares()
{
    const yaml::Path spec{u"spec"_s};
    const yaml::Path image = spec / u"containers"_s / 0 / u"image"_s;
    QCOMPARE(image.parent(), (yaml::Path{u"spec"_s, u"containers"_s, 0}));
    QCOMPARE(yaml::Path().parent(), yaml::Path());
    QVERIFY(image.startsWith(spec));
    QVERIFY(image.startsWith(image));
    QVERIFY(image.startsWith({}));
    QVERIFY(!spec.startsWith(image));
    QVERIFY(!image.startsWith({u"status"_s}));
    QVERIFY(yaml::Path({u"0"_s}) != yaml::Path({0}));
}

void tst_ValuePath::findsValues()
{
    const QJsonValue value = QJsonDocument::fromJson(R"({"a": [{"b": 1}, null], "c": {"": 2}})").object();
    QCOMPARE(yaml::valueAt(value, {}), value);
    QCOMPARE(yaml::valueAt(value, {u"a"_s, 0, u"b"_s}), QJsonValue(1));
    QCOMPARE(yaml::valueAt(value, {u"a"_s, 1}), QJsonValue(QJsonValue::Null));
    QCOMPARE(yaml::valueAt(value, {u"c"_s, u""_s}), QJsonValue(2));
    QVERIFY(yaml::valueAt(value, {u"a"_s, 2}).isUndefined());
    QVERIFY(yaml::valueAt(value, {u"a"_s, u"b"_s}).isUndefined());
    QVERIFY(yaml::valueAt(value, {u"c"_s, 0}).isUndefined());
    QVERIFY(yaml::valueAt(value, {u"x"_s, u"y"_s}).isUndefined());
}

void tst_ValuePath::replacesValues_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("replacement");
    QTest::addColumn<QByteArray>("after");
    const QJsonValue none(QJsonValue::Undefined);

    QTest::newRow("a field") << R"({"a":{"b":1}})"_ba << u"a.b"_s << QJsonValue(2) << R"({"a":{"b":2}})"_ba;
    QTest::newRow("a new field") << R"({"a":{"b":1}})"_ba << u"a.c"_s << QJsonValue(2) << R"({"a":{"b":1,"c":2}})"_ba;
    QTest::newRow("missing objects are made") << "{}"_ba << u"a.b.c"_s << QJsonValue(1) << R"({"a":{"b":{"c":1}}})"_ba;
    QTest::newRow("a null on the way becomes an object")
        << R"({"a":null})"_ba << u"a.b"_s << QJsonValue(1) << R"({"a":{"b":1}})"_ba;
    QTest::newRow("a scalar in the way stays") << R"({"a":1})"_ba << u"a.b"_s << QJsonValue(1) << R"({"a":1})"_ba;
    QTest::newRow("a field is removed") << R"({"a":{"b":1,"c":2}})"_ba << u"a.b"_s << none << R"({"a":{"c":2}})"_ba;
    QTest::newRow("a missing field is not removed") << R"({"a":1})"_ba << u"b.c"_s << none << R"({"a":1})"_ba;
    QTest::newRow("an item") << R"({"a":[1,2]})"_ba << u"a[1]"_s << QJsonValue(3) << R"({"a":[1,3]})"_ba;
    QTest::newRow("an item at the end") << R"({"a":[1]})"_ba << u"a[1]"_s << QJsonValue(2) << R"({"a":[1,2]})"_ba;
    QTest::newRow("an item beyond the end") << R"({"a":[1]})"_ba << u"a[2]"_s << QJsonValue(2) << R"({"a":[1]})"_ba;
    QTest::newRow("an item is removed") << R"({"a":[1,2]})"_ba << u"a[0]"_s << none << R"({"a":[2]})"_ba;
    QTest::newRow("a field of an item") << R"({"a":[{"b":1}]})"_ba << u"a[0].b"_s << QJsonValue(2)
                                        << R"({"a":[{"b":2}]})"_ba;
    QTest::newRow("an index into an object") << R"({"a":{}})"_ba << u"a[0]"_s << QJsonValue(2) << R"({"a":{}})"_ba;
}

void tst_ValuePath::replacesValues()
{
    QFETCH(QByteArray, before);
    QFETCH(QString, path);
    QFETCH(QJsonValue, replacement);
    QFETCH(QByteArray, after);
    const auto parsed = yaml::Path::fromString(path);
    QVERIFY(parsed);
    const QJsonValue result = yaml::withValue(QJsonDocument::fromJson(before).object(), *parsed, replacement);
    QCOMPARE(QJsonDocument(result.toObject()).toJson(QJsonDocument::Compact), after);
}

QTEST_GUILESS_MAIN(tst_ValuePath)
#include "tst_valuepath.moc"
