// SPDX-License-Identifier: Apache-2.0
#include "execcredential.h"

#include "bearertoken.h"
#include "errortext.h"
#include "tlskeys.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::ExecPlugin)
};

QJsonObject clusterInfo(const ExecConfig &exec, const ClusterConfig &cluster)
{
    QJsonObject info {{u"server"_s, cluster.server.toString(QUrl::FullyEncoded)}, {u"config"_s, exec.clusterExtension}};
    if (!cluster.tlsServerName.isEmpty())
        info.insert(u"tls-server-name"_s, cluster.tlsServerName);
    if (cluster.insecureSkipTlsVerify)
        info.insert(u"insecure-skip-tls-verify"_s, true);
    if (!cluster.certificateAuthority.isEmpty()) {
        info.insert(u"certificate-authority-data"_s,
                    QString::fromLatin1(cluster.certificateAuthority.toBase64()));
    }
    if (cluster.disableCompression)
        info.insert(u"disable-compression"_s, true);
    return info;
}

/// Reads an answer, stopping at the first thing that is wrong with it.
class AnswerReader final
{
public:
    AnswerReader(const QString &apiVersion, const QString &program)
        : m_apiVersion(apiVersion)
        , m_program(shownPath(program))
    {
    }

    Result<Credential> read(const QByteArray &text) const
    {
        if (text.trimmed().isEmpty())
            return failure(Text::tr("The credential plugin %1 printed nothing. Run it in a terminal to see why."));
        const QJsonDocument document = QJsonDocument::fromJson(text);
        if (!document.isObject()) {
            return failure(Text::tr("The credential plugin %1 did not print a credential in JSON. Check its arguments, "
                                    "or update it."));
        }
        const QJsonObject answer = document.object();
        const QString kind = answer.value(u"kind"_s).toString();
        if (kind != u"ExecCredential") {
            return failure(Text::tr("The credential plugin %1 printed an object of the kind \"%2\" instead of "
                                    "\"ExecCredential\". Check its arguments, or update it."),
                           quotable(kind));
        }
        const QString version = answer.value(u"apiVersion"_s).toString();
        if (version != m_apiVersion) {
            return failure(Text::tr("The credential plugin %1 answered in version \"%2\", and the kubeconfig asks for "
                                    "\"%3\". Write the version of the plugin into exec.apiVersion."),
                           quotable(version), m_apiVersion);
        }
        const QJsonValue status = answer.value(u"status"_s);
        if (!status.isObject()) {
            return failure(Text::tr("The credential plugin %1 answered without a status. Check its arguments, or update "
                                    "it."));
        }
        return readStatus(status.toObject());
    }

private:
    template <typename... More>
    std::unexpected<Error> failure(const QString &sentence, const More &...more) const
    {
        return std::unexpected(credentialsError(sentence.arg(m_program, more...)));
    }

    Result<Credential> readStatus(const QJsonObject &status) const
    {
        Credential credential;
        credential.token = status.value(u"token"_s).toString().toUtf8();
        credential.certificate = status.value(u"clientCertificateData"_s).toString().toUtf8();
        credential.key = status.value(u"clientKeyData"_s).toString().toUtf8();
        if (credential.certificate.isEmpty() != credential.key.isEmpty()) {
            return failure(Text::tr("The credential plugin %1 returned only one of client certificate and key, not "
                                    "both. Update it."));
        }
        if (credential.token.isEmpty() && credential.certificate.isEmpty()) {
            return failure(Text::tr("The credential plugin %1 returned neither a token nor a client certificate. Run it "
                                    "in a terminal to see why."));
        }
        if (const QString why = whyNotSendable(credential.token); !why.isEmpty())
            return failure(Text::tr("The credential plugin %1 returned a token that cannot be sent. %2"), why);
        if (!credential.certificate.isEmpty()) {
            if (const Result<void> pair = checkPair(credential); !pair) {
                return failure(Text::tr("The credential plugin %1 returned a client certificate of no use. %2"),
                               pair.error().message);
            }
        }
        return withExpiry(credential, status.value(u"expirationTimestamp"_s));
    }

    static Result<void> checkPair(const Credential &credential)
    {
        const Result<QList<QSslCertificate>> certificates = certificatesFromPem(credential.certificate);
        if (!certificates)
            return std::unexpected(certificates.error());
        return checkKey(credential.key, certificates->constFirst());
    }

    Result<Credential> withExpiry(Credential credential, const QJsonValue &expires) const
    {
        if (expires.isNull() || expires.isUndefined())
            return credential;
        credential.expires = QDateTime::fromString(expires.toString(), Qt::ISODateWithMs).toUTC();
        if (!credential.expires.isValid()) {
            return failure(Text::tr("The credential plugin %1 returned an expirationTimestamp that is no time in RFC "
                                    "3339. Update it."));
        }
        return credential;
    }

    QString m_apiVersion;
    QString m_program;
};

} // namespace

QByteArray execQuestion(const ExecConfig &exec, const ClusterConfig &cluster, bool interactive)
{
    QJsonObject spec {{u"interactive"_s, interactive}};
    if (exec.provideClusterInfo)
        spec.insert(u"cluster"_s, clusterInfo(exec, cluster));
    const QJsonObject question {
        {u"kind"_s, u"ExecCredential"_s}, {u"apiVersion"_s, exec.apiVersion}, {u"spec"_s, spec}};
    return QJsonDocument(question).toJson(QJsonDocument::Compact);
}

Result<Credential> readExecAnswer(const QByteArray &text, const QString &apiVersion, const QString &program)
{
    return AnswerReader(apiVersion, program).read(text);
}

} // namespace kube
