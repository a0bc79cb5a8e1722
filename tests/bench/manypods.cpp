// SPDX-License-Identifier: Apache-2.0
#include "manypods.h"

#include "pod.h"
#include "statefulset.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype podSize = 12'000;
const QJsonObject labels{{"app"_L1, "redis-enterprise"_L1}};

/// Most of its size is in what the client passes over.
QJsonObject container()
{
    // What the server adds, and the variables below, as it writes them out.
    constexpr qsizetype added = 2'100;
    QJsonArray variables;
    for (qsizetype size = added; size < podSize; size += 140)
        variables.append(QJsonObject{{"name"_L1, u"VARIABLE_%1"_s.arg(variables.size())},
                                     {"value"_L1, "as long as it is in a real pod, or nearly so"_L1}});
    return {{"name"_L1, "redis-enterprise-node"_L1},
            {"image"_L1, "registry.corp:5000/redislabs/redis:7.22.0-250"_L1},
            {"env"_L1, variables}};
}

QJsonObject statefulSet()
{
    return {{"apiVersion"_L1, "apps/v1"_L1},
            {"kind"_L1, "StatefulSet"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, "orders"_L1}, {"namespace"_L1, "default"_L1}}},
            {"spec"_L1,
             QJsonObject{{"replicas"_L1, manyPods},
                         {"serviceName"_L1, "orders"_L1},
                         {"updateStrategy"_L1, QJsonObject{{"type"_L1, "OnDelete"_L1}}},
                         {"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                         {"template"_L1,
                          QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                      {"spec"_L1, QJsonObject{{"containers"_L1, QJsonArray{container()}}}}}}}}};
}

QJsonObject pod(const QString &setUid, int ordinal)
{
    const QJsonObject owner{{"apiVersion"_L1, "apps/v1"_L1},
                            {"kind"_L1, "StatefulSet"_L1},
                            {"name"_L1, "orders"_L1},
                            {"uid"_L1, setUid},
                            {"controller"_L1, true}};
    return {{"apiVersion"_L1, "v1"_L1},
            {"kind"_L1, "Pod"_L1},
            {"metadata"_L1,
             QJsonObject{{"name"_L1, u"orders-%1"_s.arg(ordinal)},
                         {"namespace"_L1, "default"_L1},
                         {"labels"_L1, labels},
                         {"ownerReferences"_L1, QJsonArray{owner}}}},
            {"spec"_L1, QJsonObject{{"containers"_L1, QJsonArray{container()}}}}};
}

} // namespace

bool makeManyPods(const bench::Calls &calls)
{
    const kube::ResourceType sets = rollout::statefulSetType();
    if (!calls.create(sets, statefulSet()))
        return false;
    const auto answer = calls.send(kube::requests::get(sets, {u"default"_s, u"orders"_s}));
    if (!answer)
        return false;
    const QString uid = QJsonDocument::fromJson(answer->body)["metadata"_L1]["uid"_L1].toString();
    // The first is made by the controller, which then waits for it to become ready.
    return calls.createAll(rollout::podType(), manyPods - 1, [&uid](int index) { return pod(uid, index + 1); });
}
