// SPDX-License-Identifier: Apache-2.0
#include "apiclient.h"
#include "operator/admission.h"

#include <QJsonArray>
#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using kube::ApiObject;
using kube::Result;

namespace upgrade {

namespace {

kube::ResourceType webhookType()
{
    return {.group = u"admissionregistration.k8s.io"_s,
            .version = u"v1"_s,
            .plural = u"validatingwebhookconfigurations"_s,
            .kind = u"ValidatingWebhookConfiguration"_s,
            .namespaced = false};
}

kube::ResourceType coreType(const QString &plural, const QString &kind)
{
    return {.group = {}, .version = u"v1"_s, .plural = plural, .kind = kind};
}

/// The certificate, which is public; the private key beside it goes with the answer.
QByteArray certificateOf(const ApiObject &secret)
{
    return secret.object["data"_L1]["cert"_L1].toString().toLatin1();
}

bool hasAddress(const ApiObject &endpoints)
{
    const QJsonArray subsets = endpoints.object["subsets"_L1].toArray();
    return std::ranges::any_of(subsets,
                               [](const QJsonValue &subset) { return !subset["addresses"_L1].toArray().isEmpty(); });
}

/// What is read of an object; `absent` if there is none.
template <typename T>
Result<T> read(const Result<ApiObject> &answer, T (*part)(const ApiObject &), const T &absent)
{
    if (!answer && answer.error().isNotFound())
        return absent;
    return answer.transform(part);
}

/// Asks one thing after the other: which Services matter is known only from the webhooks.
class AdmissionReader final : public std::enable_shared_from_this<AdmissionReader>
{
public:
    AdmissionReader(kube::ApiClient &client, AdmissionFacts facts, QObject *context,
                    std::function<void(const QList<AdmissionFinding> &)> done)
        : m_client(client)
        , m_facts(std::move(facts))
        , m_context(context)
        , m_done(std::move(done))
    {
    }

    void begin()
    {
        m_client.sendForObject(kube::requests::list(webhookType(), {}, {}, 0), m_context,
                               [self = shared_from_this()](const Result<ApiObject> &answer) { self->listed(answer); });
    }

private:
    void listed(const Result<ApiObject> &answer)
    {
        m_facts.configurations = answer.transform([](const ApiObject &list) {
            QList<QJsonObject> objects;
            for (const QJsonValue &item : list.object["items"_L1].toArray())
                objects.append(item.toObject());
            return objects;
        });
        if (answer)
            m_services = admissionServices(*m_facts.configurations, m_facts.nameSpace);
        if (m_services.isEmpty()) // nobody asks the operator: nothing to compare
            return m_done(admissionFindings(m_facts));
        m_client.sendForObject(
            kube::requests::get(coreType(u"secrets"_s, u"Secret"_s), {m_facts.nameSpace, u"admission-tls"_s}),
            m_context, [self = shared_from_this()](const Result<ApiObject> &secret) {
                self->m_facts.certificate = read(secret, &certificateOf, QByteArray());
                self->askForService();
            });
    }

    void askForService()
    {
        if (m_services.isEmpty())
            return m_done(admissionFindings(m_facts));
        const QString service = m_services.takeFirst();
        m_client.sendForObject(
            kube::requests::get(coreType(u"endpoints"_s, u"Endpoints"_s), {m_facts.nameSpace, service}), m_context,
            [self = shared_from_this(), service](const Result<ApiObject> &endpoints) {
                self->m_facts.services.insert(service, read(endpoints, &hasAddress, false));
                self->askForService();
            });
    }

    kube::ApiClient &m_client;
    AdmissionFacts m_facts;
    QObject *const m_context;
    const std::function<void(const QList<AdmissionFinding> &)> m_done;
    QStringList m_services;
};

} // namespace

void readAdmission(kube::ApiClient &client, const QString &nameSpace, const QString &operatorTag, QObject *context,
                   std::function<void(const QList<AdmissionFinding> &)> done)
{
    std::make_shared<AdmissionReader>(client,
                                      AdmissionFacts{.nameSpace = nameSpace,
                                                     .operatorTag = operatorTag,
                                                     .configurations = {},
                                                     .certificate = {},
                                                     .services = {}},
                                      context, std::move(done))
        ->begin();
}

} // namespace upgrade
