// SPDX-License-Identifier: Apache-2.0
#include "lane/lanewidget.h"

#include "lane/laneaccessible.h"

#include <QAbstractItemModel>
#include <QAccessible>
#include <QElapsedTimer>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <algorithm>

using namespace std::chrono_literals;

namespace ui {

namespace {

constexpr auto frameInterval = 16ms;
constexpr size_t manyChanged = 48; ///< from here on one large update costs less than many small ones

} // namespace

LaneClock LaneClock::system()
{
    QElapsedTimer timer;
    timer.start();
    return {.frame = [timer] { return PodAnimator::Time(timer.elapsed()); }, .wall = &QDateTime::currentDateTimeUtc};
}

LaneWidget::LaneWidget(int podRole, QWidget *parent)
    : LaneWidget(podRole, LaneClock::system(), parent)
{
}

LaneWidget::LaneWidget(int podRole, LaneClock clock, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_podRole(podRole)
    , m_clock(std::move(clock))
    , m_places(podRole)
    , m_fonts(font())
{
    QAccessible::installFactory(&laneAccessible);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::Base);
    verticalScrollBar()->setSingleStep(24);
    m_frameTimer.setInterval(frameInterval);
    m_frameTimer.setTimerType(Qt::PreciseTimer);
    m_secondTimer.setInterval(1s);
    m_secondTimer.setTimerType(Qt::CoarseTimer);
    connect(&m_frameTimer, &QTimer::timeout, this, &LaneWidget::advance);
    connect(&m_secondTimer, &QTimer::timeout, this, &LaneWidget::countSeconds);
}

// --- the model ---------------------------------------------------------------------------------

void LaneWidget::setModel(QAbstractItemModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    if (model) {
        connect(model, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) {
                    if (roles.isEmpty() || roles.contains(m_podRole))
                        readRows(topLeft.row(), bottomRight.row());
                });
        connect(model, &QAbstractItemModel::rowsInserted, this, &LaneWidget::readAll);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &LaneWidget::readAll);
        connect(model, &QAbstractItemModel::rowsMoved, this, &LaneWidget::readAll);
        connect(model, &QAbstractItemModel::layoutChanged, this, &LaneWidget::readAll);
        connect(model, &QAbstractItemModel::modelReset, this, &LaneWidget::readAll);
        connect(model, &QObject::destroyed, this, [this] { setModel(nullptr); });
    }
    readAll();
}

LanePlaces::Moment LaneWidget::moment() const
{
    const bool isStill = !isVisible() || style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    return {.theme = Theme::of(this), .frame = m_clock.frame(), .wall = m_clock.wall(), .isStill = isStill};
}

void LaneWidget::readAll()
{
    const int currentOrdinal = m_current >= 0 && m_current < count() ? pod(m_current).ordinal : -1;
    m_places.readAll(m_model, moment());
    m_current = currentOrdinal >= 0 ? m_places.indexOf(currentOrdinal) : -1;
    relayout();
    updateGeometry();
}

void LaneWidget::readRows(int first, int last)
{
    const auto changed = m_places.readRows(m_model, first, last, moment());
    if (!changed) {
        readAll();
        return;
    }
    for (const int place : *changed) {
        updateBox(place);
        updateLabel(place);
        announce(place);
    }
    startTimers();
}

// --- time --------------------------------------------------------------------------------------

void LaneWidget::settle()
{
    m_places.settle(moment());
    viewport()->update();
}

void LaneWidget::advance()
{
    const LanePlaces::Moment now = moment();
    if (now.isStill) {
        settle();
        m_frameTimer.stop();
        return;
    }
    const auto [first, last] = visiblePlaces();
    const std::vector<int> changed = m_places.advance(first, last, now.frame);
    if (changed.size() > manyChanged) {
        viewport()->update();
    } else {
        for (const int place : changed)
            updateBox(place);
    }
    if (!m_places.isMoving(first, last, now.frame))
        m_frameTimer.stop();
}

void LaneWidget::countSeconds()
{
    const auto [first, last] = visiblePlaces();
    for (int i = first; i < last; ++i) {
        const LanePlaces::Place &place = m_places.at(i);
        if (!place.countsSeconds || place.isLabelStale)
            continue;
        PodLabel label = makeLabel(i);
        if (label.saysTheSame(place.label))
            continue;
        place.label = std::move(label);
        updateLabel(i);
    }
}

void LaneWidget::startTimers()
{
    const auto set = [](QTimer &timer, bool isOn) {
        if (!isOn)
            timer.stop();
        else if (!timer.isActive())
            timer.start();
    };
    const auto [first, last] = visiblePlaces();
    const bool showsWords = m_layout.detail() < LaneDetail::Brief;
    set(m_frameTimer, isVisible() && m_places.isMoving(first, last, m_clock.frame()));
    set(m_secondTimer, isVisible() && showsWords && m_places.countsSeconds(first, last));
}

void LaneWidget::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    settle(); // what happened meanwhile is not played back
    startTimers();
}

void LaneWidget::hideEvent(QHideEvent *event)
{
    QAbstractScrollArea::hideEvent(event);
    m_frameTimer.stop();
    m_secondTimer.stop();
}

// --- layout ------------------------------------------------------------------------------------

void LaneWidget::relayout()
{
    m_layout = LaneLayout(count(), viewport()->size(), laneMetrics(m_fonts, count()), layoutDirection());
    m_room = {.detail = m_layout.detail(), .width = m_layout.cell(0).width()};
    for (int i = 0; m_room.detail == LaneDetail::Brief && m_room.fitsNames && i < count(); ++i)
        m_room.fitsNames = fitsName(pod(i), m_room.width, m_fonts);
    m_places.forgetLabels();
    verticalScrollBar()->setRange(0, std::max(0, m_layout.contentHeight() - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    viewport()->update();
    startTimers();
}

QPoint LaneWidget::offset() const
{
    return {0, -verticalScrollBar()->value()};
}

std::pair<int, int> LaneWidget::visiblePlaces() const
{
    const int top = verticalScrollBar()->value();
    return m_layout.placesIn(top, top + viewport()->height());
}

QRect LaneWidget::cell(int place) const
{
    return m_layout.cell(place).translated(offset());
}

int LaneWidget::placeAt(const QPoint &viewportPoint) const
{
    return m_layout.placeAt(viewportPoint - offset());
}

QSize LaneWidget::sizeHint() const
{
    // Seven pods in a row say all there is to say.
    const int width = laneMetrics(m_fonts, count()).fullWidth * std::clamp(count(), 3, 7);
    return {width, 16 * m_fonts.lineHeight};
}

QSize LaneWidget::minimumSizeHint() const
{
    return {laneMetrics(m_fonts, count()).fullWidth + verticalScrollBar()->sizeHint().width(), 10 * m_fonts.lineHeight};
}

void LaneWidget::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
    if (m_current >= 0)
        ensureVisible(m_current);
}

void LaneWidget::scrollContentsBy(int dx, int dy)
{
    viewport()->scroll(dx, dy);
    startTimers();
}

void LaneWidget::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
        settle();
        startTimers();
        break;
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::LayoutDirectionChange:
        m_fonts = PodLabel::Fonts(font());
        relayout();
        updateGeometry();
        break;
    default:
        break;
    }
}

// --- painting ----------------------------------------------------------------------------------

PodLabel LaneWidget::makeLabel(int place) const
{
    return {pod(place), now(), m_room, m_fonts};
}

const PodLabel &LaneWidget::label(int place) const
{
    const LanePlaces::Place &of = m_places.at(place);
    if (of.isLabelStale) {
        of.label = makeLabel(place);
        of.isLabelStale = false;
    }
    return of.label;
}

void LaneWidget::updateBox(int place)
{
    viewport()->update(paintedRect(m_layout.box(place)).toAlignedRect().translated(offset()));
}

void LaneWidget::updateLabel(int place)
{
    viewport()->update(m_layout.label(place).translated(offset()));
}

void LaneWidget::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.translate(offset());
    const QRegion region = event->region().translated(-offset());
    const QRect bounds = region.boundingRect();
    paintGutters(painter, bounds);
    const auto [first, last] = m_layout.placesIn(bounds.top(), bounds.bottom() + 1);
    for (int i = first; i < last; ++i)
        paintPlace(painter, i, region);
}

void LaneWidget::paintPlace(QPainter &painter, int place, const QRegion &region)
{
    const QRect cell = m_layout.cell(place);
    const QRectF box = m_layout.box(place);
    const QRect painted = paintedRect(box).toAlignedRect();
    if (!region.intersects(cell | painted))
        return;
    const Theme &theme = Theme::of(this);
    if (place == m_current) {
        const QColor color = hasFocus() ? theme.accent.ink : theme.line;
        drawRounded(painter, QRectF(cell).adjusted(1, 0, -1, 0), fieldRadius, {}, color, hasFocus() ? 2 : 1);
    }
    if (region.intersects(painted)) {
        const PodFrame &frame = m_places.at(place).shown;
        if (frame.ghost)
            ui::paint(painter, box, *frame.ghost, theme, &m_sprites);
        ui::paint(painter, box, frame.box, theme, &m_sprites);
    }
    const QRect words = m_layout.label(place);
    if (!words.isEmpty() && region.intersects(words))
        label(place).paint(painter, words, theme, m_fonts);
}

void LaneWidget::paintGutters(QPainter &painter, const QRect &rect) const
{
    if (m_layout.detail() != LaneDetail::Honeycomb)
        return;
    painter.setFont(m_fonts.line);
    painter.setPen(Theme::of(this).dim);
    const int columns = m_layout.columns();
    const auto draw = [&](int row, int place, bool isStart) {
        const Qt::Alignment side = QStyle::visualAlignment(layoutDirection(), isStart ? Qt::AlignRight : Qt::AlignLeft);
        painter.drawText(m_layout.gutter(row, isStart), static_cast<int>(side | Qt::AlignVCenter),
                         QString::number(pod(place).ordinal));
    };
    const auto [first, last] = m_layout.placesIn(rect.top(), rect.bottom() + 1);
    for (int row = first / columns; row * columns < last; ++row) {
        draw(row, row * columns, true);
        draw(row, std::min(count(), (row + 1) * columns) - 1, false);
    }
}

} // namespace ui
