// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace kube {

/// The YAML (or JSON) text of one kubeconfig as values; file is for the error sentences only, which give line and
/// column and show nothing of the text. Empty text is an empty object. Bounded: duplicate keys, cycles, more than 100
/// levels and aliases that unfold to more than the text holds are errors.
[[nodiscard]] Result<QJsonObject> readKubeconfigText(const QByteArray &text, const QString &file);

} // namespace kube
