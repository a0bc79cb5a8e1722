// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/upgradedocument.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace ui {

class Card;
class Notice;

/// What becomes of one object of a bundle, field by field: what changes, what the cluster has of its own and keeps,
/// who else set what changes, and what the server warns of.
class ChangesPane final : public QWidget
{
    Q_OBJECT

public:
    explicit ChangesPane(QWidget *parent = nullptr);

    void setDocument(const upgrade::UpgradeDocument &document);

    /// The fields as text, for tests and for whoever cannot see colours: "path: before -> after".
    [[nodiscard]] const QStringList &changeLines() const noexcept { return m_changes.lines; }
    [[nodiscard]] const QStringList &keptLines() const noexcept { return m_kept.lines; }

private:
    struct Fields
    {
        Card *card;
        QGridLayout *rows;
        QStringList lines;
    };

    [[nodiscard]] static Fields makeFields();
    static void fill(Fields &fields, const QList<yaml::Change> &changes, const QString &more);

    Notice *m_warnings;
    Notice *m_owners;
    Fields m_changes;
    Fields m_kept;
};

} // namespace ui
