// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace ui {

class StepButton;

/// How far a step of the plan is.
enum class StepState { Todo, Current, Done, Problem };

struct Step
{
    QString title;
    QString subtitle; ///< what there is to say of it: "17 passed, 1 noted"
    StepState state = StepState::Todo;

    [[nodiscard]] bool operator==(const Step &) const = default;
};

/// The steps of the plan as a row of cards. One of them is open, which is not the same as being under way: a person
/// may look back at a step that is done. Keyboard: one stop for Tab, arrows move between steps, Enter or Space opens.
class StepBar final : public QWidget
{
    Q_OBJECT

public:
    explicit StepBar(QWidget *parent = nullptr);

    void setSteps(const QList<Step> &steps);
    [[nodiscard]] const QList<Step> &steps() const noexcept { return m_steps; }

    [[nodiscard]] int openStep() const noexcept { return m_open; }
    void setOpenStep(int index);

Q_SIGNALS:
    void stepActivated(int index); ///< by a click or a key; the bar does not open the step by itself

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showSteps();

    QList<Step> m_steps;
    QList<StepButton *> m_buttons;
    int m_open = 0;
};

} // namespace ui
