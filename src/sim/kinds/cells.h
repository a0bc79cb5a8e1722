// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

/// "45s", "3m12s", "5h", "12d": a time span as kubectl shows it.
[[nodiscard]] QString humanDuration(qint64 seconds);
/// How long ago; "<unknown>" for what is no time.
[[nodiscard]] QString age(const QJsonValue &time, const QDateTime &now);

/// READY, STATUS and RESTARTS of a pod.
struct PodSummary
{
    QString ready; ///< "1/2"
    QString status; ///< "Running", "Init:0/1", "ImagePullBackOff", "Terminating"
    QString restarts; ///< "0", "3 (5m ago)"
};
[[nodiscard]] PodSummary podSummary(const QJsonObject &pod, const QDateTime &now);

/// "app=redis,tier in (a,b)"; "<none>" for nothing.
[[nodiscard]] QString selectorText(const QJsonObject &labelSelector);
[[nodiscard]] QString labelsText(const QJsonObject &labels);

/// The columns of a built-in kind by its resource ("statefulsets.apps"). Kinds without columns of their own: NAME, AGE.
[[nodiscard]] QList<Column> builtInColumns(const QString &resource);

/// The columns of a version of a CustomResourceDefinition.
[[nodiscard]] QList<Column> customColumns(const QJsonObject &version);

} // namespace sim
