// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object.h"
#include "json/jsontext.h"

#include <QHash>
#include <QJsonObject>
#include <QMap>
#include <QObject>
#include <deque>
#include <memory>
#include <optional>
#include <ranges>
#include <utility>

namespace sim {

/// One version of one object, as it was written. Never changes; shared by the storage, its history and whoever sends
/// it.
class Stored final
{
public:
    Stored(QString resource, kube::ObjectKey key, QJsonObject object, qint64 revision)
        : m_resource(std::move(resource))
        , m_key(std::move(key))
        , m_object(std::move(object))
        , m_revision(revision)
    {
    }

    [[nodiscard]] const QString &resource() const { return m_resource; } ///< "statefulsets.apps"; "pods" in core
    [[nodiscard]] const kube::ObjectKey &key() const { return m_key; }
    [[nodiscard]] const QJsonObject &object() const { return m_object; }
    [[nodiscard]] qint64 revision() const { return m_revision; }
    [[nodiscard]] QString uid() const;
    /// The object on one line; made when it is first asked for.
    [[nodiscard]] const QByteArray &json() const
    {
        if (m_json.isEmpty())
            m_json = compactJson(m_object);
        return m_json;
    }

private:
    QString m_resource;
    kube::ObjectKey m_key;
    QJsonObject m_object;
    qint64 m_revision;
    mutable QByteArray m_json;
};

using StoredPtr = std::shared_ptr<const Stored>;

/// One write.
struct Change
{
    enum class Type { Added, Modified, Deleted };

    Type type = Type::Added;
    StoredPtr now; ///< of a deletion: the last state, with the revision of the deletion
    StoredPtr before; ///< null when added
    bool lost = false; ///< watches that are open do not see it: a fault to be tested with

    [[nodiscard]] qint64 revision() const { return now->revision(); }
};

/// Objects, one revision counter for all of them, and a log of the writes from which lists of the past and watches are
/// made. Knows nothing of kinds and rules. Every write has its own revision; the log has no gap.
class Storage final : public QObject
{
    Q_OBJECT

public:
    /// Remembers at least the last historyLimit writes.
    explicit Storage(qsizetype historyLimit = 100'000, QObject *parent = nullptr);

    [[nodiscard]] qint64 revision() const { return m_revision; }
    /// Changes up to this revision are forgotten.
    [[nodiscard]] qint64 compactedRevision() const { return m_compacted; }

    [[nodiscard]] StoredPtr get(const QString &resource, const kube::ObjectKey &key) const;
    /// Sorted by namespace and name. An empty namespace: all.
    [[nodiscard]] QList<StoredPtr> list(const QString &resource, const QString &nameSpace = {}) const;
    /// The list as it was at a revision; nothing if that is forgotten. Cost: the writes since then.
    [[nodiscard]] std::optional<QList<StoredPtr>> listAt(const QString &resource, const QString &nameSpace,
                                                         qint64 revision) const;
    [[nodiscard]] QStringList resources() const { return m_objects.keys(); }

    /// Creates or replaces; metadata.resourceVersion is set here.
    StoredPtr put(const QString &resource, const kube::ObjectKey &key, QJsonObject object);
    /// Returns the last state. The object must exist.
    StoredPtr remove(const QString &resource, const kube::ObjectKey &key);

    /// Forgets all history: what asks for it from now on is told that it expired.
    void compact();

    /// The changes after a revision that is not forgotten, oldest first.
    [[nodiscard]] auto changesAfter(qint64 revision) const
    {
        return std::ranges::subrange(m_log.begin() + qsizetype(revision - m_compacted), m_log.end());
    }
    /// Marks the newest change as lost; see Change::lost.
    void loseLastChange();

Q_SIGNALS:
    /// After every write, before put() or remove() returns.
    void changed(const sim::Change &change);

private:
    void append(const Change &change);

    QHash<QString, QMap<kube::ObjectKey, StoredPtr>> m_objects;
    std::deque<Change> m_log; ///< of revisions m_compacted + 1 .. m_revision
    qint64 m_revision = 1;
    qint64 m_compacted = 1;
    qsizetype m_historyLimit;
};

} // namespace sim
