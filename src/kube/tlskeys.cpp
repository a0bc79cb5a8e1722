// SPDX-License-Identifier: Apache-2.0
#include "tlskeys.h"

#include "errortext.h"

#include <QCoreApplication>
#include <memory>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::TlsKeys)
};

struct Free
{
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
};

using Key = std::unique_ptr<EVP_PKEY, Free>;

// Called when a key is encrypted; without one, OpenSSL would ask on the terminal.
int noPassphrase(char *, int, int, void *asked)
{
    *static_cast<bool *>(asked) = true;
    return -1;
}

Result<Key> readKey(const QByteArray &pem)
{
    const std::unique_ptr<BIO, Free> text(BIO_new_mem_buf(pem.constData(), int(pem.size())));
    bool encrypted = false;
    Key key(PEM_read_bio_PrivateKey(text.get(), nullptr, noPassphrase, &encrypted));
    ERR_clear_error();
    if (key)
        return key;
    if (encrypted) {
        return std::unexpected(credentialsError(
            Text::tr("The private key is encrypted, and Rollhive cannot ask for its passphrase. Decrypt it with "
                     "\"openssl pkey -in KEY -out NEW-KEY\" and keep the result readable by you alone.")));
    }
    return std::unexpected(credentialsError(
        Text::tr("There is no private key in it that can be read. A key in PEM form begins with a line such as "
                 "\"-----BEGIN PRIVATE KEY-----\".")));
}

QSsl::KeyAlgorithm algorithmOf(const Key &key)
{
    switch (EVP_PKEY_get_base_id(key.get())) {
    case EVP_PKEY_RSA:
        return QSsl::Rsa;
    case EVP_PKEY_EC:
        return QSsl::Ec;
    case EVP_PKEY_DSA:
        return QSsl::Dsa;
    default:
        return QSsl::Opaque;
    }
}

} // namespace

Result<QSslKey> sslKeyFromPem(const QByteArray &pem)
{
    Result<Key> key = readKey(pem);
    if (!key)
        return std::unexpected(key.error());
    const QSsl::KeyAlgorithm algorithm = algorithmOf(*key);
    if (algorithm != QSsl::Opaque) {
        if (QSslKey known(pem, algorithm, QSsl::Pem, QSsl::PrivateKey); !known.isNull())
            return known;
    }
    // QSslKey owns the handle from here on.
    return QSslKey(Qt::HANDLE(key->release()), QSsl::PrivateKey);
}

Result<QList<QSslCertificate>> certificatesFromPem(const QByteArray &pem)
{
    QList<QSslCertificate> certificates = QSslCertificate::fromData(pem, QSsl::Pem);
    certificates.removeIf([](const QSslCertificate &certificate) { return certificate.isNull(); });
    if (certificates.isEmpty()) {
        return std::unexpected(credentialsError(
            Text::tr("There is no certificate in it that can be read. A certificate in PEM form begins with the line "
                     "\"-----BEGIN CERTIFICATE-----\".")));
    }
    return certificates;
}

Result<void> checkKey(const QByteArray &key, const QSslCertificate &certificate)
{
    const Result<Key> privateKey = readKey(key);
    if (!privateKey)
        return std::unexpected(privateKey.error());

    const QByteArray der = certificate.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    const std::unique_ptr<X509, Free> leaf(d2i_X509(nullptr, &bytes, long(der.size())));
    const bool matches = leaf && X509_check_private_key(leaf.get(), privateKey->get()) == 1;
    ERR_clear_error();
    if (!matches) {
        return std::unexpected(credentialsError(
            Text::tr("The private key does not belong to the client certificate. Take both from the same place.")));
    }
    return {};
}

QString validityWarning(const QSslCertificate &certificate, const QDateTime &now)
{
    const auto shown = [](const QDateTime &time) { return time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s); };
    QString name = certificate.subjectInfo(QSslCertificate::CommonName).join(u", "_s);
    if (name.isEmpty())
        name = certificate.subjectDisplayName();
    if (certificate.expiryDate() < now) {
        return Text::tr("The certificate \"%1\" expired on %2. Ask for a new one.")
            .arg(quotable(name), shown(certificate.expiryDate()));
    }
    if (certificate.effectiveDate() > now) {
        return Text::tr("The certificate \"%1\" is not valid before %2. Check the clock of this computer.")
            .arg(quotable(name), shown(certificate.effectiveDate()));
    }
    return {};
}

} // namespace kube
