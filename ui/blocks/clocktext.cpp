// SPDX-License-Identifier: Apache-2.0
#include "blocks/clocktext.h"

#include <QCoreApplication>
#include <algorithm>

namespace ui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ui::Clock)
};

} // namespace

QString clockText(std::chrono::seconds duration)
{
    const qint64 seconds = std::max<qint64>(duration.count(), 0);
    if (seconds < 60)
        return Text::tr("%1 s").arg(seconds);
    if (seconds < 3'600)
        return Text::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 86'400)
        return Text::tr("%1 h %2 min").arg(seconds / 3'600).arg(seconds / 60 % 60);
    return Text::tr("%1 d %2 h").arg(seconds / 86'400).arg(seconds / 3'600 % 24);
}

std::chrono::milliseconds clockTick(std::chrono::seconds duration)
{
    return duration < std::chrono::hours(1) ? std::chrono::seconds(1) : std::chrono::minutes(1);
}

} // namespace ui
