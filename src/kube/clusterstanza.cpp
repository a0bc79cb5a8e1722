// SPDX-License-Identifier: Apache-2.0
#include "clusterstanza.h"

#include "errortext.h"
#include "serveraddress.h"
#include "tlskeys.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::Kubeconfig)
};

const QString insecure = u"insecure-skip-tls-verify"_s;

void checkAuthority(StanzaReader &reader, const Material &authority, const QDateTime &now)
{
    const Result<QList<QSslCertificate>> certificates = certificatesFromPem(authority.bytes);
    if (!certificates) {
        reader.problem(authority.field, certificates.error().message);
        return;
    }
    for (const QSslCertificate &certificate : *certificates) {
        if (const QString sentence = validityWarning(certificate, now); !sentence.isEmpty())
            reader.warning(authority.field, sentence);
    }
    if (std::ranges::none_of(*certificates, &QSslCertificate::isSelfSigned)) {
        reader.warning(authority.field,
                       Text::tr("It holds no root certificate, only one signed by \"%1\". If the server is not "
                                "trusted, add the certificate of \"%1\".")
                           .arg(quotable(certificates->constFirst().issuerDisplayName())));
    }
}

void readAuthority(StanzaReader &reader, const QDateTime &now, ClusterConfig *config)
{
    const std::optional<Material> given =
        reader.material(u"certificate-authority-data"_s, u"certificate-authority"_s, false);
    if (!given)
        return;
    config->certificateAuthority = given->bytes;
    if (config->insecureSkipTlsVerify) {
        reader.problem(insecure,
                       Text::tr("The certificate of the server cannot be checked against %1 and not be checked at "
                                "once. Remove one of the two.")
                           .arg(given->field));
    } else {
        checkAuthority(reader, *given, now);
    }
}

void readServer(StanzaReader &reader, ClusterConfig *config)
{
    const QString text = reader.text(u"server"_s);
    if (text.isEmpty()) {
        reader.problem(u"server"_s, Text::tr("No server is given. Write its address, like \"https://host:6443\"."));
        return;
    }
    const bool tlsConfigured = config->insecureSkipTlsVerify || !config->certificateAuthority.isEmpty()
        || !config->clientCertificate.isEmpty() || !config->clientCertificateFile.isEmpty();
    const auto server = serverAddress(text, tlsConfigured);
    if (server)
        config->server = *server;
    else
        reader.problem(u"server"_s, server.error());
}

void readProxy(StanzaReader &reader)
{
    const QString proxy = reader.text(u"proxy-url"_s);
    if (proxy.isEmpty())
        return;
    const QUrl url(proxy, QUrl::StrictMode);
    const QStringList schemes{u"http"_s, u"https"_s, u"socks5"_s};
    if (!url.isValid() || !schemes.contains(url.scheme())) {
        reader.problem(u"proxy-url"_s,
                       Text::tr("The value is not the address of an http, https or socks5 proxy. Correct it; note "
                                "that Rollhive does not support proxies yet."));
        return;
    }
    reader.problem(u"proxy-url"_s,
                   Text::tr("Rollhive cannot reach a cluster through a proxy (%1://%2) yet. Remove the field if the "
                            "cluster can be reached directly, or forward a local port to it.")
                       .arg(url.scheme(), quotable(url.host())));
}

} // namespace

void readCluster(const Stanza &stanza, const QDateTime &now, ClusterConfig *config, QStringList *problems,
                 QStringList *warnings)
{
    StanzaReader reader(stanza, problems, warnings);
    config->cluster = stanza.name;
    config->insecureSkipTlsVerify = reader.flag(insecure);
    config->disableCompression = reader.flag(u"disable-compression"_s);
    readAuthority(reader, now, config);
    readServer(reader, config);
    readProxy(reader);

    config->tlsServerName = reader.text(u"tls-server-name"_s);
    const auto isHostCharacter = [](QChar c) { return c.unicode() > ' ' && c.unicode() < 0x7f && c != u'/'; };
    if (!std::ranges::all_of(config->tlsServerName, isHostCharacter))
        reader.problem(u"tls-server-name"_s, Text::tr("The value is not a host name. Write a name without a port."));

    const QJsonValue extension = reader.extension(u"client.authentication.k8s.io/exec"_s);
    if (config->exec && config->exec->provideClusterInfo)
        config->exec->clusterExtension = extension;
}

} // namespace kube
