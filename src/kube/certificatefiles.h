// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "regularfile.h"
#include "result.h"

#include <QByteArray>
#include <QString>

namespace kube {

/// A client certificate and its key, both PEM.
struct KeyPair
{
    QByteArray certificate;
    QByteArray key;

    [[nodiscard]] bool operator==(const KeyPair &) const = default;
};

/// A client certificate and its key in two files that somebody else writes anew before the certificate is over. Cost:
/// two calls of stat while nothing changes.
class CertificateFiles final
{
public:
    CertificateFiles(QString certificateFile, QString keyFile);

    /// The last good pair is kept while the files do not fit together, as when one of them has been written and the
    /// other not yet.
    [[nodiscard]] Result<KeyPair> pair();

    /// The server did not take this one. True if another is here by now.
    [[nodiscard]] bool reject(const KeyPair &pair);

private:
    [[nodiscard]] Result<KeyPair> read() const;

    QString m_certificateFile;
    QString m_keyFile;
    FileStamp m_certificateStamp;
    FileStamp m_keyStamp;
    KeyPair m_pair;
};

} // namespace kube
