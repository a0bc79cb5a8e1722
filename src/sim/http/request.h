// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <algorithm>

namespace sim {

/// A request as it came, on its own.
struct Request
{
    QByteArray method; ///< "GET"
    QString path; ///< decoded: "/api/v1/namespaces/default/pods"
    QStringList segments; ///< of the path, each decoded: "api", "v1", ...
    QList<std::pair<QString, QString>> query; ///< decoded
    QByteArray body;
    QByteArray accept;
    QByteArray contentType;
    QByteArray userAgent;
    QByteArray authorization;

    /// The first value of a query parameter; empty if there is none.
    [[nodiscard]] QString parameter(const QString &name) const
    {
        for (const auto &[key, value] : query) {
            if (key == name)
                return value;
        }
        return {};
    }
    [[nodiscard]] bool hasParameter(const QString &name) const
    {
        return std::ranges::any_of(query, [&](const auto &parameter) { return parameter.first == name; });
    }
    /// ?watch=1, ?watch=true, ?watch
    [[nodiscard]] bool isSet(const QString &name) const
    {
        const QString value = parameter(name).toLower();
        return hasParameter(name) && value != u"false" && value != u"0";
    }
    /// Browsers, curl and Wget get JSON that a person can read.
    [[nodiscard]] bool wantsPretty() const
    {
        if (hasParameter(QStringLiteral("pretty")))
            return isSet(QStringLiteral("pretty"));
        return userAgent.startsWith("Mozilla/") || userAgent.startsWith("curl/") || userAgent.startsWith("Wget/");
    }
};

/// An answer, whole.
struct Response
{
    int code = 200;
    QByteArray body;
    QByteArray contentType = QByteArrayLiteral("application/json");
    QList<std::pair<QByteArray, QByteArray>> headers;
};

} // namespace sim
