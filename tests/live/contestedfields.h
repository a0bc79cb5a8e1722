// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

/// One field that a person and a release both change, each to something else.
struct ContestedField
{
    enum Side { Base, Yours, Theirs, Edited };

    QString kind; ///< of the object
    QString name;
    QString path; ///< in the object as it is written
    QString keyed; ///< as conflicts name it
    QJsonValue base;
    QJsonValue yours;
    QJsonValue theirs;
    QJsonValue edited; ///< what the conflict is settled with
    /// What is then at `path`, if that is not `edited` itself.
    QJsonValue shown = {}; // NOLINT(readability-redundant-member-init): most leave it out

    [[nodiscard]] QJsonValue of(Side side) const;
    /// What is at `path` after the conflict was settled that way.
    [[nodiscard]] QJsonValue expected(Side side) const;
    /// What is there in an object; a variable is found by its name.
    [[nodiscard]] QJsonValue in(const QJsonObject &live) const;
};

/// One for each kind of field: a text, a label, an annotation, a number, a truth value, an amount, an image's
/// repository, a list, a variable that one side takes out, a port, the schema of a definition.
[[nodiscard]] QList<ContestedField> contestedFields();

/// The object with the fields as one side has them, and the tag as that of the operator's images.
[[nodiscard]] QJsonObject withContested(QJsonObject object, const QList<ContestedField> &fields,
                                        ContestedField::Side side, const QString &tag);
