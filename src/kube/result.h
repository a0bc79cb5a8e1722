// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>
#include <expected>

namespace kube {

/// Why a call failed: a kind for the program, a full sentence with what to do for the person.
/// The sentence never holds a secret; text of the server in it is made visible by safeText().
struct Error
{
    enum class Kind {
        Configuration, ///< kubeconfig: missing, unreadable, inconsistent, or asks for what is not supported
        Credentials, ///< a token, certificate or plugin that could not be had
        Network, ///< no answer: refused, unknown host, cut
        Timeout, ///< no answer in time
        Tls, ///< no trust in the server, or it has none in us
        Api, ///< the server answered with a Kubernetes Status; code and reason are set
        Protocol, ///< an answer that is not Kubernetes: HTML, redirect, wrong JSON
        Cancelled, ///< given up on request
    };

    Kind kind = Kind::Network;
    QString message; ///< one or more full sentences, translated
    int code = 0; ///< HTTP status; 0 when no answer came
    QString reason; ///< Status.reason, such as "Conflict"; empty without a Status
    QJsonObject status; ///< the whole Status, for its details.causes; empty without one
    int retryAfterSeconds = -1; ///< Retry-After or Status.details.retryAfterSeconds; -1 when absent

    [[nodiscard]] bool operator==(const Error &) const = default;
    [[nodiscard]] bool isNotFound() const noexcept { return code == 404; }
    [[nodiscard]] bool isConflict() const noexcept { return code == 409; }
    [[nodiscard]] bool isGone() const noexcept { return code == 410; }
    [[nodiscard]] bool isUnauthorized() const noexcept { return code == 401; }
    [[nodiscard]] bool isForbidden() const noexcept { return code == 403; }
};

template <typename T>
using Result = std::expected<T, Error>;

} // namespace kube
