// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/theme.h"

#include <QLabel>
#include <optional>

namespace ui {

/// A piece of text in fixed width that may be shortened, and is whole in its tooltip: a path from its beginning, a
/// value (which has a tone) from its end. Plain text.
class ValueLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ValueLabel(const QString &text, std::optional<Tone> tone = {}, QWidget *parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<Tone> m_tone;
};

} // namespace ui
