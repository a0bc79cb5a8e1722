// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle.h"
#include "documentmerge.h"

#include <QMap>

namespace upgrade {

/// What becomes of one object of a bundle.
struct DocumentPlan
{
    enum class Base {
        Release, ///< the release that runs now
        LastApplied, ///< what kubectl noted in the object when it applied it
        None, ///< nothing says what the release changed
    };
    /// What is known to go wrong, or to have no way back.
    enum class Trap {
        StoredVersion, ///< objects are stored in a version that this definition does not have any more
        StorageFlips, ///< objects will be stored in another version than now
        PreserveUnknownFields, ///< the live definition keeps unknown fields, and the new one has defaults
    };

    ObjectIdentity identity;
    QString apiVersion; ///< of the bundle
    int line = 1; ///< in the bundle
    Base base = Base::None;
    std::optional<DocumentMerge> merge; ///< with the live object; nothing: it is new
    QJsonObject theirs; ///< as the bundle has it
    QList<Trap> traps;

    [[nodiscard]] bool isNew() const noexcept { return !merge; }
    /// The object to be written. For a new one, the bundle's.
    [[nodiscard]] QJsonObject wanted() const { return merge ? merge->merged() : theirs; }
};

/// What a release of the operator would change in a cluster, object by object, in the order in which they are to be
/// applied: definitions first, accounts before what refers to them, the operator's Deployment last. Objects are matched
/// by identity, never by their place.
///
/// Pure. Cost: as DocumentMerge, for each object.
class BundlePlan final
{
public:
    /// `base` may be null. `live` are the objects of the cluster that bundle and base name, as far as they are there.
    BundlePlan(const Bundle &theirs, const Bundle *base, const QMap<ObjectIdentity, QJsonObject> &live);

    [[nodiscard]] const QList<DocumentPlan> &documents() const noexcept { return m_documents; }
    /// Settles a conflict of a document, as DocumentMerge::decide().
    void decide(const ObjectIdentity &document, const yaml::Path &conflict, const QJsonValue &value);
    [[nodiscard]] bool isWhollyDecided() const;

    /// What the release that runs now has and the new one has not, and is in the cluster. Never deleted.
    [[nodiscard]] const QList<ObjectIdentity> &leftBehind() const noexcept { return m_leftBehind; }

private:
    QList<DocumentPlan> m_documents;
    QList<ObjectIdentity> m_leftBehind;
};

} // namespace upgrade
