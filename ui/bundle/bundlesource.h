// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "release/releaserepository.h"

#include <QObject>
#include <memory>

namespace ui {

/// Where bundles are read from: a git repository of releases, and if a person chose one, a file or folder in place of
/// it. The bundle of the release that runs is looked for in the repository either way, without network.
class BundleSource final : public QObject
{
    Q_OBJECT

public:
    /// Copies of repositories are kept below `cacheFolder`, which is ours alone.
    explicit BundleSource(QString cacheFolder, QObject *parent = nullptr);
    ~BundleSource() override;

    /// In the user's cache.
    [[nodiscard]] static QString cacheFolder();

    /// An address or a path, as typed; the one of the public repository until it is set.
    void setAddress(const QString &typed);
    /// Reads what is here of the repository, and of each that is set from now on. Until then no disk is touched.
    void open();
    [[nodiscard]] const QString &address() const { return m_repository->address(); }
    [[nodiscard]] upgrade::ReleaseRepository &repository() noexcept { return *m_repository; }
    [[nodiscard]] const upgrade::ReleaseRepository &repository() const noexcept { return *m_repository; }

    void setFile(const QString &path); ///< of a file or folder; empty: the repository
    [[nodiscard]] const QString &file() const noexcept { return m_file; }

    /// The bundle of the file that was chosen, else of the release. See Callback.
    void read(const upgrade::Release &release, bool forOpenShift, QObject *context,
              kube::Callback<upgrade::Bundle> done);
    /// The bundle of the release with this operator tag, from what is here of the repository. See Callback.
    void findBase(const QString &operatorTag, bool forOpenShift, QObject *context,
                  kube::Callback<upgrade::Bundle> done);

Q_SIGNALS:
    void repositoryChanged(); ///< repository() is another object now
    void fileChanged();

private:
    static void leave(std::unique_ptr<upgrade::ReleaseRepository> repository);
    void findLoadedBase(const QString &operatorTag, bool forOpenShift, QObject *context,
                        kube::Callback<upgrade::Bundle> done);

    const QString m_cacheFolder;
    std::unique_ptr<upgrade::ReleaseRepository> m_repository;
    bool m_isOpen = false;
    bool m_isLoaded = false; ///< what is here was read, or could not be
    QString m_file;
};

} // namespace ui
