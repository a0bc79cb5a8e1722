// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QRegularExpression>
#include <QString>
#include <chrono>
#include <optional>

namespace sim {

/// How images behave on nodes, by a text of lines "ACTION REGEX": missing, unready; and with seconds pull=, boot=,
/// crash=, stop=. The expression is searched in the image reference. A line that is not of this form is ignored, so
/// that comments are possible. The first line that fits an action and an image counts.
class ImageRules final
{
public:
    enum class Action {
        Missing, ///< the pull fails: not found
        Pull, ///< the pull takes this long
        Boot, ///< exec probes fail for this long after the container started
        Unready, ///< exec probes always fail
        Crash, ///< the container exits with 1 after this long
        Stop, ///< the container takes this long to stop
    };

    ImageRules() = default;
    [[nodiscard]] static ImageRules fromText(const QString &text);

    [[nodiscard]] bool has(Action action, const QString &image) const { return seconds(action, image).has_value(); }
    /// The seconds of the rule; 0 where it has none. Nothing if no rule fits.
    [[nodiscard]] std::optional<std::chrono::milliseconds> seconds(Action action, const QString &image) const;

private:
    struct Rule
    {
        Action action = Action::Missing;
        std::chrono::milliseconds time{0};
        QRegularExpression image;
    };
    QList<Rule> m_rules;
};

} // namespace sim
