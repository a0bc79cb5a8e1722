// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <optional>

/// What a benchmark prints: lines of the table that packaging/bench makes, with tabs between the columns.
namespace bench {

/// A figure, and what it has to be below.
void report(const QString &what, double measured, const QString &unit, std::optional<double> below = {});
/// Something that cannot be measured here, or went wrong.
void skipped(const QString &what, const QString &why);

/// Of the values, which must not be empty: the one that `share` of them are not above.
[[nodiscard]] double quantile(QList<double> values, double share);
[[nodiscard]] inline double median(const QList<double> &values)
{
    return quantile(values, 0.5);
}

} // namespace bench
