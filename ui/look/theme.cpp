// SPDX-License-Identifier: Apache-2.0
#include "look/theme.h"

#include <QWidget>

namespace ui {

const ToneColors &Theme::tone(Tone tone) const noexcept
{
    switch (tone) {
    case Tone::Accent:
        return accent;
    case Tone::Old:
        return oldRevision;
    case Tone::New:
        return newRevision;
    case Tone::Ok:
        return ok;
    case Tone::Warn:
        return warn;
    case Tone::Bad:
        return bad;
    case Tone::Neutral:
        break;
    }
    return neutral;
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, surface);
    palette.setColor(QPalette::AlternateBase, mixed(surface, window, 0.6));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, surface);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, bad.ink);
    palette.setColor(QPalette::ToolTipBase, surface);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, dim);
    palette.setColor(QPalette::Highlight, accent.fill);
    palette.setColor(QPalette::HighlightedText, text);
    palette.setColor(QPalette::Accent, accent.ink);
    palette.setColor(QPalette::Link, accent.ink);
    palette.setColor(QPalette::LinkVisited, accent.ink);
    palette.setColor(QPalette::Light, surface);
    palette.setColor(QPalette::Midlight, mixed(surface, line, 0.5));
    palette.setColor(QPalette::Mid, line);
    palette.setColor(QPalette::Dark, mixed(line, dim, 0.4));
    palette.setColor(QPalette::Shadow, isDark ? QColor(Qt::black) : mixed(line, dim, 0.7));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                                           QPalette::HighlightedText, QPalette::ToolTipText, QPalette::Link})
        palette.setColor(QPalette::Disabled, role, dim);
    return palette;
}

const Theme &Theme::light()
{
    static const Theme theme{
        .isDark = false,
        .window = QColor(0xF6F7F9),
        .sidebar = QColor(0xECEFF3),
        .surface = QColor(0xFFFFFF),
        .line = QColor(0xDDE1E7),
        .text = QColor(0x1B1F24),
        .dim = QColor(0x5A6472),
        .onAccent = QColor(0xFFFFFF),
        .neutral = {.ink = QColor(0x5A6472), .fill = QColor(0xECEFF3)},
        .accent = {.ink = QColor(0x5B3FD6), .fill = QColor(0xE6E1FB)},
        .oldRevision = {.ink = QColor(0x0A7869), .fill = QColor(0xCFF3EC)},
        .newRevision = {.ink = QColor(0x6A3DE8), .fill = QColor(0xE4DAFF)},
        .ok = {.ink = QColor(0x14743A), .fill = QColor(0xDDF3E4)},
        .warn = {.ink = QColor(0x9A5B00), .fill = QColor(0xFFF1D6)},
        .bad = {.ink = QColor(0xB42318), .fill = QColor(0xFDE4E1)},
    };
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme{
        .isDark = true,
        .window = QColor(0x14171C),
        .sidebar = QColor(0x101317),
        .surface = QColor(0x1C2027),
        .line = QColor(0x2D333D),
        .text = QColor(0xE8EBF0),
        .dim = QColor(0x9BA6B4),
        .onAccent = QColor(0x14171C),
        .neutral = {.ink = QColor(0x9BA6B4), .fill = QColor(0x2D333D)},
        .accent = {.ink = QColor(0xA898FF), .fill = QColor(0x2A2548)},
        .oldRevision = {.ink = QColor(0x38D6BE), .fill = QColor(0x123A37)},
        .newRevision = {.ink = QColor(0xA585FF), .fill = QColor(0x2C2250)},
        .ok = {.ink = QColor(0x56CB8D), .fill = QColor(0x12301F)},
        .warn = {.ink = QColor(0xFFBE55), .fill = QColor(0x3A2B10)},
        .bad = {.ink = QColor(0xFF7A70), .fill = QColor(0x401A17)},
    };
    return theme;
}

const Theme &Theme::of(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::Window).lightness() < 128 ? dark() : light();
}

const Theme &Theme::of(const QWidget *widget)
{
    return of(widget->palette());
}

QColor mixed(const QColor &from, const QColor &to, qreal share)
{
    const auto between = [share](float a, float b) {
        return static_cast<float>(a + (static_cast<qreal>(b) - a) * share);
    };
    return QColor::fromRgbF(between(from.redF(), to.redF()), between(from.greenF(), to.greenF()),
                            between(from.blueF(), to.blueF()), between(from.alphaF(), to.alphaF()));
}

} // namespace ui
