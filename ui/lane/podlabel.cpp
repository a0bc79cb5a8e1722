// SPDX-License-Identifier: Apache-2.0
#include "lane/podlabel.h"

#include "look/fonts.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

using namespace Qt::StringLiterals;
using rollout::PodRow;

namespace ui {

namespace {

constexpr int sideMargin = 3;

QString withComma(const QString &word, const QString &duration)
{
    return duration.isEmpty() ? word : QCoreApplication::translate("PodLabel", "%1, %2").arg(word, duration);
}

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

PodLabel::PodLabel(const PodRow &row, const QDateTime &now, const Room &room, const Fonts &fonts)
{
    const int width = room.width - 2 * sideMargin;
    const QString name = oneLine(row.name);
    if (room.detail == LaneDetail::Honeycomb)
        return;
    if (room.detail == LaneDetail::Brief) {
        add(room.fitsNames ? name : QString::number(row.ordinal), Qt::ElideLeft, Tone::Neutral, fonts.line, width);
        return;
    }
    add(name, Qt::ElideMiddle, Tone::Neutral, fonts.name, width);
    m_lines.back().isName = true;
    const QString ip = oneLine(row.ip);
    const QString node = oneLine(row.node);
    const PodStatus status = podStatus(row, now);
    if (room.detail == LaneDetail::Split) {
        add(ip, Qt::ElideRight, Tone::Neutral, fonts.line, width);
        add(node, Qt::ElideMiddle, Tone::Neutral, fonts.line, width);
        addWord(status, fonts.strongLine, width);
        if (!status.detail.isEmpty())
            add(status.detail, Qt::ElideRight, status.tone, fonts.line, width);
        add(restartsText(row), Qt::ElideRight, Tone::Neutral, fonts.line, width);
        return;
    }
    add(withDots(ip, node), Qt::ElideMiddle, Tone::Neutral, fonts.line, width);
    const QString word = withComma(status.word, status.duration);
    const QString both = withDots(word, status.detail);
    const bool fits = QFontMetrics(fonts.strongLine).horizontalAdvance(both) <= width;
    add(fits ? both : word, Qt::ElideRight, status.tone, fonts.strongLine, width);
    add(withDots(fits ? QString() : status.detail, restartsText(row)), Qt::ElideRight, Tone::Neutral, fonts.line,
        width);
}

/// The state on one line, or on two where it is too long: the duration below, or a reason of Kubernetes, which is one
/// long word, at one of its humps.
void PodLabel::addWord(const PodStatus &status, const QFont &font, int width)
{
    const QFontMetrics metrics(font);
    const QString whole = withComma(status.word, status.duration);
    if (metrics.horizontalAdvance(whole) <= width) {
        add(whole, Qt::ElideRight, status.tone, font, width);
        return;
    }
    if (!status.duration.isEmpty()) {
        add(status.word, Qt::ElideRight, status.tone, font, width);
        add(status.duration, Qt::ElideRight, status.tone, font, width);
        return;
    }
    const auto widest = [&](qsizetype at) {
        return std::max(metrics.horizontalAdvance(status.word.first(at)),
                        metrics.horizontalAdvance(status.word.sliced(at)));
    };
    qsizetype hump = 0;
    for (qsizetype i = 1; i < status.word.size(); ++i) {
        if (status.word[i].isUpper() && status.word[i - 1].isLower() && widest(i) < widest(hump))
            hump = i;
    }
    if (hump > 0)
        add(status.word.first(hump), Qt::ElideRight, status.tone, font, width);
    add(status.word.sliced(hump), Qt::ElideRight, status.tone, font, width);
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

bool fitsName(const PodRow &row, int width, const PodLabel::Fonts &fonts)
{
    return QFontMetrics(fonts.line).horizontalAdvance(oneLine(row.name)) <= width - 2 * sideMargin;
}

LaneMetrics laneMetrics(const PodLabel::Fonts &fonts, int count)
{
    const QFontMetrics line(fonts.line);
    const QFontMetrics strongLine(fonts.strongLine);
    return {.lineHeight = fonts.lineHeight,
            .fullWidth = line.horizontalAdvance(u"10.100.100.100 · node-b"_s) + 4 * sideMargin,
            .splitWidth = strongLine.horizontalAdvance(u"starting, 38 s"_s) + 2 * sideMargin,
            .briefWidth = line.horizontalAdvance(QString::number(std::max(10, count))) + 8,
            .gutterWidth = line.horizontalAdvance(QString::number(std::max(10, count))) + 14};
}

} // namespace ui
