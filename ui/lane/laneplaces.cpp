// SPDX-License-Identifier: Apache-2.0
#include "lane/laneplaces.h"

#include <QAbstractItemModel>
#include <algorithm>
#include <span>
#include <unordered_map>

using rollout::PodRow;

namespace ui {

namespace {

PodRow rowOf(const QAbstractItemModel *model, int row, int role)
{
    return model->index(row, 0).data(role).value<PodRow>();
}

bool hasDuration(const PodRow &row, const QDateTime &now)
{
    return !podStatus(row, now).duration.isEmpty();
}

template <typename Places>
auto part(Places &places, int first, int last)
{
    return std::span(places).subspan(static_cast<size_t>(first), static_cast<size_t>(last - first));
}

} // namespace

int LanePlaces::indexOf(int ordinal) const
{
    const auto found = std::ranges::find(m_places, ordinal, [](const Place &place) { return place.row.ordinal; });
    return found == m_places.end() ? -1 : static_cast<int>(found - m_places.begin());
}

void LanePlaces::readAll(const QAbstractItemModel *model, const Moment &moment)
{
    const int rows = model ? model->rowCount() : 0;
    std::vector<std::pair<PodRow, int>> pods;
    pods.reserve(static_cast<size_t>(rows));
    for (int row = 0; row < rows; ++row)
        pods.emplace_back(rowOf(model, row, m_podRole), row);
    std::ranges::stable_sort(pods, std::ranges::greater(), [](const auto &pod) { return pod.first.ordinal; });

    std::unordered_map<int, Place *> known;
    for (Place &place : m_places)
        known.emplace(place.row.ordinal, &place);
    std::vector<Place> places;
    places.reserve(pods.size());
    m_placeOfRow.assign(pods.size(), -1);
    for (const auto &[row, modelRow] : pods) {
        m_placeOfRow[static_cast<size_t>(modelRow)] = static_cast<int>(places.size());
        if (const auto found = known.find(row.ordinal); found != known.end()) {
            places.push_back(std::move(*found->second));
            known.erase(found);
            show(places.back(), row, moment);
        } else {
            const PodAnimator animator(row, moment.theme);
            places.push_back({.row = row,
                              .animator = animator,
                              .shown = animator.frame(moment.frame),
                              .countsSeconds = hasDuration(row, moment.wall),
                              .label = {}});
        }
    }
    m_places = std::move(places);
}

std::optional<std::vector<int>> LanePlaces::readRows(const QAbstractItemModel *model, int first, int last,
                                                     const Moment &moment)
{
    std::vector<int> changed;
    const int end = std::min(last + 1, size());
    for (int modelRow = std::max(0, first); modelRow < end; ++modelRow) {
        const int index = m_placeOfRow.at(static_cast<size_t>(modelRow));
        Place &place = at(index);
        const PodRow row = rowOf(model, modelRow, m_podRole);
        if (row.ordinal != place.row.ordinal)
            return std::nullopt;
        if (row == place.row)
            continue;
        show(place, row, moment);
        changed.push_back(index);
    }
    return changed;
}

void LanePlaces::show(Place &place, const PodRow &row, const Moment &moment)
{
    place.row = row;
    place.isLabelStale = true;
    place.countsSeconds = hasDuration(row, moment.wall);
    if (moment.isStill) {
        place.animator.settle(row, moment.theme);
        place.shown = place.animator.frame(moment.frame);
    } else {
        place.animator.moveTo(row, moment.theme, moment.frame);
    }
}

void LanePlaces::settle(const Moment &moment)
{
    for (Place &place : m_places) {
        place.animator.settle(place.row, moment.theme);
        place.shown = place.animator.frame(moment.frame);
    }
}

void LanePlaces::forgetLabels()
{
    for (const Place &place : m_places)
        place.isLabelStale = true;
}

std::vector<int> LanePlaces::advance(int first, int last, PodAnimator::Time now)
{
    std::vector<int> changed;
    for (int i = first; i < last; ++i) {
        Place &place = at(i);
        const PodFrame frame = place.animator.frame(now);
        if (frame == place.shown)
            continue;
        place.shown = frame;
        changed.push_back(i);
    }
    return changed;
}

bool LanePlaces::isMoving(int first, int last, PodAnimator::Time now) const
{
    return std::ranges::any_of(part(m_places, first, last), [now](const Place &place) {
        return place.animator.isMoving(now) || place.animator.frame(now) != place.shown;
    });
}

bool LanePlaces::countsSeconds(int first, int last) const
{
    return std::ranges::any_of(part(m_places, first, last), &Place::countsSeconds);
}

} // namespace ui
