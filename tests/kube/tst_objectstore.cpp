// SPDX-License-Identifier: Apache-2.0
#include "backoff.h"
#include "objectstore.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using kube::Object;
using kube::ObjectPtr;
using kube::ObjectStore;

namespace {

ObjectPtr object(const QString &name, const QString &uid, const QString &version)
{
    auto result = std::make_shared<Object>();
    result->meta.nameSpace = u"redis"_s;
    result->meta.name = name;
    result->meta.uid = uid;
    result->meta.resourceVersion = version;
    return result;
}

/// "+a/u1@1 ~b/u2@3 -c/u3@2": added, modified, removed, each sorted.
QString told(const ObjectStore::Changes &changes)
{
    QStringList words;
    const auto add = [&](QChar sign, const QList<ObjectPtr> &objects) {
        QStringList list;
        for (const ObjectPtr &o : objects)
            list.append(u"%1%2/%3@%4"_s.arg(sign).arg(o->meta.name, o->meta.uid, o->meta.resourceVersion));
        list.sort();
        words += list;
    };
    add(u'+', changes.added);
    add(u'~', changes.modified);
    add(u'-', changes.removed);
    return words.join(u' ');
}

} // namespace

class tst_ObjectStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsOncePerTurn();
    void aListComesOutAsADifference();
    void aReplacedPodIsRemovedAndAdded();
    void whatComesAndGoesInOneTurnIsNotTold();
    void removesWhatItDoesNotKnow();
    void backsOffDoublingWithJitter();

private:
    void turn() { QCoreApplication::processEvents(); }

    std::unique_ptr<ObjectStore> m_store;
    QStringList m_told;
};

void tst_ObjectStore::init()
{
    m_told.clear();
    m_store = std::make_unique<ObjectStore>();
    connect(m_store.get(), &ObjectStore::changed, this,
            [this](const ObjectStore::Changes &changes) { m_told.append(told(changes)); });
}

void tst_ObjectStore::tellsOncePerTurn()
{
    QSignalSpy synced(m_store.get(), &ObjectStore::synced);
    QVERIFY(!m_store->isSynced());
    m_store->replaceAll({object(u"a"_s, u"u1"_s, u"1"_s), object(u"b"_s, u"u2"_s, u"2"_s)});
    QVERIFY(m_store->isSynced());
    QCOMPARE(synced.size(), 1);
    m_store->put(object(u"b"_s, u"u2"_s, u"3"_s));
    m_store->put(object(u"b"_s, u"u2"_s, u"4"_s));
    QCOMPARE(m_told, QStringList());
    turn();
    QCOMPARE(m_told, QStringList{u"+a/u1@1 +b/u2@4"_s});
    turn();
    QCOMPARE(m_told.size(), 1);
}

void tst_ObjectStore::aListComesOutAsADifference()
{
    m_store->replaceAll(
        {object(u"a"_s, u"u1"_s, u"1"_s), object(u"b"_s, u"u2"_s, u"2"_s), object(u"c"_s, u"u3"_s, u"3"_s)});
    turn();
    m_told.clear();
    m_store->replaceAll(
        {object(u"a"_s, u"u1"_s, u"1"_s), object(u"b"_s, u"u2"_s, u"7"_s), object(u"d"_s, u"u4"_s, u"8"_s)});
    turn();
    QCOMPARE(m_told, QStringList{u"+d/u4@8 ~b/u2@7 -c/u3@3"_s});
    QCOMPARE(m_store->size(), 3);
    m_told.clear();
    m_store->replaceAll(
        {object(u"a"_s, u"u1"_s, u"1"_s), object(u"b"_s, u"u2"_s, u"7"_s), object(u"d"_s, u"u4"_s, u"8"_s)});
    turn();
    QCOMPARE(m_told, QStringList());
}

void tst_ObjectStore::aReplacedPodIsRemovedAndAdded()
{
    m_store->put(object(u"a"_s, u"u1"_s, u"1"_s));
    turn();
    m_told.clear();
    m_store->remove({u"redis"_s, u"a"_s});
    m_store->put(object(u"a"_s, u"u2"_s, u"5"_s));
    turn();
    QCOMPARE(m_told, QStringList{u"+a/u2@5 -a/u1@1"_s});
}

void tst_ObjectStore::whatComesAndGoesInOneTurnIsNotTold()
{
    m_store->put(object(u"a"_s, u"u1"_s, u"1"_s));
    m_store->remove({u"redis"_s, u"a"_s});
    turn();
    QCOMPARE(m_told, QStringList());
    QCOMPARE(m_store->find({u"redis"_s, u"a"_s}), nullptr);
}

void tst_ObjectStore::removesWhatItDoesNotKnow()
{
    m_store->remove({u"redis"_s, u"ghost"_s});
    turn();
    QCOMPARE(m_told, QStringList());
}

void tst_ObjectStore::backsOffDoublingWithJitter()
{
    kube::Backoff backoff({.first = 800ms, .most = 30s, .forgetAfter = 120s});
    std::chrono::milliseconds now = 1'000'000ms;
    QList<std::chrono::milliseconds> delays;
    for (int i = 0; i < 8; ++i)
        delays.append(backoff.next(now += 1s, 0));
    QCOMPARE(delays, (QList<std::chrono::milliseconds>{800ms, 1600ms, 3200ms, 6400ms, 12800ms, 25600ms, 30s, 30s}));
    now += 1s;
    QCOMPARE(backoff.next(now, 0.5), 45s);
    now += 121s;
    QCOMPARE(backoff.next(now, 0), 800ms);
}

QTEST_GUILESS_MAIN(tst_ObjectStore)
#include "tst_objectstore.moc"
