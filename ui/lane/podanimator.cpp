// SPDX-License-Identifier: Apache-2.0
#include "lane/podanimator.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using rollout::PodRow;
using rollout::PodState;
using namespace std::chrono_literals;

namespace ui {

namespace {

using Time = PodAnimator::Time;

constexpr Time changeDuration = 320ms; ///< colour, opacity, position, star, marker
constexpr Time fillDuration = 900ms;
constexpr Time badgeDelay = 200ms; ///< first the box, then what is said about it
constexpr Time badgeDelayOfFill = 700ms;
constexpr Time badgeDuration = 450ms;
constexpr Time ghostDuration = 800ms;
constexpr Time shakeDuration = 480ms;
constexpr Time breath = 2600ms;
constexpr Time swell = 2400ms;
constexpr int colorSteps = 8; ///< few, so that transitions of many pods share their sprites

qreal share(Time elapsed, Time duration)
{
    return std::clamp(static_cast<qreal>(elapsed.count()) / static_cast<qreal>(duration.count()), 0.0, 1.0);
}

qreal easedOut(qreal t)
{
    return 1 - std::pow(1 - t, 3);
}

qreal easedBoth(qreal t)
{
    return t * t * (3 - 2 * t);
}

/// A wave that begins at 0 and has its middle there.
qreal sine(Time elapsed, Time period)
{
    return std::sin(2 * std::numbers::pi * static_cast<qreal>(elapsed.count()) / static_cast<qreal>(period.count()));
}

QColor stepped(const QColor &from, const QColor &to, qreal t)
{
    return from == to ? to : mixed(from, to, std::round(t * colorSteps) / colorSteps);
}

/// The picture of a new pod before anything is seen of it.
PodPicture unseen(PodPicture picture)
{
    picture.level = 0;
    picture.opacity = 0;
    picture.scale = 0.92;
    picture.badgeProgress = 0;
    picture.star = 0;
    picture.next = 0;
    return picture;
}

} // namespace

PodAnimator::PodAnimator(const PodRow &row, const Theme &theme)
{
    settle(row, theme);
}

void PodAnimator::settle(const PodRow &row, const Theme &theme)
{
    m_to = picture(row, theme);
    m_from = m_to;
    m_ghost.reset();
    m_uid = row.uid;
    m_state = row.state;
    m_end = m_start;
    m_isShaking = false;
    m_endless = Endless::None;
}

void PodAnimator::moveTo(const PodRow &row, const Theme &theme, Time now)
{
    const PodPicture target = picture(row, theme);
    const bool isReplaced = !m_uid.isEmpty() && row.uid != m_uid;
    if (target == m_to && row.state == m_state && !isReplaced) {
        m_uid = row.uid;
        return;
    }
    const PodFrame shown = frame(now);
    m_from = shown.box;
    if (isReplaced) {
        m_ghost = shown.box;
        m_ghost->badge = Badge::None;
        m_ghost->star = 0;
        m_ghost->next = 0;
        m_ghostStart = now;
        m_from = unseen(target);
    }
    if (m_from.badge != target.badge || m_from.badgeTone != target.badgeTone)
        m_from.badgeProgress = 0;
    m_to = target;
    m_start = now;
    m_isShaking = row.state == PodState::Failed && (m_state != PodState::Failed || isReplaced);
    m_endless = row.state == PodState::NotReady ? Endless::Breathe
        : row.state == PodState::Starting       ? Endless::Swell
                                                : Endless::None;
    m_uid = row.uid;
    m_state = row.state;

    Time duration = changeDuration;
    m_badgeDelay = badgeDelay;
    if (m_from.level != m_to.level) {
        duration = std::max(duration, fillDuration);
        m_badgeDelay = badgeDelayOfFill;
    }
    if (m_to.badge != Badge::None && m_from.badgeProgress < 1)
        duration = std::max(duration, m_badgeDelay + badgeDuration);
    if (m_isShaking)
        duration = std::max(duration, shakeDuration);
    m_end = now + duration;
    if (m_ghost)
        m_end = std::max(m_end, m_ghostStart + ghostDuration);
}

bool PodAnimator::isMoving(Time now) const noexcept
{
    return m_endless != Endless::None || now < m_end;
}

PodFrame PodAnimator::frame(Time now) const
{
    if (!isMoving(now))
        return {.box = m_to, .ghost = {}};

    const Time elapsed = now - m_start;
    PodFrame result{.box = m_to, .ghost = {}};
    PodPicture &box = result.box;
    const qreal t = easedOut(share(elapsed, changeDuration));
    box.outline = stepped(m_from.outline, m_to.outline, t);
    box.fill = stepped(m_from.fill, m_to.fill, t);
    box.seal = std::lerp(m_from.seal, m_to.seal, t);
    box.opacity = std::lerp(m_from.opacity, m_to.opacity, t);
    box.scale = std::lerp(m_from.scale, m_to.scale, t);
    box.sink = std::lerp(m_from.sink, m_to.sink, t);
    box.shift = std::lerp(m_from.shift, m_to.shift, t);
    box.star = std::lerp(m_from.star, m_to.star, t);
    box.next = std::lerp(m_from.next, m_to.next, t);
    box.level = std::lerp(m_from.level, m_to.level, easedBoth(share(elapsed, fillDuration)));
    box.badgeProgress =
        std::lerp(m_from.badgeProgress, m_to.badgeProgress, share(elapsed - m_badgeDelay, badgeDuration));

    if (m_isShaking)
        box.shift += 0.1 * sine(elapsed, shakeDuration / 3) * (1 - share(elapsed, shakeDuration));
    if (m_endless == Endless::Breathe) {
        const qreal out = (1
                           - std::cos(2 * std::numbers::pi * static_cast<qreal>(elapsed.count())
                                      / static_cast<qreal>(breath.count())))
            / 2;
        box.scale *= 1 - 0.04 * out;
        box.opacity *= 1 - 0.35 * out;
    } else if (m_endless == Endless::Swell && elapsed > fillDuration) {
        box.level += 0.04 * sine(elapsed - fillDuration, swell);
    }

    if (m_ghost && now < m_ghostStart + ghostDuration) {
        const qreal gone = share(now - m_ghostStart, ghostDuration);
        result.ghost = m_ghost;
        result.ghost->opacity *= 1 - easedOut(gone);
        result.ghost->sink += 0.35 * gone;
    }
    return result;
}

} // namespace ui
