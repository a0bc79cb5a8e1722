// SPDX-License-Identifier: Apache-2.0
#include "apierror.h"

#include <QTest>

using namespace Qt::StringLiterals;
using kube::Error;

class tst_ApiError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnswers_data();
    void readsAnswers();
    void hidesNothingAndObeysNothing();
    void parsesWarnings_data();
    void parsesWarnings();
    void listsTheCauses();
};

void tst_ApiError::readsAnswers_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("retryAfterSeconds");
    QTest::addColumn<QString>("says");

    const QByteArray json = "application/json";
    QTest::newRow("conflict")
        << 409 << json
        << QByteArray(
               R"({"kind":"Status","status":"Failure","message":"Operation cannot be fulfilled","reason":"Conflict","code":409})")
        << QByteArray() << Error::Kind::Api << u"Conflict"_s << -1 << u"Operation cannot be fulfilled."_s;
    QTest::newRow("forbidden says whom to ask")
        << 403 << json
        << QByteArray(R"({"kind":"Status","message":"pods is forbidden","reason":"Forbidden","code":403})")
        << QByteArray() << Error::Kind::Api << u"Forbidden"_s << -1 << u"Ask the administrator"_s;
    QTest::newRow("busy server says when") << 429 << json << QByteArray("slow down") << QByteArray("7")
                                           << Error::Kind::Protocol << QString() << 7 << u"slow down"_s;
    QTest::newRow("a date in Retry-After is not a number of seconds")
        << 503 << json << QByteArray() << QByteArray("Wed, 21 Oct 2015 07:28:00 GMT") << Error::Kind::Protocol
        << QString() << -1 << u"answered 503"_s;
    QTest::newRow("a negative Retry-After is ignored")
        << 503 << json << QByteArray() << QByteArray("-5") << Error::Kind::Protocol << QString() << -1 << u"503"_s;
    QTest::newRow("the Status knows when to retry")
        << 504 << json
        << QByteArray(
               R"({"kind":"Status","message":"Too large resource version","reason":"Timeout","details":{"retryAfterSeconds":1},"code":504})")
        << QByteArray() << Error::Kind::Api << u"Timeout"_s << 1 << u"Too large resource version."_s;
    QTest::newRow("a Status that wants it sooner than now")
        << 504 << json
        << QByteArray(R"({"kind":"Status","message":"Busy","details":{"retryAfterSeconds":-7},"code":504})")
        << QByteArray() << Error::Kind::Api << QString() << -1 << u"Busy."_s;
    QTest::newRow("a proxy's page") << 502 << QByteArray("text/html") << QByteArray("<h1>Bad Gateway</h1>")
                                    << QByteArray() << Error::Kind::Protocol << QString() << -1 << u"web page"_s;
    QTest::newRow("a Status without a message")
        << 500 << json << QByteArray(R"({"kind":"Status","reason":"InternalError","code":500})") << QByteArray()
        << Error::Kind::Api << u"InternalError"_s << -1 << u"answered 500 (InternalError)"_s;
    QTest::newRow("unauthorized")
        << 401 << json << QByteArray(R"({"kind":"Status","message":"Unauthorized","reason":"Unauthorized","code":401})")
        << QByteArray() << Error::Kind::Api << u"Unauthorized"_s << -1 << u"sign in again"_s;
}

void tst_ApiError::readsAnswers()
{
    QFETCH(int, code);
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, retryAfter);
    QFETCH(QString, says);
    const Error error = kube::errorFromAnswer(QUrl(u"https://api:6443"_s), code, contentType, body, retryAfter);
    QCOMPARE(error.code, code);
    QTEST(error.kind, "kind");
    QTEST(error.reason, "reason");
    QTEST(error.retryAfterSeconds, "retryAfterSeconds");
    QVERIFY2(error.message.contains(says), qPrintable(error.message));
    QVERIFY2(error.message.endsWith(u'.'), qPrintable(error.message));
}

void tst_ApiError::hidesNothingAndObeysNothing()
{
    const QByteArray body = "{\"kind\":\"Status\",\"message\":\"no \\u001b[31mred\\u202e\",\"code\":400}";
    const Error error = kube::errorFromAnswer(QUrl(u"https://api"_s), 400, "application/json", body);
    QCOMPARE(error.message, u"no \\u001b[31mred\\u202e."_s);

    const Error redirect = kube::errorFromAnswer(QUrl(u"https://api"_s), 302, {}, {}, {}, "https://evil/login");
    QVERIFY(redirect.message.contains(u"https://evil/login"_s));
    QVERIFY(redirect.message.contains(u"does not follow"_s));

    const Error large = kube::errorFromAnswer(QUrl(u"https://api"_s), 500, "text/plain", QByteArray(100'000, 'x'));
    QVERIFY(large.message.size() < 3'000);
}

void tst_ApiError::parsesWarnings_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QStringList>("warnings");

    QTest::newRow("none") << QByteArray() << QStringList();
    QTest::newRow("one") << QByteArray(R"(299 - "deprecated")") << QStringList{u"deprecated"_s};
    QTest::newRow("two, one with a comma")
        << QByteArray(R"(299 - "w1", 299 - "w2, with comma")") << QStringList{u"w1"_s, u"w2, with comma"_s};
    QTest::newRow("escaped quotes") << QByteArray(R"(299 - "unknown field \"spec.foo\"")")
                                    << QStringList{u"unknown field \"spec.foo\""_s};
    QTest::newRow("with a date") << QByteArray(R"(299 - "w1" "Wed, 21 Oct 2015 07:28:00 GMT", 299 - "w2")")
                                 << QStringList{u"w1"_s, u"w2"_s};
    QTest::newRow("unclosed") << QByteArray(R"(299 - "w1)") << QStringList{u"w1"_s};
    QTest::newRow("no quotes at all") << QByteArray("299 - w1") << QStringList();
    QTest::newRow("a backslash at the end") << QByteArray("299 - \"w1\\") << QStringList{u"w1\\"_s};
}

void tst_ApiError::parsesWarnings()
{
    QFETCH(QByteArray, header);
    QTEST(kube::parseWarnings(header), "warnings");
}

void tst_ApiError::listsTheCauses()
{
    const QByteArray body = R"({"kind":"Status","message":"one long line","reason":"Invalid","code":422,"details":{
        "kind":"RedisEnterpriseCluster","name":"rec","causes":[
        {"field":"spec.nodes","message":"must be at least 3"},{"field":"spec.nodes","message":"must be at least 3"},
        {"field":"spec.license","message":"must be a string"}]}})";
    const Error error = kube::errorFromAnswer(QUrl(u"https://api"_s), 422, "application/json", body);
    QCOMPARE(error.message,
             u"The server refuses RedisEnterpriseCluster \"rec\" for these reasons:\n"
             "spec.nodes: must be at least 3\nspec.license: must be a string."_s);
}

QTEST_GUILESS_MAIN(tst_ApiError)
#include "tst_apierror.moc"
