// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <initializer_list>
#include <optional>

namespace kube {

/// A named entry of "contexts", "clusters" or "users", as its file has it.
struct Stanza
{
    enum class Kind { Context, Cluster, User };

    Kind kind = Kind::Context;
    QString name;
    QString file; ///< absolute; relative paths in fields start from its folder
    QJsonObject fields;
    bool ambiguous = false; ///< its file gives the name twice: nothing in it may be used
};

/// Bytes of a stanza, and where they came from.
struct Material
{
    QByteArray bytes;
    QString field;
    QString file; ///< absolute; empty when the field itself holds them
};

/// Reads the fields of one stanza and writes down, as sentences that name file, stanza and field, what is wrong with
/// them. A field that is absent, null or wrong reads as empty.
class StanzaReader final
{
public:
    /// Both outlive the reader. Problems make a stanza unusable, warnings do not.
    StanzaReader(const Stanza &stanza, QStringList *problems, QStringList *warnings);

    [[nodiscard]] QString text(const QString &field);
    [[nodiscard]] bool flag(const QString &field);
    [[nodiscard]] QString path(const QString &field); ///< absolute
    [[nodiscard]] QJsonObject object(const QString &field);

    /// The bytes that are given either as base64 in one field or as a file in another. Nothing if neither field is
    /// there, or after a problem; both at once is one.
    [[nodiscard]] std::optional<Material> material(const QString &dataField, const QString &fileField, bool secret);

    /// The bytes of a file that a field names; nothing after a problem.
    [[nodiscard]] std::optional<QByteArray> file(const QString &field, const QString &path, bool secret);

    /// extensions[name == wanted].extension
    [[nodiscard]] QJsonValue extension(const QString &wanted);

    /// Those of fields that are there with anything but null, false, or an empty text, list or map.
    [[nodiscard]] QStringList present(std::initializer_list<QString> fields) const;

    void problem(const QString &field, const QString &sentence);
    void warning(const QString &field, const QString &sentence);

    /// A path of the stanza as it is meant: relative ones start from the folder of its file.
    [[nodiscard]] QString resolved(const QString &path) const;

private:
    [[nodiscard]] std::optional<QByteArray> base64(const QString &field);
    [[nodiscard]] QString place(const QString &field) const;

    const Stanza &m_stanza;
    QStringList *m_problems;
    QStringList *m_warnings;
};

} // namespace kube
