// SPDX-License-Identifier: Apache-2.0
#include "userstanza.h"

#include "bearertoken.h"
#include "errortext.h"
#include "execstanza.h"
#include "tlskeys.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::Kubeconfig)
};

void refuseUnsupported(StanzaReader &reader)
{
    const QStringList basic = reader.present({u"username"_s, u"password"_s});
    if (!basic.isEmpty()) {
        reader.problem(basic.join(u", "_s),
                       Text::tr("Basic authentication is not supported; Kubernetes itself has removed it. Use a token, "
                                "a client certificate or a credential plugin (exec)."));
        if (!reader.present({u"token"_s}).isEmpty()) {
            reader.problem(u"token"_s,
                           Text::tr("A token and a user name with password are given, and only one of the two can be "
                                    "used. Remove the other."));
        }
    }

    const QStringList details = reader.present({u"as-uid"_s, u"as-groups"_s, u"as-user-extra"_s});
    const QStringList person = reader.present({u"as"_s});
    if (!person.isEmpty() || !details.isEmpty()) {
        reader.problem((person + details).join(u", "_s),
                       Text::tr("Rollhive cannot act as another user (impersonation) yet. Choose a context of that "
                                "user, or remove the fields."));
    }
    if (person.isEmpty() && !details.isEmpty())
        reader.problem(u"as"_s, Text::tr("%1 needs a user in \"as\".").arg(details.join(u", "_s)));
}

void refuseAuthProvider(StanzaReader &reader, const Stanza &stanza)
{
    const QString field = u"auth-provider"_s;
    const QJsonValue value = stanza.fields.value(field);
    if (value.isNull() || value.isUndefined())
        return;
    if (stanza.fields.value(u"exec"_s).isObject())
        reader.problem(field, Text::tr("auth-provider and exec are both given. Remove auth-provider."));

    const QString name = reader.object(field).value(u"name"_s).toString();
    if (name == u"gcp") {
        reader.problem(field,
                       Text::tr("The provider \"gcp\" is gone from Kubernetes. Install gke-gcloud-auth-plugin and run "
                                "\"gcloud container clusters get-credentials\" again."));
    } else if (name == u"azure") {
        reader.problem(field,
                       Text::tr("The provider \"azure\" is gone from Kubernetes. Install kubelogin and run "
                                "\"kubelogin convert-kubeconfig\"."));
    } else {
        reader.problem(field,
                       Text::tr("The provider \"%1\" is not supported. Use a credential plugin (exec), such as "
                                "kubelogin for oidc.")
                           .arg(quotable(name)));
    }
}

void readToken(StanzaReader &reader, ClusterConfig *config)
{
    config->token = reader.text(u"token"_s).toUtf8();
    if (const QString why = whyNotSendable(config->token); !why.isEmpty())
        reader.problem(u"token"_s, why);

    config->tokenFile = reader.path(u"tokenFile"_s);
    if (config->tokenFile.isEmpty())
        return;
    // As kubectl: with a token beside it, the file may come later.
    if (!config->token.isEmpty())
        return;
    const std::optional<QByteArray> content = reader.file(u"tokenFile"_s, config->tokenFile, true);
    if (!content)
        return;
    const QByteArray token = content->trimmed();
    if (token.isEmpty())
        reader.problem(u"tokenFile"_s, Text::tr("%1 is empty.").arg(shownPath(config->tokenFile)));
    else if (const QString why = whyNotSendable(token); !why.isEmpty())
        reader.problem(u"tokenFile"_s, why);
}

void readCertificate(StanzaReader &reader, const QDateTime &now, ClusterConfig *config)
{
    const std::optional<Material> certificate =
        reader.material(u"client-certificate-data"_s, u"client-certificate"_s, false);
    const std::optional<Material> key = reader.material(u"client-key-data"_s, u"client-key"_s, true);
    const bool certificateMeant = !reader.present({u"client-certificate-data"_s, u"client-certificate"_s}).isEmpty();
    const QStringList keyMeant = reader.present({u"client-key-data"_s, u"client-key"_s});
    if (certificateMeant && keyMeant.isEmpty()) {
        reader.problem(u"client-key-data, client-key"_s,
                       Text::tr("A client certificate is given without its key. Add one of the two fields."));
    } else if (!certificateMeant && !keyMeant.isEmpty()) {
        reader.warning(keyMeant.join(u", "_s), Text::tr("A key without a client certificate is not used."));
    }
    if (!certificate || !key)
        return;

    const Result<QList<QSslCertificate>> certificates = certificatesFromPem(certificate->bytes);
    if (!certificates) {
        reader.problem(certificate->field, certificates.error().message);
        return;
    }
    if (const Result<void> pair = checkKey(key->bytes, certificates->constFirst()); !pair) {
        reader.problem(key->field, pair.error().message);
        return;
    }
    if (const QString sentence = validityWarning(certificates->constFirst(), now); !sentence.isEmpty())
        reader.warning(certificate->field, sentence);

    // As kubectl: a pair of files is read again as it rotates, anything else stays as it is.
    if (!certificate->file.isEmpty() && !key->file.isEmpty()) {
        config->clientCertificateFile = certificate->file;
        config->clientKeyFile = key->file;
    } else {
        config->clientCertificate = certificate->bytes;
        config->clientKey = key->bytes;
    }
}

void readExec(StanzaReader &reader, const Stanza &stanza, ClusterConfig *config)
{
    if (stanza.fields.value(u"exec"_s).isNull() || !stanza.fields.contains(u"exec"_s))
        return;
    ExecConfig exec = readExecConfig(reader);
    const bool better = !config->token.isEmpty() || !config->tokenFile.isEmpty() || !config->clientCertificate.isEmpty()
        || !config->clientCertificateFile.isEmpty();
    if (!better)
        config->exec = std::move(exec);
}

} // namespace

void readUser(const Stanza &stanza, const QDateTime &now, ClusterConfig *config, QStringList *problems,
              QStringList *warnings)
{
    StanzaReader reader(stanza, problems, warnings);
    config->user = stanza.name;
    refuseUnsupported(reader);
    refuseAuthProvider(reader, stanza);
    readToken(reader, config);
    readCertificate(reader, now, config);
    readExec(reader, stanza, config);
}

} // namespace kube
