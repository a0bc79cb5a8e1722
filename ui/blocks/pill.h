// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/theme.h"

#include <QLabel>

namespace ui {

/// A word on a coloured ground: the state of something beside its name. Plain text; shortened when there is no room,
/// and then whole in the tooltip.
class Pill final : public QLabel
{
    Q_OBJECT

public:
    explicit Pill(QWidget *parent = nullptr);
    Pill(const QString &text, Tone tone, QWidget *parent = nullptr);

    void setState(const QString &text, Tone tone);
    [[nodiscard]] Tone tone() const noexcept { return m_tone; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateToolTip();

    Tone m_tone = Tone::Neutral;
};

} // namespace ui
