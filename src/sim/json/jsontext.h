// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>
#include <expected>

namespace sim {

/// A JSON text and what it says twice.
struct JsonText
{
    QJsonValue value;
    QStringList duplicates; ///< paths of fields that come more than once, such as "spec.nodes"; the last one counts
};

/// Reads one JSON value; the error is a sentence such as Go's.
[[nodiscard]] std::expected<JsonText, QString> readJson(const QByteArray &text);

/// One line without spaces, as kube-apiserver sends it to programs.
[[nodiscard]] QByteArray compactJson(const QJsonObject &object);
/// Two spaces a level, as it sends it to browsers, curl and Wget.
[[nodiscard]] QByteArray prettyJson(const QJsonObject &object);

} // namespace sim
