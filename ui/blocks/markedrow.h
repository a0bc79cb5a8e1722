// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/paint.h"
#include "look/theme.h"

#include <QStyledItemDelegate>

namespace ui {

/// An item of a quiet list: a badge and a word that say its state, a name, and more quietly what else there is. Text is
/// fit to be shown.
struct MarkedRow
{
    QString title;
    QString state; ///< at the end of the first line
    QString subtitle; ///< of the second line, in fixed width; empty: there is none
    QString remark; ///< at the end of the second line
    Tone tone = Tone::Neutral; ///< of badge and state
    Badge badge = Badge::None; ///< None: no room is kept for it
    bool isQuiet = false; ///< nothing is to be done about it

    /// All of it in words.
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool operator==(const MarkedRow &) const = default;
};

/// Paints the MarkedRow that an index has under Role. What is too long is shortened, and whole in the tooltip, if the
/// model has one.
class MarkedRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int Role = Qt::UserRole;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui

Q_DECLARE_METATYPE(ui::MarkedRow)
