// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/registry.h"

#include <QHash>

namespace sim {

/// What kube-controller-manager does for every kind, and an API server without it leaves undone: collects objects whose
/// owners are gone, empties namespaces and custom resources that are deleted, and serves what definitions define.
/// Works a turn of the event loop after the write, and only when there is something to do.
class Housekeeping final : public QObject
{
    Q_OBJECT

public:
    explicit Housekeeping(Registry &registry, QObject *parent = nullptr);

    /// Does at once what is left to do.
    void run();

private:
    struct Place
    {
        QString resource;
        kube::ObjectKey key;
        [[nodiscard]] bool operator==(const Place &) const = default;
    };

    void note(const Change &change);
    void schedule();
    void define(const Change &change);
    void establish(const QString &definition);
    void lookAfter(const Place &place);
    void collect(const Place &place, const QJsonObject &object);
    void finishForeground(const Place &place, QJsonObject object);
    void finishOrphaning(const Place &place, QJsonObject object);
    void emptyNamespace(const Place &place, const QJsonObject &object);
    void emptyDefinition(const Place &place, const QJsonObject &object);
    /// Deletes everything of a resource (empty: of all) in a namespace (empty: in all); true if nothing is left.
    bool deleteAll(const QString &resource, const QString &nameSpace);

    Registry &m_registry;
    QHash<QString, Place> m_places; ///< of all objects, by uid
    QMultiHash<QString, Place> m_dependents; ///< by the uid of an owner
    QList<Place> m_todo;
    bool m_scheduled = false;
};

} // namespace sim
