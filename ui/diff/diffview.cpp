// SPDX-License-Identifier: Apache-2.0
#include "diff/diffview.h"

#include "diff/diffaccessible.h"
#include "diff/diffoverview.h"
#include "look/fonts.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ui {

namespace {

constexpr qsizetype readAtOnce = 200; // lines of highlighting, in about 6 ms

} // namespace

DiffView::DiffView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_text(fixedWidth(font()))
    , m_overview(new DiffOverview(this))
{
    QAccessible::installFactory(&diffAccessible);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Difference"));
    viewport()->setBackgroundRole(QPalette::Base);
    setViewportMargins(0, 0, DiffOverview::stripWidth + 4, 0);
    setCornerWidget(new QWidget); // the style would draw a frame there
    m_overview->setRows(&m_diff.rows);
    connect(m_overview, &DiffOverview::lineRequested, this, [this](qsizetype index) { scrollTo(index, true); });
    connect(&m_reading, &QTimer::timeout, this, [this] {
        if (!m_diff.highlight.advance(readAtOnce)) {
            m_reading.stop();
            viewport()->update();
        }
    });
    setFonts();
}

void DiffView::setTexts(const QString &left, const QString &right)
{
    if (left != m_diff.left || right != m_diff.right || m_diff.rows.size() == 0)
        setPrepared(prepareDiff(left, right));
}

void DiffView::setPrepared(PreparedDiff diff)
{
    if (diff.left == m_diff.left && diff.right == m_diff.right && m_diff.rows.size() > 0)
        return;
    const bool wasUnified = m_diff.rows.isUnified();
    m_diff = std::move(diff);
    m_diff.rows.setUnified(wasUnified);
    m_widest = std::max(m_text.widthOf(m_diff.longest[0]), m_text.widthOf(m_diff.longest[1]));
    m_reading.start(0ms);
    m_current = m_anchor = -1;
    relayout();
    horizontalScrollBar()->setValue(0);
    verticalScrollBar()->setValue(0);
    if (!m_diff.rows.changes().isEmpty())
        goToChange(0);
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::ObjectReorder);
        QAccessible::updateAccessibility(&event);
    }
}

void DiffView::setUnified(bool isUnified)
{
    if (m_diff.rows.isUnified() == isUnified)
        return;
    const qsizetype row = m_current >= 0 ? m_diff.rows.at(m_current).row : -1;
    m_diff.rows.setUnified(isUnified);
    m_current = m_anchor = -1;
    relayout();
    if (row >= 0) {
        choose(m_diff.rows.indexOf(row), false);
        scrollTo(m_current, true);
    }
}

void DiffView::unfold(qsizetype index)
{
    if (m_diff.rows.at(index).kind != DiffLine::Kind::Fold)
        return;
    m_diff.rows.unfold(index);
    relayout();
    m_current = m_anchor = -1;
    choose(index, false);
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::ObjectReorder);
        QAccessible::updateAccessibility(&event);
    }
}

// --- choosing ----------------------------------------------------------------------------------

void DiffView::setCurrentLine(qsizetype index)
{
    choose(std::clamp<qsizetype>(index, -1, m_diff.rows.size() - 1), false);
    if (m_current >= 0)
        scrollTo(m_current, false);
}

void DiffView::choose(qsizetype index, bool extends)
{
    const bool isNew = m_current != index;
    m_current = index;
    if (!extends || m_anchor < 0)
        m_anchor = index;
    viewport()->update();
    if (!isNew)
        return;
    Q_EMIT currentLineChanged(index);
    if (index >= 0 && QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(int(index));
        QAccessible::updateAccessibility(&event);
    }
}

bool DiffView::isChosen(qsizetype index) const
{
    return m_anchor != m_current && index >= std::min(m_anchor, m_current) && index <= std::max(m_anchor, m_current);
}

void DiffView::goToChange(qsizetype change)
{
    choose(m_diff.rows.changes().at(change).first, false);
    scrollTo(m_current, true);
    // Far to the right in a long line, too.
    const yaml::DiffRow &row = m_diff.rows.source(m_current);
    const QList<yaml::Span> &words = row.rightSpans;
    const qreal x = words.isEmpty() ? 0 : m_text.positionOf(row.rightText, words.constFirst().start);
    const int room = horizontalScrollBar()->pageStep();
    if (const int scroll = horizontalScrollBar()->value(); x < scroll || x > scroll + room * 0.75)
        horizontalScrollBar()->setValue(x < room * 0.5 ? 0 : int(x) - room / 4);
}

qsizetype DiffView::currentChange() const
{
    const QList<DiffRows::Change> &changes = m_diff.rows.changes();
    const auto change = std::ranges::find_if(
        changes, [this](const DiffRows::Change &c) { return c.first <= m_current && m_current <= c.last; });
    return change == changes.end() ? -1 : change - changes.begin();
}

void DiffView::goToNextChange()
{
    const QList<DiffRows::Change> &changes = m_diff.rows.changes();
    const auto next = std::ranges::find_if(changes, [this](const auto &change) { return change.first > m_current; });
    if (!changes.isEmpty())
        goToChange(next == changes.end() ? 0 : next - changes.begin());
}

void DiffView::goToPreviousChange()
{
    const QList<DiffRows::Change> &changes = m_diff.rows.changes();
    const auto count = std::ranges::find_if(changes, [this](const auto &change) { return change.last >= m_current; })
        - changes.begin();
    if (!changes.isEmpty())
        goToChange(count == 0 ? changes.size() - 1 : count - 1);
}

// --- layout ------------------------------------------------------------------------------------

void DiffView::setFonts()
{
    m_text = DiffTextPainter(fixedWidth(font()));
    m_lineHeight = QFontMetrics(fixedWidth(font())).height() + 7;
}

void DiffView::relayout()
{
    const int height = int(std::min<qsizetype>(m_diff.rows.size() * m_lineHeight, 1 << 30));
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_lineHeight);
    const auto room = int(columns(DiffSide::Right).text.width());
    horizontalScrollBar()->setRange(0, std::max(0, int(std::ceil(m_widest)) + 8 - room));
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setSingleStep(int(m_text.columnWidth() * 4));
    const QRect beside = viewport()->geometry();
    // As high as the lines are where they do not fill the view: each mark stands beside its line then.
    m_overview->setGeometry(beside.right() + 3, beside.y(), DiffOverview::stripWidth,
                            std::min(beside.height(), height));
    m_overview->update();
    viewport()->update();
}

QRect DiffView::lineRect(qsizetype index) const
{
    return {0, int(index) * m_lineHeight - verticalScrollBar()->value(), viewport()->width(), m_lineHeight};
}

qsizetype DiffView::lineAt(int y) const
{
    const qsizetype index = (y + verticalScrollBar()->value()) / m_lineHeight;
    return index >= 0 && index < m_diff.rows.size() ? index : -1;
}

void DiffView::scrollTo(qsizetype index, bool inTheMiddle)
{
    QScrollBar *bar = verticalScrollBar();
    const int top = int(index) * m_lineHeight;
    const int room = viewport()->height();
    if (top >= bar->value() && top + m_lineHeight <= bar->value() + room)
        return;
    if (inTheMiddle)
        bar->setValue(top - room / 3);
    else
        bar->setValue(top < bar->value() ? top : top + m_lineHeight - room);
}

QSize DiffView::sizeHint() const
{
    return {int(m_text.columnWidth() * 120), m_lineHeight * 16};
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
    if (m_current >= 0 && event->oldSize().height() <= 0)
        scrollTo(m_current, true); // the texts came before the size
}

void DiffView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        setFonts();
        relayout();
    }
}

void DiffView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    viewport()->update();
}

// --- input -------------------------------------------------------------------------------------

std::optional<qsizetype> DiffView::lineForKey(int key) const
{
    const qsizetype page = std::max(1, viewport()->height() / m_lineHeight - 1);
    switch (key) {
    case Qt::Key_Up:
        return m_current - 1;
    case Qt::Key_Down:
        return m_current + 1;
    case Qt::Key_PageUp:
        return m_current - page;
    case Qt::Key_PageDown:
        return m_current + page;
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return m_diff.rows.size() - 1;
    default:
        return std::nullopt;
    }
}

void DiffView::keyPressEvent(QKeyEvent *event)
{
    if (m_diff.rows.size() == 0)
        return QAbstractScrollArea::keyPressEvent(event);
    if (event->matches(QKeySequence::Copy))
        return copy();
    if (event->matches(QKeySequence::SelectAll)) {
        choose(0, false);
        return choose(m_diff.rows.size() - 1, true);
    }
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        horizontalScrollBar()->triggerAction(event->key() == Qt::Key_Left ? QAbstractSlider::SliderSingleStepSub
                                                                          : QAbstractSlider::SliderSingleStepAdd);
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current >= 0)
        return unfold(m_current);
    const std::optional<qsizetype> line = lineForKey(event->key());
    if (!line)
        return QAbstractScrollArea::keyPressEvent(event);
    choose(std::clamp<qsizetype>(*line, 0, m_diff.rows.size() - 1), event->modifiers().testFlag(Qt::ShiftModifier));
    scrollTo(m_current, false);
}

void DiffView::mousePressEvent(QMouseEvent *event)
{
    const qsizetype index = lineAt(event->pos().y());
    if (event->button() != Qt::LeftButton || index < 0)
        return;
    if (m_diff.rows.at(index).kind == DiffLine::Kind::Fold && !event->modifiers().testFlag(Qt::ShiftModifier))
        return unfold(index);
    choose(index, event->modifiers().testFlag(Qt::ShiftModifier));
}

void DiffView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton) || m_current < 0)
        return;
    const int y = std::clamp(event->pos().y(), -m_lineHeight, viewport()->height() + m_lineHeight);
    choose(std::clamp<qsizetype>((y + verticalScrollBar()->value()) / m_lineHeight, 0, m_diff.rows.size() - 1), true);
    scrollTo(m_current, false);
}

void DiffView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void DiffView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

// --- text --------------------------------------------------------------------------------------

QString DiffView::copiedText() const
{
    if (m_anchor == m_current)
        return yaml::unified(m_diff.rows.diff(), tr("live now"), tr("after the change"));
    QString text;
    for (qsizetype i = std::min(m_anchor, m_current); i <= std::max(m_anchor, m_current); ++i) {
        const DiffLine &line = m_diff.rows.at(i);
        if (line.kind != DiffLine::Kind::Fold) {
            text += m_diff.rows.unifiedText(i) + u'\n';
            continue;
        }
        for (qsizetype row = line.row; row < line.row + line.count; ++row)
            text += u' ' + m_diff.rows.diff().rows.at(row).rightText + u'\n';
    }
    return text;
}

void DiffView::copy() const
{
    QGuiApplication::clipboard()->setText(copiedText());
}

QString DiffView::description(qsizetype index) const
{
    const DiffLine &line = m_diff.rows.at(index);
    const yaml::DiffRow &row = m_diff.rows.source(index);
    QString words;
    switch (line.kind) {
    case DiffLine::Kind::Fold:
        return tr("%n line(s) unchanged, folded", nullptr, int(line.count));
    case DiffLine::Kind::Same:
        return tr("line %1: %2").arg(row.right).arg(row.rightText.trimmed());
    case DiffLine::Kind::Removed:
        words = tr("line %1 removed: %2").arg(row.left).arg(row.leftText.trimmed());
        break;
    case DiffLine::Kind::Added:
        words = tr("line %1 added: %2").arg(row.right).arg(row.rightText.trimmed());
        break;
    case DiffLine::Kind::Changed:
        words = tr("line %1 changed from %2 to %3").arg(row.right).arg(row.leftText.trimmed(), row.rightText.trimmed());
        break;
    }
    return isWeighty(row) ? tr("%1 (important field)").arg(words) : words;
}

bool DiffView::isWeighty(const yaml::DiffRow &row) const
{
    return (row.left > 0 && m_diff.weighty[0].testBit(row.left - 1))
        || (row.right > 0 && m_diff.weighty[1].testBit(row.right - 1));
}

} // namespace ui
