// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object.h"

#include <QObject>
#include <QSet>

namespace kube {

/// The last known objects of one kind and selection. One writer, its Watcher; any number of readers.
///
/// changed() comes at most once per turn of the event loop and tells the difference between what was told last and what
/// is known now: states may be skipped, never reordered. A complete list that arrives anew comes out as such a
/// difference. An object whose uid changed under its key (a replaced pod) is both in removed and in added. Cost: linear
/// in what was touched; objects are shared, never copied.
class ObjectStore final : public QObject
{
    Q_OBJECT

public:
    struct Changes
    {
        QList<ObjectPtr> added;
        QList<ObjectPtr> modified; ///< as they are now
        QList<ObjectPtr> removed; ///< as they were last told
    };

    using QObject::QObject;

    /// False until the first complete list is in.
    [[nodiscard]] bool isSynced() const noexcept { return m_synced; }
    [[nodiscard]] qsizetype size() const noexcept { return m_objects.size(); }
    /// Null if there is none.
    [[nodiscard]] ObjectPtr find(const ObjectKey &key) const { return m_objects.value(key); }
    template <typename T>
    [[nodiscard]] std::shared_ptr<const T> findAs(const ObjectKey &key) const
    {
        return std::static_pointer_cast<const T>(find(key));
    }
    [[nodiscard]] const QHash<ObjectKey, ObjectPtr> &objects() const noexcept { return m_objects; }

    /// The whole list, complete: what is not in it is gone. For the writer.
    void replaceAll(const QList<ObjectPtr> &objects);
    /// Added or modified. For the writer.
    void put(const ObjectPtr &object);
    /// For the writer.
    void remove(const ObjectKey &key);

Q_SIGNALS:
    void changed(const kube::ObjectStore::Changes &changes);
    void synced(); ///< once, with the first complete list, before its changed()

private:
    void touch(const ObjectKey &key);
    void tell();

    QHash<ObjectKey, ObjectPtr> m_objects;
    QHash<ObjectKey, ObjectPtr> m_told; ///< of the touched keys: what the readers know
    bool m_synced = false;
    bool m_willTell = false;
};

} // namespace kube
