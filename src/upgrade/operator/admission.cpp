// SPDX-License-Identifier: Apache-2.0
#include "operator/admission.h"

#include "imagetag.h"
#include "operator/certificates.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

using Severity = AdmissionFinding::Severity;

const QString bundleName = u"redis-enterprise-admission"_s; // since 6.4.2-4
const QString formerName = u"redb-admission"_s; // 6.0.6 to 6.2.18
const QString secretName = u"admission-tls"_s;
constexpr redis::TagVersion sinceNewName{.major = 6, .minor = 4, .patch = 2, .build = 4};

/// One entry of webhooks[] that is about databases.
struct Webhook
{
    QString configuration; ///< metadata.name
    QString nameSpace; ///< of the Service that is asked; empty for a URL
    QString service;
    QByteArray caBundle;
    bool failsClosed = true; ///< failurePolicy Fail, which is also the default
    bool isLimited = false; ///< to some namespaces
    bool isOlm = false; ///< made by OLM, which keeps service and certificates itself

    [[nodiscard]] bool isFormer() const { return configuration == formerName; }
};

QString nameOf(const QJsonObject &object)
{
    return object["metadata"_L1]["name"_L1].toString();
}

bool isOfOlm(const QJsonObject &configuration)
{
    const QJsonObject labels = configuration["metadata"_L1]["labels"_L1].toObject();
    return labels.contains("olm.owner"_L1) || labels.contains("olm.webhook-description-generate-name"_L1);
}

bool isAboutDatabases(const QJsonObject &webhook)
{
    const QJsonArray rules = webhook["rules"_L1].toArray();
    return std::ranges::any_of(
        rules, [](const QJsonValue &rule) { return rule["apiGroups"_L1].toArray().contains("app.redislabs.com"_L1); });
}

QList<Webhook> webhooksIn(const QList<QJsonObject> &configurations)
{
    QList<Webhook> result;
    for (const QJsonObject &configuration : configurations) {
        for (const QJsonValue &entry : configuration["webhooks"_L1].toArray()) {
            const QJsonObject webhook = entry.toObject();
            if (!isAboutDatabases(webhook))
                continue;
            const QJsonObject client = webhook["clientConfig"_L1].toObject();
            const QJsonObject selector = webhook["namespaceSelector"_L1].toObject();
            result.append({.configuration = nameOf(configuration),
                           .nameSpace = client["service"_L1]["namespace"_L1].toString(),
                           .service = client["service"_L1]["name"_L1].toString(),
                           .caBundle = client["caBundle"_L1].toString().toLatin1(),
                           .failsClosed = webhook["failurePolicy"_L1].toString() != "Ignore"_L1,
                           .isLimited = !selector["matchLabels"_L1].toObject().isEmpty()
                               || !selector["matchExpressions"_L1].toArray().isEmpty(),
                           .isOlm = isOfOlm(configuration)});
        }
    }
    return result;
}

class AdmissionJudge final
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::Admission)

public:
    explicit AdmissionJudge(const AdmissionFacts &facts)
        : m_facts(facts)
    {
        if (facts.configurations)
            m_all = webhooksIn(*facts.configurations);
        std::ranges::copy_if(m_all, std::back_inserter(m_ours),
                             [&](const Webhook &webhook) { return webhook.nameSpace == facts.nameSpace; });
    }

    [[nodiscard]] QList<AdmissionFinding> judge()
    {
        if (!m_facts.configurations) {
            add(Severity::Unknown,
                tr("Whether the operator's admission webhook is in place could not be checked, since the "
                   "ValidatingWebhookConfigurations of the cluster could not be read: %1")
                    .arg(m_facts.configurations.error().message));
            return m_findings;
        }
        judgeNames();
        for (const Webhook &webhook : std::as_const(m_ours)) {
            const qsizetype before = m_findings.size();
            judgeTrust(webhook);
            judgeEndpoint(webhook);
            if (m_findings.size() == before) {
                add(Severity::Ok,
                    webhook.isOlm
                        ? tr("Admission webhook \"%1\" is in place and answered for. Its certificate is kept by OLM.")
                              .arg(webhook.configuration)
                        : tr("Admission webhook \"%1\" is in place, trusts the operator's certificate, and is "
                             "answered for.")
                              .arg(webhook.configuration));
            }
        }
        std::ranges::stable_sort(m_findings, std::ranges::greater(), &AdmissionFinding::severity);
        return m_findings;
    }

private:
    void add(Severity severity, const QString &sentence) { m_findings.append({severity, sentence}); }

    void judgeNames()
    {
        const auto former = std::ranges::find_if(m_ours, &Webhook::isFormer);
        const bool hasNew = std::ranges::any_of(m_ours, [](const Webhook &webhook) { return !webhook.isFormer(); });
        const auto tag = redis::OperatorTag::parse(m_facts.operatorTag);
        if (former != m_ours.cend() && hasNew) {
            add(Severity::Warning,
                tr("The ValidatingWebhookConfiguration \"%1\" of releases before 6.4.2-4 is still there beside the "
                   "present one: every write of a database is judged twice, and refused if either does not answer. "
                   "Delete it: kubectl delete validatingwebhookconfiguration %1")
                    .arg(formerName));
        } else if (former != m_ours.cend() && tag && tag->version() >= sinceNewName) {
            add(Severity::Warning,
                tr("Databases are judged through the ValidatingWebhookConfiguration \"%1\", which is that of releases "
                   "before 6.4.2-4. Operator %2 comes with \"%3\": create that from admission/webhook.yaml of its "
                   "release, then delete \"%1\".")
                    .arg(formerName, m_facts.operatorTag, bundleName));
        } else if (m_ours.isEmpty()) {
            judgeAbsence();
        }
    }

    void judgeAbsence()
    {
        const auto elsewhere = std::ranges::find_if(
            m_all, [](const Webhook &webhook) { return !webhook.nameSpace.isEmpty() && !webhook.isLimited; });
        if (elsewhere != m_all.cend()) {
            add(Severity::Warning,
                tr("No admission webhook asks the operator of namespace \"%1\". \"%2\" sends the databases of all "
                   "namespaces to the operator in namespace \"%3\", which may be of another release. Limit each "
                   "webhook to the namespaces of its operator (namespaceSelector).")
                    .arg(m_facts.nameSpace, elsewhere->configuration, elsewhere->nameSpace));
            return;
        }
        add(Severity::Warning,
            tr("There is no ValidatingWebhookConfiguration that asks the operator of namespace \"%1\": databases are "
               "written unjudged, and mistakes in them show only later. Create \"%2\" from admission/webhook.yaml of "
               "the operator's release.")
                .arg(m_facts.nameSpace, bundleName));
    }

    void judgeTrust(const Webhook &webhook)
    {
        if (webhook.caBundle.isEmpty()) {
            add(Severity::Problem,
                tr("The caBundle of ValidatingWebhookConfiguration \"%1\" is empty, so that the server does not trust "
                   "the operator: %2. Put the value of \"cert\" in Secret %3 there.")
                    .arg(webhook.configuration, effectOf(webhook), secretName));
            return;
        }
        if (webhook.isOlm) // it has a Secret of its own, and renews both
            return;
        if (!m_facts.certificate) {
            add(Severity::Unknown,
                tr("Whether ValidatingWebhookConfiguration \"%1\" trusts the operator's certificate could not be "
                   "checked, since Secret %2 could not be read: %3")
                    .arg(webhook.configuration, secretName, m_facts.certificate.error().message));
            return;
        }
        const QList<QByteArray> own = certificatesIn(*m_facts.certificate);
        if (own.isEmpty()) {
            add(Severity::Warning,
                tr("Secret %1 is not there, or holds no certificate under \"cert\". The operator makes it when it "
                   "starts; until then the trust of ValidatingWebhookConfiguration \"%2\" cannot be checked.")
                    .arg(secretName, webhook.configuration));
            return;
        }
        if (certificatesIn(webhook.caBundle).contains(own.constFirst()))
            return;
        add(Severity::Problem,
            tr("The caBundle of ValidatingWebhookConfiguration \"%1\" is not the certificate that the operator has in "
               "Secret %2, so that the server does not trust it: %3. Put the value of \"cert\" in that Secret there.")
                .arg(webhook.configuration, secretName, effectOf(webhook)));
    }

    void judgeEndpoint(const Webhook &webhook)
    {
        const auto service = m_facts.services.constFind(webhook.service);
        if (service == m_facts.services.cend())
            return;
        if (!*service) {
            add(Severity::Unknown,
                tr("Whether anything answers behind Service \"%1\" of the admission webhook could not be checked: %2")
                    .arg(webhook.service, service->error().message));
        } else if (!**service) {
            add(webhook.failsClosed ? Severity::Problem : Severity::Warning,
                tr("Nothing answers behind Service \"%1\" of the admission webhook \"%2\": %3. That is normal while "
                   "the operator's pod is made anew. If it stays so, see whether the pod is ready and whether the "
                   "Service is there and selects it.")
                    .arg(webhook.service, webhook.configuration, effectOf(webhook)));
        }
    }

    static QString effectOf(const Webhook &webhook)
    {
        if (!webhook.failsClosed)
            return tr("databases are written unjudged meanwhile (failurePolicy Ignore)");
        return webhook.isLimited ? tr("every write of a database in its namespaces is refused (failurePolicy Fail)")
                                 : tr("every write of a database in the whole cluster is refused (failurePolicy Fail)");
    }

    const AdmissionFacts &m_facts;
    QList<Webhook> m_all;
    QList<Webhook> m_ours;
    QList<AdmissionFinding> m_findings;
};

} // namespace

QStringList admissionServices(const QList<QJsonObject> &configurations, const QString &nameSpace)
{
    QStringList services;
    for (const Webhook &webhook : webhooksIn(configurations)) {
        if (webhook.nameSpace == nameSpace && !services.contains(webhook.service))
            services.append(webhook.service);
    }
    return services;
}

QList<AdmissionFinding> admissionFindings(const AdmissionFacts &facts)
{
    return AdmissionJudge(facts).judge();
}

} // namespace upgrade
