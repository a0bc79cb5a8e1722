// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/theme.h"
#include "podrow.h"

#include <QDateTime>
#include <QString>
#include <chrono>

/// What is said about a pod. Plain text, one language, fit to be shown: what came from the cluster went through
/// yaml::safeText() and has no line breaks.
namespace ui {

/// "38 s", "4 min", "2 h", "3 d": the largest unit alone, as it is read in passing.
[[nodiscard]] QString durationText(std::chrono::seconds duration);

/// What a pod does, in the few words that stand under it.
struct PodStatus
{
    QString word; ///< "starting", "next", "ImagePullBackOff"
    QString duration; ///< "38 s": since when, of a state that passes; empty for the others
    QString detail; ///< what else is worth saying where there is room: the tag, "master"
    Tone tone = Tone::Neutral;

    [[nodiscard]] bool operator==(const PodStatus &) const = default;
};
[[nodiscard]] PodStatus podStatus(const rollout::PodRow &row, const QDateTime &now);

[[nodiscard]] QString restartsText(const rollout::PodRow &row); ///< empty when there were none

/// Everything that is known of a pod, a line for each thing: the tooltip.
[[nodiscard]] QString podToolTip(const rollout::PodRow &row, const QDateTime &now);

/// The same as sentences that a screen reader says after the pod's name.
[[nodiscard]] QString podDescription(const rollout::PodRow &row, const QDateTime &now);

/// Text of the cluster on one line.
[[nodiscard]] QString oneLine(const QString &text);

} // namespace ui
