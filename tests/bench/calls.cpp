// SPDX-License-Identifier: Apache-2.0
#include "calls.h"

#include "credentialsources.h"
#include "kubeconfig.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace bench {

namespace {

kube::ApiRequest creation(const kube::ResourceType &type, const QJsonObject &object)
{
    return kube::requests::create(type, object["metadata"_L1]["namespace"_L1].toString(), object, {});
}

} // namespace

Calls::Calls(const QString &kubeconfig)
{
    const auto loaded = kube::Kubeconfig::load(kube::KubeconfigLocations::fromEnvironment(kubeconfig));
    const auto config = loaded ? loaded->clusterConfig() : std::unexpected(loaded.error());
    if (config)
        m_client = std::make_unique<kube::ApiClient>(*config, kube::makeCredentialSource(*config, nullptr));
}

Calls::~Calls() = default;

kube::Result<kube::ApiResponse> Calls::send(const kube::ApiRequest &request) const
{
    kube::Result<kube::ApiResponse> result;
    QEventLoop loop;
    m_client->send(request, &loop, [&](const kube::Result<kube::ApiResponse> &answer) {
        result = answer;
        loop.quit();
    });
    loop.exec();
    return result;
}

bool Calls::create(const kube::ResourceType &type, const QJsonObject &object) const
{
    return m_client && send(creation(type, object)).has_value();
}

bool Calls::createAll(const kube::ResourceType &type, int count,
                      const std::function<QJsonObject(int index)> &make) const
{
    constexpr int atATime = 64;
    QEventLoop loop;
    int begun = 0;
    int done = 0;
    bool good = m_client != nullptr;
    const auto next = [&](const auto &again) -> void {
        if (good && begun < count) {
            m_client->send(creation(type, make(begun++)), &loop,
                           [&, again](const kube::Result<kube::ApiResponse> &answer) {
                               good = good && answer;
                               ++done;
                               again(again);
                           });
        } else if (!good || done == count) {
            loop.quit();
        }
    };
    for (int i = 0; i < std::min(atATime, count); ++i)
        next(next);
    if (good)
        loop.exec();
    return good;
}

bool Calls::waitFor(const kube::ResourceType &type, const kube::ObjectKey &key, std::chrono::seconds atMost,
                    const std::function<bool(const QJsonObject &object)> &isSo) const
{
    for (const QDeadlineTimer end(atMost); m_client && !end.hasExpired();) {
        const auto answer = send(kube::requests::get(type, key));
        if (answer && isSo(QJsonDocument::fromJson(answer->body).object()))
            return true;
        QEventLoop pause;
        QTimer::singleShot(100ms, &pause, &QEventLoop::quit);
        pause.exec();
    }
    return false;
}

} // namespace bench
