// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reviewedchange.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class DiffCard;
class Notice;
class ReviewSummary;

/// What will be written, to the letter, before it is: the fields that change, what the server says to it, the
/// difference of the object as YAML, and the button that writes exactly this.
class ReviewPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewPage(QWidget *parent = nullptr);

    /// Not owned; must outlive the page or be replaced. `context` is named on the button; `pods` restart.
    void setChange(upgrade::ReviewedChange *change, const QString &context, int pods);

    /// One text below the other rather than side by side. Kept by the owner of the page, as a person's habit.
    void setUnified(bool isUnified);

    /// Null before the first, and after the last was destroyed.
    [[nodiscard]] const upgrade::ReviewedChange *change() const noexcept { return m_change; }
    [[nodiscard]] ReviewSummary *summary() const noexcept { return m_summary; }
    [[nodiscard]] DiffCard *difference() const noexcept { return m_difference; }

Q_SIGNALS:
    void backRequested();
    void unifiedChanged(bool isUnified); ///< by the person

private:
    void update();
    void showReview(const upgrade::Review &review);

    upgrade::ReviewedChange *m_change = nullptr;
    int m_pods = 0;
    Notice *m_moved;
    ReviewSummary *m_summary;
    Notice *m_state;
    DiffCard *m_difference;
    QWidget *m_rest; ///< takes the room of the difference while there is none
    QLabel *m_hint;
    QPushButton *m_back;
    QPushButton *m_apply;
};

} // namespace ui
