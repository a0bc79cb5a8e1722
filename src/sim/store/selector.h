// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.h"

namespace sim {

/// Which labels an object must have. Without requirements it selects everything.
class LabelSelector final
{
public:
    enum class Operator { In, NotIn, Exists, DoesNotExist, GreaterThan, LessThan };
    struct Requirement
    {
        QString key;
        Operator op = Operator::Exists;
        QStringList values;
    };

    LabelSelector() = default;
    explicit LabelSelector(const QList<Requirement> &requirements);
    /// An empty object selects everything.
    [[nodiscard]] static LabelSelector fromObject(const QJsonObject &labelSelector);

    [[nodiscard]] bool isEmpty() const { return m_requirements.isEmpty(); }
    [[nodiscard]] bool matches(const QJsonObject &labels) const;

private:
    QList<Requirement> m_requirements;
};

/// Which fields an object must have: "metadata.name=x,status.phase!=Running".
class FieldSelector final
{
public:
    /// The failure is a 400: a term that is none, or a field by which the resource ("pods") cannot be selected.
    [[nodiscard]] static Outcome<FieldSelector> parse(const QString &text, const QString &resource);

    [[nodiscard]] bool isEmpty() const { return m_terms.isEmpty(); }
    [[nodiscard]] bool matches(const QJsonObject &object) const;

private:
    struct Term
    {
        QByteArray path;
        QString value;
        bool equal = true;
    };
    QList<Term> m_terms;
};

} // namespace sim
