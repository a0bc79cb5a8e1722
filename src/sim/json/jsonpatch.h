// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonValue>
#include <QString>
#include <expected>

namespace sim {

/// RFC 6902: the document after all operations, or why one does not apply; then nothing was done. As in kube-apiserver,
/// a test for null also holds where nothing is.
[[nodiscard]] std::expected<QJsonValue, QString> jsonPatch(const QJsonValue &document, const QJsonArray &operations);

/// RFC 7396: null removes, objects merge, everything else replaces.
[[nodiscard]] QJsonValue mergePatch(const QJsonValue &document, const QJsonValue &patch);

} // namespace sim
