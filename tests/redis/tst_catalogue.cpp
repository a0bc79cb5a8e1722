// SPDX-License-Identifier: Apache-2.0
#include "catalogue.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using redis::Catalogue;
using redis::ImageTag;
using redis::Note;
using redis::OperatorTag;

class tst_Catalogue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void holdsTheReleases();
    void listsTheBuildsOfAnOperator_data();
    void listsTheBuildsOfAnOperator();
    void findsTheOperatorsOfATag_data();
    void findsTheOperatorsOfATag();
    void agreesInTheFirstThreeNumbers();
    void knowsFlavours();
    void knowsDirectUpgrades_data();
    void knowsDirectUpgrades();
    void readsDigests();
    void knowsKubernetesVersions();
    void holdsTheKnownProblems();
    void boundsRanges();
    void refusesWhatIsMalformed_data();
    void refusesWhatIsMalformed();
    void agreesWithTheTables();

private:
    Catalogue m_catalogue;
};

namespace {

QString joined(const auto &tags)
{
    QStringList texts;
    for (const auto &tag : tags)
        texts.append(tag.toString());
    return texts.join(u' ');
}

OperatorTag operatorTag(const QString &text)
{
    return OperatorTag::read(text).value();
}

} // namespace

void tst_Catalogue::initTestCase()
{
    auto catalogue = Catalogue::builtIn();
    QVERIFY2(catalogue.has_value(), qPrintable(catalogue ? QString() : catalogue.error().message));
    m_catalogue = *std::move(catalogue);
}

void tst_Catalogue::holdsTheReleases()
{
    QCOMPARE(m_catalogue.releases().size(), 100);
    QCOMPARE(m_catalogue.asOf(), u"2026-08"_s);
    QVERIFY(std::ranges::is_sorted(m_catalogue.releases(), {},
                                   [](const redis::Release &release) { return release.operatorTag.version(); }));
    const redis::Release &newest = m_catalogue.releases().last();
    QCOMPARE(newest.operatorTag.toString(), u"8.2.0-13"_s);
    QCOMPARE(joined(newest.tags), u"8.2.0-46.13 8.2.0-46.13.minimal"_s);
    QCOMPARE(newest.date, u"2026-08"_s);
    QCOMPARE(newest.olmVersion, u"8.2.0-13.0"_s);
}

void tst_Catalogue::listsTheBuildsOfAnOperator_data()
{
    QTest::addColumn<QString>("runner");
    QTest::addColumn<QString>("tags");

    QTest::newRow("one build") << u"8.0.6-8"_s << u"8.0.6-54"_s;
    QTest::newRow("two flavours") << u"8.0.18-14"_s << u"8.0.18-36.14 8.0.18-36.14.minimal"_s;
    QTest::newRow("several builds over time, newest first") << u"7.8.6-1"_s << u"7.8.6-60 7.8.6-36 7.8.6-13"_s;
    QTest::newRow("builds that differ by platform")
        << u"7.4.6-6"_s
        << u"7.4.6-268 7.4.6-268.rhel8-openshift 7.4.6-233 7.4.6-232.rhel8-openshift 7.4.6-102 7.4.6-102.rhel8-openshift"_s;
    QTest::newRow("a wrong release note is corrected") << u"6.0.6-6"_s << u"6.0.6-35"_s;
    QTest::newRow("swapped lines are corrected, too") << u"7.8.6-13"_s << u"7.8.6-256"_s;
    QTest::newRow("the suffix of an old operator does not matter")
        << u"5.4.10-8.rhel7"_s << u"5.4.10-22 5.4.10-22b.rhel7-openshift"_s;
    QTest::newRow("an operator that never was") << u"9.9.9-9"_s << u""_s;
}

void tst_Catalogue::listsTheBuildsOfAnOperator()
{
    QFETCH(QString, runner);
    QFETCH(QString, tags);
    QCOMPARE(joined(m_catalogue.tagsOf(operatorTag(runner))), tags);
    QCOMPARE(m_catalogue.knows(operatorTag(runner)), !tags.isEmpty());
}

void tst_Catalogue::findsTheOperatorsOfATag_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("operators");

    QTest::newRow("one") << u"7.22.0-250"_s << u"7.22.0-17"_s;
    QTest::newRow("three that run one build") << u"6.0.6-39"_s << u"6.0.6-11 6.0.6-23 6.0.6-24"_s;
    QTest::newRow("two") << u"7.4.6-102"_s << u"7.4.6-2 7.4.6-6"_s;
    QTest::newRow("whatever the flavour") << u"8.0.20-96.26.minimal"_s << u"8.0.20-26"_s;
    QTest::newRow("none") << u"8.0.6-55"_s << u""_s;
}

void tst_Catalogue::findsTheOperatorsOfATag()
{
    QFETCH(QString, tag);
    QFETCH(QString, operators);
    QCOMPARE(joined(m_catalogue.operatorsOf(ImageTag::read(tag).value())), operators);
}

void tst_Catalogue::agreesInTheFirstThreeNumbers()
{
    for (const redis::Release &release : m_catalogue.releases()) {
        QVERIFY(!release.tags.isEmpty());
        for (const ImageTag &tag : release.tags) {
            QVERIFY2(tag.version().isSameLine(release.operatorTag.version()), qPrintable(tag.toString()));
            if (tag.hasOperatorBuild())
                QCOMPARE(tag.version().operatorBuild, release.operatorTag.version().build);
        }
    }
}

void tst_Catalogue::knowsFlavours()
{
    QVERIFY(m_catalogue.knows(ImageTag::read(u"8.0.18-36.14.minimal").value()));
    QVERIFY(!m_catalogue.knows(ImageTag::read(u"7.8.6-60.minimal").value()));
    QVERIFY(!m_catalogue.knows(ImageTag::read(u"8.0.18-36").value()));
}

void tst_Catalogue::knowsDirectUpgrades_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<std::optional<bool>>("direct");

    QTest::newRow("the next one") << u"8.2.0-12"_s << u"8.2.0-13"_s << std::optional(true);
    QTest::newRow("far apart") << u"7.4.2-2"_s << u"8.2.0-13"_s << std::optional(true);
    QTest::newRow("the one that is missing") << u"7.22.2-43"_s << u"8.0.20-26"_s << std::optional(false);
    QTest::newRow("its predecessor is there") << u"7.22.2-42"_s << u"8.0.20-26"_s << std::optional(true);
    QTest::newRow("too old") << u"6.4.2-8"_s << u"8.2.0-13"_s << std::optional(false);
    QTest::newRow("backwards") << u"8.2.0-13"_s << u"8.2.0-12"_s << std::optional(false);
    QTest::newRow("OLM never had the older one") << u"5.4.10-8"_s << u"8.2.0-13"_s << std::optional<bool>();
    QTest::newRow("OLM never had the newer one") << u"6.2.8-2"_s << u"6.2.4-1"_s << std::optional<bool>();
}

void tst_Catalogue::knowsDirectUpgrades()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(std::optional<bool>, direct);
    QCOMPARE(m_catalogue.isDirectUpgrade(operatorTag(from), operatorTag(to)), direct);
}

void tst_Catalogue::readsDigests()
{
    const auto image =
        u"sha256:10c2630183aaf357bca793dbe239e7011d2527dfa6ff5f15c0278bbc501eaeb4"_s; // 8.0.6-54 in bundle 8.0.6-8.0
    QCOMPARE(m_catalogue.tagOfDigest(image), ImageTag::parse(u"8.0.6-54"));
    QVERIFY(!m_catalogue.operatorOfDigest(image));
    const auto runner = u"sha256:0f144922ea1e2d4ea72affb36238258c9f21c39d6ba9ad73da79278dde1eed37"_s;
    QCOMPARE(m_catalogue.operatorOfDigest(runner), OperatorTag::parse(u"6.2.8-15"));
    QVERIFY(!m_catalogue.tagOfDigest(runner));
    QVERIFY(!m_catalogue.operatorOfDigest(QString()));
}

void tst_Catalogue::knowsKubernetesVersions()
{
    const auto support = m_catalogue.kubernetesOf(operatorTag(u"8.2.0-12"_s));
    QCOMPARE(support.value(u"1.36"_s, Catalogue::Support::EndOfLife), Catalogue::Support::Supported);
    QCOMPARE(support.value(u"1.32"_s), Catalogue::Support::Deprecated);
    QCOMPARE(support.value(u"1.31"_s), Catalogue::Support::EndOfLife);
    QVERIFY(!support.contains(u"1.30"_s));
    QVERIFY(m_catalogue.kubernetesOf(operatorTag(u"9.9.9-9"_s)).isEmpty());
}

void tst_Catalogue::holdsTheKnownProblems()
{
    const auto ids = [&] {
        QStringList all;
        for (const Note &note : m_catalogue.notes())
            all.append(note.id);
        return all;
    }();
    for (const QString &id : {u"RED-84166"_s, u"RED-185977"_s, u"bundle-v7.4.6-9"_s, u"bundle-v7.8.6-11"_s,
                              u"path-7.22.2-43"_s, u"RED-102241"_s})
        QVERIFY2(ids.contains(id), qPrintable(id));
    for (const Note &note : m_catalogue.notes()) {
        QVERIFY2(note.text.endsWith(u'.'), qPrintable(note.id));
        // A note without any condition would be shown on every change there is.
        QVERIFY2(note.operators || note.from || !note.tags.isEmpty(), qPrintable(note.id));
    }
}

void tst_Catalogue::boundsRanges()
{
    const Note::Range range{.since = operatorTag(u"7.22.0-0"_s).version(),
                            .before = operatorTag(u"8.0.20-0"_s).version()};
    QVERIFY(range.contains(operatorTag(u"7.22.0-0"_s).version()));
    QVERIFY(range.contains(operatorTag(u"8.0.18-14"_s).version()));
    QVERIFY(!range.contains(operatorTag(u"8.0.20-0"_s).version()));
    QVERIFY(!range.contains(operatorTag(u"7.8.6-303"_s).version()));
    QVERIFY(Note::Range().contains(operatorTag(u"1.0.0-0"_s).version()));
}

void tst_Catalogue::refusesWhatIsMalformed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("complaint");

    const QByteArray head = R"({"format":1,"asOf":"2026-08",)";
    const QByteArray release = R"("releases":[{"operator":"8.0.6-8","date":"2025-12","redis":["8.0.6-54"]}])";
    QTest::newRow("nothing") << QByteArray() << u"illegal value"_s;
    QTest::newRow("cut off") << head << u"unterminated object"_s;
    QTest::newRow("of another format") << QByteArray(R"({"format":2})") << u"another format"_s;
    QTest::newRow("no releases") << QByteArray(head + R"("releases":[]})") << u"names no releases"_s;
    QTest::newRow("a tag that is none") << QByteArray(head
                                                      + R"("releases":[{"operator":"8.0.6-8","redis":["latest"]}]})")
                                        << u"'latest' is no image tag"_s;
    QTest::newRow("an operator that is none")
        << QByteArray(head + R"("releases":[{"operator":8}]})") << u"'' is no operator tag"_s;
    QTest::newRow("a source that is none")
        << QByteArray(head + release + R"(,"directUpgrades":{"8.0.6-8":["x"]}})") << u"'x' is no operator tag"_s;
    QTest::newRow("a target that is none")
        << QByteArray(head + release + R"(,"directUpgrades":{"y":[]}})") << u"'y' is no operator tag"_s;
    QTest::newRow("a digest of nothing") << QByteArray(head + release + R"(,"redisDigests":{"sha256:0":"z"}})")
                                         << u"'z' is no image tag"_s;
    QTest::newRow("support of an unknown degree")
        << QByteArray(head + release + R"(,"kubernetes":{"8.0.6-8":{"1.33":"maybe"}}})") << u"'maybe'"_s;
    QTest::newRow("a note of an unknown effect")
        << QByteArray(head + release + R"(,"notes":[{"id":"RED-1","effect":"shout","text":"."}]})") << u"'RED-1'"_s;
    QTest::newRow("a range that ends nowhere")
        << QByteArray(head + release + R"(,"notes":[{"id":"a","effect":"warn","from":{"before":"8"},"text":"."}]})")
        << u"'8' is no operator tag"_s;
}

void tst_Catalogue::refusesWhatIsMalformed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, complaint);
    const auto catalogue = Catalogue::load(json);
    QVERIFY(!catalogue.has_value());
    QCOMPARE(catalogue.error().kind, kube::Error::Kind::Configuration);
    QVERIFY2(catalogue.error().message.contains(complaint), qPrintable(catalogue.error().message));
}

void tst_Catalogue::agreesWithTheTables()
{
    // Cleaned, since tests/data need not exist.
    QFile file(QDir::cleanPath(QStringLiteral(TEST_DATA "/../../../shared/data/operator-to-redis-version-map.csv")));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        QSKIP("The tables that the catalogue is made from are not here.");
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts).sliced(1);
    QCOMPARE(lines.size(), m_catalogue.releases().size());
    for (const QString &line : lines) {
        const QStringList columns = line.split(u','); // only the last column is ever quoted
        const OperatorTag runner = operatorTag(columns.at(2).section(u' ', 0, 0));
        if (runner.toString() == u"6.0.6-6") // its release note names an image that does not exist
            continue;
        const QStringList tags = QString(columns.at(3) + u' ' + columns.at(4)).split(u' ', Qt::SkipEmptyParts);
        QVERIFY(!tags.isEmpty());
        for (const QString &tag : tags)
            QVERIFY2(m_catalogue.tagsOf(runner).contains(ImageTag::read(tag).value()), qPrintable(line));
        for (const QString &rigger : columns.at(5).split(u' ', Qt::SkipEmptyParts))
            QVERIFY2(operatorTag(rigger).version() == runner.version(), qPrintable(line));
    }
}

QTEST_GUILESS_MAIN(tst_Catalogue)
#include "tst_catalogue.moc"
