// SPDX-License-Identifier: Apache-2.0
#include "bundle/documenttext.h"

#include "safetext.h"
#include "yamlwriter.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::DocumentPlan;
using upgrade::UpgradeDocument;

namespace ui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ui::BundleDocument)
};

struct State
{
    QString word;
    Tone tone;
    Badge badge;
};

State stateOf(const UpgradeDocument &document)
{
    using enum UpgradeDocument::State;
    switch (document.state) {
    case Unchanged:
        return document.isApplied ? State{Text::tr("already applied"), Tone::Ok, Badge::Tick}
                                  : State{Text::tr("unchanged"), Tone::Neutral, Badge::Tick};
    case Undecided:
        return {Text::tr("%n conflict(s)", nullptr, int(undecidedOf(document))), Tone::Warn, Badge::Exclamation};
    case Changed:
        return document.isNew()
            ? State{Text::tr("new"), Tone::New, Badge::Ring}
            : State{Text::tr("%n change(s)", nullptr, int(document.changes.size())), Tone::New, Badge::Ring};
    case Impossible:
        return {Text::tr("impossible"), Tone::Bad, Badge::Cross};
    case Checking:
        return {Text::tr("checking…"), Tone::Accent, Badge::Dot};
    case Accepted:
        return {Text::tr("accepted"), Tone::Ok, Badge::Tick};
    case Refused:
        return {Text::tr("refused"), Tone::Bad, Badge::Cross};
    case Writing:
        return {Text::tr("writing…"), Tone::Accent, Badge::Dot};
    case FindingOut:
        return {Text::tr("finding out…"), Tone::Warn, Badge::Question};
    case Settling:
        return {Text::tr("waiting to be served"), Tone::Accent, Badge::Dot};
    case Written:
        return {Text::tr("written"), Tone::Ok, Badge::Tick};
    case Stopped:
        return {Text::tr("not written"), Tone::Bad, Badge::Cross};
    }
    Q_UNREACHABLE_RETURN({});
}

QString remarkOf(const UpgradeDocument &document)
{
    QStringList words;
    // What the state says by itself is not said again.
    if (document.isPending() && document.state != UpgradeDocument::State::Changed) {
        if (document.isNew())
            words.append(Text::tr("new"));
        else if (document.state != UpgradeDocument::State::Undecided)
            words.append(Text::tr("%n change(s)", nullptr, int(document.changes.size())));
    }
    if (!document.isNew() && document.plan.base == DocumentPlan::Base::LastApplied)
        words.append(Text::tr("last-applied"));
    if (!document.isNew() && document.plan.base == DocumentPlan::Base::None)
        words.append(Text::tr("two-way"));
    if (!document.mayWrite)
        words.append(Text::tr("read only"));
    return words.join(u" · "_s);
}

} // namespace

MarkedRow rowOf(const UpgradeDocument &document)
{
    const State state = stateOf(document);
    return {.title = yaml::safeText(document.plan.identity.kind),
            .state = state.word,
            .subtitle = yaml::safeText(document.plan.identity.name),
            .remark = remarkOf(document),
            .tone = state.tone,
            .badge = state.badge,
            .isQuiet = document.state == UpgradeDocument::State::Unchanged};
}

qsizetype undecidedOf(const UpgradeDocument &document)
{
    if (!document.plan.merge)
        return 0;
    return std::ranges::count_if(
        document.plan.merge->conflicts(),
        [&](const yaml::Conflict &conflict) { return !document.plan.merge->isDecided(conflict.path); });
}

QString undecidedText(const QList<UpgradeDocument> &documents)
{
    QStringList places;
    qsizetype all = 0;
    for (const UpgradeDocument &document : documents) {
        const qsizetype count = undecidedOf(document);
        if (count > 0)
            places.append(Text::tr("%1 in %2").arg(count).arg(yaml::safeText(document.plan.identity.text())));
        all += count;
    }
    if (places.isEmpty())
        return {};
    return Text::tr("%n conflict(s) to be settled: %1.", nullptr, int(all)).arg(places.join(u", "_s));
}

QString baseText(const UpgradeDocument &document, const QString &runningTag)
{
    if (document.state == UpgradeDocument::State::Impossible)
        return Text::tr("It was not compared.");
    if (document.isNew())
        return Text::tr("It is not in the cluster yet; the release brings it.");
    switch (document.plan.base) {
    case DocumentPlan::Base::Release:
        return Text::tr("Compared three ways, from release %1, which runs now.").arg(yaml::safeText(runningTag));
    case DocumentPlan::Base::LastApplied:
        return Text::tr("Compared three ways, from what kubectl noted in the object when it was last applied.");
    case DocumentPlan::Base::None:
        return Text::tr("Compared two ways: nothing says what the release changed, so that each difference but the "
                        "tags of images is for you to settle.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString reasonText(const DocumentPlan &plan, const yaml::Conflict &conflict, const QString &runningTag)
{
    QString since;
    switch (plan.base) {
    case DocumentPlan::Base::Release:
        since = yaml::safeText(runningTag);
        break;
    case DocumentPlan::Base::LastApplied:
        since = Text::tr("it was last applied");
        break;
    case DocumentPlan::Base::None:
        return Text::tr("The cluster and the release differ, and nothing says which of them changed it.");
    }
    if (conflict.base.isUndefined())
        return Text::tr("You added it since %1, and the release added it too, with another value.").arg(since);
    if (conflict.ours.isUndefined())
        return Text::tr("You took it out since %1, and the release changed it.").arg(since);
    if (conflict.theirs.isUndefined())
        return Text::tr("You changed it since %1, and the release takes it out.").arg(since);
    return Text::tr("You changed it since %1, and the release changed it too.").arg(since);
}

QString valueText(const QJsonValue &value, qsizetype mostLines)
{
    if (value.isUndefined())
        return Text::tr("not set");
    const QStringList lines = yaml::safeText(yaml::write(value).trimmed()).split(u'\n');
    if (lines.size() <= mostLines)
        return lines.join(u'\n');
    QString text = lines.first(mostLines).join(u'\n');
    text += u'\n' + Text::tr("… and %n more line(s)", nullptr, int(lines.size() - mostLines));
    return text;
}

QString valueLine(const QJsonValue &value)
{
    return valueText(value, 20).replace(u'\n', u"⏎ "_s);
}

} // namespace ui
