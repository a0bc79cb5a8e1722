// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QSslCertificate>
#include <QSslKey>

namespace kube {

/// The private key of a PEM text of any algorithm that OpenSSL knows, Ed25519 too. Errors are sentences without the
/// place: the caller knows it.
[[nodiscard]] Result<QSslKey> sslKeyFromPem(const QByteArray &pem);

/// The certificates of a PEM text, at least one; other blocks in it are passed over.
[[nodiscard]] Result<QList<QSslCertificate>> certificatesFromPem(const QByteArray &pem);

/// Checks that key, a PEM text, can be read and belongs to certificate.
[[nodiscard]] Result<void> checkKey(const QByteArray &key, const QSslCertificate &certificate);

/// A sentence with the date if certificate is over or has not begun at now; else empty.
[[nodiscard]] QString validityWarning(const QSslCertificate &certificate, const QDateTime &now);

} // namespace kube
