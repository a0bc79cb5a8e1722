// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reviewedchange.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace ui {

class Card;
class Notice;

/// What will be written, to the letter, before it is: the fields that change, what the server says to it, the
/// difference of the object as YAML, and the button that writes exactly this.
class ReviewPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewPage(QWidget *parent = nullptr);

    /// Not owned; must outlive the page or be replaced. `context` is named on the button; `pods` restart.
    void setChange(upgrade::ReviewedChange *change, const QString &context, int pods);

Q_SIGNALS:
    void backRequested();

private:
    void update();
    void showFields(const upgrade::Review &review);

    upgrade::ReviewedChange *m_change = nullptr;
    int m_pods = 0;
    Card *m_summary;
    QVBoxLayout *m_fields;
    Notice *m_moved;
    Notice *m_server;
    Notice *m_state;
    QPushButton *m_back;
    QPushButton *m_apply;
};

} // namespace ui
