// SPDX-License-Identifier: Apache-2.0
#include "bundle/releasetext.h"

#include "safetext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;
using upgrade::FetchProgress;

namespace ui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ui::Releases)
};

int percent(quint64 done, quint64 all)
{
    return all == 0 ? 0 : int(done * 100 / all);
}

/// As git has it: KiB below a mebibyte.
QString sizeText(quint64 bytes)
{
    return QLocale::c().formattedDataSize(qint64(bytes), 1, QLocale::DataSizeIecFormat);
}

} // namespace

QString progressText(const FetchProgress &progress)
{
    if (progress.totalObjects == 0)
        return progress.remote.isEmpty() ? Text::tr("Asking the repository what it has…") : progress.remote;
    if (progress.objects < progress.totalObjects || progress.totalDeltas == 0)
        return u"Receiving objects: %1% (%2/%3), %4"_s.arg(percent(progress.objects, progress.totalObjects))
            .arg(progress.objects)
            .arg(progress.totalObjects)
            .arg(sizeText(progress.bytes));
    return u"Resolving deltas: %1% (%2/%3)"_s.arg(percent(progress.deltas, progress.totalDeltas))
        .arg(progress.deltas)
        .arg(progress.totalDeltas);
}

QString agoText(const QDateTime &time, const QDateTime &now)
{
    const qint64 seconds = time.secsTo(now);
    if (seconds < 60)
        return Text::tr("just now");
    if (seconds < 3600)
        return Text::tr("%n minute(s) ago", nullptr, int(seconds / 60));
    if (seconds < 2 * 86'400)
        return Text::tr("%n hour(s) ago", nullptr, int(seconds / 3600));
    return Text::tr("%n day(s) ago", nullptr, int(seconds / 86'400));
}

QString stateText(const upgrade::ReleaseRepository &repository, const QDateTime &now)
{
    const QString count = Text::tr("%n release(s)", nullptr, int(repository.releases().size()));
    if (repository.isLocal())
        return Text::tr("%1, read from this machine.").arg(count);
    if (!repository.updatedAt().isValid())
        return repository.releases().isEmpty() ? Text::tr("Not fetched yet.")
                                               : Text::tr("%1; more were not fetched yet.").arg(count);
    return Text::tr("%1, as of %2.").arg(count, agoText(repository.updatedAt(), now));
}

} // namespace ui
