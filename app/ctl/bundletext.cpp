// SPDX-License-Identifier: Apache-2.0
#include "bundletext.h"

#include "bookkeeping.h"
#include "safetext.h"
#include "textdiff.h"
#include "yamlwriter.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::BundleFinding;
using upgrade::BundleUpgrade;
using upgrade::DocumentPlan;
using upgrade::UpgradeDocument;

namespace ctl {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ctl::BundleText)
};

constexpr qsizetype mostFields = 12; // of a document, in the plan; the difference has them all

QString valueText(const QJsonValue &value)
{
    if (value.isUndefined())
        return Text::tr("nothing");
    const QString text = yaml::write(value).trimmed();
    if (text.contains(u'\n'))
        return Text::tr("%n line(s)", nullptr, int(text.count(u'\n')) + 1);
    return yaml::safeText(text.size() > 60 ? QString(text.first(59) + u'…') : text);
}

QString stateText(const UpgradeDocument &document)
{
    switch (document.state) {
    case UpgradeDocument::State::Unchanged:
        return document.isApplied ? Text::tr("unchanged, as the release has it already") : Text::tr("unchanged");
    case UpgradeDocument::State::Undecided:
        return Text::tr("in conflict");
    case UpgradeDocument::State::Changed:
        return document.isNew() ? Text::tr("new") : Text::tr("changes");
    case UpgradeDocument::State::Impossible:
        return Text::tr("not possible");
    case UpgradeDocument::State::Checking:
        return Text::tr("checking");
    case UpgradeDocument::State::Accepted:
        return document.isNew() ? Text::tr("new, accepted by the server") : Text::tr("changes, accepted by the server");
    case UpgradeDocument::State::Refused:
        return Text::tr("refused by the server");
    case UpgradeDocument::State::Writing:
        return Text::tr("writing");
    case UpgradeDocument::State::FindingOut:
        return Text::tr("the connection was lost; asking what became of it");
    case UpgradeDocument::State::Settling:
        return Text::tr("written, waiting until it is served");
    case UpgradeDocument::State::Written:
        return Text::tr("written");
    case UpgradeDocument::State::Stopped:
        return Text::tr("not written");
    }
    return {};
}

QString baseText(DocumentPlan::Base base)
{
    switch (base) {
    case DocumentPlan::Base::Release:
        return Text::tr("compared with the release that runs");
    case DocumentPlan::Base::LastApplied:
        return Text::tr("compared with what kubectl applied last");
    case DocumentPlan::Base::None:
        return Text::tr("compared two ways, without a release in between");
    }
    return {};
}

void addFields(QStringList &lines, const QString &mark, const QList<yaml::Change> &changes)
{
    for (const yaml::Change &change : changes.first(std::min(mostFields, changes.size())))
        lines.append(u"    %1 %2: %3 -> %4"_s.arg(mark, yaml::safeText(change.path.toString()),
                                                  valueText(change.before), valueText(change.after)));
    if (changes.size() > mostFields)
        lines.append(u"    %1 "_s.arg(mark)
                     + Text::tr("and %n more field(s)", nullptr, int(changes.size() - mostFields)));
}

QString indented(const QString &text)
{
    return u"    "_s + QString(text).replace(u'\n', u"\n      "_s);
}

} // namespace

QString planText(const BundleUpgrade &upgrade)
{
    QStringList lines;
    const QString wanted = upgrade.bundle()->operatorTag();
    lines.append(
        upgrade.running().isInstalled
            ? Text::tr("Namespace %1: operator %2 -> %3 (%4)")
                  .arg(upgrade.nameSpace(), yaml::safeText(upgrade.running().operatorTag), yaml::safeText(wanted),
                       yaml::safeText(upgrade.bundle()->source()))
            : Text::tr("Namespace %1: no operator yet -> %2 (%3)")
                  .arg(upgrade.nameSpace(), yaml::safeText(wanted), yaml::safeText(upgrade.bundle()->source())));
    for (const BundleFinding &finding : upgrade.findings()) {
        const QString mark = finding.weight == BundleFinding::Weight::Note ? Text::tr("Note")
            : finding.weight == BundleFinding::Weight::Warning             ? Text::tr("Warning")
                                                                           : Text::tr("Obstacle");
        lines.append(mark + u": "_s + finding.text);
    }
    for (const UpgradeDocument &document : upgrade.documents()) {
        QString line = u"  "_s + document.plan.identity.text() + u": "_s + stateText(document);
        if (!document.isNew() && document.state != UpgradeDocument::State::Impossible)
            line += u" ("_s + baseText(document.plan.base) + u')';
        lines.append(line);
        if (document.error)
            lines.append(indented(document.error->message));
        addFields(lines, u"~"_s, document.changes);
        addFields(lines, Text::tr("yours, kept:"), document.kept);
        if (document.plan.merge) {
            for (const yaml::Conflict &conflict : document.plan.merge->conflicts()) {
                if (!document.plan.merge->isDecided(conflict.path))
                    lines.append(Text::tr("    conflict %1: was %2, yours %3, theirs %4")
                                     .arg(yaml::safeText(conflict.path.toString()), valueText(conflict.base),
                                          valueText(conflict.ours), valueText(conflict.theirs)));
            }
        }
        for (const upgrade::FieldOwner &owner : document.otherOwners)
            lines.append(u"    "_s
                         + Text::tr("fields that change were last written by %1").arg(yaml::safeText(owner.manager)));
        for (const QString &warning : document.warnings)
            lines.append(indented(Text::tr("the server warns: %1").arg(warning)));
    }
    return lines.join(u'\n');
}

QJsonObject planJson(const BundleUpgrade &upgrade)
{
    QJsonArray documents;
    for (const UpgradeDocument &document : upgrade.documents()) {
        QJsonArray conflicts;
        if (document.plan.merge) {
            for (const yaml::Conflict &conflict : document.plan.merge->conflicts()) {
                if (!document.plan.merge->isDecided(conflict.path))
                    conflicts.append(conflict.path.toString());
            }
        }
        documents.append(QJsonObject{{"kind"_L1, document.plan.identity.kind},
                                     {"name"_L1, document.plan.identity.name},
                                     {"state"_L1, stateText(document)},
                                     {"changes"_L1, document.isPending()},
                                     {"fieldsChanged"_L1, document.changes.size()},
                                     {"fieldsKept"_L1, document.kept.size()},
                                     {"conflicts"_L1, conflicts},
                                     {"error"_L1, document.error ? document.error->message : QString()}});
    }
    QJsonArray findings;
    for (const BundleFinding &finding : upgrade.findings())
        findings.append(finding.text);
    return {{"namespace"_L1, upgrade.nameSpace()},
            {"runningTag"_L1, upgrade.running().operatorTag},
            {"bundleTag"_L1, upgrade.bundle()->operatorTag()},
            {"findings"_L1, findings},
            {"documents"_L1, documents}};
}

QString diffText(const BundleUpgrade &upgrade)
{
    QString text;
    for (const UpgradeDocument &document : upgrade.documents()) {
        if (!document.isPending())
            continue;
        const upgrade::Review *review = upgrade.reviewOf(document.plan.identity);
        const QJsonObject &after = review ? review->proposed : document.wanted;
        const QString before = document.isNew() ? QString() : upgrade::reviewText(document.live);
        const QString name = document.plan.identity.kind + u'/' + document.plan.identity.name;
        text += yaml::unified(yaml::textDiff(before, upgrade::reviewText(after)),
                              Text::tr("live/%1").arg(yaml::safeText(name)),
                              Text::tr("proposed/%1").arg(yaml::safeText(name)));
    }
    return text;
}

QString progressText(const UpgradeDocument &document)
{
    QString text = document.plan.identity.text() + u": "_s + stateText(document);
    if (document.error)
        text += u": "_s + document.error->message;
    return text;
}

} // namespace ctl
