// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <functional>
#include <memory>

struct git_repository;

namespace upgrade {

/// How far a fetch is, in git's own counts.
struct FetchProgress
{
    QString remote; ///< what the other side says: "Counting objects: 40% (12/30)"; fit to be shown
    quint64 objects = 0; ///< received
    quint64 totalObjects = 0; ///< 0: not known yet
    quint64 bytes = 0; ///< received
    quint64 deltas = 0; ///< resolved
    quint64 totalDeltas = 0;

    [[nodiscard]] bool operator==(const FetchProgress &) const = default;
};

/// Called often; false ends the fetch with an error of kind Cancelled.
using OnFetchProgress = std::function<bool(const FetchProgress &)>;

/// A tag and the object it names.
struct GitTag
{
    QString name; ///< without "refs/tags/"
    QByteArray id; ///< hexadecimal: of the tag object, or of what a lightweight tag names

    [[nodiscard]] bool operator==(const GitTag &) const = default;
};

/// A git repository on disk, of which only tags matter. Names are always those below refs/tags/: a branch of the same
/// name is another thing. No hooks, no working tree, no configuration but the repository's own is used.
///
/// Every call blocks, for as long as network and disk take: use it on a worker thread, one at a time.
class GitRepository final
{
public:
    /// An existing repository with or without a working tree. It is not written to by what follows, except fetch().
    [[nodiscard]] static kube::Result<GitRepository> open(const QString &folder);
    /// A bare repository of our own, made if it is not there.
    [[nodiscard]] static kube::Result<GitRepository> openOrMake(const QString &folder);
    ~GitRepository();
    GitRepository(GitRepository &&) noexcept;
    GitRepository &operator=(GitRepository &&) noexcept;
    Q_DISABLE_COPY(GitRepository)

    /// What is here.
    [[nodiscard]] kube::Result<QList<GitTag>> tags() const;
    /// A file of the commit that a tag names. An error if the tag, or the file in it, is not there.
    [[nodiscard]] kube::Result<QByteArray> file(const QString &tag, const QString &path) const;
    [[nodiscard]] bool hasFile(const QString &tag, const QString &path) const;

    /// What the other side has: https, http and file addresses, and folders. No credentials are sent.
    [[nodiscard]] kube::Result<QList<GitTag>> remoteTags(const QString &address, const OnFetchProgress &onProgress);
    /// Makes these tags what they are on the other side. They are all here or, after an error, none of them.
    [[nodiscard]] kube::Result<void> fetch(const QString &address, const QStringList &tags,
                                           const OnFetchProgress &onProgress);

private:
    struct Free
    {
        void operator()(git_repository *repository) const;
    };
    explicit GitRepository(git_repository *repository)
        : m_repository(repository)
    {
    }

    std::unique_ptr<git_repository, Free> m_repository;
};

} // namespace upgrade
