// SPDX-License-Identifier: Apache-2.0
#include "apierror.h"

#include "safetext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(kube)
};

QString shown(const QString &text)
{
    constexpr qsizetype most = 2'048; // client-go maxUnstructuredResponseTextBytes
    const QString trimmed = text.trimmed();
    return yaml::safeText(trimmed.size() > most ? trimmed.left(most) + u'…' : trimmed);
}

QString hostOf(const QUrl &server)
{
    return yaml::safeText(server.port() < 0 ? server.host() : u"%1:%2"_s.arg(server.host()).arg(server.port()));
}

QString sentence(const QString &text)
{
    if (text.isEmpty() || text.endsWith(u'.') || text.endsWith(u'!') || text.endsWith(u'?'))
        return text;
    return text + u'.';
}

/// What a person can do about it, by code; empty where the server's sentence says it all.
QString advice(int code)
{
    switch (code) {
    case 401:
        return Text::tr("The server does not accept your credentials: sign in again or renew the token, then retry.");
    case 403:
        return Text::tr("Ask the administrator of the cluster for this permission, or use another context.");
    case 404:
        return {};
    case 429:
        return Text::tr("The server is busy; Rollhive tries again by itself.");
    default:
        return code >= 500 ? Text::tr("Nothing can be said about the cluster until the server answers again.")
                           : QString();
    }
}

int seconds(const QByteArray &retryAfter)
{
    bool isNumber = false;
    const int value = retryAfter.trimmed().toInt(&isNumber);
    return isNumber && value >= 0 ? value : -1;
}

QString causes(const QJsonObject &details)
{
    QStringList lines;
    const QJsonArray list = details.value("causes"_L1).toArray();
    for (const QJsonValue &cause : list) {
        const QString field = cause["field"_L1].toString();
        const QString message = cause["message"_L1].toString();
        const QString line = field.isEmpty() ? message : field + u": "_s + message;
        if (!lines.contains(line))
            lines.append(line);
    }
    return lines.join(u'\n');
}

} // namespace

Error errorFromStatus(const QJsonObject &status)
{
    Error error;
    error.kind = Error::Kind::Api;
    error.status = status;
    error.code = status.value("code"_L1).toInt();
    error.reason = status.value("reason"_L1).toString();
    const QJsonObject details = status.value("details"_L1).toObject();
    error.retryAfterSeconds = std::max(-1, details.value("retryAfterSeconds"_L1).toInt(-1));

    QString message = shown(status.value("message"_L1).toString());
    if (message.isEmpty())
        message = Text::tr("The server answered %1 (%2) and gave no reason").arg(error.code).arg(shown(error.reason));
    // A 422 names its causes in the message already, joined in one line; the list is easier to read.
    const QString list = shown(causes(details));
    if (error.code == 422 && list.contains(u'\n'))
        message = Text::tr("The server refuses %1 \"%2\" for these reasons:")
                      .arg(shown(details.value("kind"_L1).toString()), shown(details.value("name"_L1).toString()))
            + u'\n' + list;
    error.message = sentence(message);
    if (const QString what = advice(error.code); !what.isEmpty())
        error.message += u' ' + what;
    return error;
}

Error errorFromAnswer(const QUrl &server, int code, const QByteArray &contentType, const QByteArray &body,
                      const QByteArray &retryAfter, const QByteArray &location)
{
    const QJsonObject status = QJsonDocument::fromJson(body).object();
    Error error;
    if (status.value("kind"_L1) == "Status"_L1) {
        error = errorFromStatus(status);
    } else if (code >= 300 && code < 400) {
        error.kind = Error::Kind::Protocol;
        error.message =
            Text::tr("%1 redirects to %2. Rollhive does not follow redirects, which could carry your credentials "
                     "elsewhere: put the right server into the kubeconfig.")
                .arg(hostOf(server), shown(QString::fromLatin1(location)));
    } else {
        error.kind = Error::Kind::Protocol;
        QString text =
            Text::tr("%1 answered %2, without saying why as Kubernetes would.").arg(hostOf(server)).arg(code);
        if (contentType.contains("html"))
            text += u' ' + Text::tr("The answer is a web page: a proxy or a login page may stand in between.");
        else if (!body.isEmpty())
            text += u' ' + Text::tr("It says: %1").arg(shown(QString::fromUtf8(body)));
        if (const QString what = advice(code); !what.isEmpty())
            text += u' ' + what;
        error.message = text;
    }
    error.code = code;
    if (const int after = seconds(retryAfter); after >= 0)
        error.retryAfterSeconds = after;
    return error;
}

Error errorNotJson(const QUrl &server, const QByteArray &contentType)
{
    Error error;
    error.kind = Error::Kind::Protocol;
    error.message =
        Text::tr("%1 answered with \"%2\" instead of JSON. A proxy or a login page may stand in between, or the "
                 "kubeconfig's server is not a Kubernetes API server.")
            .arg(hostOf(server), shown(QString::fromLatin1(contentType)));
    return error;
}

Error errorTimeout(const QUrl &server, std::chrono::milliseconds after)
{
    Error error;
    error.kind = Error::Kind::Timeout;
    error.message = Text::tr("%1 did not answer within %2 seconds. Check the network, or whether a VPN must be up.")
                        .arg(hostOf(server))
                        .arg(double(after.count()) / 1000, 0, 'g', 3);
    return error;
}

Error errorFromNetwork(const QUrl &server, QNetworkReply::NetworkError code, const QString &qtText,
                       const QList<QSslError> &sslErrors)
{
    Error error;
    const QString host = hostOf(server);
    if (!sslErrors.isEmpty() || code == QNetworkReply::SslHandshakeFailedError) {
        error.kind = Error::Kind::Tls;
        QStringList reasons;
        for (const QSslError &sslError : sslErrors) {
            if (const QString text = shown(sslError.errorString()); !reasons.contains(text))
                reasons.append(text);
        }
        if (reasons.isEmpty())
            reasons.append(shown(qtText));
        error.message =
            Text::tr("No trusted connection to %1: %2. Check certificate-authority, tls-server-name and the "
                     "client certificate of this context in the kubeconfig.")
                .arg(host, reasons.join(u"; "_s));
        return error;
    }
    error.kind = Error::Kind::Network;
    switch (code) {
    case QNetworkReply::ConnectionRefusedError:
        error.message =
            Text::tr("%1 refuses the connection. Check that the API server runs and that the kubeconfig names "
                     "the right host and port.")
                .arg(host);
        break;
    case QNetworkReply::HostNotFoundError:
        error.message =
            Text::tr("The name %1 is not known to this machine. Check the server in the kubeconfig, the network, "
                     "or whether a VPN must be up.")
                .arg(host);
        break;
    case QNetworkReply::RemoteHostClosedError:
        error.message = Text::tr("%1 closed the connection before its answer was complete.").arg(host);
        break;
    case QNetworkReply::TimeoutError:
        error.kind = Error::Kind::Timeout;
        error.message =
            Text::tr("%1 cannot be reached in time. Check the network, or whether a VPN must be up.").arg(host);
        break;
    case QNetworkReply::OperationCanceledError:
        error.kind = Error::Kind::Cancelled;
        error.message = Text::tr("The request to %1 was cancelled.").arg(host);
        break;
    default:
        error.message = Text::tr("The connection to %1 failed: %2.").arg(host, shown(qtText));
        break;
    }
    return error;
}

QStringList parseWarnings(const QByteArray &header)
{
    QStringList warnings;
    const QString text = QString::fromUtf8(header);
    qsizetype at = 0;
    const auto quoted = [&] { // from an opening quote to behind the closing one
        QString result;
        for (++at; at < text.size() && text[at] != u'"'; ++at) {
            if (text[at] == u'\\' && at + 1 < text.size())
                ++at;
            result += text[at];
        }
        ++at;
        return result;
    };
    // Only the quoted texts matter: the code is always 299 and the agent "-".
    while ((at = text.indexOf(u'"', at)) >= 0) {
        warnings.append(shown(quoted()));
        while (at < text.size() && text[at] == u' ')
            ++at;
        if (at < text.size() && text[at] == u'"') // a date, which holds a comma itself
            quoted();
    }
    return warnings;
}

} // namespace kube
