// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

/// Keys and certificates made on the spot, so that none is kept in the tree and none expires.
namespace testcertificates {

enum class Algorithm { Rsa, Ec, Dsa, Ed25519, RsaPss };

enum class Form { Pkcs8, Traditional, Encrypted };

struct Identity
{
    QByteArray certificate; ///< PEM
    QByteArray key; ///< PEM
};

struct Wish
{
    QString name = QStringLiteral("test");
    Algorithm algorithm = Algorithm::Ec;
    bool authority = false;
    QDateTime from = QDateTime::currentDateTimeUtc().addDays(-1);
    QDateTime until = QDateTime::currentDateTimeUtc().addDays(30);
};

[[nodiscard]] QByteArray key(Algorithm algorithm, Form form = Form::Pkcs8);

/// Signed by issuer, or by itself; the certificate is good for the host 127.0.0.1 too.
[[nodiscard]] Identity identity(const Wish &wish = {}, const Identity *issuer = nullptr);

} // namespace testcertificates
