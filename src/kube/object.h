// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QMap>
#include <QMetaType>
#include <QString>
#include <memory>

namespace kube {

class JsonCursor;

/// Where an object lives. A place, not an identity: the pod under a key may be replaced (see ObjectMeta::uid).
struct ObjectKey
{
    QString nameSpace; ///< empty for cluster-scoped kinds
    QString name;

    [[nodiscard]] bool operator==(const ObjectKey &) const = default;
    [[nodiscard]] auto operator<=>(const ObjectKey &) const = default;
};

[[nodiscard]] inline size_t qHash(const ObjectKey &key, size_t seed = 0) noexcept
{
    return qHashMulti(seed, key.nameSpace, key.name);
}

/// One entry of metadata.ownerReferences.
struct OwnerReference
{
    QString apiVersion;
    QString kind;
    QString name;
    QString uid;
    bool controller = false;

    [[nodiscard]] bool operator==(const OwnerReference &) const = default;
};

/// The part of metadata that every kind has. Annotations and managedFields are left out: they are most of the bytes.
struct ObjectMeta
{
    QString name;
    QString nameSpace;
    QString uid;
    QString resourceVersion; ///< opaque: compare for equality only
    qint64 generation = 0;
    QDateTime creationTimestamp; ///< UTC
    QDateTime deletionTimestamp; ///< UTC; invalid while the object is not being deleted
    QMap<QString, QString> labels;
    QList<OwnerReference> owners;
    QList<QString> finalizers;

    [[nodiscard]] ObjectKey key() const { return {nameSpace, name}; }
    [[nodiscard]] bool isTerminating() const noexcept { return deletionTimestamp.isValid(); }
    [[nodiscard]] const OwnerReference *controller() const noexcept;
    [[nodiscard]] bool operator==(const ObjectMeta &) const = default;
};

/// A decoded Kubernetes object. Concrete kinds (Pod, StatefulSet, ...) derive from it; they are immutable once decoded
/// and shared, never copied, between the store and its readers.
struct Object
{
    ObjectMeta meta;

    Object() = default;
    Object(const Object &) = default;
    Object(Object &&) = default;
    Object &operator=(const Object &) = default;
    Object &operator=(Object &&) = default;
    virtual ~Object() = default;

    [[nodiscard]] bool operator==(const Object &) const = default;
};

using ObjectPtr = std::shared_ptr<const Object>;

/// Reads one object of a known kind. Pure; called on a worker thread. Lenient: what is missing or of another type keeps
/// its default, since half-filled objects are normal in Kubernetes.
using Decode = ObjectPtr (*)(JsonCursor object);

/// Reads the value of "metadata".
[[nodiscard]] ObjectMeta decodeMeta(JsonCursor metadata);

} // namespace kube

Q_DECLARE_METATYPE(kube::ObjectKey)
Q_DECLARE_METATYPE(kube::ObjectPtr)
