// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <expected>

namespace kube {

struct FileContent
{
    QByteArray bytes;
    bool othersMayRead = false; ///< any user of this machine
    bool othersMayWrite = false;
};

struct FileProblem
{
    bool missing = false; ///< there is nothing under that name; everything else is worse
    QString sentence; ///< names the file and the reason
};

/// Reads a file that may be anything: never waits for a pipe or a device, never reads more than limit bytes. The null
/// device reads as empty.
[[nodiscard]] std::expected<FileContent, FileProblem> readRegularFile(const QString &path, qint64 limit);

} // namespace kube
