// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>

namespace sim {

/// The objects of a cluster at one moment.
struct DemoSnapshot
{
    QDateTime taken; ///< UTC
    QList<QJsonObject> objects;

    [[nodiscard]] QByteArray toJson() const;
    [[nodiscard]] static DemoSnapshot fromJson(const QByteArray &text); ///< of toJson()
    /// The one that comes with the program.
    [[nodiscard]] static DemoSnapshot builtIn();

    /// As if it had been taken at that time: every time in it is moved by as much.
    [[nodiscard]] DemoSnapshot movedTo(const QDateTime &time) const;
};

} // namespace sim
