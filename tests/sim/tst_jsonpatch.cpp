// SPDX-License-Identifier: Apache-2.0
#include "jsonliteral.h"
#include "json/jsonpatch.h"
#include "json/jsontext.h"

using namespace Qt::StringLiterals;

class tst_JsonPatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appliesJsonPatches_data();
    void appliesJsonPatches();
    void refusesJsonPatches_data();
    void refusesJsonPatches();
    void appliesMergePatches_data();
    void appliesMergePatches();
    void findsDuplicateFields_data();
    void findsDuplicateFields();
    void writesAsTheServerDoes();
};

void tst_JsonPatch::appliesJsonPatches_data()
{
    QTest::addColumn<QJsonValue>("document");
    QTest::addColumn<QJsonValue>("patch");
    QTest::addColumn<QJsonValue>("result");

    const auto row = [](const char *name, const char *document, const char *patch, const char *result) {
        QTest::newRow(name) << json(document) << json(patch) << json(result);
    };
    // RFC 6902, appendix A
    row("A.1 a member is added", "{'foo':'bar'}", "[{'op':'add','path':'/baz','value':'qux'}]",
        "{'baz':'qux','foo':'bar'}");
    row("A.2 an item is added", "{'foo':['bar','baz']}", "[{'op':'add','path':'/foo/1','value':'qux'}]",
        "{'foo':['bar','qux','baz']}");
    row("A.3 a member is removed", "{'baz':'qux','foo':'bar'}", "[{'op':'remove','path':'/baz'}]", "{'foo':'bar'}");
    row("A.4 an item is removed", "{'foo':['bar','qux','baz']}", "[{'op':'remove','path':'/foo/1'}]",
        "{'foo':['bar','baz']}");
    row("A.5 a value is replaced", "{'baz':'qux','foo':'bar'}", "[{'op':'replace','path':'/baz','value':'boo'}]",
        "{'baz':'boo','foo':'bar'}");
    row("A.6 a value is moved", "{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}}",
        "[{'op':'move','from':'/foo/waldo','path':'/qux/thud'}]",
        "{'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}");
    row("A.7 an item is moved", "{'foo':['all','grass','cows','eat']}",
        "[{'op':'move','from':'/foo/1','path':'/foo/3'}]", "{'foo':['all','cows','eat','grass']}");
    row("A.8 a test holds", "{'baz':'qux','foo':['a',2,'c']}",
        "[{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2}]",
        "{'baz':'qux','foo':['a',2,'c']}");
    row("A.10 a nested object is added", "{'foo':'bar'}", "[{'op':'add','path':'/child','value':{'grandchild':{}}}]",
        "{'foo':'bar','child':{'grandchild':{}}}");
    row("A.11 unknown members of an operation are ignored", "{'foo':'bar'}",
        "[{'op':'add','path':'/baz','value':'qux','xyz':123}]", "{'foo':'bar','baz':'qux'}");
    row("A.14 a tilde is escaped", "{'/':9,'~1':10}", "[{'op':'test','path':'/~01','value':10}]", "{'/':9,'~1':10}");
    row("A.16 an item is added at the end", "{'foo':['bar']}", "[{'op':'add','path':'/foo/-','value':['abc','def']}]",
        "{'foo':['bar',['abc','def']]}");
    // beyond the appendix
    row("the whole document is replaced", "{'foo':1}", "[{'op':'replace','path':'','value':{'bar':2}}]", "{'bar':2}");
    row("adding to an existing member replaces it", "{'foo':1}", "[{'op':'add','path':'/foo','value':2}]", "{'foo':2}");
    row("a value is copied", "{'a':{'b':1}}", "[{'op':'copy','from':'/a','path':'/c'}]", "{'a':{'b':1},'c':{'b':1}}");
    row("a slash in a label is escaped", "{'labels':{}}", "[{'op':'add','path':'/labels/app.io~1name','value':'x'}]",
        "{'labels':{'app.io/name':'x'}}");
    row("null is a value", "{'a':1}", "[{'op':'replace','path':'/a','value':null}]", "{'a':null}");
    row("a test for null holds where nothing is", "{}", "[{'op':'test','path':'/a','value':null}]", "{}");
    row("an item is replaced in a list in a list", "[[1],[2]]", "[{'op':'replace','path':'/1/0','value':3}]",
        "[[1],[3]]");
    row("operations see what those before them did", "{}",
        "[{'op':'add','path':'/a','value':{}},{'op':'add','path':'/a/b','value':1}]", "{'a':{'b':1}}");
    row("no operations change nothing", "{'a':1}", "[]", "{'a':1}");
}

void tst_JsonPatch::appliesJsonPatches()
{
    QFETCH(QJsonValue, document);
    QFETCH(QJsonValue, patch);
    QFETCH(QJsonValue, result);
    const auto patched = sim::jsonPatch(document, patch.toArray());
    QVERIFY2(patched, patched ? "" : qPrintable(patched.error()));
    QCOMPARE(shown(*patched), shown(result));
}

void tst_JsonPatch::refusesJsonPatches_data()
{
    QTest::addColumn<QJsonValue>("document");
    QTest::addColumn<QJsonValue>("patch");

    const auto row = [](const char *name, const char *document, const char *patch) {
        QTest::newRow(name) << json(document) << json(patch);
    };
    row("A.9 a test that fails", "{'baz':'qux'}", "[{'op':'test','path':'/baz','value':'bar'}]");
    row("A.12 adding below nothing", "{'foo':'bar'}", "[{'op':'add','path':'/baz/bat','value':'qux'}]");
    row("A.15 a number is no string", "{'/':9,'~1':10}", "[{'op':'test','path':'/~01','value':'10'}]");
    row("an item far after the end", "{'a':[1]}", "[{'op':'add','path':'/a/5','value':2}]");
    row("an index with a leading zero", "{'a':[1,2]}", "[{'op':'remove','path':'/a/01'}]");
    row("a negative index", "{'a':[1,2]}", "[{'op':'remove','path':'/a/-1'}]");
    row("an index with a sign", "{'a':[1,2]}", "[{'op':'remove','path':'/a/+1'}]");
    row("an index that is a word", "{'a':[1,2]}", "[{'op':'replace','path':'/a/x','value':1}]");
    row("the place after the end holds nothing to remove", "{'a':[1]}", "[{'op':'remove','path':'/a/-'}]");
    row("removing nothing", "{'a':1}", "[{'op':'remove','path':'/b'}]");
    row("replacing nothing", "{'a':1}", "[{'op':'replace','path':'/b','value':1}]");
    row("moving nothing", "{'a':1}", "[{'op':'move','from':'/b','path':'/c'}]");
    row("copying nothing", "{'a':1}", "[{'op':'copy','from':'/b','path':'/c'}]");
    row("moving into itself", "{'a':{'b':1}}", "[{'op':'move','from':'/a','path':'/a/c'}]");
    row("an unknown operation", "{'a':1}", "[{'op':'frob','path':'/a'}]");
    row("no operation", "{'a':1}", "[{'path':'/a'}]");
    row("no path", "{'a':1}", "[{'op':'add','value':1}]");
    row("a path without a slash", "{'a':1}", "[{'op':'remove','path':'a'}]");
    row("no value", "{'a':1}", "[{'op':'add','path':'/b'}]");
    row("below a scalar", "{'a':1}", "[{'op':'add','path':'/a/b','value':1}]");
    row("one bad operation among good ones", "{'a':1}",
        "[{'op':'add','path':'/b','value':1},{'op':'test','path':'/a','value':2}]");
}

void tst_JsonPatch::refusesJsonPatches()
{
    QFETCH(QJsonValue, document);
    QFETCH(QJsonValue, patch);
    const auto patched = sim::jsonPatch(document, patch.toArray());
    QVERIFY(!patched);
    QVERIFY(!patched.error().isEmpty());
}

void tst_JsonPatch::appliesMergePatches_data()
{
    QTest::addColumn<QJsonValue>("document");
    QTest::addColumn<QJsonValue>("patch");
    QTest::addColumn<QJsonValue>("result");

    const auto row = [](const char *name, const char *document, const char *patch, const char *result) {
        QTest::newRow(name) << json(document) << json(patch) << json(result);
    };
    // RFC 7396, appendix A, in its order
    row("a value is replaced", "{'a':'b'}", "{'a':'c'}", "{'a':'c'}");
    row("a value is added", "{'a':'b'}", "{'b':'c'}", "{'a':'b','b':'c'}");
    row("null removes", "{'a':'b'}", "{'a':null}", "{}");
    row("null removes one of two", "{'a':'b','b':'c'}", "{'a':null}", "{'b':'c'}");
    row("a list becomes a string", "{'a':['b']}", "{'a':'c'}", "{'a':'c'}");
    row("a string becomes a list", "{'a':'c'}", "{'a':['b']}", "{'a':['b']}");
    row("objects merge", "{'a':{'b':'c'}}", "{'a':{'b':'d','c':null}}", "{'a':{'b':'d'}}");
    row("lists of objects are replaced", "{'a':[{'b':'c'}]}", "{'a':[1]}", "{'a':[1]}");
    row("a top list is replaced", "['a','b']", "['c','d']", "['c','d']");
    row("an object becomes a list", "{'a':'b'}", "['c']", "['c']");
    row("an object becomes null", "{'a':'foo'}", "null", "null");
    row("an object becomes a string", "{'a':'foo'}", "'bar'", "'bar'");
    row("a null that was there stays", "{'e':null}", "{'a':1}", "{'e':null,'a':1}");
    row("a list becomes an object without its nulls", "[1,2]", "{'a':'b','c':null}", "{'a':'b'}");
    row("nulls of a new object are left out", "{}", "{'a':{'bb':{'ccc':null}}}", "{'a':{'bb':{}}}");
}

void tst_JsonPatch::appliesMergePatches()
{
    QFETCH(QJsonValue, document);
    QFETCH(QJsonValue, patch);
    QFETCH(QJsonValue, result);
    QCOMPARE(shown(sim::mergePatch(document, patch)), shown(result));
}

void tst_JsonPatch::findsDuplicateFields_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("duplicates");

    QTest::newRow("none") << QByteArray(R"({"a":1,"b":{"a":1}})") << QStringList();
    QTest::newRow("at the top") << QByteArray(R"({"a":1,"a":2})") << QStringList{u"a"_s};
    QTest::newRow("in an object") << QByteArray(R"({"spec":{"nodes":3,"x":1,"nodes":5}})")
                                  << QStringList{u"spec.nodes"_s};
    QTest::newRow("in a list") << QByteArray(R"({"a":[{"b":1},{"c":1,"c":1}]})") << QStringList{u"a[1].c"_s};
    QTest::newRow("three times is told once") << QByteArray(R"({"a":1,"a":2,"a":3})") << QStringList{u"a"_s};
    QTest::newRow("an escaped key is the same key") << QByteArray(R"({"ab":1,"\u0061b":2})") << QStringList{u"ab"_s};
}

void tst_JsonPatch::findsDuplicateFields()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, duplicates);
    const auto read = sim::readJson(text);
    QVERIFY(read);
    QCOMPARE(read->duplicates, duplicates);
    QVERIFY(!sim::readJson(text.chopped(1)));
    QVERIFY(!sim::readJson(text + ",1"));
}

void tst_JsonPatch::writesAsTheServerDoes()
{
    const QJsonObject object = jsonObject("{'a':[],'b':{},'c':[1,{'d':'x\\ny'}]}");
    QCOMPARE(sim::compactJson(object), QByteArray(R"({"a":[],"b":{},"c":[1,{"d":"x\ny"}]})"));
    QCOMPARE(
        sim::prettyJson(object),
        QByteArray("{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": \"x\\ny\"\n    }\n  ]\n}"));
}

QTEST_GUILESS_MAIN(tst_JsonPatch)
#include "tst_jsonpatch.moc"
