// SPDX-License-Identifier: Apache-2.0
#include "imagetag.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using redis::Flavour;
using redis::ImageTag;
using redis::OperatorTag;
using redis::TagProblem;

Q_DECLARE_METATYPE(redis::Flavour)
Q_DECLARE_METATYPE(redis::TagProblem::Kind)

class tst_ImageTag : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesApart_data();
    void takesApart();
    void explains_data();
    void explains();
    void readsOperatorTags_data();
    void readsOperatorTags();
    void explainsOperatorTags();
    void ordersByNumbers_data();
    void ordersByNumbers();
    void knowsFlavoursApart();
    void changesFlavour();
    void agreesWithTheGrammar();
    void readsEveryPublishedTag();
};

void tst_ImageTag::takesApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("numbers");
    QTest::addColumn<Flavour>("flavour");
    QTest::addColumn<bool>("rebuild");

    QTest::newRow("an early tag") << u"5.4.10-22"_s << QList{5, 4, 10, 22, 0} << Flavour::Plain << false;
    QTest::newRow("a rebuild for RHEL 7")
        << u"5.4.10-22b.rhel7-openshift"_s << QList{5, 4, 10, 22, 0} << Flavour::Rhel7OpenShift << true;
    QTest::newRow("RHEL 8") << u"6.2.10-129.rhel8-openshift"_s << QList{6, 2, 10, 129, 0} << Flavour::Rhel8OpenShift
                            << false;
    QTest::newRow("one image for all platforms") << u"7.8.4-95"_s << QList{7, 8, 4, 95, 0} << Flavour::Plain << false;
    QTest::newRow("the build of the operator behind a dot")
        << u"8.0.18-36.14"_s << QList{8, 0, 18, 36, 14} << Flavour::Plain << false;
    QTest::newRow("minimal") << u"8.2.0-46.13.minimal"_s << QList{8, 2, 0, 46, 13} << Flavour::Minimal << false;
    QTest::newRow("a rebuild without a flavour") << u"7.4.2-54b"_s << QList{7, 4, 2, 54, 0} << Flavour::Plain << true;
    QTest::newRow("a leading zero is another tag, and kept")
        << u"8.0.06-54"_s << QList{8, 0, 6, 54, 0} << Flavour::Plain << false;
    QTest::newRow("the longest numbers") << u"999999999.0.0-999999999"_s << QList{999999999, 0, 0, 999999999, 0}
                                         << Flavour::Plain << false;
}

void tst_ImageTag::takesApart()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, numbers);
    QFETCH(Flavour, flavour);
    QFETCH(bool, rebuild);

    const auto tag = ImageTag::read(text);
    QVERIFY2(tag.has_value(), qPrintable(tag.has_value() ? QString() : tag.error().message));
    const redis::TagVersion &version = tag->version();
    QCOMPARE((QList{version.major, version.minor, version.patch, version.build, version.operatorBuild}), numbers);
    QCOMPARE(tag->hasOperatorBuild(), numbers.last() > 0);
    QCOMPARE(tag->flavour(), flavour);
    QCOMPARE(tag->isRebuild(), rebuild);
    QCOMPARE(tag->toString(), text);
    QCOMPARE(ImageTag::parse(text), std::optional(*tag));
}

void tst_ImageTag::explains_data()
{
    using enum TagProblem::Kind;
    QTest::addColumn<QString>("text");
    QTest::addColumn<TagProblem::Kind>("kind");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    QTest::addColumn<bool>("incomplete");
    QTest::addColumn<QString>("suggestion");

    QTest::newRow("nothing yet") << u""_s << Empty << 0 << 0 << true << QString();
    QTest::newRow("the first number") << u"8"_s << MissingPatch << 1 << 0 << true << QString();
    QTest::newRow("a number is awaited behind a dot") << u"8."_s << MissingNumber << 2 << 0 << true << QString();
    QTest::newRow("two numbers") << u"8.0"_s << MissingPatch << 3 << 0 << true << QString();
    QTest::newRow("a version without a build") << u"8.0.6"_s << MissingBuild << 5 << 0 << true << QString();
    QTest::newRow("the build is about to come") << u"8.0.6-"_s << MissingNumber << 6 << 0 << true << QString();
    QTest::newRow("two numbers and a build") << u"8.0-54"_s << MissingPatch << 3 << 1 << false << QString();
    QTest::newRow("a dot before the build") << u"8.0.6.54"_s << MissingBuild << 5 << 1 << false << u"8.0.6-54"_s;
    QTest::newRow("an underscore before the build") << u"8.0.6_54"_s << MissingBuild << 5 << 1 << false << QString();
    QTest::newRow("two dots") << u"8..6-54"_s << MissingNumber << 2 << 1 << false << QString();
    QTest::newRow("a letter for a number") << u"8.x.6-54"_s << MissingNumber << 2 << 1 << false << QString();
    QTest::newRow("a letter within the version") << u"8.0a.6-54"_s << Unexpected << 3 << 1 << false << QString();
    QTest::newRow("the name of a release") << u"v8.0.6-54"_s << LeadingV << 0 << 1 << false << u"8.0.6-54"_s;
    QTest::newRow("the name of a release in capitals")
        << u"V8.0.6-54"_s << LeadingV << 0 << 1 << false << u"8.0.6-54"_s;
    QTest::newRow("the name of a release, half written") << u"v8."_s << LeadingV << 0 << 1 << false << QString();
    QTest::newRow("a word") << u"latest"_s << NotAVersion << 0 << 6 << false << QString();
    QTest::newRow("a sign") << u"-8.0.6-54"_s << NotAVersion << 0 << 9 << false << QString();
    QTest::newRow("a blank in front") << u" 8.0.6-54"_s << Blank << 0 << 1 << false << u"8.0.6-54"_s;
    QTest::newRow("a line break at the end") << u"8.0.6-54\n"_s << Blank << 8 << 1 << false << u"8.0.6-54"_s;
    QTest::newRow("a blank within") << u"8.0.6 -54"_s << Blank << 5 << 1 << false << u"8.0.6-54"_s;
    QTest::newRow("a no-break space") << u"8.0.6-54\u00a0"_s << Blank << 8 << 1 << false << u"8.0.6-54"_s;
    QTest::newRow("only blanks") << u"  "_s << Blank << 0 << 1 << false << QString();
    QTest::newRow("a whole image") << u"redislabs/redis:8.0.6-54"_s << ImageReference << 0 << 24 << false
                                   << u"8.0.6-54"_s;
    QTest::newRow("a whole image with a port and a digest")
        << QString(u"registry.local:5000/redislabs/redis:8.0.6-54@sha256:" + QString(64, u'a')) << ImageReference << 0
        << 116 << false << u"8.0.6-54"_s;
    QTest::newRow("an image without a tag") << u"redislabs/redis"_s << ImageReference << 0 << 15 << false << QString();
    QTest::newRow("an image of another tag")
        << u"redislabs/redis:latest"_s << ImageReference << 0 << 22 << false << QString();
    QTest::newRow("a tag with its colon") << u":8.0.6-54"_s << ImageReference << 0 << 9 << false << QString();
    QTest::newRow("a tag with a digest") << QString(u"8.0.6-54@sha256:" + QString(64, u'0')) << ImageReference << 0
                                         << 80 << false << u"8.0.6-54"_s;
    QTest::newRow("a digest") << QString(u"sha256:" + QString(64, u'0')) << Digest << 0 << 71 << false << QString();
    QTest::newRow("the hex digits of a digest") << QString(64, u'b') << Digest << 0 << 64 << false << QString();
    QTest::newRow("an image whose tag is a commit")
        << QString(u"redis:" + QString(40, u'c')) << ImageReference << 0 << 46 << false << QString();
    QTest::newRow("a number without end") << u"8.0.6-1234567890"_s << NumberTooLong << 6 << 10 << false << QString();
    QTest::newRow("digits of another script") << u"\u0668.0.6-54"_s << NotAVersion << 0 << 8 << false << QString();
    QTest::newRow("a digit of another script within")
        << u"8.0.6-\u0665\u0664"_s << MissingNumber << 6 << 1 << false << QString();
    QTest::newRow("a dot for a flavour to come") << u"8.0.6-54."_s << UnknownFlavour << 9 << 0 << true << QString();
    QTest::newRow("a flavour half written") << u"8.0.6-54.min"_s << UnknownFlavour << 9 << 3 << true << QString();
    QTest::newRow("the flavour of an operator")
        << u"5.4.10-22.rhel7"_s << UnknownFlavour << 10 << 5 << true << QString();
    QTest::newRow("a flavour in capitals")
        << u"8.0.18-36.14.MINIMAL"_s << UnknownFlavour << 13 << 7 << false << u"8.0.18-36.14.minimal"_s;
    QTest::newRow("a flavour that never was") << u"8.0.6-54.alpine"_s << UnknownFlavour << 9 << 6 << false << QString();
    QTest::newRow("a number too many") << u"8.0.18-36.14.3"_s << UnknownFlavour << 13 << 1 << false << QString();
    QTest::newRow("a flavour with a tail") << u"8.0.6-54.minimal-x"_s << UnknownFlavour << 9 << 9 << false << QString();
    QTest::newRow("another letter behind the build") << u"8.0.6-54c"_s << Unexpected << 8 << 1 << false << QString();
    QTest::newRow("a second dash") << u"8.0.6-54-1"_s << Unexpected << 8 << 2 << false << QString();
    QTest::newRow("two bs") << u"8.0.6-54bb"_s << Unexpected << 9 << 1 << false << QString();
    QTest::newRow("a zero-width space") << u"8.0.6-54\u200b"_s << Unexpected << 8 << 1 << false << QString();
}

void tst_ImageTag::explains()
{
    QFETCH(QString, text);
    QFETCH(TagProblem::Kind, kind);
    QFETCH(int, position);
    QFETCH(int, length);
    QFETCH(bool, incomplete);
    QFETCH(QString, suggestion);

    const auto tag = ImageTag::read(text);
    QVERIFY(!tag.has_value());
    QVERIFY(!ImageTag::parse(text));
    const TagProblem &problem = tag.error();
    QCOMPARE(problem.kind, kind);
    QCOMPARE(problem.position, position);
    QCOMPARE(problem.length, length);
    QCOMPARE(problem.incomplete, incomplete);
    QCOMPARE(problem.suggestion, suggestion);
    QVERIFY(problem.message.endsWith(u'.'));
}

void tst_ImageTag::readsOperatorTags_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");

    QTest::newRow("an operator") << u"8.0.20-23"_s << true;
    QTest::newRow("an operator on RHEL 7") << u"6.0.6-11.rhel7"_s << true;
    QTest::newRow("no build") << u"8.0.20"_s << false;
    QTest::newRow("the flavour of a Redis Enterprise image") << u"6.0.6-39.rhel7-openshift"_s << false;
    QTest::newRow("the build of an operator has no second number") << u"8.0.20-44.23"_s << false;
    QTest::newRow("the name of a release") << u"v8.0.20-23"_s << false;
    QTest::newRow("nothing") << u""_s << false;
}

void tst_ImageTag::readsOperatorTags()
{
    QFETCH(QString, text);
    QFETCH(bool, valid);

    const auto tag = OperatorTag::read(text);
    QCOMPARE(tag.has_value(), valid);
    QCOMPARE(OperatorTag::parse(text).has_value(), valid);
    if (tag) {
        QCOMPARE(tag->toString(), text);
        QCOMPARE(tag->isRhel7(), text.endsWith(u".rhel7"));
    }
}

void tst_ImageTag::explainsOperatorTags()
{
    const auto tag = OperatorTag::read(u"redislabs/operator:8.0.20-23");
    QVERIFY(!tag.has_value());
    QCOMPARE(tag.error().kind, TagProblem::Kind::ImageReference);
    QCOMPARE(tag.error().suggestion, u"8.0.20-23"_s);
    QCOMPARE(OperatorTag::read(u"8.0.20-23.RHEL7").error().suggestion, u"8.0.20-23.rhel7"_s);
}

void tst_ImageTag::ordersByNumbers_data()
{
    QTest::addColumn<QString>("older");
    QTest::addColumn<QString>("newer");

    QTest::newRow("7.22 is newer than 7.8") << u"7.8.6-303"_s << u"7.22.0-28"_s;
    QTest::newRow("8 is newer than 7.22") << u"7.22.2-179"_s << u"8.0.2-17"_s;
    QTest::newRow("the third number counts as a number") << u"8.0.6-54"_s << u"8.0.16-29"_s;
    QTest::newRow("the build counts as a number") << u"7.2.4-92"_s << u"7.2.4-105"_s;
    QTest::newRow("the build of the operator counts last") << u"8.0.18-36.9"_s << u"8.0.18-36.14"_s;
    QTest::newRow("a build of an operator is newer than none") << u"8.0.18-23"_s << u"8.0.18-23.11"_s;
    QTest::newRow("the flavour does not count") << u"8.0.18-23.11.minimal"_s << u"8.0.18-36.14"_s;
}

void tst_ImageTag::ordersByNumbers()
{
    QFETCH(QString, older);
    QFETCH(QString, newer);

    const auto first = ImageTag::read(older);
    const auto second = ImageTag::read(newer);
    QVERIFY(first && second);
    QVERIFY(*first < *second);
    QVERIFY(*second > *first);
    QVERIFY(!(*first == *second));
    QVERIFY((first->version() <=> second->version()) == std::strong_ordering::less);
}

void tst_ImageTag::knowsFlavoursApart()
{
    const auto plain = ImageTag::read(u"8.0.18-36.14");
    const auto minimal = ImageTag::read(u"8.0.18-36.14.minimal");
    QVERIFY(plain && minimal);
    QVERIFY(*plain != *minimal);
    QVERIFY((*plain <=> *minimal) == std::weak_ordering::equivalent);
    QVERIFY(*plain <= *minimal && *plain >= *minimal);
}

void tst_ImageTag::changesFlavour()
{
    const auto tag = ImageTag::read(u"5.4.10-22b.rhel7-openshift");
    QVERIFY(tag.has_value());
    for (const Flavour flavour : {Flavour::Plain, Flavour::Rhel7OpenShift, Flavour::Rhel8OpenShift, Flavour::Minimal}) {
        const ImageTag changed = tag->withFlavour(flavour);
        QCOMPARE(changed.flavour(), flavour);
        QCOMPARE(ImageTag::parse(changed.toString()), std::optional(changed));
        QCOMPARE(changed.withFlavour(Flavour::Rhel7OpenShift), *tag);
    }
    QCOMPARE(tag->withFlavour(Flavour::Plain).toString(), u"5.4.10-22b"_s);
}

void tst_ImageTag::agreesWithTheGrammar()
{
    // The published grammar as one expression, as an independent judge of texts that are nearly tags.
    static const QRegularExpression grammar(
        u"\\A[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}-[0-9]{1,9}(\\.[0-9]{1,9})?b?(\\.(rhel7-openshift|rhel8-openshift|minimal))?\\z"_s);
    static const QStringList pieces{u"8"_s,
                                    u"0"_s,
                                    u"22"_s,
                                    u"."_s,
                                    u"."_s,
                                    u"-"_s,
                                    u"b"_s,
                                    u"v"_s,
                                    u" "_s,
                                    u"minimal"_s,
                                    u"rhel7-openshift"_s,
                                    u".14"_s,
                                    u":"_s,
                                    u"/"_s,
                                    u"\u0663"_s,
                                    u"8.0.6-54"_s};
    QRandomGenerator random(20260801);
    int tags = 0;
    for (int i = 0; i < 20000; ++i) {
        QString text = random.bounded(2) ? u"8.0.6-54"_s : QString();
        for (int n = random.bounded(6); n > 0; --n)
            text.insert(random.bounded(text.size() + 1), pieces.at(random.bounded(pieces.size())));
        const auto tag = ImageTag::read(text);
        QVERIFY2(tag.has_value() == grammar.match(text).hasMatch(), qPrintable(text));
        if (tag) {
            ++tags;
            QCOMPARE(tag->toString(), text);
        } else {
            const TagProblem &problem = tag.error();
            QVERIFY2(problem.position >= 0 && problem.length >= 0 && problem.position + problem.length <= text.size(),
                     qPrintable(text));
            QVERIFY(!problem.message.isEmpty());
            QVERIFY2(problem.suggestion.isEmpty() || ImageTag::parse(problem.suggestion), qPrintable(text));
        }
    }
    QVERIFY(tags > 500);
}

void tst_ImageTag::readsEveryPublishedTag()
{
    // Cleaned, since tests/data need not exist.
    QFile file(QDir::cleanPath(QStringLiteral(TEST_DATA "/../../../shared/data/operator-to-redis-version-map.csv")));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        QSKIP("The tables of published tags are not here.");
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.first(), u"file,title,operator,redis,redis_redhat,services_rigger,olm,note"_s);
    int tags = 0;
    for (const QString &line : lines.sliced(1)) {
        const QStringList columns = line.split(u','); // only the last column is ever quoted
        const auto words = [&](int column) { return columns.at(column).split(u' ', Qt::SkipEmptyParts); };
        for (const QString &text : words(3) + words(4)) {
            const auto tag = ImageTag::read(text);
            QVERIFY2(tag && tag->toString() == text, qPrintable(text));
            ++tags;
        }
        for (const QString &text : words(2) + words(5)) {
            const auto tag = OperatorTag::read(text);
            QVERIFY2(tag && tag->toString() == text, qPrintable(text));
            ++tags;
        }
    }
    QVERIFY2(tags >= 400, qPrintable(QString::number(tags)));
}

QTEST_GUILESS_MAIN(tst_ImageTag)
#include "tst_imagetag.moc"
