// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "release/releaserepository.h"

#include <QDateTime>
#include <QString>

namespace ui {

// What there is to say of a repository of releases, in words. Pure; all text is fit to be shown.

/// How far an update is, in git's own words: "Receiving objects: 40% (12/30), 1.2 MiB".
[[nodiscard]] QString progressText(const upgrade::FetchProgress &progress);
/// "3 days ago"; of the future, as of now: "just now".
[[nodiscard]] QString agoText(const QDateTime &time, const QDateTime &now);
/// How many releases there are, and of when: "As of 3 days ago: could not be updated." `now`: UTC.
[[nodiscard]] QString stateText(const upgrade::ReleaseRepository &repository, const QDateTime &now);

} // namespace ui
