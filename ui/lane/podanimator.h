// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lane/podpicture.h"

#include <chrono>
#include <optional>

namespace ui {

/// What is painted at one place in one frame.
struct PodFrame
{
    PodPicture box;
    std::optional<PodPicture> ghost; ///< the pod that was replaced, fading and sinking behind the new one

    [[nodiscard]] bool operator==(const PodFrame &) const = default;
};

/// Moves the picture of one place from what is shown to what should be shown. A new target starts from the frame of
/// that moment; nothing is ever queued, so however fast states follow each other the last one is shown in full little
/// more than a second later. Has no clock and no timer: the time is an argument, and never goes back.
///
/// A pod that is not ready breathes, and the level of one that starts swells, for as long as the state lasts; all
/// other movements end at picture(row).
class PodAnimator final
{
public:
    using Time = std::chrono::milliseconds;

    PodAnimator(const rollout::PodRow &row, const Theme &theme); ///< at rest

    /// From now on towards this row. Nothing changes if the row has the same picture and the same pod.
    void moveTo(const rollout::PodRow &row, const Theme &theme, Time now);

    /// This row at once and without any movement: reduced motion, another theme.
    void settle(const rollout::PodRow &row, const Theme &theme);

    [[nodiscard]] PodFrame frame(Time now) const;
    [[nodiscard]] bool isMoving(Time now) const noexcept;

private:
    enum class Endless { None, Breathe, Swell };

    PodPicture m_from;
    PodPicture m_to;
    std::optional<PodPicture> m_ghost; ///< as it was when it was replaced
    QString m_uid;
    rollout::PodState m_state = rollout::PodState::Missing;
    Time m_start{};
    Time m_ghostStart{};
    Time m_badgeDelay{};
    Time m_end{}; ///< when the last movement but an endless one is over
    bool m_isShaking = false;
    Endless m_endless = Endless::None;
};

} // namespace ui
