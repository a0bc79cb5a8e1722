// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QTemporaryDir>

/// A Redis Enterprise cluster of three nodes, running on `rollhivectl sim serve` in another process. Ends with this
/// object.
class ServedCluster final
{
public:
    /// Blocks until it runs.
    ServedCluster();
    ~ServedCluster();
    Q_DISABLE_COPY_MOVE(ServedCluster)

    [[nodiscard]] QString problem() const { return m_problem; } ///< empty: all is well
    [[nodiscard]] QString kubeconfig() const { return m_folder.filePath(QStringLiteral("kubeconfig")); }

private:
    [[nodiscard]] QString begin();

    QTemporaryDir m_folder;
    QProcess m_server;
    QString m_problem;
};
