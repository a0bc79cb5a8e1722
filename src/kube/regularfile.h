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

/// Tells whether a file has been written or replaced: two readings of an untouched file are equal. A file that is not
/// there has one too.
struct FileStamp
{
    qint64 device = 0;
    qint64 inode = 0;
    qint64 size = 0;
    qint64 modified = 0; ///< in nanoseconds

    [[nodiscard]] static FileStamp of(const QString &path);
    [[nodiscard]] bool operator==(const FileStamp &) const = default;
};

} // namespace kube
