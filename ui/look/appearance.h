// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/style.h"

#include <QObject>
#include <QPointer>

namespace ui {

/// Which of the two colour schemes the window uses.
enum class Scheme { System, Light, Dark };

/// Gives the application its style and palette, and keeps them in step with the system's colour scheme and with what
/// the person chose. The application has one, made in main() before the first window; widgets learn of a change as of
/// any palette or style change.
class Appearance final : public QObject
{
    Q_OBJECT

public:
    explicit Appearance(QObject *parent = nullptr);

    [[nodiscard]] Scheme scheme() const noexcept { return m_scheme; }
    [[nodiscard]] Motion motion() const noexcept { return m_motion; }
    [[nodiscard]] bool isDark() const;

    void setScheme(Scheme scheme);
    void setMotion(Motion motion);

private:
    void apply() const;

    Scheme m_scheme = Scheme::System;
    Motion m_motion = Motion::System;
    QPointer<Style> m_style; ///< the application owns it
};

} // namespace ui
