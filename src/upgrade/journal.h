// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"
#include "valuediff.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace upgrade {

/// One write that this application made or tried to make.
struct JournalEntry
{
    enum class Outcome {
        Pending, ///< begun, and no end recorded: the program ended in between, or it is under way
        Written,
        NotWritten, ///< refused, or found not to have happened
        Unknown, ///< the connection was lost and the cluster could not be asked since
    };

    QString id; ///< of the entry
    QDateTime begun; ///< UTC
    QDateTime ended; ///< UTC; invalid while Pending
    QString context; ///< of the kubeconfig
    QString server;
    QString user; ///< of the kubeconfig
    QString apiVersion;
    QString kind;
    QString nameSpace;
    QString name;
    QString uid;
    QString why; ///< "change the image tag", translated at the time
    QList<yaml::Change> changes;
    Outcome outcome = Outcome::Pending;
    QString message; ///< of a refusal
};

/// The record of all writes, kept as JSON lines in one file of the user: an entry is begun, on disk, before the request
/// is sent, and ended by a second line. Several programs may append to one file at a time.
class Journal final
{
public:
    /// Makes the folder (0700) and the file (0600) with the first entry.
    explicit Journal(QString file);

    [[nodiscard]] const QString &file() const noexcept { return m_file; }

    /// Written through to the disk, or an error that names the file: then the write must not be sent.
    [[nodiscard]] kube::Result<void> begin(const JournalEntry &entry) const;
    [[nodiscard]] kube::Result<void> end(const QString &id, JournalEntry::Outcome outcome, const QDateTime &when,
                                         const QString &message = {}) const;

    /// Oldest first. Lines that cannot be read (a disk that was full) are counted, not fatal.
    struct Contents
    {
        QList<JournalEntry> entries;
        int damagedLines = 0;
    };
    [[nodiscard]] kube::Result<Contents> read() const;

private:
    [[nodiscard]] kube::Result<void> append(const QJsonObject &line) const;

    QString m_file;
};

} // namespace upgrade
