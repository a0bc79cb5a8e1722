// SPDX-License-Identifier: Apache-2.0
#include "lanewidget.h"

#include "laneaccessible.h"

#include <QAbstractItemModel>
#include <QAccessible>
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QTextDocument>
#include <QToolTip>
#include <algorithm>
#include <unordered_map>

using namespace std::chrono_literals;
using rollout::PodRow;

namespace ui {

namespace {

constexpr auto frameInterval = 16ms;
constexpr int manyDirty = 48; ///< from here on one large update costs less than many small ones

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
    m_places.clear();
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

PodRow LaneWidget::rowAt(int modelRow) const
{
    return m_model->index(modelRow, 0).data(m_podRole).value<PodRow>();
}

void LaneWidget::readAll()
{
    const int currentOrdinal = m_current >= 0 && m_current < count() ? pod(m_current).ordinal : -1;
    std::unordered_map<int, size_t> known; // a place keeps its movement when others come and go
    for (size_t i = 0; i < m_places.size(); ++i)
        known.emplace(m_places[i].row.ordinal, i);

    const int rows = m_model ? m_model->rowCount() : 0;
    std::vector<std::pair<PodRow, int>> pods;
    pods.reserve(static_cast<size_t>(rows));
    for (int row = 0; row < rows; ++row)
        pods.emplace_back(rowAt(row), row);
    std::ranges::stable_sort(pods, std::ranges::greater(), [](const auto &pod) { return pod.first.ordinal; });

    std::vector<Place> places;
    places.reserve(pods.size());
    m_placeOfRow.assign(pods.size(), -1);
    for (const auto &[row, modelRow] : pods) {
        m_placeOfRow[static_cast<size_t>(modelRow)] = static_cast<int>(places.size());
        if (const auto found = known.find(row.ordinal); found != known.end()) {
            places.push_back(std::move(m_places[found->second]));
            known.erase(found);
            show(places.back(), row);
        } else {
            places.push_back({.row = row, .animator = {row, Theme::of(this)}, .shown = {}, .label = {}});
            places.back().shown = places.back().animator.frame(m_clock.frame());
            places.back().showsDuration = podStatus(row, now()).showsDuration;
        }
    }
    m_places = std::move(places);

    const auto current = std::ranges::find(m_places, currentOrdinal, [](const Place &p) { return p.row.ordinal; });
    m_current = currentOrdinal >= 0 && current != m_places.end() ? static_cast<int>(current - m_places.begin()) : -1;
    relayout();
    updateGeometry();
}

void LaneWidget::readRows(int first, int last)
{
    for (int modelRow = first; modelRow <= last; ++modelRow) {
        const int index = m_placeOfRow.at(static_cast<size_t>(modelRow));
        Place &place = m_places.at(static_cast<size_t>(index));
        const PodRow row = rowAt(modelRow);
        if (row.ordinal != place.row.ordinal) { // another pod in this row: the order may be another one
            readAll();
            return;
        }
        if (row == place.row)
            continue;
        show(place, row);
        updateBox(index);
        viewport()->update(m_layout.label(index).translated(offset()));
        announce(index);
    }
    startTimers();
}

void LaneWidget::show(Place &place, const PodRow &row)
{
    const Theme &theme = Theme::of(this);
    place.row = row;
    if (isStill())
        place.animator.settle(row, theme);
    else
        place.animator.moveTo(row, theme, m_clock.frame());
    place.shown = place.animator.frame(m_clock.frame());
    place.isLabelStale = true;
    place.showsDuration = podStatus(row, now()).showsDuration;
}

// --- time --------------------------------------------------------------------------------------

bool LaneWidget::isStill() const
{
    return !isVisible() || style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
}

void LaneWidget::settleAll()
{
    for (Place &place : m_places) {
        place.animator.settle(place.row, Theme::of(this));
        place.shown = place.animator.frame(m_clock.frame());
    }
    viewport()->update();
}

void LaneWidget::advance()
{
    if (isStill()) {
        settleAll();
        m_frameTimer.stop();
        return;
    }
    const PodAnimator::Time now = m_clock.frame();
    const auto [first, last] = visiblePlaces();
    std::vector<int> dirty;
    bool isMoving = false;
    for (int i = first; i < last; ++i) {
        Place &place = m_places[static_cast<size_t>(i)];
        isMoving = isMoving || place.animator.isMoving(now);
        PodFrame frame = place.animator.frame(now);
        if (frame == place.shown)
            continue;
        place.shown = std::move(frame);
        dirty.push_back(i);
    }
    if (dirty.size() > manyDirty) {
        viewport()->update();
    } else {
        for (const int place : dirty)
            updateBox(place);
    }
    if (!isMoving)
        m_frameTimer.stop();
}

void LaneWidget::countSeconds()
{
    const auto [first, last] = visiblePlaces();
    for (int i = first; i < last; ++i) {
        const Place &place = m_places[static_cast<size_t>(i)];
        if (!place.showsDuration || place.isLabelStale)
            continue;
        PodLabel label = makeLabel(place);
        if (label.saysTheSame(place.label))
            continue;
        place.label = std::move(label);
        viewport()->update(m_layout.label(i).translated(offset()));
    }
    startTimers();
}

void LaneWidget::startTimers()
{
    bool isMoving = false;
    bool isCounting = false;
    if (isVisible()) {
        const PodAnimator::Time now = m_clock.frame();
        const auto [first, last] = visiblePlaces();
        for (int i = first; i < last; ++i) {
            const Place &place = m_places[static_cast<size_t>(i)];
            isMoving = isMoving || place.animator.isMoving(now) || place.animator.frame(now) != place.shown;
            isCounting = isCounting || (place.showsDuration && m_layout.detail() < LaneDetail::Brief);
        }
    }
    if (isMoving && !m_frameTimer.isActive())
        m_frameTimer.start();
    if (!isMoving)
        m_frameTimer.stop();
    if (isCounting && !m_secondTimer.isActive())
        m_secondTimer.start();
    if (!isCounting)
        m_secondTimer.stop();
}

void LaneWidget::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    settleAll(); // what happened meanwhile is not played back
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
    const LaneMetrics metrics = laneMetrics(m_fonts, count());
    m_layout = LaneLayout(count(), viewport()->size(), metrics, layoutDirection());
    for (const Place &place : m_places)
        place.isLabelStale = true;
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
        settleAll();
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

PodLabel LaneWidget::makeLabel(const Place &place) const
{
    return {place.row, now(), m_layout.detail(), m_layout.cell(0).width(), m_fonts};
}

const PodLabel &LaneWidget::label(int place) const
{
    const Place &of = m_places.at(static_cast<size_t>(place));
    if (of.isLabelStale) {
        of.label = makeLabel(of);
        of.isLabelStale = false;
    }
    return of.label;
}

void LaneWidget::updateBox(int place)
{
    viewport()->update(paintedRect(m_layout.box(place)).toAlignedRect().translated(offset()));
}

void LaneWidget::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Theme &theme = Theme::of(this);
    painter.translate(offset());
    const QRegion region = event->region().translated(-offset());
    const QRect bounds = region.boundingRect();
    const bool isOneRect = region.rectCount() == 1;
    const auto isDirty = [&](const QRect &rect) {
        return rect.intersects(bounds) && (isOneRect || region.intersects(rect));
    };

    paintGutters(painter, bounds);
    const auto [first, last] = m_layout.placesIn(bounds.top(), bounds.bottom() + 1);
    for (int i = first; i < last; ++i) {
        const Place &place = m_places[static_cast<size_t>(i)];
        if (i == m_current && isDirty(m_layout.cell(i))) {
            const QRectF ring = QRectF(m_layout.cell(i)).adjusted(1, 0, -1, 0);
            drawRounded(painter, ring, fieldRadius, {}, hasFocus() ? theme.accent.ink : theme.line, hasFocus() ? 2 : 1);
        }
        const QRectF box = m_layout.box(i);
        if (isDirty(paintedRect(box).toAlignedRect())) {
            if (place.shown.ghost)
                ui::paint(painter, box, *place.shown.ghost, theme, &m_sprites);
            ui::paint(painter, box, place.shown.box, theme, &m_sprites);
        }
        if (const QRect rect = m_layout.label(i); !rect.isEmpty() && isDirty(rect))
            label(i).paint(painter, rect, theme, m_fonts);
    }
}

void LaneWidget::paintGutters(QPainter &painter, const QRect &rect) const
{
    if (m_layout.detail() != LaneDetail::Honeycomb)
        return;
    painter.setFont(m_fonts.line);
    painter.setPen(Theme::of(this).dim);
    const int columns = m_layout.columns();
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const auto [first, last] = m_layout.placesIn(rect.top(), rect.bottom() + 1);
    for (int row = first / columns; row * columns < last; ++row) {
        const int from = row * columns;
        const int to = std::min(count(), from + columns) - 1;
        painter.drawText(m_layout.gutter(row, true), Qt::AlignVCenter | (isMirrored ? Qt::AlignLeft : Qt::AlignRight),
                         QString::number(pod(from).ordinal));
        painter.drawText(m_layout.gutter(row, false), Qt::AlignVCenter | (isMirrored ? Qt::AlignRight : Qt::AlignLeft),
                         QString::number(pod(to).ordinal));
    }
}

// --- choosing ----------------------------------------------------------------------------------

void LaneWidget::setCurrentPlace(int place)
{
    if (place == m_current || place >= count())
        return;
    if (m_current >= 0)
        viewport()->update(cell(m_current));
    m_current = place;
    if (place < 0)
        return;
    ensureVisible(place);
    viewport()->update(cell(place));
    Q_EMIT currentChanged(pod(place).ordinal);
    if (QAccessible::isActive()) {
        QAccessibleEvent focus(this, QAccessible::Focus);
        focus.setChild(place);
        QAccessible::updateAccessibility(&focus);
    }
}

void LaneWidget::activate(int place)
{
    if (place >= 0 && place < count())
        Q_EMIT podActivated(pod(place).ordinal);
}

void LaneWidget::ensureVisible(int place)
{
    const QRect rect = m_layout.cell(place);
    QScrollBar *bar = verticalScrollBar();
    if (rect.top() < bar->value())
        bar->setValue(rect.top());
    else if (rect.bottom() > bar->value() + viewport()->height())
        bar->setValue(rect.bottom() - viewport()->height() + 1);
}

void LaneWidget::announce(int place)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    changed.setChild(place);
    QAccessible::updateAccessibility(&changed);
}

void LaneWidget::keyPressEvent(QKeyEvent *event)
{
    if (count() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const int current = std::max(0, m_current);
    const int pageRows = std::max(1, viewport()->height() / std::max(1, m_layout.cell(0).height()));
    int place = current;
    switch (event->key()) {
    case Qt::Key_Left:
        place += isMirrored ? 1 : -1;
        break;
    case Qt::Key_Right:
        place += isMirrored ? -1 : 1;
        break;
    case Qt::Key_Up:
        place = m_layout.placeBelow(current, -1);
        break;
    case Qt::Key_Down:
        place = m_layout.placeBelow(current, 1);
        break;
    case Qt::Key_PageUp:
        place = m_layout.placeBelow(current, -pageRows);
        break;
    case Qt::Key_PageDown:
        place = m_layout.placeBelow(current, pageRows);
        break;
    case Qt::Key_Home:
        place = 0;
        break;
    case Qt::Key_End:
        place = count() - 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        activate(m_current);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    setCurrentPlace(std::clamp(place, 0, count() - 1));
}

void LaneWidget::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    const bool byKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (m_current < 0 && count() > 0 && byKeyboard)
        setCurrentPlace(0);
    else if (m_current >= 0)
        viewport()->update(cell(m_current));
}

void LaneWidget::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    if (m_current >= 0)
        viewport()->update(cell(m_current));
}

void LaneWidget::mousePressEvent(QMouseEvent *event)
{
    if (const int place = placeAt(event->position().toPoint()); place >= 0 && event->button() == Qt::LeftButton)
        setCurrentPlace(place);
}

void LaneWidget::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        activate(placeAt(event->position().toPoint()));
}

bool LaneWidget::event(QEvent *event)
{
    // The arrow keys choose a pod before they are a shortcut of the window.
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

bool LaneWidget::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int place = placeAt(help->pos());
    if (place < 0) {
        QToolTip::hideText();
        event->ignore();
        return true;
    }
    // As HTML made of plain text: a tooltip otherwise guesses which of the two it was given.
    QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(podToolTip(pod(place), now())), viewport(),
                       cell(place));
    return true;
}

} // namespace ui
