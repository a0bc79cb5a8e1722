// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

/// All kinds that are served now: the built-in ones, and those of CustomResourceDefinitions, which come and go.
class KindCatalog final
{
public:
    KindCatalog(); ///< the built-in ones

    [[nodiscard]] KindPtr find(const QString &group, const QString &version, const QString &plural) const;
    /// The first version of a group that has the kind.
    [[nodiscard]] KindPtr findKind(const QString &group, const QString &kind) const;
    /// The version in which objects of a resource ("statefulsets.apps") are stored, or any if that one is not served.
    [[nodiscard]] KindPtr storageKind(const QString &resource) const;

    /// In the order in which discovery shows them: "" first, versions of a group by preference.
    [[nodiscard]] QStringList groups() const;
    [[nodiscard]] QStringList versions(const QString &group) const;
    [[nodiscard]] QList<KindPtr> kinds(const QString &group, const QString &version) const;
    [[nodiscard]] const QList<KindPtr> &all() const { return m_kinds; }

    /// Replaces what a CustomResourceDefinition defines; with an empty list it is gone.
    void setCustom(const QString &definition, const QList<KindPtr> &kinds);

private:
    QList<KindPtr> m_kinds;
    QHash<QString, QList<KindPtr>> m_custom;
};

} // namespace sim
