// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QMap>
#include <QString>

namespace kube {
class JsonCursor;
}

namespace rollout {

/// spec.selector of a workload: matchLabels and matchExpressions, all of which must hold.
struct LabelSelector
{
    struct Expression
    {
        QString key;
        QString op; ///< "In", "NotIn", "Exists", "DoesNotExist"
        QList<QString> values;

        [[nodiscard]] bool operator==(const Expression &) const = default;
    };

    QMap<QString, QString> matchLabels;
    QList<Expression> expressions;

    [[nodiscard]] bool isEmpty() const { return matchLabels.isEmpty() && expressions.isEmpty(); }
    /// An empty selector matches nothing here: that of a workload always names something.
    [[nodiscard]] bool matches(const QMap<QString, QString> &labels) const;

    /// As the labelSelector of a list or watch: "app=redis,tier in (a,b),!old".
    [[nodiscard]] QString toString() const;

    [[nodiscard]] bool operator==(const LabelSelector &) const = default;
};

[[nodiscard]] LabelSelector decodeLabelSelector(kube::JsonCursor selector);

} // namespace rollout
