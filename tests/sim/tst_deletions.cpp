// SPDX-License-Identifier: Apache-2.0
#include "serverfixture.h"

using namespace Qt::StringLiterals;

namespace {

QString uidOf(const QJsonObject &object)
{
    return object["metadata"_L1]["uid"_L1].toString();
}

/// A ConfigMap that is owned.
QByteArray owned(const char *name, const QStringList &owners, bool blocks = true)
{
    QJsonArray references;
    for (const QString &uid : owners)
        references.append(QJsonObject{{u"apiVersion"_s, u"apps/v1"_s},
                                      {u"kind"_s, u"StatefulSet"_s},
                                      {u"name"_s, u"rec"_s},
                                      {u"uid"_s, uid},
                                      {u"blockOwnerDeletion"_s, blocks}});
    const QJsonObject metadata{{u"name"_s, QString::fromLatin1(name)}, {u"ownerReferences"_s, references}};
    return QJsonDocument(QJsonObject{{u"metadata"_s, metadata}}).toJson();
}

} // namespace

/// How objects end: at once, in their time, after their finalizers, and with what they own.
class tst_Deletions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<ServerFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void mostObjectsGoAtOnce();
    void podsGoInTheirTime();
    void podsWithoutANodeGoAtOnce();
    void finalizersHoldObjects();
    void collectionsAreDeletedBySelector();
    void dependentsGoToo();
    void dependentsOfTwoOwnersStayWithOne();
    void objectsOfOwnersThatNeverWereGo();
    void orphansStay();
    void inTheForegroundOwnersWait();
    void namespacesAreEmptied();
    void budgetsForbidEvictions();
    void podsAreBoundOnce();

private:
    HttpClient &client() { return *m_fixture->client; }
    QJsonObject created(const QString &where, const QByteArray &object)
    {
        const HttpClient::Answer answer = client().post(where, object);
        if (answer.code != 201)
            qWarning("%s", answer.body.constData());
        return answer.json();
    }

    std::unique_ptr<ServerFixture> m_fixture;
};

void tst_Deletions::mostObjectsGoAtOnce()
{
    const QJsonObject map = created(place::maps, sample::configMap("a"));
    const HttpClient::Answer answer = client().remove(place::maps + u"/a"_s);
    QCOMPARE(answer.code, 200);
    QCOMPARE(
        shown(answer.json()),
        shown(QJsonObject{
            {u"apiVersion"_s, u"v1"_s},
            {u"kind"_s, u"Status"_s},
            {u"metadata"_s, QJsonObject()},
            {u"status"_s, u"Success"_s},
            {u"details"_s, QJsonObject{{u"kind"_s, u"configmaps"_s}, {u"name"_s, u"a"_s}, {u"uid"_s, uidOf(map)}}}}));
    QCOMPARE(client().get(place::maps + u"/a"_s).code, 404);
}

void tst_Deletions::podsGoInTheirTime()
{
    const QJsonObject pod = created(place::pods, sample::pod("p", "n1"));
    const QString path = place::pods + u"/p"_s;
    const HttpClient::Answer asked = client().remove(path);
    QCOMPARE(asked.code, 200);
    QCOMPARE(asked.json()["metadata"_L1]["deletionGracePeriodSeconds"_L1].toInt(), 30);
    const QDateTime until =
        QDateTime::fromString(asked.json()["metadata"_L1]["deletionTimestamp"_L1].toString(), Qt::ISODate);
    QVERIFY(until > QDateTime::currentDateTimeUtc().addSecs(20));
    QCOMPARE(client().get(path).code, 200);
    // Longer is not possible, shorter is.
    QCOMPARE(client()
                 .remove(path, R"({"gracePeriodSeconds":50})")
                 .json()["metadata"_L1]["deletionGracePeriodSeconds"_L1]
                 .toInt(),
             30);
    QCOMPARE(client()
                 .remove(path + u"?gracePeriodSeconds=5"_s)
                 .json()["metadata"_L1]["deletionGracePeriodSeconds"_L1]
                 .toInt(),
             5);
    // Its kubelet says that it is over, of exactly this pod.
    QCOMPARE(client().remove(path, R"({"gracePeriodSeconds":0,"preconditions":{"uid":"another"}})").code, 409);
    const QByteArray last = R"({"gracePeriodSeconds":0,"preconditions":{"uid":")" + uidOf(pod).toLatin1() + R"("}})";
    QCOMPARE(client().remove(path, last).code, 200);
    QCOMPARE(client().get(path).code, 404);
}

void tst_Deletions::podsWithoutANodeGoAtOnce()
{
    (void)created(place::pods, sample::pod("p"));
    WatchClient watch(client(), place::pods + u"?watch=1"_s);
    QTRY_COMPARE(watch.events().size(), 1);
    QCOMPARE(client().remove(place::pods + u"/p"_s).code, 200);
    QCOMPARE(client().get(place::pods + u"/p"_s).code, 404);
    // It is seen to be deleted before it is gone.
    QTRY_COMPARE(watch.summary(), (QStringList{u"ADDED p"_s, u"MODIFIED p"_s, u"DELETED p"_s}));
}

void tst_Deletions::finalizersHoldObjects()
{
    (void)created(place::maps, R"({"metadata":{"name":"a","finalizers":["x.io/y"]}})");
    const HttpClient::Answer asked = client().remove(place::maps + u"/a"_s);
    QCOMPARE(asked.json()["kind"_L1].toString(), u"ConfigMap"_s);
    QVERIFY(asked.json()["metadata"_L1]["deletionTimestamp"_L1].isString());
    QCOMPARE(client().merge(place::maps + u"/a"_s, R"({"metadata":{"finalizers":["x.io/y","x.io/z"]}})").code, 422);
    QCOMPARE(client().get(place::maps + u"/a"_s).code, 200);
    QCOMPARE(client().merge(place::maps + u"/a"_s, R"({"metadata":{"finalizers":null}})").code, 200);
    QCOMPARE(client().get(place::maps + u"/a"_s).code, 404);
}

void tst_Deletions::collectionsAreDeletedBySelector()
{
    for (const char *name : {"a", "b", "c"})
        (void)created(place::maps, sample::configMap(name));
    QCOMPARE(client().merge(place::maps + u"/b"_s, R"({"metadata":{"labels":{"keep":"yes"}}})").code, 200);
    const HttpClient::Answer gone = client().remove(place::maps + u"?labelSelector=%21keep"_s);
    QCOMPARE(gone.json()["kind"_L1].toString(), u"ConfigMapList"_s);
    QCOMPARE(gone.json()["items"_L1].toArray().size(), 2);
    QCOMPARE(client().get(place::maps).json()["items"_L1].toArray().size(), 1);
}

void tst_Deletions::dependentsGoToo()
{
    const QString owner = uidOf(created(place::sets, sample::statefulSet()));
    const QString middle = uidOf(created(place::maps, owned("middle", {owner})));
    (void)created(place::maps, owned("last", {middle}));
    QCOMPARE(client().remove(place::sets + u"/rec"_s).code, 200);
    QTRY_COMPARE(client().get(place::maps).json()["items"_L1].toArray().size(), 0);
}

void tst_Deletions::dependentsOfTwoOwnersStayWithOne()
{
    const QString one = uidOf(created(place::sets, sample::statefulSet("one")));
    const QString two = uidOf(created(place::sets, sample::statefulSet("two")));
    (void)created(place::maps, owned("a", {one, two}));
    QCOMPARE(client().remove(place::sets + u"/one"_s).code, 200);
    QTRY_COMPARE(client().get(place::maps + u"/a"_s).json()["metadata"_L1]["ownerReferences"_L1].toArray().size(), 1);
    QCOMPARE(client().remove(place::sets + u"/two"_s).code, 200);
    QTRY_COMPARE(client().get(place::maps + u"/a"_s).code, 404);
}

void tst_Deletions::objectsOfOwnersThatNeverWereGo()
{
    (void)created(place::maps, owned("a", {u"00000000-0000-0000-0000-000000000000"_s}));
    QTRY_COMPARE(client().get(place::maps + u"/a"_s).code, 404);
}

void tst_Deletions::orphansStay()
{
    const QString owner = uidOf(created(place::sets, sample::statefulSet()));
    (void)created(place::maps, owned("a", {owner}));
    QCOMPARE(client().remove(place::sets + u"/rec"_s, R"({"propagationPolicy":"Orphan"})").code, 200);
    QTRY_COMPARE(client().get(place::sets + u"/rec"_s).code, 404);
    const HttpClient::Answer orphan = client().get(place::maps + u"/a"_s);
    QCOMPARE(orphan.code, 200);
    QVERIFY(orphan.json()["metadata"_L1]["ownerReferences"_L1].isUndefined());
}

void tst_Deletions::inTheForegroundOwnersWait()
{
    const QString owner = uidOf(created(place::sets, sample::statefulSet()));
    (void)created(place::maps, owned("a", {owner}));
    QCOMPARE(client().merge(place::maps + u"/a"_s, R"({"metadata":{"finalizers":["x.io/y"]}})").code, 200);
    const HttpClient::Answer asked = client().remove(place::sets + u"/rec?propagationPolicy=Foreground"_s);
    QCOMPARE(shown(asked.json()["metadata"_L1]["finalizers"_L1]), QByteArray(R"(["foregroundDeletion"])"));
    QTRY_VERIFY(client().get(place::maps + u"/a"_s).json()["metadata"_L1]["deletionTimestamp"_L1].isString());
    QCOMPARE(client().get(place::sets + u"/rec"_s).code, 200);
    QCOMPARE(client().merge(place::maps + u"/a"_s, R"({"metadata":{"finalizers":null}})").code, 200);
    QTRY_COMPARE(client().get(place::sets + u"/rec"_s).code, 404);
}

void tst_Deletions::namespacesAreEmptied()
{
    (void)created(u"/api/v1/namespaces"_s, R"({"metadata":{"name":"team"}})");
    const QString maps = u"/api/v1/namespaces/team/configmaps"_s;
    (void)created(maps, R"({"metadata":{"name":"a","finalizers":["x.io/y"]}})");
    (void)created(maps, sample::configMap("b"));
    const HttpClient::Answer asked = client().remove(u"/api/v1/namespaces/team"_s);
    QCOMPARE(asked.json()["status"_L1]["phase"_L1].toString(), u"Terminating"_s);
    QCOMPARE(client().post(maps, sample::configMap("c")).code, 403);
    QTRY_COMPARE(client().get(maps + u"/b"_s).code, 404);
    QCOMPARE(client().get(u"/api/v1/namespaces/team"_s).code, 200);
    QCOMPARE(client().merge(maps + u"/a"_s, R"({"metadata":{"finalizers":null}})").code, 200);
    QTRY_COMPARE(client().get(u"/api/v1/namespaces/team"_s).code, 404);
}

void tst_Deletions::budgetsForbidEvictions()
{
    const QString budgets = u"/apis/policy/v1/namespaces/default/poddisruptionbudgets"_s;
    (void)created(
        budgets,
        R"({"metadata":{"name":"quorum"},"spec":{"minAvailable":2,"selector":{"matchLabels":{"app":"redis"}}}})");
    (void)created(place::pods, sample::pod("p", "n1", R"({"app":"redis"})"));
    QCOMPARE(client().merge(place::pods + u"/p/status"_s, R"({"status":{"phase":"Running"}})").code, 200);
    const QByteArray eviction =
        R"({"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p","namespace":"default"}})";
    QCOMPARE(client()
                 .merge(budgets + u"/quorum/status"_s,
                        R"({"status":{"disruptionsAllowed":0,"desiredHealthy":2,"currentHealthy":2}})")
                 .code,
             200);
    const HttpClient::Answer refused = client().post(place::pods + u"/p/eviction"_s, eviction);
    QCOMPARE(refused.code, 429);
    QCOMPARE(refused.text("message"), u"Cannot evict pod as it would violate the pod's disruption budget."_s);
    QCOMPARE(refused.json()["details"_L1]["causes"_L1][0]["message"_L1].toString(),
             u"The disruption budget quorum needs 2 healthy pods and has 2 currently"_s);

    QCOMPARE(client().merge(budgets + u"/quorum/status"_s, R"({"status":{"disruptionsAllowed":1}})").code, 200);
    QCOMPARE(client().post(place::pods + u"/p/eviction?dryRun=All"_s, eviction).code, 201);
    QVERIFY(client().get(place::pods + u"/p"_s).json()["metadata"_L1]["deletionTimestamp"_L1].isUndefined());
    QCOMPARE(client().post(place::pods + u"/p/eviction"_s, eviction).code, 201);
    QVERIFY(client().get(place::pods + u"/p"_s).json()["metadata"_L1]["deletionTimestamp"_L1].isString());
    QCOMPARE(client().get(budgets + u"/quorum"_s).json()["status"_L1]["disruptionsAllowed"_L1].toInt(), 0);
}

void tst_Deletions::podsAreBoundOnce()
{
    (void)created(place::pods, sample::pod("p"));
    const QByteArray binding =
        R"({"apiVersion":"v1","kind":"Binding","metadata":{"name":"p"},"target":{"kind":"Node","name":"n1"}})";
    QCOMPARE(client().post(place::pods + u"/p/binding"_s, binding).code, 201);
    const QJsonObject pod = client().get(place::pods + u"/p"_s).json();
    QCOMPARE(pod["spec"_L1]["nodeName"_L1].toString(), u"n1"_s);
    QCOMPARE(pod["status"_L1]["conditions"_L1][0]["type"_L1].toString(), u"PodScheduled"_s);
    const HttpClient::Answer again = client().post(place::pods + u"/p/binding"_s, binding);
    QCOMPARE(again.code, 409);
    QVERIFY(again.text("message").contains("pod p is already assigned to node \"n1\""_L1));
}

QTEST_GUILESS_MAIN(tst_Deletions)
#include "tst_deletions.moc"
