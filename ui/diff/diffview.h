// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/difftext.h"
#include "diff/prepareddiff.h"

#include <QAbstractScrollArea>
#include <QRectF>
#include <QTimer>
#include <array>
#include <optional>

namespace ui {

class DiffOverview;

/// The difference of two YAML texts: side by side, or one below the other; words that differ are framed, lines that
/// have weight are in bold and marked, what is the same is folded. Old and new have a colour and a sign each.
///
/// Keyboard: arrows, Page Up and Down, Home and End choose a line, with Shift several; Left and Right scroll; Enter
/// opens what is folded; Ctrl+C copies. Each line is an accessible child.
///
/// Cost: paints what is seen; setTexts() of two texts of 13,000 lines, see tests/bench; setPrepared() next to nothing.
/// The rest of the highlighting is read while nothing else happens, after which no timer runs.
class DiffView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);

    /// Two texts as yaml::write() makes them. The same as before: nothing happens, the place is kept.
    void setTexts(const QString &left, const QString &right);
    /// The same, of what was made on another thread.
    void setPrepared(PreparedDiff diff);

    [[nodiscard]] const DiffRows &rows() const noexcept { return m_diff.rows; }
    [[nodiscard]] bool isUnified() const noexcept { return m_diff.rows.isUnified(); }
    void setUnified(bool isUnified);

    [[nodiscard]] qsizetype currentLine() const noexcept { return m_current; } ///< -1: none
    void setCurrentLine(qsizetype index);
    void unfold(qsizetype index);

    void goToNextChange(); ///< after the last one: the first
    void goToPreviousChange();
    [[nodiscard]] qsizetype currentChange() const; ///< the one the current line is in; -1: none

    [[nodiscard]] bool isHighlighted() const { return !m_reading.isActive(); } ///< to the last line

    /// What Ctrl+C copies: the lines that are chosen, if several are, with what is folded in them; else everything
    /// as `diff -u`.
    [[nodiscard]] QString copiedText() const;
    void copy() const;

    /// Line `index` in words, for who cannot see colours or anything.
    [[nodiscard]] QString description(qsizetype index) const;
    [[nodiscard]] QRect lineRect(qsizetype index) const; ///< in viewport coordinates
    [[nodiscard]] qsizetype lineAt(int y) const; ///< -1: none

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void currentLineChanged(qsizetype index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    /// From left to right.
    struct Columns
    {
        QRectF all;
        QRectF leftNumber; ///< of the side; the right one's where there are both
        QRectF rightNumber; ///< one below the other only
        QRectF sign;
        QRectF text;
    };

    void relayout();
    void setFonts();
    void choose(qsizetype index, bool extends);
    void scrollTo(qsizetype index, bool inTheMiddle);
    void goToChange(qsizetype change);
    [[nodiscard]] std::optional<qsizetype> lineForKey(int key) const;
    [[nodiscard]] bool isChosen(qsizetype index) const;
    [[nodiscard]] bool isWeighty(const yaml::DiffRow &row) const;
    [[nodiscard]] Columns columns(DiffSide side) const;
    [[nodiscard]] DiffText textOf(const DiffLine &line, DiffSide side);
    void paintLine(QPainter &painter, qsizetype index, const Theme &theme);
    void paintFold(QPainter &painter, qsizetype index, const Theme &theme) const;
    void paintSide(QPainter &painter, qsizetype index, DiffSide side, const Theme &theme);

    PreparedDiff m_diff;
    qreal m_widest = 0; ///< of all texts
    QTimer m_reading;
    DiffTextPainter m_text;
    DiffOverview *m_overview;
    int m_lineHeight = 1;
    qsizetype m_current = -1;
    qsizetype m_anchor = -1; ///< the other end of what is chosen
};

} // namespace ui
