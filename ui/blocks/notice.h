// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class WrappedText;

/// A sentence in its place: what happened and what to do, with an icon, and a button where there is something to do
/// at once. Plain text that wraps anywhere it must and can be selected. Hidden while there is nothing to say.
class Notice final : public QWidget
{
    Q_OBJECT

public:
    explicit Notice(QWidget *parent = nullptr);

    void say(Tone tone, const QString &text); ///< and becomes visible
    void clear(); ///< and hides
    void setAction(const QString &label); ///< empty for none
    /// A few words at the end of the first line, such as a clock: plain text that alerts nobody when it changes.
    void setAside(const QString &text);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QString aside() const;
    [[nodiscard]] Tone tone() const noexcept { return m_tone; }
    [[nodiscard]] QPushButton *button() const noexcept { return m_button; }

Q_SIGNALS:
    void actionTriggered();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void updateIcon();
    void alignFirstLine(); ///< icon, text, aside and button on one line

    QLabel *m_icon;
    WrappedText *m_text;
    QLabel *m_aside;
    QPushButton *m_button;
    Tone m_tone = Tone::Neutral;
};

} // namespace ui
