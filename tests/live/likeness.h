// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>

/// The answers of two servers to one request, left as far as they must be the same: without what differs between any
/// two runs (identities, times, revisions), without what the controllers of the real cluster wrote meanwhile (the
/// simulated server has none beside it), and without the known differences of a real server of version 1.20 to the
/// newer one that is simulated.
struct Likeness
{
    QJsonValue real;
    QJsonValue made;
};
[[nodiscard]] Likeness comparable(const QJsonObject &real, const QJsonObject &made);

/// A definition as the real server at hand can serve it with typed server-side apply: 1.20 deduces all fields of a kind
/// of which any part may be a number or a text. Those parts are text there.
[[nodiscard]] QJsonValue withoutIntOrString(const QJsonValue &definition);
