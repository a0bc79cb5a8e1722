// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fields/fieldmanager.h"
#include "kinds/kindcatalog.h"
#include "registry/decoding.h"
#include "store/storage.h"

namespace sim {

/// The verbs of the API on the storage, with all rules and without HTTP: defaults, validation, metadata, managed
/// fields, preconditions, graceful deletion. What it answers is what a real server answers.
class Registry final
{
public:
    using Clock = std::function<QDateTime()>;

    explicit Registry(Clock clock = {}, qsizetype historyLimit = 100'000);

    [[nodiscard]] Storage &storage() { return m_storage; }
    [[nodiscard]] const Storage &storage() const { return m_storage; }
    [[nodiscard]] KindCatalog &kinds() { return m_kinds; }
    [[nodiscard]] const KindCatalog &kinds() const { return m_kinds; }
    [[nodiscard]] QDateTime now() const { return m_clock(); }

    [[nodiscard]] Outcome<StoredPtr> get(const ServedKind &kind, const kube::ObjectKey &key) const;
    /// The object in the version of kind.
    [[nodiscard]] static QJsonObject presented(const ServedKind &kind, QJsonObject object);

    Outcome<Written> create(const ServedKind &kind, const QString &nameSpace, const QByteArray &body,
                            const WriteOptions &options);
    /// subresource: empty, "status" or "scale".
    Outcome<Written> replace(const ServedKind &kind, const kube::ObjectKey &key, const QString &subresource,
                             const QByteArray &body, const WriteOptions &options);
    Outcome<Written> patch(const ServedKind &kind, const kube::ObjectKey &key, const QString &subresource,
                           PatchType type, const QByteArray &body, const WriteOptions &options);
    Outcome<Deleted> remove(const ServedKind &kind, const kube::ObjectKey &key, const DeleteOptions &options);

    /// The Scale of an object.
    [[nodiscard]] static QJsonObject scaleOf(const ServedKind &kind, const QJsonObject &object);

    /// Writes what the server itself decides, such as the status of a definition; no rule is asked, and managed fields
    /// are not kept. Nothing is written if nothing changes.
    void putOwn(const ServedKind &kind, const kube::ObjectKey &key, const QJsonObject &object);
    /// Takes the object out of the storage, whatever holds it.
    void removeOwn(const ServedKind &kind, const kube::ObjectKey &key);

private:
    enum class Recorded { No, Yes }; ///< whether managedFields are up to date already

    Outcome<Written> createDecoded(const ServedKind &kind, const QString &nameSpace, QJsonObject object,
                                   const WriteOptions &options, const QStringList &warnings, Recorded recorded);
    Outcome<Written> update(const ServedKind &kind, const StoredPtr &live, const QString &subresource,
                            QJsonObject object, const WriteOptions &options, const QStringList &warnings,
                            Recorded recorded);
    Outcome<Written> replaceScale(const ServedKind &kind, const StoredPtr &live, const QJsonObject &scale,
                                  const WriteOptions &options);
    Outcome<Written> patchScale(const ServedKind &kind, const StoredPtr &live, PatchType type, const QByteArray &body,
                                const WriteOptions &options);
    Outcome<Written> apply(const ServedKind &kind, const kube::ObjectKey &key, const QString &subresource,
                           const QByteArray &body, const WriteOptions &options);

    [[nodiscard]] std::optional<Failure> missingNamespace(const ServedKind &kind, const QString &nameSpace) const;
    [[nodiscard]] Writer writer(const ServedKind &kind, const QString &subresource, const WriteOptions &options) const;

    Clock m_clock;
    Storage m_storage;
    KindCatalog m_kinds;
};

} // namespace sim
