// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lane/laneplaces.h"
#include "lane/podsprites.h"

#include <QAbstractScrollArea>
#include <QPointer>
#include <QTimer>
#include <functional>

class QAbstractItemModel;

namespace ui {

/// Where a lane takes the time from. Tests have their own.
struct LaneClock
{
    std::function<PodAnimator::Time()> frame; ///< for movements: never goes back
    std::function<QDateTime()> wall; ///< for "starting, 38 s"

    [[nodiscard]] static LaneClock system();
};

/// The ordinal lane: one box per ordinal, the highest first, so that the wave of a rollout runs the way one reads (see
/// LaneLayout for right-to-left). Shows any model that has one row per ordinal and a role with its rollout::PodRow, in
/// any order of the rows.
///
/// Cost: paints only what is visible and has changed. One timer drives all movements, and runs only while something
/// visible moves; a second, coarse one only while visible words count seconds; at rest there is none.
///
/// Keyboard: arrows, Home, End, Page Up and Down choose a pod, Enter activates it. Each pod is an accessible child.
class LaneWidget final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit LaneWidget(int podRole, QWidget *parent = nullptr);
    LaneWidget(int podRole, LaneClock clock, QWidget *parent = nullptr);

    /// Not owned; null for none.
    void setModel(QAbstractItemModel *model);

    [[nodiscard]] int count() const noexcept { return m_places.size(); }
    [[nodiscard]] const LaneLayout &lane() const noexcept { return m_layout; }
    [[nodiscard]] const rollout::PodRow &pod(int place) const { return m_places.at(place).row; }
    [[nodiscard]] const PodLabel &label(int place) const;
    [[nodiscard]] QRect cell(int place) const; ///< in viewport coordinates
    [[nodiscard]] int placeAt(const QPoint &viewportPoint) const;
    [[nodiscard]] QDateTime now() const { return m_clock.wall(); }

    [[nodiscard]] int currentPlace() const noexcept { return m_current; }
    void setCurrentPlace(int place);
    void activate(int place);

    [[nodiscard]] bool isMoving() const { return m_frameTimer.isActive(); }
    [[nodiscard]] bool isCounting() const { return m_secondTimer.isActive(); }

    /// Brings the picture to the time of the frame clock: what the frame timer calls.
    void advance();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void podActivated(int ordinal);
    void currentChanged(int ordinal);

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void readAll();
    void readRows(int first, int last);
    void settle();
    void relayout();
    void startTimers();
    void countSeconds();
    void updateBox(int place);
    void updateLabel(int place);
    void ensureVisible(int place);
    void announce(int place);

    [[nodiscard]] LanePlaces::Moment moment() const;
    [[nodiscard]] std::pair<int, int> visiblePlaces() const;
    [[nodiscard]] QPoint offset() const; ///< from content to viewport
    [[nodiscard]] PodLabel makeLabel(int place) const;
    [[nodiscard]] int placeForKey(int key) const; ///< -1 if the key does not choose a pod
    void paintPlace(QPainter &painter, int place, const QRegion &region);
    void paintGutters(QPainter &painter, const QRect &rect) const;

    int m_podRole;
    LaneClock m_clock;
    QPointer<QAbstractItemModel> m_model;
    LanePlaces m_places;
    LaneLayout m_layout;
    PodLabel::Fonts m_fonts;
    PodLabel::Room m_room;
    PodSprites m_sprites;
    QTimer m_frameTimer;
    QTimer m_secondTimer;
    int m_current = -1;
};

} // namespace ui
