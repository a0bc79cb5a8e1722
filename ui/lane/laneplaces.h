// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lane/podanimator.h"
#include "lane/podlabel.h"

#include <vector>

class QAbstractItemModel;

namespace ui {

/// The places of a lane, the highest ordinal first, with what is shown at each: rows of a model on one side, frames
/// and labels on the other. A place keeps its movement when the model is read anew or others come and go.
class LanePlaces final
{
public:
    struct Place
    {
        rollout::PodRow row;
        PodAnimator animator;
        PodFrame shown;
        bool countsSeconds = false; ///< its words change with the time
        mutable PodLabel label; ///< made when it is first drawn
        mutable bool isLabelStale = true;
    };

    /// The moment at which something is shown, and how.
    struct Moment
    {
        const Theme &theme;
        PodAnimator::Time frame;
        QDateTime wall;
        bool isStill = false; ///< nothing moves: every change is shown at once
    };

    explicit LanePlaces(int podRole)
        : m_podRole(podRole)
    {
    }

    [[nodiscard]] int size() const noexcept { return static_cast<int>(m_places.size()); }
    [[nodiscard]] Place &at(int place) { return m_places.at(static_cast<size_t>(place)); }
    [[nodiscard]] const Place &at(int place) const { return m_places.at(static_cast<size_t>(place)); }
    [[nodiscard]] int indexOf(int ordinal) const; ///< -1 if there is none

    void readAll(const QAbstractItemModel *model, const Moment &moment);

    /// The places that these rows have changed; or, if the order of the places is no longer that of the rows, nothing
    /// at all, and readAll() is due.
    [[nodiscard]] std::optional<std::vector<int>> readRows(const QAbstractItemModel *model, int first, int last,
                                                           const Moment &moment);

    void settle(const Moment &moment); ///< all at rest
    void forgetLabels();

    /// The places of [first, last) whose frame at `now` is another than the one shown; it is the shown one afterwards.
    [[nodiscard]] std::vector<int> advance(int first, int last, PodAnimator::Time now);

    [[nodiscard]] bool isMoving(int first, int last, PodAnimator::Time now) const;
    [[nodiscard]] bool countsSeconds(int first, int last) const;

private:
    static void show(Place &place, const rollout::PodRow &row, const Moment &moment);

    int m_podRole;
    std::vector<Place> m_places;
    std::vector<int> m_placeOfRow;
};

} // namespace ui
