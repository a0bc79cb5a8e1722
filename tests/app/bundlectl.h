// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterscene.h"
#include "ctlrun.h"
#include "smallbundle.h"

/// `rollhivectl bundle` against a simulated server that has no operator yet, in the namespace "redis".
class BundleCtl final
{
public:
    explicit BundleCtl(sim::ApiServerOptions options = {});

    /// "diff", "plan" or "apply", and more words.
    [[nodiscard]] CtlRun::Result run(const QStringList &words, const QByteArray &input = {});
    /// Applies it, which has to work.
    void install(const testsupport::SmallRelease &release);
    /// A file of this content; its path.
    QString write(const QString &name, const QByteArray &content);
    QString write(const testsupport::SmallRelease &release);
    /// A path in a folder of its own.
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    [[nodiscard]] sim::ApiServer &server() noexcept { return m_scene.server(); }
    /// Somebody sets the operator's LOG_LEVEL.
    void setLogLevel(const QString &level);
    /// Of the operator, as the server has it: the Deployment, its container, the value of LOG_LEVEL.
    [[nodiscard]] QJsonObject deployment();
    [[nodiscard]] QJsonObject container();
    [[nodiscard]] QString logLevel();
    /// Of everything that a small bundle makes.
    [[nodiscard]] QStringList resourceVersions();

private:
    ClusterScene m_scene;
    QTemporaryDir m_folder;
    CtlRun m_ctl;
};
