// SPDX-License-Identifier: Apache-2.0
#include "catalogue.h"
#include "tagoffer.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using redis::Catalogue;
using redis::TagOffer;
using redis::TagSituation;
using Verdict = redis::TagOffer::Verdict;

Q_DECLARE_METATYPE(redis::TagOffer::Verdict)

class tst_TagOffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void judges_data();
    void judges();
    void putsTheWeightiestReasonFirst();
    void marksWhatIsNoTag();
    void tellsWhatToKnowBeforehand_data();
    void tellsWhatToKnowBeforehand();
    void tellsOfManyNodesOnlyThoseWhoHaveThem();
    void offersTheBuildsOfTheOperator_data();
    void offersTheBuildsOfTheOperator();
    void offersEverythingOnce();
    void offersOnlyWhatTheOperatorRuns();
    void offersAndJudgementsAgree();

private:
    Catalogue m_catalogue;
};

void tst_TagOffer::initTestCase()
{
    auto catalogue = Catalogue::builtIn();
    QVERIFY(catalogue.has_value());
    m_catalogue = *std::move(catalogue);
}

void tst_TagOffer::judges_data()
{
    using enum Verdict;
    QTest::addColumn<QString>("current");
    QTest::addColumn<QString>("running");
    QTest::addColumn<QString>("runner");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("because"); // part of a reason; empty: there is none

    const QString none;
    const QString running = u"Running"_s;
    QTest::newRow("the build of the operator is offered")
        << u"8.0.2-17"_s << none << u"8.0.6-8"_s << running << u"8.0.6-54"_s << Offered << none;
    QTest::newRow("a later build of the same operator is offered")
        << u"7.8.6-36"_s << none << u"7.8.6-1"_s << running << u"7.8.6-60"_s << Offered << none;
    QTest::newRow("with no tag set, the build of the operator is offered")
        << none << none << u"8.0.6-8"_s << running << u"8.0.6-54"_s << Offered << none;
    QTest::newRow("a present tag of the user's own does not hinder")
        << u"8.0.2-17-patched"_s << none << u"8.0.6-8"_s << running << u"8.0.6-54"_s << Offered << none;
    QTest::newRow("a tag that is set is current")
        << u"8.0.6-54"_s << u"8.0.6-54"_s << u"8.0.6-8"_s << running << u"8.0.6-54"_s << Current << u"set now"_s;
    QTest::newRow("a tag that is set is current, even if nobody knows it")
        << u"9.9.9-1"_s << none << none << none << u"9.9.9-1"_s << Current << u"set now"_s;
    QTest::newRow("the flavour is kept") << u"8.0.18-36.14.minimal"_s << none << u"8.0.20-23"_s << running
                                         << u"8.0.20-44.23.minimal"_s << Offered << none;
    QTest::newRow("a change of flavour is warned about") << u"8.0.18-36.14"_s << none << u"8.0.20-23"_s << running
                                                         << u"8.0.20-44.23.minimal"_s << Warned << u"flavour"_s;
    QTest::newRow("the other flavour of the same build is warned about")
        << u"8.0.20-44.23"_s << u"8.0.20-44.23"_s << u"8.0.20-23"_s << running << u"8.0.20-44.23.minimal"_s << Warned
        << u"flavour"_s;
    QTest::newRow("a flavour that ended gives way to the plain image")
        << u"7.4.6-279.rhel8-openshift"_s << none << u"7.8.6-13"_s << running << u"7.8.6-256"_s << Offered << none;
    QTest::newRow("a flavour that was never published is warned about")
        << u"7.8.6-253"_s << none << u"7.8.6-13"_s << running << u"7.8.6-256.minimal"_s << Warned
        << u"not in this flavour"_s;

    QTest::newRow("a build of a newer operator names that operator")
        << u"7.22.2-133"_s << none << u"7.22.2-40"_s << running << u"8.0.6-54"_s << Warned
        << u"needs operator 8.0.6-8"_s;
    QTest::newRow("a build of several operators names them all")
        << u"5.4.14-19"_s << none << u"5.4.14-2"_s << running << u"6.0.6-39"_s << Warned
        << u"6.0.6-11 or 6.0.6-23 or 6.0.6-24"_s;
    QTest::newRow("without an operator the needed one is named")
        << u"8.0.2-17"_s << none << none << running << u"8.0.6-54"_s << Warned << u"runs with operator 8.0.6-8"_s;
    QTest::newRow("an operator of the user's own counts as unknown")
        << u"8.0.2-17"_s << none << u"dev-build"_s << running << u"8.0.6-54"_s << Warned << u"not known"_s;
    QTest::newRow("an unknown build of a known operator is possible")
        << u"8.0.6-54"_s << none << u"8.0.6-8"_s << running << u"8.0.6-60"_s << Warned << u"Make sure that it exists"_s;
    QTest::newRow("an unknown build of an unknown operator is possible")
        << u"8.2.0-46.13"_s << none << u"8.2.0-15"_s << running << u"8.2.0-50.15"_s << Warned << u"belong together"_s;
    QTest::newRow("an unknown build of another line is possible, and said not to fit")
        << u"8.2.0-46.13"_s << none << u"8.2.0-13"_s << running << u"8.4.0-10.1"_s << Warned
        << u"does not belong to operator"_s;
    QTest::newRow("nothing known at all is possible")
        << none << none << none << none << u"9.0.0-1"_s << Warned << u"not in the catalogue"_s;

    QTest::newRow("older is warned about")
        << u"7.8.6-60"_s << none << u"7.8.6-1"_s << running << u"7.8.6-36"_s << Warned << u"older than 7.8.6-60"_s;
    QTest::newRow("older is a matter of numbers")
        << u"7.22.0-28"_s << none << u"7.8.6-1"_s << running << u"7.8.6-60"_s << Warned << u"older than 7.22.0-28"_s;
    QTest::newRow("older than what runs, though newer than what is set")
        << u"7.8.6-13"_s << u"7.8.6-60"_s << u"7.8.6-1"_s << running << u"7.8.6-36"_s << Warned
        << u"older than 7.8.6-60"_s;
    QTest::newRow("back to what still runs takes the change back")
        << u"8.0.6-54"_s << u"8.0.2-17"_s << u"8.0.2-2"_s << u"Upgrade"_s << u"8.0.2-17"_s << Refused << u"RED-84166"_s;
    QTest::newRow("a newer operator lets the change be taken back")
        << u"8.0.10-64"_s << u"8.0.6-54"_s << u"8.0.10-21"_s << u"Upgrade"_s << u"8.0.6-54"_s << Warned
        << u"takes the change to 8.0.10-64 back"_s;
    QTest::newRow("a typo can be corrected while upgrading with a newer operator")
        << u"8.0.10-65"_s << u"8.0.6-54"_s << u"8.0.10-21"_s << u"Upgrade"_s << u"8.0.10-64"_s << Offered << none;
    QTest::newRow("a typo cannot be corrected while upgrading with an older operator")
        << u"8.0.2-18"_s << none << u"8.0.2-2"_s << u"Upgrade"_s << u"8.0.2-17"_s << Refused << u"RED-84166"_s;

    QTest::newRow("a path that the vendor does not support is refused")
        << u"7.22.2-179"_s << none << u"8.0.20-26"_s << running << u"8.0.20-96.26"_s << Refused
        << u"directly from 7.22.2-43 to 8.0.20-26"_s;
    QTest::newRow("the path from the release before is supported")
        << u"7.22.2-170"_s << none << u"8.0.20-26"_s << running << u"8.0.20-96.26"_s << Offered << none;
    QTest::newRow("too old for the images of RHEL 9")
        << u"7.2.4-130"_s << none << u"7.8.2-6"_s << running << u"7.8.2-60"_s << Refused << u"7.4.2-2 first"_s;
    QTest::newRow("just new enough for the images of RHEL 9")
        << u"7.4.2-54"_s << none << u"7.8.2-6"_s << running << u"7.8.2-60"_s << Offered << none;
    QTest::newRow("6.2.8 may break its databases on the way to 6.4.2-5")
        << u"6.2.8-64"_s << none << u"6.4.2-5"_s << running << u"6.4.2-61"_s << Refused << u"6.2.10-45"_s;
    QTest::newRow("6.2.8 may go to 6.4.2-6")
        << u"6.2.8-64"_s << none << u"6.4.2-6"_s << running << u"6.4.2-81"_s << Offered << none;
    QTest::newRow("a step that OLM knows is offered")
        << u"6.4.2-115"_s << none << u"7.4.6-9"_s << running << u"7.4.6-279"_s << Offered << none;
    QTest::newRow("a step that OLM does not know is warned about")
        << u"7.4.6-279"_s << none << u"8.0.6-8"_s << running << u"8.0.6-54"_s << Warned << u"in one step"_s;
    QTest::newRow("a step that OLM cannot know is not held against a tag")
        << u"6.0.20-97"_s << none << u"6.2.4-1"_s << running << u"6.2.4-55"_s << Offered << none;
    QTest::newRow("6.0.6-6 is warned about")
        << u"5.4.14-19"_s << none << u"6.0.6-6"_s << running << u"6.0.6-35"_s << Warned << u"Active-Active"_s;

    QTest::newRow("nothing is refused") << u"8.0.2-17"_s << none << u"8.0.6-8"_s << running << u""_s << Refused
                                        << u"missing"_s;
    QTest::newRow("a word is refused") << u"8.0.2-17"_s << none << u"8.0.6-8"_s << running << u"latest"_s << Refused
                                       << u"three numbers"_s;
    QTest::newRow("a whole image is refused") << u"8.0.2-17"_s << none << u"8.0.6-8"_s << running
                                              << u"redislabs/redis:8.0.6-54"_s << Refused << u"only 8.0.6-54"_s;
}

void tst_TagOffer::judges()
{
    QFETCH(QString, current);
    QFETCH(QString, running);
    QFETCH(QString, runner);
    QFETCH(QString, state);
    QFETCH(QString, tag);
    QFETCH(Verdict, verdict);
    QFETCH(QString, because);
    const TagSituation situation{
        .currentTag = current, .runningTag = running, .operatorTag = runner, .state = state, .pinnedByDigest = false};

    const TagOffer offer = judgeTag(m_catalogue, situation, tag);
    const QString reasons = offer.reasons.join(u' ');
    QVERIFY2(offer.verdict == verdict, qPrintable(reasons));
    QVERIFY2(because.isEmpty() ? reasons.isEmpty() : reasons.contains(because), qPrintable(reasons));
    QCOMPARE(offer.tag, tag);
    for (const QString &sentence : offer.reasons + offer.notes)
        QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
}

void tst_TagOffer::putsTheWeightiestReasonFirst()
{
    const TagSituation situation{.currentTag = u"7.22.2-179"_s,
                                 .runningTag = {},
                                 .operatorTag = u"8.0.20-26"_s,
                                 .state = u"Running"_s,
                                 .pinnedByDigest = true};
    const TagOffer offer = judgeTag(m_catalogue, situation, u"8.0.20-96.26"_s);
    QCOMPARE(offer.verdict, Verdict::Refused);
    QCOMPARE(offer.reasons.size(), 3);
    QVERIFY(offer.reasons.first().contains(u"is not supported"));
    QVERIFY(
        offer.reasons.contains(u"The image is pinned by a digest, which has to be changed to that of this tag at the "
                               u"same time: the digest decides what runs."_s));
}

void tst_TagOffer::marksWhatIsNoTag()
{
    const TagOffer offer = judgeTag(m_catalogue, {}, u"v8.0.6-54"_s);
    QCOMPARE(offer.verdict, Verdict::Refused);
    QVERIFY(offer.problem.has_value());
    QCOMPARE(offer.problem->position, 0);
    QCOMPARE(offer.problem->suggestion, u"8.0.6-54"_s);
    QCOMPARE(offer.reasons, QStringList{offer.problem->message});
    QVERIFY(!judgeTag(m_catalogue, {}, u"8.0.6-54"_s).problem);
}

void tst_TagOffer::tellsWhatToKnowBeforehand_data()
{
    QTest::addColumn<QString>("current");
    QTest::addColumn<QString>("runner");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("note");
    QTest::addColumn<bool>("told");

    QTest::newRow("an older operator takes no correction")
        << u"7.22.2-116"_s << u"7.22.2-40"_s << u"7.22.2-133"_s << u"RED-84166"_s << true;
    QTest::newRow("from 8.0.6-8 on it does")
        << u"8.0.2-17"_s << u"8.0.6-8"_s << u"8.0.6-54"_s << u"RED-84166"_s << false;
    QTest::newRow("an expired licence blocks 8.0.18")
        << u"8.0.6-54"_s << u"8.0.18-14"_s << u"8.0.18-36.14"_s << u"RED-185977"_s << true;
    QTest::newRow("an expired licence is no issue of 7.8")
        << u"7.8.6-13"_s << u"7.8.6-1"_s << u"7.8.6-60"_s << u"RED-185977"_s << false;
    QTest::newRow("the bundle of v7.4.6-9 is a wrong one")
        << u"7.4.6-275"_s << u"7.4.6-9"_s << u"7.4.6-279"_s << u"git tag v7.4.6-9"_s << true;
    QTest::newRow("RHEL 9 is new to 7.4.6") << u"7.4.6-275"_s << u"7.8.2-6"_s << u"7.8.2-60"_s << u"RHEL 9"_s << true;
    QTest::newRow("RHEL 9 is not new to 7.8.2")
        << u"7.8.2-34"_s << u"7.8.2-6"_s << u"7.8.2-60"_s << u"RHEL 9"_s << false;
    QTest::newRow("a flavour that ended is told")
        << u"7.4.6-279.rhel8-openshift"_s << u"7.8.6-13"_s << u"7.8.6-256"_s << u"rhel8-openshift"_s << true;
    QTest::newRow("a tag for OpenShift only") << u"7.4.6-102.rhel8-openshift"_s << u"7.4.6-6"_s
                                              << u"7.4.6-232.rhel8-openshift"_s << u"OpenShift only"_s << true;
    QTest::newRow("its sister is for all")
        << u"7.4.6-102"_s << u"7.4.6-6"_s << u"7.4.6-233"_s << u"OpenShift only"_s << false;
    QTest::newRow("a build that is not known yet is told by its operator")
        << u"7.22.2-116"_s << u"7.22.2-40"_s << u"7.22.2-140"_s << u"RED-84166"_s << true;
}

void tst_TagOffer::tellsWhatToKnowBeforehand()
{
    QFETCH(QString, current);
    QFETCH(QString, runner);
    QFETCH(QString, tag);
    QFETCH(QString, note);
    QFETCH(bool, told);

    const TagSituation situation{
        .currentTag = current, .runningTag = {}, .operatorTag = runner, .state = u"Running"_s, .pinnedByDigest = false};
    const TagOffer offer = judgeTag(m_catalogue, situation, tag);
    const bool found = std::ranges::any_of(offer.notes, [&](const QString &text) { return text.contains(note); });
    QVERIFY2(found == told, qPrintable(offer.notes.join(u'\n')));
}

void tst_TagOffer::tellsOfManyNodesOnlyThoseWhoHaveThem()
{
    const auto isTold = [this](int nodes) {
        const TagSituation situation{.currentTag = u"7.22.0-250"_s, .operatorTag = u"7.22.2-21"_s, .nodes = nodes};
        return judgeTag(m_catalogue, situation, u"7.22.2-14"_s).notes.join(u' ').contains(u"more than nine nodes"_s);
    };
    QVERIFY(!isTold(3));
    QVERIFY(!isTold(9));
    QVERIFY(isTold(11));
    QVERIFY(isTold(0)); // how many there are is not known
}

void tst_TagOffer::offersTheBuildsOfTheOperator_data()
{
    QTest::addColumn<QString>("current");
    QTest::addColumn<QString>("runner");
    QTest::addColumn<QStringList>("first");

    QTest::newRow("newest first") << u"7.8.2-60"_s << u"7.8.6-1"_s
                                  << QStringList{u"7.8.6-60"_s, u"7.8.6-36"_s, u"7.8.6-13"_s, u"8.2.0-46.13"_s};
    QTest::newRow("in the present flavour, then in the others")
        << u"7.4.6-102.rhel8-openshift"_s << u"7.4.6-7"_s
        << QStringList{u"7.4.6-275.rhel8-openshift"_s, u"7.4.6-272.rhel8-openshift"_s, u"7.4.6-275"_s, u"7.4.6-272"_s};
    QTest::newRow("minimal stays minimal")
        << u"8.0.18-23.11.minimal"_s << u"8.0.18-14"_s
        << QStringList{u"8.0.18-36.14.minimal"_s, u"8.0.18-36.14"_s, u"8.2.0-46.13.minimal"_s};
    QTest::newRow("plain where the flavour ended")
        << u"7.4.6-275.rhel8-openshift"_s << u"7.8.6-13"_s << QStringList{u"7.8.6-256"_s, u"8.2.0-46.13"_s};
    QTest::newRow("plain with no tag set")
        << QString() << u"8.0.18-14"_s << QStringList{u"8.0.18-36.14"_s, u"8.0.18-36.14.minimal"_s};
    QTest::newRow("everything with no operator known")
        << u"8.0.2-17"_s << QString() << QStringList{u"8.2.0-46.13"_s, u"8.2.0-25.12"_s};
}

void tst_TagOffer::offersTheBuildsOfTheOperator()
{
    QFETCH(QString, current);
    QFETCH(QString, runner);
    QFETCH(QStringList, first);

    const TagSituation situation{
        .currentTag = current, .runningTag = {}, .operatorTag = runner, .state = u"Running"_s, .pinnedByDigest = false};
    QStringList tags;
    for (const TagOffer &offer : tagOffers(m_catalogue, situation))
        tags.append(offer.tag);
    QCOMPARE(tags.first(first.size()), first);
}

void tst_TagOffer::offersEverythingOnce()
{
    const TagSituation situation{.currentTag = u"8.0.2-17"_s,
                                 .runningTag = {},
                                 .operatorTag = u"8.0.6-8"_s,
                                 .state = u"Running"_s,
                                 .pinnedByDigest = false};
    const QList<TagOffer> offers = tagOffers(m_catalogue, situation);
    QSet<QString> tags;
    int current = 0;
    for (const TagOffer &offer : offers) {
        tags.insert(offer.tag);
        current += offer.verdict == Verdict::Current;
    }
    QCOMPARE(tags.size(), offers.size());
    QCOMPARE(current, 1);
    for (const redis::Release &release : m_catalogue.releases()) {
        const bool offered = std::ranges::any_of(
            release.tags, [&](const redis::ImageTag &tag) { return tags.contains(tag.toString()); });
        QVERIFY2(offered, qPrintable(release.operatorTag.toString()));
    }
}

void tst_TagOffer::offersOnlyWhatTheOperatorRuns()
{
    QRandomGenerator random(20260803);
    const auto anyRelease = [&]() -> const redis::Release & {
        return m_catalogue.releases().at(random.bounded(m_catalogue.releases().size()));
    };
    int offered = 0;
    for (int i = 0; i < 60; ++i) {
        const TagSituation situation{.currentTag = anyRelease().tags.first().toString(),
                                     .runningTag = {},
                                     .operatorTag = anyRelease().operatorTag.toString(),
                                     .state = random.bounded(2) ? u"Running"_s : u"Upgrade"_s,
                                     .pinnedByDigest = random.bounded(4) == 0};
        const auto runner = redis::OperatorTag::read(situation.operatorTag).value();
        for (const TagOffer &offer : tagOffers(m_catalogue, situation)) {
            QCOMPARE(offer.reasons.isEmpty(), offer.verdict == Verdict::Offered);
            if (offer.verdict != Verdict::Offered)
                continue;
            ++offered;
            const auto tag = redis::ImageTag::read(offer.tag).value();
            QVERIFY(m_catalogue.tagsOf(runner).contains(tag));
            QVERIFY(tag > redis::ImageTag::read(situation.currentTag).value());
            QVERIFY(!situation.pinnedByDigest);
        }
    }
    QVERIFY(offered > 10);
}

void tst_TagOffer::offersAndJudgementsAgree()
{
    const TagSituation situation{.currentTag = u"7.4.6-102.rhel8-openshift"_s,
                                 .runningTag = {},
                                 .operatorTag = u"7.8.6-13"_s,
                                 .state = u"Running"_s,
                                 .pinnedByDigest = false};
    const QList<TagOffer> offers = tagOffers(m_catalogue, situation);
    QVERIFY(offers.size() > 80);
    for (const TagOffer &offer : offers)
        QCOMPARE(judgeTag(m_catalogue, situation, offer.tag), offer);
}

QTEST_GUILESS_MAIN(tst_TagOffer)
#include "tst_tagoffer.moc"
