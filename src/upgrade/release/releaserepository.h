// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundle.h"
#include "callback.h"
#include "releaselist.h"

#include <QDateTime>
#include <QObject>
#include <QThread>
#include <atomic>
#include <memory>
#include <optional>

namespace upgrade {

/// Where releases of the operator come from: a git repository at an address, of which a copy is kept in a cache folder
/// and which works from that copy when there is no network; or a repository in a folder, which is read where it is.
///
/// Network and disk are used on a thread of its own; one thing at a time, in the order in which it was asked for. An
/// update fetches tags some at a time: what was fetched before it was cancelled or failed stays, and the next one goes
/// on from there. Destroying it cancels.
class ReleaseRepository final : public QObject
{
    Q_OBJECT

public:
    /// The public repository of Redis.
    [[nodiscard]] static QString publicAddress();

    struct Progress
    {
        FetchProgress fetch;
        qsizetype tags = 0; ///< that are here
        qsizetype totalTags = 0;
    };

    /// `address`: https, http or file, or the path of a folder. Copies are kept below `cacheFolder`, which is ours
    /// alone.
    ReleaseRepository(QString address, const QString &cacheFolder, QObject *parent = nullptr);
    ~ReleaseRepository() override;

    [[nodiscard]] const QString &address() const noexcept { return m_address; }
    /// A repository on this machine: nothing is copied.
    [[nodiscard]] bool isLocal() const noexcept { return m_isLocal; }
    /// The newest first.
    [[nodiscard]] const QList<Release> &releases() const noexcept { return m_releases; }
    /// UTC: when the copy was last made equal to the repository; invalid: never. Of a local one, when it was read.
    [[nodiscard]] QDateTime updatedAt() const { return m_updatedAt; }
    [[nodiscard]] bool isUpdating() const noexcept { return m_isUpdating; }
    /// Why the last reading or update failed; a cancelled one too.
    [[nodiscard]] const std::optional<kube::Error> &error() const noexcept { return m_error; }

    /// Reads what is here, without network.
    void load();
    /// Fetches what the repository has and the copy has not.
    void update();
    void cancel();

    /// The bundle of a release. See Callback.
    void readBundle(const Release &release, bool forOpenShift, QObject *context, kube::Callback<Bundle> done);

Q_SIGNALS:
    void progress(const upgrade::ReleaseRepository::Progress &progress);
    /// releases(), updatedAt(), isUpdating() or error() changed.
    void changed();

private:
    struct Contents
    {
        QList<Release> releases;
        QDateTime updatedAt;
    };

    enum class Task { Load, Update };
    void run(Task task);
    [[nodiscard]] kube::Result<GitRepository> open() const; ///< on the thread
    [[nodiscard]] kube::Result<Contents> contents() const; ///< on the thread
    [[nodiscard]] kube::Result<Contents> fetch(); ///< on the thread

    const QString m_address;
    const bool m_isLocal;
    const QString m_folder; ///< of the repository that is read
    std::atomic_bool m_isCancelled = false;
    QThread m_thread;
    std::unique_ptr<QObject> m_worker; ///< lives on the thread
    QList<Release> m_releases;
    QDateTime m_updatedAt;
    bool m_isUpdating = false;
    std::optional<kube::Error> m_error;
};

} // namespace upgrade
