// SPDX-License-Identifier: Apache-2.0
#include "certificatefiles.h"

#include "errortext.h"
#include "tlskeys.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::CertificateFiles)
};

constexpr qint64 largestFile = qint64(4) * 1024 * 1024;

Error unusable(const QString &file, const QString &why)
{
    return credentialsError(Text::tr("The client certificate of this context, %1: %2").arg(shownPath(file), why));
}

} // namespace

CertificateFiles::CertificateFiles(QString certificateFile, QString keyFile)
    : m_certificateFile(std::move(certificateFile))
    , m_keyFile(std::move(keyFile))
{
}

Result<KeyPair> CertificateFiles::pair()
{
    // Before reading: what is written meanwhile is seen the next time.
    const FileStamp certificateStamp = FileStamp::of(m_certificateFile);
    const FileStamp keyStamp = FileStamp::of(m_keyFile);
    const bool known = !m_pair.certificate.isEmpty();
    if (known && certificateStamp == m_certificateStamp && keyStamp == m_keyStamp)
        return m_pair;
    Result<KeyPair> fresh = read();
    if (fresh) {
        m_pair = *fresh;
        m_certificateStamp = certificateStamp;
        m_keyStamp = keyStamp;
    } else if (!known) {
        return fresh;
    }
    return m_pair;
}

bool CertificateFiles::reject(const KeyPair &rejected)
{
    const Result<KeyPair> now = pair();
    return now && *now != rejected;
}

Result<KeyPair> CertificateFiles::read() const
{
    const auto certificate = readRegularFile(m_certificateFile, largestFile);
    if (!certificate)
        return std::unexpected(unusable(m_certificateFile, certificate.error().sentence));
    const auto key = readRegularFile(m_keyFile, largestFile);
    if (!key)
        return std::unexpected(unusable(m_keyFile, key.error().sentence));
    const Result<QList<QSslCertificate>> certificates = certificatesFromPem(certificate->bytes);
    if (!certificates)
        return std::unexpected(unusable(m_certificateFile, certificates.error().message));
    if (const Result<void> fits = checkKey(key->bytes, certificates->constFirst()); !fits)
        return std::unexpected(unusable(m_keyFile, fits.error().message));
    return KeyPair {certificate->bytes, key->bytes};
}

} // namespace kube
