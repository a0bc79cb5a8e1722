// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imagetag.h"
#include "result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <optional>

namespace redis {

/// A release note: a build of Redis Enterprise and the operator that runs it. An operator may get further builds later.
/// The Services Rigger and the bootstrapper carry the operator's tag.
struct Release
{
    OperatorTag operatorTag;
    QList<ImageTag> tags; ///< one build in its flavours
    QString date; ///< "2026-08"
    QString olmVersion; ///< "8.0.20-26.2": the OLM bundle; empty if there is none

    [[nodiscard]] bool operator==(const Release &) const = default;
};

/// Something to know before a change of tag: a known problem, a path that is not supported. The text is that of the
/// vendor's notes, retold; it is data and not translated.
struct Note
{
    enum class Effect {
        Inform,
        Warn,
        Refuse,
    };

    struct Range
    {
        std::optional<TagVersion> since; ///< this one too
        std::optional<TagVersion> before; ///< this one not

        [[nodiscard]] bool contains(const TagVersion &version) const
        {
            return (!since || version >= *since) && (!before || version < *before);
        }
        [[nodiscard]] bool operator==(const Range &) const = default;
    };

    QString id; ///< such as "RED-84166"
    Effect effect = Effect::Inform;
    QString text;
    std::optional<Range> operators; ///< holds for the operator that the new tag belongs to
    std::optional<Range> from; ///< holds for the operator that the present tag belongs to
    QList<ImageTag> tags; ///< holds for these tags; empty: for all
    int moreNodesThan = 0; ///< holds for clusters of more nodes
    QList<QString> states; ///< holds while status.state of the cluster is one of these; empty: in all

    [[nodiscard]] bool operator==(const Note &) const = default;
};

/// What was released, as far as this program knows: which operator runs which build, who may upgrade to what. A value;
/// look-ups cost at most a pass over the hundred releases.
class Catalogue final
{
public:
    enum class Support {
        Supported,
        Deprecated,
        EndOfLife,
    };

    /// Reads catalogue.json. Refuses the whole if any entry is malformed.
    [[nodiscard]] static kube::Result<Catalogue> load(const QByteArray &json);
    /// The one that comes with the program.
    [[nodiscard]] static kube::Result<Catalogue> builtIn();

    [[nodiscard]] QString asOf() const { return m_asOf; } ///< "2026-08": what is newer cannot be known
    [[nodiscard]] const QList<Release> &releases() const noexcept { return m_releases; } ///< by operator, oldest first
    [[nodiscard]] const QList<Note> &notes() const noexcept { return m_notes; }

    [[nodiscard]] bool knows(const OperatorTag &operatorTag) const;
    /// Published exactly so, flavour and all.
    [[nodiscard]] bool knows(const ImageTag &tag) const;
    /// What an operator runs: every build in every flavour, newest first.
    [[nodiscard]] QList<ImageTag> tagsOf(const OperatorTag &operatorTag) const;
    /// The operators that run the build of a tag, whatever its flavour; oldest first.
    [[nodiscard]] QList<OperatorTag> operatorsOf(const ImageTag &tag) const;

    /// Whether OLM upgrades from one operator to the other in one step. Nothing if either was never in OLM. False is
    /// not a no: OLM knows only what was released before.
    [[nodiscard]] std::optional<bool> isDirectUpgrade(const OperatorTag &from, const OperatorTag &to) const;

    /// For images that are named by digest, as OLM does: "sha256:...".
    [[nodiscard]] std::optional<OperatorTag> operatorOfDigest(const QString &digest) const;
    [[nodiscard]] std::optional<ImageTag> tagOfDigest(const QString &digest) const;

    /// Kubernetes versions ("1.33") by how far an operator supports them; empty where the vendor's table has no row.
    [[nodiscard]] QMap<QString, Support> kubernetesOf(const OperatorTag &operatorTag) const;

private:
    friend class CatalogueReader;

    QString m_asOf;
    QList<Release> m_releases;
    QList<Note> m_notes;
    QHash<QString, QList<QString>> m_directUpgrades; ///< operator tag -> the tags it is upgraded from
    QHash<QString, OperatorTag> m_operatorDigests;
    QHash<QString, ImageTag> m_redisDigests;
    QHash<QString, QMap<QString, Support>> m_kubernetes;
};

} // namespace redis
