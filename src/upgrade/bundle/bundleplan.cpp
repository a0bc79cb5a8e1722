// SPDX-License-Identifier: Apache-2.0
#include "bundleplan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

/// As Helm's and kubectl's installation order, as far as bundles go.
qsizetype placeOf(const QString &kind)
{
    static const QStringList order{u"CustomResourceDefinition"_s,
                                   u"SecurityContextConstraints"_s,
                                   u"ServiceAccount"_s,
                                   u"ClusterRole"_s,
                                   u"Role"_s,
                                   u"ClusterRoleBinding"_s,
                                   u"RoleBinding"_s,
                                   u"Service"_s};
    if (kind == "Deployment"_L1)
        return order.size() + 1;
    const qsizetype at = order.indexOf(kind);
    return at < 0 ? order.size() : at;
}

std::optional<QJsonObject> lastApplied(const QJsonObject &live)
{
    const QString text =
        live["metadata"_L1]["annotations"_L1]["kubectl.kubernetes.io/last-applied-configuration"_L1].toString();
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

QStringList versionsOf(const QJsonObject &definition)
{
    QStringList names;
    for (const QJsonValue &version : definition["spec"_L1]["versions"_L1].toArray())
        names.append(version["name"_L1].toString());
    if (names.isEmpty()) // apiextensions.k8s.io/v1beta1
        names.append(definition["spec"_L1]["version"_L1].toString());
    return names;
}

QString storageOf(const QJsonObject &definition)
{
    for (const QJsonValue &version : definition["spec"_L1]["versions"_L1].toArray()) {
        if (version["storage"_L1].toBool())
            return version["name"_L1].toString();
    }
    return {};
}

QList<DocumentPlan::Trap> trapsOf(const QJsonObject &live, const QJsonObject &theirs)
{
    QList<DocumentPlan::Trap> traps;
    if (theirs["kind"_L1] != "CustomResourceDefinition"_L1)
        return traps;
    const QStringList versions = versionsOf(theirs);
    const QJsonArray stored = live["status"_L1]["storedVersions"_L1].toArray();
    if (std::ranges::any_of(stored, [&](const QJsonValue &version) { return !versions.contains(version.toString()); }))
        traps.append(DocumentPlan::Trap::StoredVersion);
    const QString storage = storageOf(live);
    if (!storage.isEmpty() && storage != storageOf(theirs))
        traps.append(DocumentPlan::Trap::StorageFlips);
    if (live["spec"_L1]["preserveUnknownFields"_L1].toBool()
        && theirs["spec"_L1]["preserveUnknownFields"_L1].isUndefined())
        traps.append(DocumentPlan::Trap::PreserveUnknownFields);
    return traps;
}

} // namespace

BundlePlan::BundlePlan(const Bundle &theirs, const Bundle *base, const QMap<ObjectIdentity, QJsonObject> &live)
{
    for (const BundleDocument &document : theirs.documents()) {
        DocumentPlan plan{.identity = document.identity,
                          .apiVersion = document.apiVersion,
                          .line = document.line,
                          .theirs = document.object};
        if (const auto present = live.constFind(document.identity); present != live.constEnd()) {
            std::optional<QJsonObject> before;
            if (const BundleDocument *of = base ? base->find(document.identity) : nullptr) {
                before = of->object;
                plan.base = DocumentPlan::Base::Release;
            } else if (before = lastApplied(*present); before) {
                plan.base = DocumentPlan::Base::LastApplied;
            }
            plan.merge.emplace(before, *present, document.object);
            plan.traps = trapsOf(*present, document.object);
        }
        m_documents.append(std::move(plan));
    }
    std::ranges::stable_sort(m_documents, {}, [](const DocumentPlan &plan) { return placeOf(plan.identity.kind); });
    if (base) {
        for (const BundleDocument &document : base->documents()) {
            if (!theirs.find(document.identity) && live.contains(document.identity))
                m_leftBehind.append(document.identity);
        }
    }
}

void BundlePlan::decide(const ObjectIdentity &document, const yaml::Path &conflict, const QJsonValue &value)
{
    const auto found = std::ranges::find(m_documents, document, &DocumentPlan::identity);
    if (found != m_documents.end() && found->merge)
        found->merge->decide(conflict, value);
}

bool BundlePlan::isWhollyDecided() const
{
    return std::ranges::all_of(m_documents,
                               [](const DocumentPlan &plan) { return plan.isNew() || plan.merge->isWhollyDecided(); });
}

} // namespace upgrade
