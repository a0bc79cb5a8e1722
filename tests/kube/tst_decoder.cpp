// SPDX-License-Identifier: Apache-2.0
#include "decoder.h"
#include "jsoncursor.h"

#include <QTest>

using namespace Qt::StringLiterals;
using kube::Error;
using kube::ListPage;
using kube::WatchEvent;

namespace {

kube::ObjectPtr decodeObject(kube::JsonCursor json)
{
    auto result = std::make_shared<kube::Object>();
    json.forEachField([&](std::string_view key, kube::JsonCursor value) {
        if (key == "metadata")
            result->meta = kube::decodeMeta(value);
    });
    return result;
}

QString dump(const QList<WatchEvent> &events)
{
    QStringList lines;
    for (const WatchEvent &event : events) {
        const QString name = event.object ? event.object->meta.name : QString();
        switch (event.type) {
        case WatchEvent::Type::Added:
            lines.append(u"ADDED %1@%2"_s.arg(name, event.resourceVersion));
            break;
        case WatchEvent::Type::Modified:
            lines.append(u"MODIFIED %1@%2"_s.arg(name, event.resourceVersion));
            break;
        case WatchEvent::Type::Deleted:
            lines.append(u"DELETED %1@%2"_s.arg(name, event.resourceVersion));
            break;
        case WatchEvent::Type::Bookmark:
            lines.append(u"BOOKMARK @%1"_s.arg(event.resourceVersion));
            break;
        case WatchEvent::Type::Error:
            lines.append(u"ERROR %1 %2"_s.arg(event.error.kind == Error::Kind::Api ? u"Api"_s : u"Protocol"_s)
                             .arg(event.error.code));
            break;
        }
    }
    return lines.join(u'\n');
}

const QByteArray stream = R"({"type":"ADDED","object":{"kind":"Pod","metadata":{"name":"rec-0","resourceVersion":"10"}}}
{"object":{"metadata":{"resourceVersion":"11","name":"rec-1"},"kind":"Pod"},"type":"MODIFIED"}

{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"12","creationTimestamp":null}}}
{"type":"DELETED","object":{"metadata":{"name":"r\u00e9c","resourceVersion":"13"}}}
{"type":"ERROR","object":{"kind":"Status","message":"too old resource version","reason":"Expired","code":410}}
)";
const QString streamEvents = u"ADDED rec-0@10\nMODIFIED rec-1@11\nBOOKMARK @12\nDELETED réc@13\nERROR Api 410"_s;

} // namespace

class tst_Decoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAPage();
    void refusesBrokenPages_data();
    void refusesBrokenPages();
    void readsOneObject();
    void refusesABrokenObject_data();
    void refusesABrokenObject();
    void cutsAnywhere();
    void dropsWhatIsNotComplete();
    void saysWhatIsWrongWithALine_data();
    void saysWhatIsWrongWithALine();
    void endsAtALineThatIsTooLong_data();
    void endsAtALineThatIsTooLong();
    void readsMetadataLeniently();
};

void tst_Decoder::readsAPage()
{
    const QByteArray json =
        R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"77","continue":"tok","remainingItemCount":5},
        "items":[{"metadata":{"name":"a","namespace":"n","uid":"u","labels":{"app":"x"}}},{"spec":{},"metadata":{"name":"b"}}]})";
    QString headToken;
    qsizetype objectsAtHead = -1;
    const kube::Result<ListPage> page = kube::decodeListPage(json, decodeObject, [&](const ListPage &head) {
        headToken = head.continueToken;
        objectsAtHead = head.objects.size();
    });
    QVERIFY(page);
    QCOMPARE(page->resourceVersion, u"77"_s);
    QCOMPARE(page->remaining, 5);
    QCOMPARE(headToken, u"tok"_s);
    QCOMPARE(objectsAtHead, 0);
    QCOMPARE(page->objects.size(), 2);
    QCOMPARE(page->objects.first()->meta.labels.value(u"app"_s), u"x"_s);
    QCOMPARE(page->objects.last()->meta.name, u"b"_s);

    const auto negative = kube::decodeListPage(R"({"metadata":{"remainingItemCount":-5},"items":[]})", decodeObject);
    QVERIFY(negative);
    QCOMPARE(negative->remaining, 0);

    const auto empty = kube::decodeListPage(R"({"metadata":{"resourceVersion":"1"},"items":null})", decodeObject);
    QVERIFY(empty);
    QVERIFY(empty->objects.isEmpty());
}

void tst_Decoder::refusesBrokenPages_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut") << QByteArray(R"({"metadata":{},"items":[{"metadata":{"name":"a"}})");
    QTest::newRow("HTML") << QByteArray("<html></html>");
    QTest::newRow("no items") << QByteArray(R"({"kind":"Status"})");
    QTest::newRow("an object without a name") << QByteArray(R"({"items":[{"metadata":{}}]})");
    QTest::newRow("an item that is no object") << QByteArray(R"({"items":[7]})");
    QTest::newRow("bytes that are not UTF-8") << QByteArray("{\"items\":[{\"metadata\":{\"name\":\"\xff\"}}]}");
    QTest::newRow("something behind it") << QByteArray(R"({"items":[]} x)");
    QTest::newRow("an array") << QByteArray("[]");
}

void tst_Decoder::refusesBrokenPages()
{
    QFETCH(QByteArray, json);
    const auto page = kube::decodeListPage(json, decodeObject);
    QVERIFY(!page);
    QCOMPARE(page.error().kind, Error::Kind::Protocol);
    QVERIFY(!page.error().message.isEmpty());
}

void tst_Decoder::readsOneObject()
{
    const auto object = kube::decodeObject(
        R"({"kind":"Pod","metadata":{"name":"a","namespace":"n","resourceVersion":"7"},"spec":{"x":[1,2]}})"
        "\n",
        decodeObject);
    QVERIFY(object);
    QCOMPARE((*object)->meta.key(), (kube::ObjectKey{u"n"_s, u"a"_s}));
    QCOMPARE((*object)->meta.resourceVersion, u"7"_s);
}

void tst_Decoder::refusesABrokenObject_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut") << QByteArray(R"({"metadata":{"name":"a"})");
    QTest::newRow("HTML") << QByteArray("<html></html>");
    QTest::newRow("without a name") << QByteArray(R"({"metadata":{}})");
    QTest::newRow("something behind it") << QByteArray(R"({"metadata":{"name":"a"}} {})");
    QTest::newRow("an array") << QByteArray(R"([{"metadata":{"name":"a"}}])");
    QTest::newRow("a number") << QByteArray("7");
}

void tst_Decoder::refusesABrokenObject()
{
    QFETCH(QByteArray, json);
    const auto object = kube::decodeObject(json, decodeObject);
    QVERIFY(!object);
    QCOMPARE(object.error().kind, Error::Kind::Protocol);
    QVERIFY(!object.error().message.isEmpty());
}

void tst_Decoder::cutsAnywhere()
{
    for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
        kube::WatchDecoder decoder(decodeObject);
        QList<WatchEvent> events = decoder.feed(stream.left(cut));
        events += decoder.feed(stream.mid(cut));
        if (dump(events) != streamEvents)
            QFAIL(qPrintable(u"cut at %1:\n%2"_s.arg(cut).arg(dump(events))));
    }
    kube::WatchDecoder byteByByte(decodeObject);
    QList<WatchEvent> events;
    for (const char byte : stream)
        events += byteByByte.feed(QByteArray(1, byte));
    QCOMPARE(dump(events), streamEvents);
}

void tst_Decoder::dropsWhatIsNotComplete()
{
    kube::WatchDecoder decoder(decodeObject);
    QVERIFY(decoder.feed(R"({"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"1"}}})").isEmpty());
    QCOMPARE(dump(decoder.feed("\n")), u"ADDED a@1"_s);
}

void tst_Decoder::saysWhatIsWrongWithALine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("not JSON") << QByteArray("what\n");
    QTest::newRow("no type") << QByteArray("{\"object\":{}}\n");
    QTest::newRow("no object") << QByteArray("{\"type\":\"ADDED\"}\n");
    QTest::newRow("unknown type") << QByteArray("{\"type\":\"SYNC\",\"object\":{\"metadata\":{\"name\":\"a\"}}}\n");
    QTest::newRow("no name") << QByteArray("{\"type\":\"ADDED\",\"object\":{\"metadata\":{}}}\n");
    QTest::newRow("object is null") << QByteArray("{\"type\":\"ADDED\",\"object\":null}\n");
    QTest::newRow("not UTF-8") << QByteArray("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"\xc3\"}}}\n");
    QTest::newRow("cut") << QByteArray("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"}}\n");
    QTest::newRow("two events") << QByteArray(R"({"type":"ADDED","object":{"metadata":{"name":"a"}}})"
                                              R"({"type":"DELETED","object":{"metadata":{"name":"b"}}})"
                                              "\n");
    QTest::newRow("an error that is no object") << QByteArray("{\"type\":\"ERROR\",\"object\":null}\n");
    QTest::newRow("an error that is not JSON") << QByteArray("{\"type\":\"ERROR\",\"object\":{\"code\":what}}\n");
}

void tst_Decoder::saysWhatIsWrongWithALine()
{
    QFETCH(QByteArray, line);
    kube::WatchDecoder decoder(decodeObject);
    const QList<WatchEvent> events = decoder.feed(line + stream);
    QCOMPARE(dump(events), u"ERROR Protocol 0"_s);
    QVERIFY(!events.first().error.message.isEmpty());
    QVERIFY(!events.first().object);
    QVERIFY(events.first().resourceVersion.isEmpty());
    QVERIFY2(decoder.feed(stream).isEmpty(), "nothing comes after what could not be read");
}

void tst_Decoder::endsAtALineThatIsTooLong_data()
{
    QTest::addColumn<qsizetype>("length");
    QTest::addColumn<QString>("events");
    QTest::newRow("as long as it may be") << qsizetype(1'000) << u"ADDED a@1"_s;
    QTest::newRow("one byte longer") << qsizetype(1'001) << u"ERROR Protocol 0"_s;
}

void tst_Decoder::endsAtALineThatIsTooLong()
{
    QFETCH(qsizetype, length);
    QFETCH(QString, events);
    const QByteArray event = R"({"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"1"}}})";
    const QByteArray line = event.leftJustified(length) + '\n';
    kube::WatchDecoder atOnce(decodeObject, 1'000);
    QCOMPARE(dump(atOnce.feed(line)), events);
    kube::WatchDecoder inPieces(decodeObject, 1'000);
    QList<WatchEvent> pieces = inPieces.feed(line.chopped(1));
    pieces += inPieces.feed("\n");
    QCOMPARE(dump(pieces), events);
}

void tst_Decoder::readsMetadataLeniently()
{
    const auto page = kube::decodeListPage(
        R"({"items":[{"metadata":{"name":"a","generation":"seven","labels":null,"ownerReferences":[{"kind":"StatefulSet","name":"s","uid":"u9","controller":true},{"kind":"X"}],
        "deletionTimestamp":"2026-01-02T03:04:05Z","creationTimestamp":"never","finalizers":["f"],"resourceVersion":12,"new":{"deep":[1,{"x":null}]}}}]})",
        decodeObject);
    QVERIFY(page);
    const kube::ObjectMeta &meta = page->objects.first()->meta;
    QCOMPARE(meta.generation, 0);
    QCOMPARE(meta.resourceVersion, QString());
    QVERIFY(!meta.creationTimestamp.isValid());
    QCOMPARE(meta.deletionTimestamp, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), QTimeZone::UTC));
    QVERIFY(meta.isTerminating());
    QVERIFY(meta.controller());
    QCOMPARE(meta.controller()->uid, u"u9"_s);
    QCOMPARE(meta.finalizers, QStringList{u"f"_s});
}

QTEST_GUILESS_MAIN(tst_Decoder)
#include "tst_decoder.moc"
