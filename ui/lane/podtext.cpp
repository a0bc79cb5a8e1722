// SPDX-License-Identifier: Apache-2.0
#include "lane/podtext.h"

#include "safetext.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;
using rollout::PodRow;
using rollout::PodState;
using rollout::Revision;

namespace ui {

namespace {

constexpr qsizetype longestMessage = 600; ///< a tooltip is read at a glance

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("PodText", text, nullptr, n);
}

QString revisionText(Revision revision)
{
    switch (revision) {
    case Revision::Old:
        return tr("old revision");
    case Revision::New:
        return tr("new revision");
    case Revision::Current:
        return tr("current revision");
    case Revision::Unknown:
        break;
    }
    return {};
}

/// The state as a word of ours; the reason, where there is one, is Kubernetes' and stands beside it.
QString stateWord(PodState state)
{
    switch (state) {
    case PodState::Missing:
        return tr("no pod");
    case PodState::Pending:
        return tr("pending");
    case PodState::Starting:
        return tr("starting");
    case PodState::Ready:
        return tr("ready");
    case PodState::NotReady:
        return tr("not ready");
    case PodState::Failed:
        return tr("failed");
    case PodState::Terminating:
        return tr("terminating");
    case PodState::Unknown:
        break;
    }
    return tr("no answer");
}

/// Whether it matters for how long the state has lasted.
bool isPassing(PodState state)
{
    return state != PodState::Missing && state != PodState::Ready && state != PodState::Failed;
}

QString since(const PodRow &row, const QDateTime &now)
{
    return row.since.isValid() ? durationText(std::chrono::seconds(row.since.secsTo(now))) : QString();
}

Tone toneOf(const PodRow &row)
{
    switch (row.state) {
    case PodState::Pending:
    case PodState::Starting:
        return row.revision == Revision::New ? Tone::New : Tone::Old;
    case PodState::NotReady:
        return Tone::Warn;
    case PodState::Failed:
        return Tone::Bad;
    case PodState::Ready:
        if (row.done)
            return Tone::Ok;
        return row.revision == Revision::New ? Tone::New : Tone::Neutral;
    case PodState::Missing:
    case PodState::Terminating:
    case PodState::Unknown:
        break;
    }
    return Tone::Neutral;
}

QString joined(std::initializer_list<QString> parts, QStringView separator)
{
    QStringList filled;
    for (const QString &part : parts) {
        if (!part.isEmpty())
            filled << part;
    }
    return filled.join(separator.toString());
}

} // namespace

QString oneLine(const QString &text)
{
    return yaml::safeText(text).simplified();
}

QString durationText(std::chrono::seconds duration)
{
    using namespace std::chrono;
    const seconds passed = std::max(duration, seconds::zero());
    if (passed < 1min)
        return tr("%1 s").arg(passed.count());
    if (passed < 1h)
        return tr("%1 min").arg(duration_cast<minutes>(passed).count());
    if (passed < 48h)
        return tr("%1 h").arg(duration_cast<hours>(passed).count());
    return tr("%1 d").arg(duration_cast<days>(passed).count());
}

PodStatus podStatus(const PodRow &row, const QDateTime &now)
{
    PodStatus status;
    status.tone = toneOf(row);
    const QString tag = oneLine(row.tag);
    const QString master = row.master ? tr("master") : QString();
    if (row.state == PodState::Ready) {
        if (row.next) {
            status.word = tr("next");
            status.tone = Tone::Accent;
            status.detail = joined({tag, master}, u" · ");
        } else if (row.revision == Revision::Old && !tag.isEmpty()) { // that it is ready is its ordinary state
            status.word = tag;
            status.detail = master;
        } else {
            status.word = stateWord(row.state);
            status.detail = joined({tag, master}, u" · ");
        }
        return status;
    }
    status.word = row.state == PodState::Failed && !row.reason.isEmpty() ? oneLine(row.reason) : stateWord(row.state);
    if (row.state == PodState::Failed)
        status.detail = tag;
    if (isPassing(row.state))
        status.duration = since(row, now);
    return status;
}

QString restartsText(const PodRow &row)
{
    if (row.restarts <= 0)
        return {};
    return row.restarts == 1 ? tr("1 restart") : tr("%n restarts", row.restarts);
}

QString podToolTip(const PodRow &row, const QDateTime &now)
{
    QStringList lines;
    const auto add = [&lines](const QString &label, const QString &value) {
        if (!value.isEmpty())
            lines << tr("%1: %2").arg(label, value);
    };
    lines << oneLine(row.name);
    const QString length = since(row, now);
    const QString state = stateWord(row.state);
    lines << (length.isEmpty() ? state : tr("%1 for %2").arg(state, length));
    add(tr("Reason"), oneLine(row.reason));
    add(tr("Message"), oneLine(row.message.left(longestMessage)));
    add(tr("Revision"), revisionText(row.revision));
    add(tr("Image"), oneLine(row.image));
    add(tr("Address"), oneLine(row.ip));
    add(tr("Node"), oneLine(row.node));
    if (row.restarts > 0)
        lines << restartsText(row);
    if (row.master)
        lines << tr("Master node of the Redis Enterprise cluster");
    if (row.next)
        lines << tr("Replaced next");
    return lines.join(u'\n');
}

QString podDescription(const PodRow &row, const QDateTime &now)
{
    QStringList parts;
    const QString length = since(row, now);
    const QString state = stateWord(row.state);
    parts << (length.isEmpty() ? state : tr("%1 for %2").arg(state, length));
    for (const QString &part : {oneLine(row.reason), revisionText(row.revision), oneLine(row.tag), oneLine(row.ip),
                                oneLine(row.node), restartsText(row), row.master ? tr("master") : QString(),
                                row.next ? tr("replaced next") : QString(), row.done ? tr("done") : QString()}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(u", "_s);
}

} // namespace ui
