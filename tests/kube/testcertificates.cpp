// SPDX-License-Identifier: Apache-2.0
#include "testcertificates.h"

#include <memory>
#include <openssl/dsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace testcertificates {

namespace {

struct Free
{
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX *context) const { EVP_PKEY_CTX_free(context); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION *extension) const { X509_EXTENSION_free(extension); }
};

using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Memory = std::unique_ptr<BIO, Free>;

Key makeDsaKey()
{
    const std::unique_ptr<EVP_PKEY_CTX, Free> parameterMaker(EVP_PKEY_CTX_new_from_name(nullptr, "DSA", nullptr));
    EVP_PKEY *parameters = nullptr;
    EVP_PKEY_paramgen_init(parameterMaker.get());
    EVP_PKEY_CTX_set_dsa_paramgen_bits(parameterMaker.get(), 1024);
    EVP_PKEY_paramgen(parameterMaker.get(), &parameters);
    const Key owned(parameters);

    const std::unique_ptr<EVP_PKEY_CTX, Free> maker(EVP_PKEY_CTX_new_from_pkey(nullptr, parameters, nullptr));
    EVP_PKEY *made = nullptr;
    EVP_PKEY_keygen_init(maker.get());
    EVP_PKEY_keygen(maker.get(), &made);
    return Key(made);
}

Key makeKey(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::Rsa:
        return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", size_t(2048)));
    case Algorithm::Ec:
        return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    case Algorithm::Ed25519:
        return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    case Algorithm::RsaPss: {
        const std::unique_ptr<EVP_PKEY_CTX, Free> maker(EVP_PKEY_CTX_new_from_name(nullptr, "RSA-PSS", nullptr));
        EVP_PKEY *made = nullptr;
        EVP_PKEY_keygen_init(maker.get());
        EVP_PKEY_keygen(maker.get(), &made);
        return Key(made);
    }
    case Algorithm::Dsa:
        break;
    }
    return makeDsaKey();
}

QByteArray written(const Memory &memory)
{
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, size};
}

QByteArray pem(const Key &key, Form form)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    const auto *passphrase = reinterpret_cast<const unsigned char *>("secret");
    switch (form) {
    case Form::Pkcs8:
        PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        break;
    case Form::Traditional:
        PEM_write_bio_PrivateKey_traditional(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        break;
    case Form::Encrypted:
        PEM_write_bio_PrivateKey(memory.get(), key.get(), EVP_aes_128_cbc(), passphrase, 6, nullptr, nullptr);
        break;
    }
    return written(memory);
}

void addExtension(X509 *certificate, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Free> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    X509_add_ext(certificate, extension.get(), -1);
}

Key readKey(const QByteArray &text)
{
    const Memory memory(BIO_new_mem_buf(text.constData(), int(text.size())));
    return Key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
}

Certificate readCertificate(const QByteArray &text)
{
    const Memory memory(BIO_new_mem_buf(text.constData(), int(text.size())));
    return Certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
}

} // namespace

QByteArray key(Algorithm algorithm, Form form)
{
    return pem(makeKey(algorithm), form);
}

Identity identity(const Wish &wish, const Identity *issuer)
{
    static long serial = 1;
    const Key own = makeKey(wish.algorithm);
    const Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), wish.from.toSecsSinceEpoch());
    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), wish.until.toSecsSinceEpoch());
    X509_set_pubkey(certificate.get(), own.get());
    const QByteArray name = wish.name.toUtf8();
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(name.constData()), int(name.size()), -1, 0);
    addExtension(certificate.get(), NID_basic_constraints, wish.authority ? "critical,CA:TRUE" : "CA:FALSE");
    addExtension(certificate.get(), NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");

    const Certificate signer = issuer ? readCertificate(issuer->certificate) : nullptr;
    const Key signerKey = issuer ? readKey(issuer->key) : nullptr;
    EVP_PKEY *signing = issuer ? signerKey.get() : own.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer ? signer.get() : certificate.get()));
    const bool ownDigest = EVP_PKEY_get_base_id(signing) == EVP_PKEY_ED25519;
    X509_sign(certificate.get(), signing, ownDigest ? nullptr : EVP_sha256());

    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate.get());
    return {written(memory), pem(own, Form::Pkcs8)};
}

} // namespace testcertificates
