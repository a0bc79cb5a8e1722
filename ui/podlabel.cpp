// SPDX-License-Identifier: Apache-2.0
#include "podlabel.h"

#include "fonts.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

using namespace Qt::StringLiterals;
using rollout::PodRow;

namespace ui {

namespace {

constexpr int sideMargin = 5;

QString withDots(const QString &a, const QString &b)
{
    return a.isEmpty() || b.isEmpty() ? a + b : QString(a + u" · "_s + b);
}

} // namespace

PodLabel::Fonts::Fonts(const QFont &base)
    : name(tabular(strong(base)))
    , line(tabular(small(base)))
    , strongLine(strong(line))
    , lineHeight(std::max({QFontMetrics(name).height(), QFontMetrics(line).height(), QFontMetrics(strongLine).height()})
                 + 2)
{
}

PodLabel::PodLabel(const PodRow &row, const QDateTime &now, LaneDetail detail, int width, const Fonts &fonts)
{
    if (detail == LaneDetail::Honeycomb)
        return;
    const int room = width - 2 * sideMargin;
    const QString name = oneLine(row.name);
    if (detail == LaneDetail::Brief) {
        const bool fits = QFontMetrics(fonts.line).horizontalAdvance(name) <= width - 2;
        add(fits ? name : QString::number(row.ordinal), Qt::ElideLeft, Tone::Neutral, fonts.line, width - 2);
        return;
    }
    add(name, Qt::ElideMiddle, Tone::Neutral, fonts.name, room);
    m_lines.back().isName = true;
    const QString ip = oneLine(row.ip);
    const QString node = oneLine(row.node);
    const PodStatus status = podStatus(row, now);
    if (detail == LaneDetail::Split) {
        add(ip, Qt::ElideRight, Tone::Neutral, fonts.line, room);
        add(node, Qt::ElideMiddle, Tone::Neutral, fonts.line, room);
        add(status.word, Qt::ElideRight, status.tone, fonts.strongLine, room);
        add(status.detail, Qt::ElideRight, status.tone, fonts.line, room);
        add(restartsText(row), Qt::ElideRight, Tone::Neutral, fonts.line, room);
        return;
    }
    add(withDots(ip, node), Qt::ElideMiddle, Tone::Neutral, fonts.line, room);
    const QString both = withDots(status.word, status.detail);
    const bool fits = QFontMetrics(fonts.strongLine).horizontalAdvance(both) <= room;
    add(fits ? both : status.word, Qt::ElideRight, status.tone, fonts.strongLine, room);
    add(withDots(fits ? QString() : status.detail, restartsText(row)), Qt::ElideRight, Tone::Neutral, fonts.line, room);
}

void PodLabel::add(const QString &text, Qt::TextElideMode elide, Tone tone, const QFont &font, int width)
{
    const QFontMetrics metrics(font);
    Line line;
    line.text = metrics.elidedText(text, elide, std::max(0, width));
    line.width = metrics.horizontalAdvance(line.text);
    line.tone = tone;
    line.isStrong = font.weight() > QFont::Normal;
    line.drawn.setTextFormat(Qt::PlainText);
    line.drawn.setPerformanceHint(QStaticText::AggressiveCaching);
    line.drawn.setText(line.text);
    line.drawn.prepare({}, font);
    m_lines.push_back(std::move(line));
}

bool PodLabel::saysTheSame(const PodLabel &other) const
{
    return std::ranges::equal(m_lines, other.m_lines, [](const Line &a, const Line &b) {
        return a.text == b.text && a.tone == b.tone && a.isStrong == b.isStrong;
    });
}

void PodLabel::paint(QPainter &painter, const QRect &rect, const Theme &theme, const Fonts &fonts) const
{
    int top = rect.top();
    for (const Line &line : m_lines) {
        if (!line.text.isEmpty()) {
            painter.setFont(line.isName ? fonts.name : line.isStrong ? fonts.strongLine : fonts.line);
            painter.setPen(line.isName ? theme.text : theme.tone(line.tone).ink);
            painter.drawStaticText(rect.left() + (rect.width() - line.width) / 2, top, line.drawn);
        }
        top += fonts.lineHeight;
    }
}

LaneMetrics laneMetrics(const PodLabel::Fonts &fonts, int count)
{
    const QFontMetrics line(fonts.line);
    const QFontMetrics strongLine(fonts.strongLine);
    return {.lineHeight = fonts.lineHeight,
            .fullWidth = line.horizontalAdvance(u"10.100.100.100 · node-b"_s) + 2 * sideMargin,
            .splitWidth = strongLine.horizontalAdvance(u"starting, 38 s"_s) + 2 * sideMargin,
            .briefWidth = line.horizontalAdvance(QString::number(std::max(10, count))) + 8,
            .gutterWidth = line.horizontalAdvance(QString::number(std::max(10, count))) + 14};
}

} // namespace ui
