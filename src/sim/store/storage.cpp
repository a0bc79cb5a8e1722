// SPDX-License-Identifier: Apache-2.0
#include "store/storage.h"

#include <ranges>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QJsonObject withRevision(QJsonObject object, qint64 revision)
{
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    metadata.insert(u"resourceVersion"_s, QString::number(revision));
    object.insert(u"metadata"_s, metadata);
    return object;
}

QList<StoredPtr> ofNamespace(const QMap<kube::ObjectKey, StoredPtr> &objects, const QString &nameSpace)
{
    if (nameSpace.isEmpty())
        return objects.values();
    QList<StoredPtr> result;
    for (auto it = objects.lowerBound({nameSpace, {}}); it != objects.end() && it.key().nameSpace == nameSpace; ++it)
        result.append(*it);
    return result;
}

} // namespace

QString Stored::uid() const
{
    return m_object.value("metadata"_L1)["uid"_L1].toString();
}

Storage::Storage(qsizetype historyLimit, QObject *parent)
    : QObject(parent)
    , m_historyLimit(historyLimit)
{
}

StoredPtr Storage::get(const QString &resource, const kube::ObjectKey &key) const
{
    const auto objects = m_objects.constFind(resource);
    return objects == m_objects.constEnd() ? nullptr : objects->value(key);
}

QList<StoredPtr> Storage::list(const QString &resource, const QString &nameSpace) const
{
    return ofNamespace(m_objects.value(resource), nameSpace);
}

std::optional<QList<StoredPtr>> Storage::listAt(const QString &resource, const QString &nameSpace,
                                                qint64 revision) const
{
    if (revision < m_compacted || revision > m_revision)
        return {};
    QMap<kube::ObjectKey, StoredPtr> objects = m_objects.value(resource);
    const auto changes = changesAfter(revision);
    for (const Change &change : std::views::reverse(changes)) {
        if (change.now->resource() != resource)
            continue;
        if (change.before)
            objects.insert(change.now->key(), change.before);
        else
            objects.remove(change.now->key());
    }
    return ofNamespace(objects, nameSpace);
}

StoredPtr Storage::put(const QString &resource, const kube::ObjectKey &key, QJsonObject object)
{
    const qint64 revision = m_revision + 1;
    auto stored = std::make_shared<const Stored>(resource, key, withRevision(std::move(object), revision), revision);
    StoredPtr &place = m_objects[resource][key];
    const StoredPtr before = std::exchange(place, stored);
    append({before ? Change::Type::Modified : Change::Type::Added, stored, before});
    return stored;
}

StoredPtr Storage::remove(const QString &resource, const kube::ObjectKey &key)
{
    const StoredPtr before = m_objects[resource].take(key);
    const qint64 revision = m_revision + 1;
    auto last = std::make_shared<const Stored>(resource, key, withRevision(before->object(), revision), revision);
    append({Change::Type::Deleted, last, before});
    return last;
}

void Storage::append(const Change &change)
{
    m_revision = change.revision();
    m_log.push_back(change);
    // Not at each write beyond the limit: dropping is cheap, but who is slow should not lose its place at once.
    if (qsizetype(m_log.size()) > 2 * m_historyLimit) {
        m_log.erase(m_log.begin(), m_log.end() - m_historyLimit);
        m_compacted = m_log.front().revision() - 1;
    }
    Q_EMIT changed(change);
}

void Storage::compact()
{
    m_log.clear();
    m_compacted = m_revision;
}

void Storage::loseLastChange()
{
    if (!m_log.empty())
        m_log.back().lost = true;
}

} // namespace sim
