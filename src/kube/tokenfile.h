// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <functional>

namespace kube {

/// A bearer token in a file that somebody else writes anew from time to time, as Kubernetes does for service accounts.
/// The file is read when it is asked for and the last reading is 50 s old, as client-go does.
class TokenFile final
{
public:
    /// initial is the token until the first reading that works; may be empty.
    TokenFile(QString path, QByteArray initial, std::function<QDateTime()> clock);

    /// Without a space around it. The last good one is kept while the file cannot be read.
    [[nodiscard]] Result<QByteArray> token();

    /// The server did not take this one. True if another is here by now.
    [[nodiscard]] bool reject(const QByteArray &token);

private:
    [[nodiscard]] Result<QByteArray> read() const;

    QString m_path;
    QByteArray m_token;
    QDateTime m_readAt;
    std::function<QDateTime()> m_clock;
};

} // namespace kube
