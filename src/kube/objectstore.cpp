// SPDX-License-Identifier: Apache-2.0
#include "objectstore.h"

namespace kube {

void ObjectStore::replaceAll(const QList<ObjectPtr> &objects)
{
    QSet<ObjectKey> listed;
    listed.reserve(objects.size());
    m_objects.reserve(objects.size());
    for (const ObjectPtr &object : objects) {
        listed.insert(object->meta.key());
        put(object);
    }
    QList<ObjectKey> gone;
    for (auto it = m_objects.cbegin(); it != m_objects.cend(); ++it) {
        if (!listed.contains(it.key()))
            gone.append(it.key());
    }
    for (const ObjectKey &key : std::as_const(gone))
        remove(key);
    if (!m_synced) {
        m_synced = true;
        Q_EMIT synced();
    }
}

void ObjectStore::put(const ObjectPtr &object)
{
    const ObjectKey key = object->meta.key();
    touch(key);
    m_objects.insert(key, object);
}

void ObjectStore::remove(const ObjectKey &key)
{
    if (!m_objects.contains(key))
        return;
    touch(key);
    m_objects.remove(key);
}

void ObjectStore::touch(const ObjectKey &key)
{
    if (!m_told.contains(key))
        m_told.insert(key, m_objects.value(key));
    if (!m_willTell) {
        m_willTell = true;
        QMetaObject::invokeMethod(this, &ObjectStore::tell, Qt::QueuedConnection);
    }
}

void ObjectStore::tell()
{
    m_willTell = false;
    Changes changes;
    const auto told = std::exchange(m_told, {});
    for (auto it = told.cbegin(); it != told.cend(); ++it) {
        const ObjectPtr &before = it.value();
        const ObjectPtr now = m_objects.value(it.key());
        if (before && now && before->meta.uid == now->meta.uid) {
            if (before->meta.resourceVersion != now->meta.resourceVersion)
                changes.modified.append(now);
            continue;
        }
        if (before)
            changes.removed.append(before);
        if (now)
            changes.added.append(now);
    }
    if (!changes.added.isEmpty() || !changes.modified.isEmpty() || !changes.removed.isEmpty())
        Q_EMIT changed(changes);
}

} // namespace kube
