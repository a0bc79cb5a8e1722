// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/theme.h"

#include <QWidget>
#include <functional>

class QBoxLayout;
class QKeyEvent;
class QLabel;
class QPushButton;

namespace ui {

class Notice;

/// What stands in the middle of the window while there is nothing to show: what to do, or what is wrong and what to do
/// about it.
class MessagePage final : public QWidget
{
    Q_OBJECT

public:
    explicit MessagePage(QWidget *parent = nullptr);

    struct Action
    {
        QString label;
        std::function<void()> run;
    };
    /// The first action is the one that Enter takes. `problem` may be empty. The same actions as before keep their
    /// buttons, and so the focus.
    void show(const QString &title, const QString &text, const QString &problem = {},
              const QList<Action> &actions = {});

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text() const;
    [[nodiscard]] QString problem() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setActions(const QList<Action> &actions);

    QLabel *m_title;
    QLabel *m_text;
    Notice *m_problem;
    QBoxLayout *m_buttonRow;
    QList<QPushButton *> m_buttons; ///< one for each action
    QList<Action> m_actions;
};

} // namespace ui
