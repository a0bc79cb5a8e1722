// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "release/releaserepository.h"

#include <QObject>
#include <functional>

namespace ctl {

/// Where the bundle of a command comes from: a release of a repository, which is fetched first, or a file, a folder or
/// standard input; and where that of the release that runs now comes from: the same repository, or the copy that is
/// kept of it.
class BundleSource final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString repository; ///< empty: the public one
        QString release;
        QString file; ///< "-": standard input; empty: the repository
    };

    explicit BundleSource(Options options, QObject *parent = nullptr);

    /// The bundle that was asked for. See kube::Callback.
    void read(bool forOpenShift, QObject *context, const kube::Callback<upgrade::Bundle> &done);
    /// That of a release by its operator's tag. See kube::Callback.
    void readBase(const QString &operatorTag, bool forOpenShift, QObject *context,
                  kube::Callback<upgrade::Bundle> done);

    /// What is said where the bundle is of another release than was asked for; empty where it is that one.
    [[nodiscard]] const QString &mismatch() const noexcept { return m_mismatch; }

Q_SIGNALS:
    void said(const QString &sentence); ///< worth knowing
    void progressed(const QString &line); ///< how far the fetch is, in git's words

private:
    /// Calls back once when the repository was read, and fetched if that was asked for.
    void whenRead(QObject *context, const std::function<void()> &read);
    void readRelease(bool forOpenShift, QObject *context, const kube::Callback<upgrade::Bundle> &done);

    const Options m_options;
    upgrade::ReleaseRepository m_repository;
    QString m_mismatch;
};

} // namespace ctl
