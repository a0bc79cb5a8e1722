// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "blocks/stepbar.h"

#include <QAbstractButton>

namespace ui {

/// One card of a StepBar.
class StepButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit StepButton(QWidget *parent);

    void setStep(const Step &step, bool isOpen);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QRect textRect() const;
    void updateToolTip();

    Step m_step;
    bool m_isOpen = false;
};

} // namespace ui
