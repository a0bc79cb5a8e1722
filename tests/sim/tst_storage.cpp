// SPDX-License-Identifier: Apache-2.0
#include "http/labelquery.h"
#include "jsonliteral.h"
#include "store/selector.h"
#include "store/storage.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace {

const QString pods = u"pods"_s;

QStringList names(const QList<sim::StoredPtr> &objects)
{
    QStringList result;
    for (const sim::StoredPtr &object : objects)
        result.append(object->key().nameSpace + u'/' + object->key().name);
    return result;
}

} // namespace

class tst_Storage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWriteHasItsRevision();
    void listsAreSortedByNamespaceAndName();
    void thePastCanBeListed();
    void compactedHistoryIsGone();
    void oldHistoryIsForgottenByItself();
    void changesSayWhatWasThereBefore();
    void labelSelectors_data();
    void labelSelectors();
    void brokenLabelSelectors_data();
    void brokenLabelSelectors();
    void fieldSelectors_data();
    void fieldSelectors();
};

void tst_Storage::everyWriteHasItsRevision()
{
    sim::Storage storage;
    const qint64 start = storage.revision();
    const sim::StoredPtr first = storage.put(pods, {u"a"_s, u"x"_s}, jsonObject("{'metadata':{'uid':'1'}}"));
    QCOMPARE(first->revision(), start + 1);
    QCOMPARE(first->object()["metadata"_L1]["resourceVersion"_L1].toString(), QString::number(start + 1));
    const sim::StoredPtr second = storage.put(pods, {u"a"_s, u"x"_s}, {});
    QCOMPARE(second->revision(), start + 2);
    QCOMPARE(storage.get(pods, {u"a"_s, u"x"_s}), second);
    const sim::StoredPtr last = storage.remove(pods, {u"a"_s, u"x"_s});
    QCOMPARE(last->revision(), start + 3);
    QVERIFY(!storage.get(pods, {u"a"_s, u"x"_s}));
    QCOMPARE(storage.revision(), start + 3);
}

void tst_Storage::listsAreSortedByNamespaceAndName()
{
    sim::Storage storage;
    for (const auto &[nameSpace, name] :
         {std::pair(u"b"_s, u"1"_s), {u"a"_s, u"2"_s}, {u"a"_s, u"1"_s}, {u"c"_s, u"0"_s}})
        storage.put(pods, {nameSpace, name}, {});
    storage.put(u"nodes"_s, {{}, u"n"_s}, {});
    QCOMPARE(names(storage.list(pods)), (QStringList{u"a/1"_s, u"a/2"_s, u"b/1"_s, u"c/0"_s}));
    QCOMPARE(names(storage.list(pods, u"a"_s)), (QStringList{u"a/1"_s, u"a/2"_s}));
    QCOMPARE(names(storage.list(pods, u"zz"_s)), QStringList());
    QCOMPARE(names(storage.list(u"nodes"_s)), QStringList{u"/n"_s});
}

void tst_Storage::thePastCanBeListed()
{
    sim::Storage storage;
    storage.put(pods, {u"a"_s, u"1"_s}, jsonObject("{'v':1}"));
    storage.put(pods, {u"a"_s, u"2"_s}, {});
    const qint64 then = storage.revision();
    storage.put(pods, {u"a"_s, u"1"_s}, jsonObject("{'v':2}"));
    storage.remove(pods, {u"a"_s, u"2"_s});
    storage.put(pods, {u"a"_s, u"3"_s}, {});
    storage.put(u"nodes"_s, {{}, u"n"_s}, {});

    const auto past = storage.listAt(pods, {}, then);
    QVERIFY(past);
    QCOMPARE(names(*past), (QStringList{u"a/1"_s, u"a/2"_s}));
    QCOMPARE(past->first()->object()["v"_L1].toInt(), 1);
    QCOMPARE(names(*storage.listAt(pods, {}, storage.revision())), (QStringList{u"a/1"_s, u"a/3"_s}));
    QVERIFY(!storage.listAt(pods, {}, storage.revision() + 1));
}

void tst_Storage::compactedHistoryIsGone()
{
    sim::Storage storage;
    storage.put(pods, {u"a"_s, u"1"_s}, {});
    const qint64 then = storage.revision();
    storage.put(pods, {u"a"_s, u"2"_s}, {});
    storage.compact();
    QCOMPARE(storage.compactedRevision(), storage.revision());
    QVERIFY(!storage.listAt(pods, {}, then));
    QVERIFY(storage.listAt(pods, {}, storage.revision()));
    QVERIFY(storage.changesAfter(storage.revision()).empty());
}

void tst_Storage::oldHistoryIsForgottenByItself()
{
    sim::Storage storage(10);
    for (int i = 0; i < 100; ++i)
        storage.put(pods, {u"a"_s, QString::number(i)}, {});
    QVERIFY(storage.revision() - storage.compactedRevision() >= 10);
    QVERIFY(storage.revision() - storage.compactedRevision() <= 20);
    QCOMPARE(storage.list(pods).size(), 100);
}

void tst_Storage::changesSayWhatWasThereBefore()
{
    sim::Storage storage;
    const qint64 start = storage.revision();
    storage.put(pods, {u"a"_s, u"1"_s}, jsonObject("{'v':1}"));
    storage.put(pods, {u"a"_s, u"1"_s}, jsonObject("{'v':2}"));
    storage.remove(pods, {u"a"_s, u"1"_s});
    const auto changes = storage.changesAfter(start);
    QCOMPARE(changes.size(), 3);
    QCOMPARE(changes[0].type, sim::Change::Type::Added);
    QVERIFY(!changes[0].before);
    QCOMPARE(changes[1].type, sim::Change::Type::Modified);
    QCOMPARE(changes[1].before->object()["v"_L1].toInt(), 1);
    QCOMPARE(changes[2].type, sim::Change::Type::Deleted);
    QCOMPARE(changes[2].before->object()["v"_L1].toInt(), 2);
    QCOMPARE(changes[2].revision(), start + 3);
}

void tst_Storage::labelSelectors_data()
{
    QTest::addColumn<bool>("selects");
    const auto row = [](const char *selector, bool selects) { QTest::newRow(selector) << selects; };
    // against app=redis,tier=data,n=5
    row("app=redis", true);
    row("app==redis", true);
    row("app = redis", true);
    row("app=x", false);
    row("app!=x", true);
    row("app!=redis", false);
    row("other!=x", true);
    row("app", true);
    row("other", false);
    row("!other", true);
    row("!app", false);
    row("app in (redis,x)", true);
    row("app in ( x )", false);
    row("app notin (x, y)", true);
    row("other notin ()", true);
    row("app in (,redis)", true);
    row("other notin (x)", true);
    row("app=redis,tier=data", true);
    row("app=redis,tier=x", false);
    row("app in (redis,x),tier", true);
    row("n>4", true);
    row("n<5", false);
    row("app=", false);
}

void tst_Storage::labelSelectors()
{
    QFETCH(bool, selects);
    const auto selector = sim::readLabelSelector(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(selector);
    QCOMPARE(selector->matches(jsonObject("{'app':'redis','tier':'data','n':'5'}")), selects);
}

void tst_Storage::brokenLabelSelectors_data()
{
    QTest::addColumn<QString>("message");
    const auto row = [](const char *selector, const QString &message) { QTest::newRow(selector) << message; };
    const QString requirement = u"unable to parse requirement: "_s;
    row("a===", requirement + u"found '=', expected: identifier"_s);
    row("a in", requirement + u"found '' expected: '('"_s);
    row("a in (", requirement + u"found '', expected: ',', ')' or identifier"_s);
    row("a in (b", requirement + u"found '', expected: ',' or ')'"_s);
    row("a in (b c)", requirement + u"found 'c', expected: ',' or ')'"_s);
    row("a in x", requirement + u"found 'x' expected: '('"_s);
    row("a b", requirement + u"found 'b', expected: in, notin, =, ==, !=, gt, lt"_s);
    row("!", requirement + u"found '', expected: identifier"_s);
    row("a>b",
        requirement + u"values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer"_s);
    row("a=-b",
        requirement + u"values[0][a]: Invalid value: \"-b\": a valid label must be an empty string or consist"_s);
    row("a/b/c", requirement + u"<nil>: Invalid value: \"a/b/c\": a qualified name must consist"_s);
    row("=x", u"found '=', expected: !, identifier, or 'end of string'"_s);
    row("a=b c", u"found 'c', expected: ',' or 'end of string'"_s);
    row("a,,b", u"found ',', expected: identifier after ','"_s);
    row("a,", u"found '', expected: identifier after ','"_s);
}

void tst_Storage::brokenLabelSelectors()
{
    QFETCH(QString, message);
    const auto parsed = sim::readLabelSelector(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, 400);
    QVERIFY2(parsed.error().message.startsWith(message), qPrintable(parsed.error().message));
}

void tst_Storage::fieldSelectors_data()
{
    QTest::addColumn<QString>("resource");
    QTest::addColumn<QString>("selector");
    QTest::addColumn<int>("outcome"); // 1: selects, 0: does not, 400: refused

    const auto row = [](const char *resource, const char *selector, int outcome) {
        QTest::addRow("%s of %s", selector, resource)
            << QString::fromLatin1(resource) << QString::fromLatin1(selector) << outcome;
    };
    row("pods", "metadata.name=x", 1);
    row("pods", "metadata.name==x", 1);
    row("pods", "metadata.name!=x", 0);
    row("pods", "metadata.namespace=d", 1);
    row("pods", "status.phase=Running,spec.nodeName=n", 1);
    row("pods", "status.phase=Running,spec.nodeName=m", 0);
    row("pods", "status.podIP=", 1);
    row("pods", "spec.foo=1", 400);
    row("pods", "nonsense", 400);
    row("events", "involvedObject.name=x", 0);
    row("configmaps", "status.phase=Running", 400);
    row("redisenterpriseclusters.app.redislabs.com", "metadata.name=x", 1);
    row("nodes", "spec.unschedulable=false", 1);
    row("nodes", "spec.unschedulable=true", 0);
}

void tst_Storage::fieldSelectors()
{
    QFETCH(QString, resource);
    QFETCH(QString, selector);
    QFETCH(int, outcome);
    const auto parsed = sim::FieldSelector::parse(selector, resource);
    QCOMPARE(parsed ? 0 : parsed.error().code, outcome == 400 ? 400 : 0);
    if (parsed)
        QCOMPARE(parsed->matches(jsonObject("{'metadata':{'name':'x','namespace':'d'},'spec':{'nodeName':'n'},"
                                            "'status':{'phase':'Running'}}")),
                 outcome == 1);
}

QTEST_GUILESS_MAIN(tst_Storage)
#include "tst_storage.moc"
