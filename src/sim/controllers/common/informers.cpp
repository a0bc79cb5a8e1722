// SPDX-License-Identifier: Apache-2.0
#include "common/informers.h"

#include "common/rawobject.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// What a ClusterConfig itself holds: a fixed token or certificate.
class FixedCredential final : public kube::CredentialSource
{
public:
    explicit FixedCredential(const kube::ClusterConfig &config)
    {
        m_credential.token = config.token;
        m_credential.certificate = config.clientCertificate;
        m_credential.key = config.clientKey;
    }
    void get(QObject *context, kube::Callback<kube::Credential> done) override
    {
        QMetaObject::invokeMethod(
            context, [done = std::move(done), credential = m_credential] { done(credential); }, Qt::QueuedConnection);
    }
    bool reject(const kube::Credential & /*credential*/) override { return false; }

private:
    kube::Credential m_credential;
};

} // namespace

Informers::Informers(const kube::ClusterConfig &config, QObject *parent)
    : Informers(config, std::make_unique<FixedCredential>(config), parent)
{
}

Informers::Informers(const kube::ClusterConfig &config, std::unique_ptr<kube::CredentialSource> credentials,
                     QObject *parent)
    : QObject(parent)
    , m_client(config, std::move(credentials))
{
    m_decoding.setObjectName(u"sim decoding"_s);
    m_decoding.start();
}

Informers::~Informers()
{
    m_watchers.clear();
    m_decoding.quit();
    m_decoding.wait();
}

const kube::ObjectStore &Informers::follow(const kube::ResourceType &type, const kube::Selection &selection,
                                           const QString &nameSpace)
{
    for (const auto &watcher : m_watchers) {
        const kube::Watcher::Target &target = watcher->target();
        if (target.type == type && target.selection == selection && target.nameSpace == nameSpace)
            return watcher->store();
    }
    // Controllers are the first to come and must not give up when a kind comes later (a CRD) or rights do.
    auto watcher = std::make_unique<kube::Watcher>(
        m_client, m_decoding,
        kube::Watcher::Target{.type = type, .nameSpace = nameSpace, .selection = selection, .decode = decodeRaw});
    kube::Watcher *raw = watcher.get();
    connect(raw, &kube::Watcher::stateChanged, this, [raw](kube::Watcher::State state) {
        if (state == kube::Watcher::State::Refused)
            QTimer::singleShot(std::chrono::seconds(2), raw, [raw] { raw->retry(); });
    });
    raw->start();
    m_watchers.push_back(std::move(watcher));
    return m_watchers.back()->store();
}

} // namespace sim
