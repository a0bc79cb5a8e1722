// SPDX-License-Identifier: Apache-2.0
#include "look/appearance.h"

#include "look/theme.h"

#include <QApplication>
#include <QStyleHints>

namespace ui {

Appearance::Appearance(QObject *parent)
    : QObject(parent)
    , m_style(new Style)
{
    QApplication::setStyle(m_style);
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Appearance::apply);
    apply();
}

bool Appearance::isDark() const
{
    switch (m_scheme) {
    case Scheme::Light:
        return false;
    case Scheme::Dark:
        return true;
    case Scheme::System:
        break;
    }
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
}

void Appearance::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    // Where the platform can, window frames and its own dialogs follow.
    switch (scheme) {
    case Scheme::System:
        QGuiApplication::styleHints()->unsetColorScheme();
        break;
    case Scheme::Light:
        QGuiApplication::styleHints()->setColorScheme(Qt::ColorScheme::Light);
        break;
    case Scheme::Dark:
        QGuiApplication::styleHints()->setColorScheme(Qt::ColorScheme::Dark);
        break;
    }
    apply();
}

void Appearance::setMotion(Motion motion)
{
    m_motion = motion;
    if (m_style)
        m_style->setMotion(motion);
}

void Appearance::apply() const
{
    QApplication::setPalette((isDark() ? Theme::dark() : Theme::light()).palette());
}

} // namespace ui
