// SPDX-License-Identifier: Apache-2.0
#include "anonymous.h"
#include "apiclient.h"
#include "operator/admission.h"
#include "operator/certificates.h"
#include "scriptedserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QTcpSocket>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::AdmissionFacts;
using upgrade::AdmissionFinding;
using Severity = upgrade::AdmissionFinding::Severity;

namespace {

/// What stands for a certificate here: only its bytes are compared.
QByteArray pem(const QByteArray &der, const QByteArray &lineEnd = "\n")
{
    QByteArray text = "-----BEGIN CERTIFICATE-----" + lineEnd;
    const QByteArray base64 = der.toBase64();
    for (qsizetype at = 0; at < base64.size(); at += 8)
        text += base64.mid(at, 8) + lineEnd;
    return text + "-----END CERTIFICATE-----" + lineEnd;
}

const QByteArray own = pem("the certificate of the operator").toBase64();
const QByteArray other = pem("the certificate of before").toBase64();

/// A ValidatingWebhookConfiguration as the bundle has it.
struct Config
{
    QString name = u"redis-enterprise-admission"_s;
    QString nameSpace = u"redis"_s;
    QString service = u"admission"_s;
    QByteArray caBundle = own;
    QString failurePolicy = u"Fail"_s;
    QJsonObject namespaceSelector;
    QJsonObject labels;
    QString group = u"app.redislabs.com"_s;

    [[nodiscard]] QJsonObject json() const
    {
        const QJsonObject rule{{"apiGroups"_L1, QJsonArray{group}},
                               {"apiVersions"_L1, QJsonArray{u"v1alpha1"_s}},
                               {"operations"_L1, QJsonArray{u"*"_s}},
                               {"resources"_L1, QJsonArray{u"redisenterprisedatabases"_s}}};
        const QJsonObject client{{"service"_L1, QJsonObject{{"name"_L1, service}, {"namespace"_L1, nameSpace}}},
                                 {"caBundle"_L1, QString::fromLatin1(caBundle)}};
        const QJsonObject webhook{{"name"_L1, "redisenterprise.admission.redislabs"_L1},
                                  {"failurePolicy"_L1, failurePolicy},
                                  {"namespaceSelector"_L1, namespaceSelector},
                                  {"clientConfig"_L1, client},
                                  {"rules"_L1, QJsonArray{rule}}};
        return {{"metadata"_L1, QJsonObject{{"name"_L1, name}, {"labels"_L1, labels}}},
                {"webhooks"_L1, QJsonArray{webhook}}};
    }
};

kube::Error forbidden(const QString &what)
{
    return {.kind = kube::Error::Kind::Api, .message = u"You may not %1."_s.arg(what), .code = 403};
}

/// Facts of namespace "redis" where all is well with these configurations.
AdmissionFacts facts(const QList<Config> &configs, const QString &operatorTag = u"8.0.6-8"_s)
{
    QList<QJsonObject> configurations;
    for (const Config &config : configs)
        configurations.append(config.json());
    AdmissionFacts result{.nameSpace = u"redis"_s,
                          .operatorTag = operatorTag,
                          .configurations = configurations,
                          .certificate = own,
                          .services = {}};
    for (const QString &service : upgrade::admissionServices(configurations, u"redis"_s))
        result.services.insert(service, true);
    return result;
}

AdmissionFacts changed(AdmissionFacts facts, auto change)
{
    change(facts);
    return facts;
}

/// "Warning: ... | Problem: ...": each severity, and nothing else of a finding.
QString severities(const QList<AdmissionFinding> &findings)
{
    QStringList words;
    for (const AdmissionFinding &finding : findings) {
        switch (finding.severity) {
        case Severity::Ok:
            words.append(u"ok"_s);
            break;
        case Severity::Unknown:
            words.append(u"unknown"_s);
            break;
        case Severity::Warning:
            words.append(u"warning"_s);
            break;
        case Severity::Problem:
            words.append(u"problem"_s);
            break;
        }
    }
    return words.join(u' ');
}

} // namespace

Q_DECLARE_METATYPE(AdmissionFacts)

/// What is found out about the admission webhook of an operator.
class tst_Admission : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsCertificates_data();
    void readsCertificates();
    void findsWhatIsWrong_data();
    void findsWhatIsWrong();
    void asksTheServer_data();
    void asksTheServer();
    void isCancelledWithItsContext();
};

void tst_Admission::readsCertificates_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QList<QByteArray>>("certificates");
    const QByteArray one = "first certificate";
    const QByteArray two = "second certificate";
    QTest::newRow("PEM") << pem(one).toBase64() << QList{one};
    QTest::newRow("Windows line ends") << pem(one, "\r\n").toBase64() << QList{one};
    QTest::newRow("two of them") << QByteArray(pem(one) + "# a comment\n" + pem(two)).toBase64() << QList{one, two};
    QTest::newRow("base64 in lines") << QByteArray(pem(one).toBase64().insert(12, '\n').append('\n')) << QList{one};
    QTest::newRow("encoded twice") << pem(one).toBase64().toBase64() << QList{one};
    QTest::newRow("cut off") << pem(one).chopped(20).toBase64() << QList<QByteArray>();
    QTest::newRow("a private key")
        << QByteArray("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").toBase64()
        << QList<QByteArray>();
    QTest::newRow("nothing") << QByteArray() << QList<QByteArray>();
    QTest::newRow("no base64") << QByteArray("!!!") << QList<QByteArray>();
}

void tst_Admission::readsCertificates()
{
    QFETCH(const QByteArray, field);
    QTEST(upgrade::certificatesIn(field), "certificates");
}

void tst_Admission::findsWhatIsWrong_data()
{
    QTest::addColumn<AdmissionFacts>("facts");
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("first"); ///< a part of the first sentence
    const auto row = [](const char *what, const AdmissionFacts &facts, const QString &found, const QString &first) {
        QTest::newRow(what) << facts << found << first;
    };
    const QJsonObject limit{{"matchLabels"_L1, QJsonObject{{"team"_L1, "a"_L1}}}};
    const Config helm{.name = u"redis-enterprise-admission-redis"_s, .namespaceSelector = limit};
    const Config former{.name = u"redb-admission"_s};
    const Config olm{.name = u"redisenterprise.admission.redislabs-x7k2p"_s,
                     .service = u"redis-enterprise-operator-service"_s,
                     .caBundle = other,
                     .labels = {{"olm.webhook-description-generate-name"_L1, "redisenterprise.admission"_L1}}};
    const Config elsewhere{.nameSpace = u"animals"_s};
    const Config foreign{.name = u"policies"_s, .nameSpace = u"policies"_s, .group = u"apps"_s};

    row("that of the bundle", facts({foreign, Config()}), u"ok"_s,
        u"Admission webhook \"redis-enterprise-admission\" is in place, trusts"_s);
    row("that of Helm", facts({helm}), u"ok"_s, u"\"redis-enterprise-admission-redis\" is in place"_s);
    row("that of OLM has a certificate of its own", facts({olm}), u"ok"_s, u"kept by OLM"_s);
    row("more than one certificate is trusted",
        facts({{.caBundle = QByteArray(pem("x") + QByteArray::fromBase64(own)).toBase64()}}), u"ok"_s, u"in place"_s);
    row("another line end is the same certificate",
        facts({{.caBundle = pem("the certificate of the operator", "\r\n").toBase64()}}), u"ok"_s, u"in place"_s);

    row("none", facts({foreign}), u"warning"_s,
        u"There is no ValidatingWebhookConfiguration that asks the operator of namespace \"redis\""_s);
    row("only that of another operator", facts({elsewhere}), u"warning"_s,
        u"\"redis-enterprise-admission\" sends the databases of all namespaces to the operator in namespace \"animals\""_s);
    row("that of another operator minds its own",
        facts(
            {{.name = u"redis-enterprise-admission-animals"_s, .nameSpace = u"animals"_s, .namespaceSelector = limit}}),
        u"warning"_s, u"There is no ValidatingWebhookConfiguration"_s);
    row("that of another operator beside ours", facts({elsewhere, helm}), u"ok"_s, u"in place"_s);

    row("the former one is left", facts({former, Config()}), u"warning ok ok"_s,
        u"kubectl delete validatingwebhookconfiguration redb-admission"_s);
    row("only the former one, and a new operator", facts({former}), u"warning ok"_s,
        u"Operator 8.0.6-8 comes with \"redis-enterprise-admission\""_s);
    row("the former one of its own release", facts({former}, u"6.2.18-41"_s), u"ok"_s,
        u"\"redb-admission\" is in place"_s);
    row("the first release of the present name", facts({former}, u"6.4.2-4"_s), u"warning ok"_s, u"Operator 6.4.2-4"_s);
    row("the former one, and the operator is not known", facts({former}, {}), u"ok"_s, u"in place"_s);
    row("the former one of another operator",
        facts({{.name = u"redb-admission"_s, .nameSpace = u"animals"_s, .namespaceSelector = limit}, Config()}),
        u"ok"_s, u"\"redis-enterprise-admission\" is in place"_s);

    row("an empty caBundle", facts({{.caBundle = {}}}), u"problem"_s,
        u"is empty, so that the server does not trust the operator: every write of a database in the whole cluster is "
        "refused (failurePolicy Fail). Put the value of \"cert\" in Secret admission-tls there."_s);
    row("a caBundle of another certificate", facts({{.caBundle = other}}), u"problem"_s,
        u"is not the certificate that the operator has in Secret admission-tls"_s);
    row("a caBundle that is none", facts({{.caBundle = "QUJD"}}), u"problem"_s, u"is not the certificate"_s);
    row("no trust does not matter so much where failures are ignored",
        facts({{.caBundle = other, .failurePolicy = u"Ignore"_s}}), u"problem"_s,
        u"databases are written unjudged meanwhile (failurePolicy Ignore)"_s);
    row("no failure policy is Fail", facts({{.caBundle = {}, .failurePolicy = {}}}), u"problem"_s,
        u"refused (failurePolicy Fail)"_s);
    row("a limited webhook harms its namespaces alone", facts({{.caBundle = {}, .namespaceSelector = limit}}),
        u"problem"_s, u"every write of a database in its namespaces is refused"_s);
    row("the secret may not be read",
        changed(facts({Config()}),
                [](AdmissionFacts &one) { one.certificate = std::unexpected(forbidden(u"get secrets"_s)); }),
        u"unknown"_s, u"Secret admission-tls could not be read: You may not get secrets."_s);
    row("an empty caBundle needs no secret to be seen",
        changed(facts({{.caBundle = {}}}),
                [](AdmissionFacts &one) { one.certificate = std::unexpected(forbidden(u"get secrets"_s)); }),
        u"problem"_s, u"is empty"_s);
    row("the secret is not there",
        changed(facts({Config()}), [](AdmissionFacts &one) { one.certificate = QByteArray(); }), u"warning"_s,
        u"Secret admission-tls is not there, or holds no certificate"_s);

    const auto unanswered = [](AdmissionFacts &one) { one.services[u"admission"_s] = false; };
    row("nothing answers", changed(facts({Config()}), unanswered), u"problem"_s,
        u"Nothing answers behind Service \"admission\" of the admission webhook \"redis-enterprise-admission\": every "
        "write of a database in the whole cluster is refused (failurePolicy Fail). That is normal while"_s);
    row("nothing answers, and that is ignored", changed(facts({{.failurePolicy = u"Ignore"_s}}), unanswered),
        u"warning"_s, u"Nothing answers"_s);
    row("endpoints may not be read",
        changed(
            facts({Config()}),
            [](AdmissionFacts &one) { one.services[u"admission"_s] = std::unexpected(forbidden(u"get endpoints"_s)); }),
        u"unknown"_s, u"behind Service \"admission\" of the admission webhook could not be checked: You may not"_s);
    row("webhooks may not be read",
        changed(facts({}),
                [](AdmissionFacts &one) {
                    one.configurations = std::unexpected(forbidden(u"list validatingwebhookconfigurations"_s));
                }),
        u"unknown"_s, u"could not be read: You may not list validatingwebhookconfigurations."_s);
    row("the worst comes first",
        changed(facts({former, Config()}), [](AdmissionFacts &one) { one.services[u"admission"_s] = false; }),
        u"problem problem warning"_s, u"Nothing answers"_s);
}

void tst_Admission::findsWhatIsWrong()
{
    QFETCH(const AdmissionFacts, facts);
    QFETCH(const QString, first);
    const QList<AdmissionFinding> findings = upgrade::admissionFindings(facts);
    QTEST(severities(findings), "found");
    QVERIFY2(findings.first().sentence.contains(first), qPrintable(findings.first().sentence));
    for (const AdmissionFinding &finding : findings) {
        QVERIFY(!finding.sentence.contains(u"BEGIN"));
        QVERIFY(!finding.sentence.contains(QString::fromLatin1(own.first(24))));
        QVERIFY(!finding.sentence.contains(QString::fromLatin1(other.first(24))));
    }
}

void tst_Admission::asksTheServer_data()
{
    QTest::addColumn<QByteArray>("forbidden"); ///< a part of the path
    QTest::addColumn<bool>("isThere"); ///< Secret and Endpoints
    QTest::addColumn<QByteArray>("subset");
    QTest::addColumn<QString>("found");
    const QByteArray ready = R"({"addresses": [{"ip": "10.0.0.7"}]})";
    const QByteArray notReady = R"({"notReadyAddresses": [{"ip": "10.0.0.7"}]})";
    QTest::newRow("all is well") << QByteArray() << true << ready << u"ok"_s;
    QTest::newRow("the pod is not ready") << QByteArray() << true << notReady << u"problem"_s;
    QTest::newRow("no secret, no endpoints") << QByteArray() << false << ready << u"problem warning"_s;
    QTest::newRow("the secret is forbidden") << QByteArray("/secrets/") << true << ready << u"unknown"_s;
    QTest::newRow("endpoints are forbidden") << QByteArray("/endpoints/") << true << ready << u"unknown"_s;
    QTest::newRow("webhooks are forbidden") << QByteArray("webhook") << true << ready << u"unknown"_s;
}

void tst_Admission::asksTheServer()
{
    QFETCH(const QByteArray, forbidden);
    QFETCH(const bool, isThere);
    QFETCH(const QByteArray, subset);
    using testsupport::ScriptedServer;
    const auto status = [](int code, const QByteArray &reason) {
        return QByteArray(R"({"kind": "Status", "status": "Failure", "code": )" + QByteArray::number(code)
                          + R"(, "reason": ")" + reason + R"(", "message": "no"})");
    };
    ScriptedServer server([&](const testsupport::ScriptedRequest &request, QTcpSocket *socket) {
        if (!forbidden.isEmpty() && request.target.contains(forbidden))
            return ScriptedServer::answer(socket, 403, status(403, "Forbidden"));
        if (request.target.startsWith("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations")) {
            const QJsonObject list{{"kind"_L1, "ValidatingWebhookConfigurationList"_L1},
                                   {"items"_L1, QJsonArray{Config().json()}}};
            return ScriptedServer::answer(socket, 200, QJsonDocument(list).toJson());
        }
        if (isThere && request.target == "/api/v1/namespaces/redis/secrets/admission-tls") {
            return ScriptedServer::answer(socket, 200,
                                          R"({"data": {"privateKey": "c2VjcmV0", "cert": ")" + own + R"("}})");
        }
        if (isThere && request.target == "/api/v1/namespaces/redis/endpoints/admission")
            return ScriptedServer::answer(socket, 200, R"({"subsets": [)" + subset + "]}");
        ScriptedServer::answer(socket, 404, status(404, "NotFound"));
    });
    kube::ClusterConfig config;
    config.server = server.url();
    kube::ApiClient client(config, std::make_unique<testsupport::Anonymous>());
    QObject context;
    std::optional<QList<AdmissionFinding>> findings;
    upgrade::readAdmission(client, u"redis"_s, u"8.0.6-8"_s, &context,
                           [&](const QList<AdmissionFinding> &found) { findings = found; });
    QVERIFY(!findings); // never before it returns
    QTRY_VERIFY(findings);
    QTEST(severities(*findings), "found");
    QVERIFY(std::ranges::all_of(server.requests(),
                                [](const testsupport::ScriptedRequest &request) { return request.method == "GET"; }));
}

void tst_Admission::isCancelledWithItsContext()
{
    QList<QPointer<QTcpSocket>> asked;
    testsupport::ScriptedServer server(
        [&](const testsupport::ScriptedRequest &, QTcpSocket *socket) { asked.append(socket); });
    kube::ClusterConfig config;
    config.server = server.url();
    kube::ApiClient client(config, std::make_unique<testsupport::Anonymous>());
    const auto read = [&](QObject *context, bool *isCalled) {
        upgrade::readAdmission(client, u"redis"_s, {}, context, [isCalled](const auto &) { *isCalled = true; });
    };
    const auto answer = [&] {
        for (const QPointer<QTcpSocket> &socket : std::exchange(asked, {})) {
            if (socket)
                testsupport::ScriptedServer::answer(socket, 200, R"({"items": []})");
        }
    };
    auto context = std::make_unique<QObject>();
    bool isCalled = false;
    read(context.get(), &isCalled);
    QTRY_COMPARE(asked.size(), 1);
    context.reset();
    answer();

    QObject later;
    bool isCalledLater = false;
    read(&later, &isCalledLater);
    QTRY_COMPARE(asked.size(), 1);
    answer();
    QTRY_VERIFY(isCalledLater);
    QVERIFY(!isCalled);
}

QTEST_GUILESS_MAIN(tst_Admission)
#include "tst_admission.moc"
