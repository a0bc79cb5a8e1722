// SPDX-License-Identifier: Apache-2.0
#include "blocks/stepbar.h"

#include "blocks/stepbutton.h"

#include <QHBoxLayout>
#include <QKeyEvent>

namespace ui {

StepBar::StepBar(QWidget *parent)
    : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(8);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StepBar::setSteps(const QList<Step> &steps)
{
    m_steps = steps;
    while (m_buttons.size() > steps.size())
        delete m_buttons.takeLast();
    while (m_buttons.size() < steps.size()) {
        auto *button = new StepButton(this);
        const auto index = static_cast<int>(m_buttons.size());
        connect(button, &StepButton::clicked, this, [this, index] { Q_EMIT stepActivated(index); });
        m_buttons << button;
        layout()->addWidget(button);
    }
    showSteps();
}

void StepBar::setOpenStep(int index)
{
    m_open = index;
    showSteps();
}

void StepBar::showSteps()
{
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setStep(m_steps[i], i == m_open);
}

void StepBar::keyPressEvent(QKeyEvent *event)
{
    const auto focused = static_cast<int>(m_buttons.indexOf(qobject_cast<StepButton *>(focusWidget())));
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    int target = focused;
    switch (event->key()) {
    case Qt::Key_Left:
        target -= forward;
        break;
    case Qt::Key_Right:
        target += forward;
        break;
    case Qt::Key_Home:
        target = 0;
        break;
    case Qt::Key_End:
        target = static_cast<int>(m_buttons.size()) - 1;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (target >= 0 && target < m_buttons.size())
        m_buttons[target]->setFocus(Qt::OtherFocusReason);
}

} // namespace ui
