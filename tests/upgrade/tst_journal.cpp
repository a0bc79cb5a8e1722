// SPDX-License-Identifier: Apache-2.0
#include "journal.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using upgrade::Journal;
using upgrade::JournalEntry;
using Outcome = upgrade::JournalEntry::Outcome;

namespace {

QDateTime at(int second)
{
    return {QDate(2026, 6, 2), QTime(14, 2, second), QTimeZone::UTC};
}

JournalEntry entry(const QString &id)
{
    return {.id = id,
            .begun = at(0),
            .ended = {},
            .context = u"prod-eu"_s,
            .server = u"https://10.0.0.1:6443"_s,
            .user = u"admin"_s,
            .apiVersion = u"app.redislabs.com/v1"_s,
            .kind = u"RedisEnterpriseCluster"_s,
            .nameSpace = u"redis"_s,
            .name = u"orders"_s,
            .uid = u"uid-1"_s,
            .why = u"change the image tag"_s,
            .changes = {{{u"spec"_s, u"tag"_s}, u"7.22.0-250"_s, u"7.22.2-14"_s},
                        {{u"metadata"_s, u"annotations"_s, u"a.b/c"_s}, QJsonValue::Undefined, QJsonValue::Null},
                        {{u"spec"_s, u"list"_s, 0}, 1, QJsonValue::Undefined}},
            .outcome = Outcome::Pending,
            .message = {}};
}

} // namespace

class tst_Journal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }

    void isEmptyBeforeTheFirstEntry();
    void keepsAnEntryWhole();
    void keepsTheOutcome_data();
    void keepsTheOutcome();
    void isForThisUserOnly();
    void countsDamagedLinesAndReadsTheOthers();
    void goesOnAfterALineThatWasCutShort();
    void saysWhatCannotBeWritten_data();
    void saysWhatCannotBeWritten();
    void saysWhatCannotBeRead();
    void twoWritersDoNotMix();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Journal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void tst_Journal::isEmptyBeforeTheFirstEntry()
{
    const auto contents = Journal(path(u"none/journal.jsonl"_s)).read();
    QVERIFY(contents);
    QVERIFY(contents->entries.isEmpty());
    QVERIFY(!QFileInfo::exists(path(u"none"_s))); // reading makes nothing
}

void tst_Journal::keepsAnEntryWhole()
{
    const Journal journal(path(u"new/folder/journal.jsonl"_s));
    const JournalEntry begun = entry(u"1"_s);
    QVERIFY(journal.begin(begun));
    const auto contents = journal.read();
    QVERIFY(contents);
    QCOMPARE(contents->damagedLines, 0);
    QCOMPARE(contents->entries.size(), 1);
    const JournalEntry &read = contents->entries.constFirst();
    QCOMPARE(read.outcome, Outcome::Pending);
    QCOMPARE(read.begun, begun.begun);
    QVERIFY(!read.ended.isValid());
    QCOMPARE(read.context, begun.context);
    QCOMPARE(read.server, begun.server);
    QCOMPARE(read.user, begun.user);
    QCOMPARE(read.apiVersion, begun.apiVersion);
    QCOMPARE(read.kind, begun.kind);
    QCOMPARE(read.nameSpace, begun.nameSpace);
    QCOMPARE(read.name, begun.name);
    QCOMPARE(read.uid, begun.uid);
    QCOMPARE(read.why, begun.why);
    QCOMPARE(read.changes, begun.changes);
}

void tst_Journal::keepsTheOutcome_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("written") << Outcome::Written;
    QTest::newRow("not written") << Outcome::NotWritten;
    QTest::newRow("unknown") << Outcome::Unknown;
}

void tst_Journal::keepsTheOutcome()
{
    QFETCH(Outcome, outcome);
    const Journal journal(path(u"journal.jsonl"_s));
    QVERIFY(journal.begin(entry(u"1"_s)));
    QVERIFY(journal.begin(entry(u"2"_s)));
    QVERIFY(journal.end(u"1"_s, outcome, at(7), u"a \"message\"\nof two lines"_s));
    const auto contents = journal.read();
    QVERIFY(contents);
    QCOMPARE(contents->entries.size(), 2);
    QCOMPARE(contents->entries[0].outcome, outcome);
    QCOMPARE(contents->entries[0].ended, at(7));
    QCOMPARE(contents->entries[0].message, u"a \"message\"\nof two lines"_s);
    QCOMPARE(contents->entries[1].outcome, Outcome::Pending);
}

void tst_Journal::isForThisUserOnly()
{
    const Journal journal(path(u"private/journal.jsonl"_s));
    QVERIFY(journal.begin(entry(u"1"_s)));
    const auto others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(journal.file()) & others));
    QVERIFY(!(QFile::permissions(path(u"private"_s)) & others));
}

void tst_Journal::countsDamagedLinesAndReadsTheOthers()
{
    const Journal journal(path(u"journal.jsonl"_s));
    QVERIFY(journal.begin(entry(u"1"_s)));
    QFile file(journal.file());
    QVERIFY(file.open(QIODevice::Append));
    file.write("not JSON\n[]\n{\"version\":1,\"id\":\"of no entry\",\"outcome\":\"written\"}\n\n");
    file.close();
    QVERIFY(journal.begin(entry(u"2"_s)));
    const auto contents = journal.read();
    QVERIFY(contents);
    QCOMPARE(contents->entries.size(), 2);
    QCOMPARE(contents->damagedLines, 3);
}

void tst_Journal::goesOnAfterALineThatWasCutShort()
{
    const Journal journal(path(u"journal.jsonl"_s));
    QVERIFY(journal.begin(entry(u"1"_s)));
    QVERIFY(journal.begin(entry(u"2"_s)));
    QFile file(journal.file());
    QVERIFY(file.resize(file.size() - 20)); // the disk was full
    QVERIFY(journal.begin(entry(u"3"_s)));
    const auto contents = journal.read();
    QVERIFY(contents);
    QCOMPARE(contents->damagedLines, 1);
    QCOMPARE(contents->entries.size(), 2);
    QCOMPARE(contents->entries[1].id, u"3"_s);
}

void tst_Journal::saysWhatCannotBeWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("the folder would be inside a file") << u"file/journal.jsonl"_s;
    QTest::newRow("the folder's folder would be inside a file") << u"file/deep/journal.jsonl"_s;
    QTest::newRow("the journal is a folder") << u"folder"_s;
}

void tst_Journal::saysWhatCannotBeWritten()
{
    QFETCH(QString, name);
    QFile file(path(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(QDir(m_folder->path()).mkdir(u"folder"_s));
    const auto begun = Journal(path(name)).begin(entry(u"1"_s));
    QVERIFY(!begun);
    QVERIFY2(begun.error().message.contains(path(name)), qPrintable(begun.error().message));
}

void tst_Journal::saysWhatCannotBeRead()
{
    const auto contents = Journal(m_folder->path()).read();
    QVERIFY(!contents);
    QVERIFY(contents.error().message.contains(m_folder->path()));
}

void tst_Journal::twoWritersDoNotMix()
{
    const Journal one(path(u"journal.jsonl"_s));
    const Journal other(path(u"journal.jsonl"_s));
    constexpr int rounds = 50;
    for (int i = 0; i < rounds; ++i) {
        QVERIFY(one.begin(entry(u"one %1"_s.arg(i))));
        QVERIFY(other.begin(entry(u"other %1"_s.arg(i))));
        QVERIFY(one.end(u"one %1"_s.arg(i), Outcome::Written, at(1)));
        QVERIFY(other.end(u"other %1"_s.arg(i), Outcome::NotWritten, at(2)));
    }
    const auto contents = one.read();
    QVERIFY(contents);
    QCOMPARE(contents->damagedLines, 0);
    QCOMPARE(contents->entries.size(), 2 * rounds);
    for (const JournalEntry &read : contents->entries)
        QCOMPARE(read.outcome, read.id.startsWith(u"one"_s) ? Outcome::Written : Outcome::NotWritten);
}

QTEST_GUILESS_MAIN(tst_Journal)
#include "tst_journal.moc"
