// SPDX-License-Identifier: Apache-2.0
#include "kinds/kindcatalog.h"

#include "kinds/builtinkinds.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// For sorting, first is best: v2, v1, v1beta2, v1beta1, v1alpha1, then what is no such name.
std::tuple<int, int, int, QString> preference(const QString &version)
{
    static const QRegularExpression form(u"^v(\\d+)(?:(alpha|beta)(\\d+))?$"_s);
    const QRegularExpressionMatch match = form.match(version);
    if (!match.hasMatch())
        return {3, 0, 0, version};
    const QString stage = match.captured(2);
    const int rank = stage.isEmpty() ? 0 : stage == "beta"_L1 ? 1 : 2;
    return {rank, -match.captured(1).toInt(), -match.captured(3).toInt(), QString()};
}

} // namespace

KindCatalog::KindCatalog()
    : m_kinds(builtInKinds())
{
}

KindPtr KindCatalog::find(const QString &group, const QString &version, const QString &plural) const
{
    const auto found = std::ranges::find_if(m_kinds, [&](const KindPtr &kind) {
        return kind->type.plural == plural && kind->type.group == group && kind->type.version == version;
    });
    return found == m_kinds.end() ? nullptr : *found;
}

KindPtr KindCatalog::findKind(const QString &group, const QString &kind) const
{
    const QStringList byPreference = versions(group);
    for (const QString &version : byPreference) {
        for (const KindPtr &served : m_kinds) {
            if (served->type.kind == kind && served->type.group == group && served->type.version == version)
                return served;
        }
    }
    return nullptr;
}

KindPtr KindCatalog::storageKind(const QString &resource) const
{
    KindPtr other;
    for (const KindPtr &kind : m_kinds) {
        if (kind->resource() != resource)
            continue;
        if (kind->type.version == kind->storageVersion)
            return kind;
        other = kind;
    }
    return other;
}

QStringList KindCatalog::groups() const
{
    QStringList result;
    for (const KindPtr &kind : m_kinds) {
        if (!result.contains(kind->type.group))
            result.append(kind->type.group);
    }
    return result;
}

QStringList KindCatalog::versions(const QString &group) const
{
    QStringList result;
    for (const KindPtr &kind : m_kinds) {
        if (kind->type.group == group && !result.contains(kind->type.version))
            result.append(kind->type.version);
    }
    std::ranges::sort(result, {}, preference);
    return result;
}

QList<KindPtr> KindCatalog::kinds(const QString &group, const QString &version) const
{
    QList<KindPtr> result;
    std::ranges::copy_if(m_kinds, std::back_inserter(result), [&](const KindPtr &kind) {
        return kind->type.group == group && kind->type.version == version;
    });
    return result;
}

void KindCatalog::setCustom(const QString &definition, const QList<KindPtr> &kinds)
{
    const QList<KindPtr> before = m_custom.take(definition);
    m_kinds.removeIf([&](const KindPtr &kind) { return before.contains(kind); });
    m_kinds += kinds;
    if (!kinds.isEmpty())
        m_custom.insert(definition, kinds);
}

} // namespace sim
