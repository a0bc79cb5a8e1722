// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QNetworkReply>
#include <QSslError>
#include <QUrl>
#include <chrono>

namespace kube {

// Sentences for what goes wrong between us and an API server. Pure; the server's own text in them is made visible
// (yaml::safeText) and cut after 2,048 characters.

/// An answer that is not 2xx. A Status body gives reason and details; anything else (a proxy's page) a sentence by
/// code.
[[nodiscard]] Error errorFromAnswer(const QUrl &server, int code, const QByteArray &contentType, const QByteArray &body,
                                    const QByteArray &retryAfter = {}, const QByteArray &location = {});

/// A Status object, as in the body of an answer or in a watch's ERROR event.
[[nodiscard]] Error errorFromStatus(const QJsonObject &status);

/// No whole answer: what Qt and its TLS saw.
[[nodiscard]] Error errorFromNetwork(const QUrl &server, QNetworkReply::NetworkError code, const QString &qtText,
                                     const QList<QSslError> &sslErrors);

/// 2xx, but not JSON: a captive portal or a proxy's login page.
[[nodiscard]] Error errorNotJson(const QUrl &server, const QByteArray &contentType);

/// No answer within the time that the request had.
[[nodiscard]] Error errorTimeout(const QUrl &server, std::chrono::milliseconds after);

/// The texts of a Warning header, in order. Several headers come joined by commas, and a text may hold commas itself:
/// `299 - "w1", 299 - "w2, more"` (RFC 7234 §5.5; k8s.io/apimachinery net.ParseWarningHeaders).
[[nodiscard]] QStringList parseWarnings(const QByteArray &header);

} // namespace kube
