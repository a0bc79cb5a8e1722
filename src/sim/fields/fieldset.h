// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QMap>
#include <QString>
#include <QStringList>

namespace sim {

/// From the root of an object to a field, in the notation of fieldsV1: "f:spec" a field, "k:{"name":"x"}" the item with
/// these keys, "v:"x"" the scalar item of this value.
using FieldPath = QStringList;

/// ".spec.containers[name="x"].image", as conflicts are told.
[[nodiscard]] QString shownPath(const FieldPath &path);

/// A set of fields: what managedFields keeps for one manager. A field can be a member, have members below it, or both.
class FieldSet final
{
public:
    [[nodiscard]] static FieldSet fromJson(const QJsonObject &fieldsV1);
    [[nodiscard]] QJsonObject toJson() const;

    void insert(const FieldPath &path);
    /// Takes out the field and all below it.
    void remove(const FieldPath &path);
    /// Replaces all that is at and below one element; an empty set takes it out.
    void setChild(const QString &element, const FieldSet &child);

    [[nodiscard]] bool isEmpty() const { return !m_member && m_children.isEmpty(); }
    [[nodiscard]] bool isMember() const { return m_member; }
    [[nodiscard]] bool contains(const FieldPath &path) const;
    /// True if the field or anything below it is a member.
    [[nodiscard]] bool reaches(const FieldPath &path) const;
    [[nodiscard]] const FieldSet *child(const QString &element) const;
    [[nodiscard]] const QMap<QString, FieldSet> &children() const { return m_children; }
    [[nodiscard]] QList<FieldPath> paths() const;

    [[nodiscard]] FieldSet united(const FieldSet &other) const;
    [[nodiscard]] FieldSet intersected(const FieldSet &other) const;
    [[nodiscard]] FieldSet minus(const FieldSet &other) const;

    [[nodiscard]] bool operator==(const FieldSet &) const = default;

private:
    void collect(FieldPath &prefix, QList<FieldPath> &result) const;

    bool m_member = false;
    QMap<QString, FieldSet> m_children;
};

} // namespace sim
