// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QJsonValue>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>
#include <optional>

namespace yaml {

/// How the entries of a list are told apart, wherever they stand in it.
struct ListRule
{
    /// The keys that lead to the list; "*" is any one key, index or entry: "spec.template.spec.containers.*.env".
    QString path;
    QStringList keys; ///< the fields that name an entry, as {"name"}; empty: the entries are scalars, and a set
    /// What a key field that is left out stands for: {"protocol", "TCP"}.
    QMap<QString, QString> defaults = {}; // NOLINT(readability-redundant-member-init): it may be left out
};

/// Three states of one value that are about to be merged. Undefined: is not there.
struct Sides
{
    QJsonValue base = QJsonValue::Undefined;
    QJsonValue ours = QJsonValue::Undefined;
    QJsonValue theirs = QJsonValue::Undefined;
};

/// Turns lists whose entries have names into objects and back, so that merging and comparing find an entry by its name
/// and not by its place: containers[1].image becomes containers.admission.image.
///
/// A list is turned only if it is one on every side where it is there, and each of its entries has a name of its own;
/// else it stays a list on every side. Cost: linear.
class KeyedLists final
{
public:
    KeyedLists(const QList<ListRule> &rules, const Sides &sides);

    [[nodiscard]] const Sides &keyed() const noexcept { return m_keyed; }

    /// Back: `value` is one of keyed(), or was made of them. The entries stand in their order: if they moved nothing,
    /// in ours, and else in theirs with ours behind; what neither has comes last, by name.
    [[nodiscard]] QJsonValue plain(const QJsonValue &value) const;

private:
    struct Pattern
    {
        QStringList steps;
        ListRule rule;
    };

    using Children = QMap<QString, Sides>;

    [[nodiscard]] const ListRule *ruleOf(const QStringList &path) const;
    [[nodiscard]] std::optional<Children> entriesIn(const QStringList &path, const Sides &sides);
    [[nodiscard]] static std::optional<Children> fieldsIn(const Sides &sides);
    [[nodiscard]] Sides turn(const QStringList &path, const Sides &sides);
    [[nodiscard]] QJsonValue turnBack(const QStringList &path, const QJsonValue &value) const;

    QList<Pattern> m_patterns;
    QHash<QStringList, QStringList> m_orders; ///< of the lists that were turned, by path: the names of their entries
    Sides m_keyed;
};

} // namespace yaml
