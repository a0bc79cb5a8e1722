// SPDX-License-Identifier: Apache-2.0
#include "tagoffer.h"

#include "catalogue.h"

#include <QCoreApplication>
#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace redis {

namespace {

using Verdict = TagOffer::Verdict;

/// One judgement: gathers the reasons and the worst verdict among them.
class Judge final
{
    Q_DECLARE_TR_FUNCTIONS(redis::TagOffer)

public:
    Judge(const Catalogue &catalogue, const TagSituation &situation)
        : m_catalogue(catalogue)
        , m_situation(situation)
        , m_current(ImageTag::parse(situation.currentTag))
        , m_running(ImageTag::parse(situation.runningTag))
        , m_origin(m_running ? m_running : m_current)
        , m_operator(OperatorTag::parse(situation.operatorTag))
    {
    }

    [[nodiscard]] TagOffer judge(const QString &text)
    {
        m_offer = {.tag = text, .verdict = Verdict::Offered, .reasons = {}, .notes = {}, .problem = {}};
        const auto tag = ImageTag::read(text);
        if (!tag) {
            m_offer.problem = tag.error();
            add(Verdict::Refused, tag.error().message);
            return m_offer;
        }
        if (m_current == *tag) {
            add(Verdict::Current, tr("This tag is set now."));
            return m_offer;
        }
        judgeOperator(*tag);
        judgeDirection(*tag);
        judgeFlavour(*tag);
        if (m_situation.pinnedByDigest) {
            add(Verdict::Warned,
                tr("The image is pinned by a digest, which has to be changed to that of this tag at "
                   "the same time: the digest decides what runs."));
        }
        judgeNotes(*tag);
        return m_offer;
    }

    /// The flavour that offers keep.
    [[nodiscard]] Flavour flavour() const
    {
        const auto &tag = m_current ? m_current : m_running;
        return tag ? tag->flavour() : Flavour::Plain;
    }

    [[nodiscard]] const std::optional<OperatorTag> &runningOperator() const { return m_operator; }

private:
    void add(Verdict verdict, const QString &reason)
    {
        if (verdict > m_offer.verdict) {
            m_offer.verdict = verdict;
            m_offer.reasons.prepend(reason);
        } else {
            m_offer.reasons.append(reason);
        }
    }

    /// Does the running operator run this build?
    void judgeOperator(const ImageTag &tag)
    {
        const QList<OperatorTag> needed = m_catalogue.operatorsOf(tag);
        if (!needed.isEmpty()) {
            if (!m_operator) {
                add(Verdict::Warned,
                    tr("This tag runs with operator %1. Which operator runs now is not known.").arg(listed(needed)));
            } else if (!std::ranges::contains(needed, m_operator->version(), &OperatorTag::version)) {
                add(Verdict::Warned,
                    tr("This tag needs operator %1; operator %2 runs now. Upgrade the operator first.")
                        .arg(listed(needed), m_operator->toString()));
            }
            return;
        }
        if (!m_operator) {
            add(Verdict::Warned,
                tr("This tag is not in the catalogue, which ends at %1. Which operator runs now is "
                   "not known either.")
                    .arg(m_catalogue.asOf()));
        } else if (!tag.version().isSameLine(m_operator->version())) {
            add(Verdict::Warned,
                tr("This tag is not in the catalogue, which ends at %1, and it does not belong to "
                   "operator %2: the first three numbers of both are the same where they do.")
                    .arg(m_catalogue.asOf(), m_operator->toString()));
        } else if (m_catalogue.knows(*m_operator)) {
            add(Verdict::Warned,
                tr("This tag is not among those that the catalogue, which ends at %1, knows for "
                   "operator %2. Make sure that it exists.")
                    .arg(m_catalogue.asOf(), m_operator->toString()));
        } else {
            add(Verdict::Warned,
                tr("Neither this tag nor operator %1 is in the catalogue, which ends at %2. Make sure "
                   "that they belong together.")
                    .arg(m_operator->toString(), m_catalogue.asOf()));
        }
    }

    /// Back, forth, and whether the way is known.
    void judgeDirection(const ImageTag &tag)
    {
        if (!m_origin)
            return;
        if (tag.version() == m_origin->version()) {
            if (m_current && m_current->version() != tag.version()) {
                add(Verdict::Warned,
                    tr("This is what the pods still run: setting it takes the change to %1 back.")
                        .arg(m_current->toString()));
            }
            return;
        }
        if (tag < *m_origin) {
            add(Verdict::Warned,
                tr("This is older than %1. No way back is documented: treat it as not supported.")
                    .arg(m_origin->toString()));
            return;
        }
        const QList<OperatorTag> sources = m_catalogue.operatorsOf(*m_origin);
        const QList<OperatorTag> targets = m_catalogue.operatorsOf(tag);
        bool isKnown = false;
        for (const OperatorTag &from : sources) {
            for (const OperatorTag &to : targets) {
                if (from.version() == to.version() || m_catalogue.isDirectUpgrade(from, to).value_or(true))
                    return;
                isKnown = true;
            }
        }
        if (isKnown) {
            add(Verdict::Warned,
                tr("Upgrading from %1 to this tag in one step is not among the upgrades that are known "
                   "to work. Look it up in the release notes.")
                    .arg(m_origin->toString()));
        }
    }

    void judgeFlavour(const ImageTag &tag)
    {
        if (m_catalogue.operatorsOf(tag).isEmpty())
            return;
        if (!m_catalogue.knows(tag)) {
            add(Verdict::Warned, tr("This build is known, but not in this flavour. Make sure that it exists."));
            return;
        }
        if (!m_origin || tag.flavour() == flavour())
            return;
        if (m_catalogue.knows(tag.withFlavour(flavour()))) {
            add(Verdict::Warned,
                tr("This is another flavour of the image than the one set now. It was published in "
                   "the present one too: %1.")
                    .arg(tag.withFlavour(flavour()).toString()));
        } else if (tag.flavour() == Flavour::Plain) {
            m_offer.notes.append(tr("This version was not published in the present flavour, %1. The image without a "
                                    "suffix takes its place.")
                                     .arg(suffixOf(flavour())));
        } else {
            add(Verdict::Warned, tr("This is another flavour of the image than the one set now."));
        }
    }

    void judgeNotes(const ImageTag &tag)
    {
        QList<OperatorTag> targets = m_catalogue.operatorsOf(tag);
        // The running operator is the one that will do it, if it is among those that can, or nothing is known.
        if (m_operator
            && (targets.isEmpty() || std::ranges::contains(targets, m_operator->version(), &OperatorTag::version)))
            targets = {*m_operator};
        const QList<OperatorTag> sources = m_origin ? m_catalogue.operatorsOf(*m_origin) : QList<OperatorTag>();
        // A step within the same operator is on no path.
        const bool staysWithOperator = std::ranges::any_of(sources, [&](const OperatorTag &from) {
            return std::ranges::contains(targets, from.version(), &OperatorTag::version);
        });
        const auto holds = [](const std::optional<Note::Range> &range, const QList<OperatorTag> &operators) {
            return !range || std::ranges::any_of(operators, [&](const OperatorTag &one) {
                return range->contains(one.version());
            });
        };
        for (const Note &note : m_catalogue.notes()) {
            if (!holds(note.operators, targets) || !holds(note.from, sources)
                || (m_situation.nodes > 0 && m_situation.nodes <= note.moreNodesThan)
                || (!note.tags.isEmpty() && !note.tags.contains(tag))
                || (!note.states.isEmpty() && !note.states.contains(m_situation.state)))
                continue;
            if (note.from && staysWithOperator)
                continue;
            if (note.effect == Note::Effect::Inform)
                m_offer.notes.append(note.text);
            else
                add(note.effect == Note::Effect::Warn ? Verdict::Warned : Verdict::Refused, note.text);
        }
    }

    /// "6.0.6-11 or 6.0.6-23"
    static QString listed(const QList<OperatorTag> &operators)
    {
        QStringList texts;
        for (const OperatorTag &one : operators)
            texts.append(one.toString());
        return texts.join(tr(" or "));
    }

    const Catalogue &m_catalogue;
    const TagSituation &m_situation;
    std::optional<ImageTag> m_current;
    std::optional<ImageTag> m_running;
    std::optional<ImageTag> m_origin; ///< what runs as far as is known, else what is set: where an upgrade starts from
    std::optional<OperatorTag> m_operator;
    TagOffer m_offer;
};

/// The flavour of a build that takes the place of a wanted one.
const ImageTag *chosen(const QList<ImageTag> &flavours, Flavour wanted)
{
    const auto inFlavour = [&](Flavour flavour) -> const ImageTag * {
        const auto found = std::ranges::find(flavours, flavour, &ImageTag::flavour);
        return found == flavours.cend() ? nullptr : &*found;
    };
    if (const ImageTag *tag = inFlavour(wanted))
        return tag;
    const ImageTag *plain = inFlavour(Flavour::Plain);
    return plain || flavours.isEmpty() ? plain : &flavours.front();
}

} // namespace

TagOffer judgeTag(const Catalogue &catalogue, const TagSituation &situation, const QString &tag)
{
    return Judge(catalogue, situation).judge(tag);
}

QList<TagOffer> tagOffers(const Catalogue &catalogue, const TagSituation &situation)
{
    Judge judge(catalogue, situation);
    const std::optional<OperatorTag> runner = judge.runningOperator();
    QList<ImageTag> own;
    QList<ImageTag> flavours;
    QList<ImageTag> others;
    for (const Release &release : catalogue.releases()) {
        const bool runs = runner && release.operatorTag.version() == runner->version();
        const ImageTag *const tag = chosen(release.tags, judge.flavour());
        if (!tag)
            continue;
        (runs ? own : others).append(*tag);
        if (!runs)
            continue;
        for (const ImageTag &flavour : release.tags) {
            if (flavour != *tag)
                flavours.append(flavour);
        }
    }
    QList<TagOffer> offers;
    for (QList<ImageTag> *const group : {&own, &flavours, &others}) {
        std::ranges::stable_sort(*group, std::ranges::greater(), &ImageTag::version);
        for (const ImageTag &tag : std::as_const(*group)) {
            if (!std::ranges::contains(offers, tag.toString(), &TagOffer::tag))
                offers.append(judge.judge(tag.toString()));
        }
    }
    return offers;
}

} // namespace redis
