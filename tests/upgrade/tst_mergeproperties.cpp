// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundleplan.h"
#include "bundle/rbacrules.h"
#include "bundle/storedform.h"
#include "randomrelease.h"
#include "yamlwriter.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using testsupport::RandomRelease;
using testsupport::Traits;
using upgrade::DocumentMerge;

namespace {

/// Equal but for the order of entries, and for the words in which a role permits the same.
QString differences(QJsonObject left, QJsonObject right)
{
    for (QJsonObject *side : {&left, &right}) {
        *side = upgrade::storedForm(*side);
        if (side->contains("rules"_L1))
            (*side)["rules"_L1] = upgrade::permissionTable(side->value("rules"_L1).toArray());
    }
    const yaml::KeyedLists lists(upgrade::listRules(left["kind"_L1].toString()), {.ours = left, .theirs = right});
    QStringList lines;
    for (const yaml::Change &change : yaml::differences(lists.keyed().ours, lists.keyed().theirs))
        lines.append(u"%1: %2 -> %3"_s.arg(change.path.toString(), change.before.toVariant().toString(),
                                           change.after.toVariant().toString()));
    return lines.join(u'\n');
}

/// Three states of one document.
struct Case
{
    Traits base;
    Traits ours;
    Traits theirs;

    [[nodiscard]] bool isConflict(qsizetype trait) const
    {
        return ours.at(trait) != base.at(trait) && theirs.at(trait) != base.at(trait)
            && ours.at(trait) != theirs.at(trait);
    }
    /// Trait by trait; conflicts as ours.
    [[nodiscard]] Traits merged() const
    {
        Traits result = ours;
        for (qsizetype i = 0; i < result.size(); ++i) {
            if (ours.at(i) == base.at(i))
                result[i] = theirs.at(i);
        }
        return result;
    }
};

Case randomCase(RandomRelease &random, const QString &kind)
{
    const Traits base = random.traits(kind);
    return {.base = base, .ours = random.changed(kind, base), .theirs = random.changed(kind, base)};
}

DocumentMerge mergeOf(RandomRelease &random, const QString &kind, const Case &sides)
{
    return {random.document(kind, sides.base), random.live(kind, sides.ours), random.document(kind, sides.theirs)};
}

QByteArray bundleText(RandomRelease &random, const QMap<QString, Traits> &traits)
{
    QByteArray text;
    for (const QString &kind : random.shuffled(traits.keys()))
        text += "---\n" + yaml::write(random.document(kind, traits.value(kind))).toUtf8();
    return text;
}

upgrade::Bundle readBundle(const QByteArray &text)
{
    auto bundle = upgrade::Bundle::read(text, u"bundle.yaml"_s);
    if (!bundle)
        qFatal("%s", qPrintable(bundle.error().message));
    return *bundle;
}

constexpr quint32 firstSeed = 20'260'000;

} // namespace

/// What holds of every merge, on thousands of random ones of every kind of document. The seed of a case is its number.
class tst_MergeProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void nothingEditedIsTheRelease();
    void nothingReleasedIsTheClusterToTheLetter();
    void eachFieldIsWhoeverChangedIt();
    void aConflictIsWhatItWasSettledTo();
    void theOrderOfEntriesDoesNotMatter();
    void twiceIsOnce();
    void withoutABaseNothingIsLost();
    void theOrderOfDocumentsDoesNotMatter();

private:
    void forEachCase(int count, const std::function<void(RandomRelease &, const QString &kind)> &check);

    quint32 m_seed = 0;
};

void tst_MergeProperties::init()
{
    m_seed = 0;
}

void tst_MergeProperties::cleanup()
{
    if (QTest::currentTestFailed())
        qWarning("seed %u", m_seed);
}

void tst_MergeProperties::forEachCase(int count, const std::function<void(RandomRelease &, const QString &kind)> &check)
{
    const QStringList kinds = RandomRelease::kinds();
    for (int i = 0; i < count && !QTest::currentTestFailed(); ++i) {
        m_seed = firstSeed + quint32(i);
        RandomRelease random(m_seed);
        check(random, kinds.at(i % kinds.size()));
    }
}

void tst_MergeProperties::nothingEditedIsTheRelease()
{
    forEachCase(400, [](RandomRelease &random, const QString &kind) {
        Case sides = randomCase(random, kind);
        sides.ours = sides.base;
        const DocumentMerge merge = mergeOf(random, kind, sides);
        QVERIFY(merge.conflicts().isEmpty());
        QVERIFY(merge.kept().isEmpty());
        QCOMPARE(differences(random.live(kind, sides.theirs), merge.merged()), QString());
        QCOMPARE(merge.changes().isEmpty(), sides.base == sides.theirs);
    });
}

void tst_MergeProperties::nothingReleasedIsTheClusterToTheLetter()
{
    forEachCase(400, [](RandomRelease &random, const QString &kind) {
        const Traits released = random.traits(kind);
        const QJsonObject release = random.document(kind, released);
        const QJsonObject live = random.live(kind, random.changed(kind, released));
        const DocumentMerge merge(release, live, release);
        QVERIFY(merge.conflicts().isEmpty());
        QVERIFY(merge.changes().isEmpty());
        QVERIFY(!merge.isOfRelease());
        QCOMPARE(merge.merged(), live);
    });
}

void tst_MergeProperties::eachFieldIsWhoeverChangedIt()
{
    int conflicts = 0;
    forEachCase(800, [&](RandomRelease &random, const QString &kind) {
        const Case sides = randomCase(random, kind);
        const DocumentMerge merge = mergeOf(random, kind, sides);
        qsizetype expected = 0;
        for (qsizetype i = 0; i < sides.base.size(); ++i)
            expected += sides.isConflict(i) ? 1 : 0;
        QCOMPARE(merge.conflicts().size(), expected);
        QCOMPARE(differences(random.live(kind, sides.merged()), merge.merged()), QString());
        conflicts += int(expected);
    });
    QVERIFY2(conflicts > 50, qPrintable(QString::number(conflicts)));
}

void tst_MergeProperties::aConflictIsWhatItWasSettledTo()
{
    forEachCase(400, [](RandomRelease &random, const QString &kind) {
        const Case sides = randomCase(random, kind);
        DocumentMerge merge = mergeOf(random, kind, sides);
        Traits expected = sides.merged();
        for (qsizetype i = 0; i < expected.size(); ++i) {
            if (!sides.isConflict(i))
                continue;
            QVERIFY(!merge.isWhollyDecided());
            // Alone it is in the same place.
            Case alone{.base = sides.base, .ours = sides.base, .theirs = sides.base};
            alone.ours[i] = sides.ours.at(i);
            alone.theirs[i] = sides.theirs.at(i);
            const yaml::Conflict conflict = mergeOf(random, kind, alone).conflicts().value(0);
            const bool isTheirs = random.chance(50);
            merge.decide(conflict.path, isTheirs ? conflict.ours : conflict.theirs); // and think again
            merge.decide(conflict.path, isTheirs ? conflict.theirs : conflict.ours);
            QVERIFY(merge.isDecided(conflict.path));
            if (isTheirs)
                expected[i] = sides.theirs.at(i);
        }
        QVERIFY(merge.isWhollyDecided());
        QCOMPARE(differences(random.live(kind, expected), merge.merged()), QString());
    });
}

void tst_MergeProperties::theOrderOfEntriesDoesNotMatter()
{
    forEachCase(400, [](RandomRelease &random, const QString &kind) {
        const Case sides = randomCase(random, kind);
        const DocumentMerge one = mergeOf(random, kind, sides);
        const DocumentMerge other = mergeOf(random, kind, sides);
        QCOMPARE(differences(one.merged(), other.merged()), QString());
        QCOMPARE(one.conflicts(), other.conflicts());
        if (kind != "Role"_L1) // whose rules are permissions in some words
            QCOMPARE(one.changes(), other.changes());
    });
}

void tst_MergeProperties::twiceIsOnce()
{
    forEachCase(400, [](RandomRelease &random, const QString &kind) {
        const Case sides = randomCase(random, kind);
        const QJsonObject base = random.document(kind, sides.base);
        const QJsonObject theirs = random.document(kind, sides.theirs);
        DocumentMerge merge(base, random.live(kind, sides.ours), theirs);
        const QList<yaml::Conflict> conflicts = merge.conflicts();
        for (const yaml::Conflict &conflict : conflicts)
            merge.decide(conflict.path, random.chance(50) ? conflict.theirs : conflict.ours);
        const QJsonObject once = merge.merged();
        // Whether the release is known to be applied or not.
        for (const QJsonObject &running : {theirs, base}) {
            const DocumentMerge again(running, once, theirs);
            QVERIFY(again.changes().isEmpty());
            QCOMPARE(again.merged(), once);
            QVERIFY(again.conflicts().size() <= conflicts.size());
        }
    });
}

void tst_MergeProperties::withoutABaseNothingIsLost()
{
    forEachCase(400, [](RandomRelease &random, const QString &kind) {
        const Case sides = randomCase(random, kind);
        const DocumentMerge merge(std::nullopt, random.live(kind, sides.ours), random.document(kind, sides.theirs));
        Traits expected = sides.ours;
        for (qsizetype i = 0; i < expected.size(); ++i) {
            if (expected.at(i) == 0 || i < RandomRelease::releaseTraits(kind))
                expected[i] = sides.theirs.at(i);
        }
        DocumentMerge settled = merge;
        for (const yaml::Conflict &conflict : merge.conflicts())
            settled.decide(conflict.path, conflict.ours);
        QCOMPARE(settled.merged(), merge.merged());
        QVERIFY(merge.kept().isEmpty());
        if (kind == "RoleBinding"_L1 || kind == "Role"_L1 || kind == "CustomResourceDefinition"_L1
            || kind == "ServiceAccount"_L1)
            QCOMPARE(differences(random.live(kind, expected), merge.merged()), QString());
    });
}

void tst_MergeProperties::theOrderOfDocumentsDoesNotMatter()
{
    forEachCase(30, [](RandomRelease &random, const QString &) {
        QMap<QString, Traits> running;
        QMap<QString, Traits> released;
        QMap<upgrade::ObjectIdentity, QJsonObject> live;
        for (const QString &kind : RandomRelease::kinds()) {
            const Case sides = randomCase(random, kind);
            running.insert(kind, sides.base);
            released.insert(kind, sides.theirs);
            const QJsonObject object = random.live(kind, sides.ours);
            live.insert(upgrade::ObjectIdentity::of(object), object);
        }
        const auto plan = [&] {
            const upgrade::Bundle base = readBundle(bundleText(random, running));
            return upgrade::BundlePlan(readBundle(bundleText(random, released)), &base, live);
        };
        const upgrade::BundlePlan one = plan();
        const upgrade::BundlePlan other = plan();
        QCOMPARE(one.documents().size(), live.size());
        QCOMPARE(other.documents().size(), live.size());
        QMap<upgrade::ObjectIdentity, QJsonObject> after;
        for (qsizetype i = 0; i < live.size(); ++i) {
            const upgrade::DocumentPlan &document = one.documents().at(i);
            QCOMPARE(document.identity, other.documents().at(i).identity);
            QCOMPARE(differences(document.wanted(), other.documents().at(i).wanted()), QString());
            after.insert(document.identity, document.wanted());
        }
        // And applied, nothing is left to do.
        const upgrade::Bundle theirs = readBundle(bundleText(random, released));
        const upgrade::BundlePlan again(theirs, &theirs, after);
        for (const upgrade::DocumentPlan &document : again.documents()) {
            QVERIFY(document.merge->changes().isEmpty());
            QCOMPARE(document.wanted(), after.value(document.identity));
        }
    });
}

QTEST_GUILESS_MAIN(tst_MergeProperties)
#include "tst_mergeproperties.moc"
