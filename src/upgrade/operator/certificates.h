// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>

namespace upgrade {

/// The certificates in a field that holds PEM as base64, as webhooks' caBundle and Secrets have them, each as DER;
/// empty if there are none. Twice encoded PEM is read too, line ends and text around the certificates do not matter.
[[nodiscard]] QList<QByteArray> certificatesIn(const QByteArray &base64);

} // namespace upgrade
