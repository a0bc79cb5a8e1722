// SPDX-License-Identifier: Apache-2.0
#include "gitupstream.h"
#include "release/gitrepository.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <optional>

using namespace Qt::StringLiterals;
using upgrade::FetchProgress;
using upgrade::GitRepository;
using upgrade::GitTag;

/// Against repositories that git itself made.
class tst_GitRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void readsFilesOfATag();
    void aBranchOfTheSameNameIsNotTheTag();
    void fetchesTheTagsThatAreAskedFor_data();
    void fetchesTheTagsThatAreAskedFor();
    void tellsHowFarItIs();
    void canBeCancelled();
    void followsATagThatMoved();
    void refuses_data();
    void refuses();

private:
    /// A commit with a file of this content, and a tag on it.
    void release(const QString &tag, const QByteArray &content, bool annotated = false);
    [[nodiscard]] QString upstream() const { return m_upstream->folder(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<testsupport::GitUpstream> m_upstream;
};

void tst_GitRepository::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_upstream.emplace(m_folder->filePath(u"upstream"_s));
}

void tst_GitRepository::release(const QString &tag, const QByteArray &content, bool annotated)
{
    m_upstream->release(tag, {{u"bundle.yaml"_s, content}}, annotated);
}

void tst_GitRepository::readsFilesOfATag()
{
    release(u"v7.4.2-2"_s, "one");
    release(u"v8.0.6-8"_s, "two", true);
    const auto repository = GitRepository::open(upstream());
    QVERIFY2(repository, repository ? "" : qPrintable(repository.error().message));
    QCOMPARE(repository->file(u"v7.4.2-2"_s, u"bundle.yaml"_s).value(), "one");
    QCOMPARE(repository->file(u"v8.0.6-8"_s, u"bundle.yaml"_s).value(), "two");
    QVERIFY(repository->hasFile(u"v8.0.6-8"_s, u"bundle.yaml"_s));
    QVERIFY(!repository->hasFile(u"v8.0.6-8"_s, u"openshift.bundle.yaml"_s));
    const auto missing = repository->file(u"v8.0.6-8"_s, u"openshift.bundle.yaml"_s);
    QCOMPARE(missing.error().message, u"Release v8.0.6-8 has no file openshift.bundle.yaml."_s);
    QVERIFY(!repository->file(u"v1"_s, u"bundle.yaml"_s));
    QCOMPARE(repository->tags()->size(), 2);
}

void tst_GitRepository::aBranchOfTheSameNameIsNotTheTag()
{
    release(u"8.0.6-8"_s, "the tag");
    m_upstream->git({u"checkout"_s, u"-q"_s, u"-b"_s, u"8.0.6-8"_s});
    release(u"other"_s, "the branch");
    const auto repository = GitRepository::open(upstream());
    QCOMPARE(repository->file(u"8.0.6-8"_s, u"bundle.yaml"_s).value(), "the tag");
}

void tst_GitRepository::fetchesTheTagsThatAreAskedFor_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<bool>("bare");
    QTest::newRow("from a folder") << QString() << false;
    QTest::newRow("from a bare repository") << QString() << true;
    QTest::newRow("from an address") << u"file://"_s << false;
}

void tst_GitRepository::fetchesTheTagsThatAreAskedFor()
{
    QFETCH(QString, prefix);
    QFETCH(bool, bare);
    release(u"v1"_s, "one");
    release(u"v2"_s, "two", true);
    release(u"v3"_s, "three");
    QString address = upstream();
    if (bare) {
        address = m_folder->filePath(u"bare"_s);
        m_upstream->git({u"clone"_s, u"-q"_s, u"--bare"_s, u"."_s, address});
    }
    address.prepend(prefix);
    auto copy = GitRepository::openOrMake(m_folder->filePath(u"cache/copy"_s));
    QVERIFY2(copy, copy ? "" : qPrintable(copy.error().message));
    const auto there = copy->remoteTags(address, {});
    QVERIFY2(there, there ? "" : qPrintable(there.error().message));
    QCOMPARE(there->size(), 3);
    const auto fetched = copy->fetch(address, {u"v1"_s, u"v2"_s}, {});
    QVERIFY2(fetched, fetched ? "" : qPrintable(fetched.error().message));
    QCOMPARE(*copy->tags(), there->first(2));
    QCOMPARE(copy->file(u"v2"_s, u"bundle.yaml"_s).value(), "two");
    QVERIFY(!copy->file(u"v3"_s, u"bundle.yaml"_s));
    // Another time it is there already.
    auto again = GitRepository::openOrMake(m_folder->filePath(u"cache/copy"_s));
    QVERIFY(again->fetch(address, {u"v3"_s}, {}));
    QCOMPARE(*again->tags(), *there);
}

void tst_GitRepository::tellsHowFarItIs()
{
    for (int i = 0; i < 20; ++i)
        release(u"v%1"_s.arg(i), QByteArray::number(i).repeated(1000));
    QList<FetchProgress> steps;
    auto copy = GitRepository::openOrMake(m_folder->filePath(u"copy"_s));
    QVERIFY(copy->fetch(upstream(), {u"v19"_s}, [&](const FetchProgress &progress) {
        steps.append(progress);
        return true;
    }));
    QVERIFY(!steps.isEmpty());
    QCOMPARE(steps.last().objects, steps.last().totalObjects);
    QVERIFY(steps.last().totalObjects >= 60); // commit, tree and file of each
    QVERIFY(steps.last().bytes > 0);
    for (qsizetype i = 1; i < steps.size(); ++i)
        QVERIFY(steps.at(i).objects >= steps.at(i - 1).objects);
}

void tst_GitRepository::canBeCancelled()
{
    for (int i = 0; i < 20; ++i)
        release(u"other%1"_s.arg(i), QByteArray::number(i).repeated(1000));
    release(u"v2"_s, "two");
    auto copy = GitRepository::openOrMake(m_folder->filePath(u"copy"_s));
    for (const quint64 after : {0, 1, 30}) { // objects
        const auto cancelled = copy->fetch(upstream(), {u"v2"_s},
                                           [after](const FetchProgress &progress) { return progress.objects < after; });
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().kind, kube::Error::Kind::Cancelled);
        QVERIFY(copy->tags()->isEmpty());
    }
    QVERIFY(copy->fetch(upstream(), {u"v2"_s}, {}));
    QCOMPARE(copy->file(u"v2"_s, u"bundle.yaml"_s).value(), "two");
}

void tst_GitRepository::followsATagThatMoved()
{
    release(u"v1"_s, "one");
    auto copy = GitRepository::openOrMake(m_folder->filePath(u"copy"_s));
    QVERIFY(copy->fetch(upstream(), {u"v1"_s}, {}));
    release(u"v1"_s, "another");
    QVERIFY(*copy->tags() != *copy->remoteTags(upstream(), {}));
    QVERIFY(copy->fetch(upstream(), {u"v1"_s}, {}));
    QCOMPARE(copy->file(u"v1"_s, u"bundle.yaml"_s).value(), "another");
}

void tst_GitRepository::refuses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("says");
    QTest::newRow("a folder that is none") << u"/nowhere/at/all"_s << u"/nowhere/at/all cannot be fetched from"_s;
    QTest::newRow("a server that is not there")
        << u"http://127.0.0.1:1/r"_s << u"127.0.0.1:1/r cannot be fetched from"_s;
    QTest::newRow("another protocol") << u"ext::sh -c true"_s << u"is no address of a repository"_s;
    QTest::newRow("ssh") << u"ssh://git@example.com/r"_s << u"is no address of a repository"_s;
    QTest::newRow("a path that begins nowhere") << u"some/folder"_s << u"is no address of a repository"_s;
}

void tst_GitRepository::refuses()
{
    QFETCH(QString, address);
    QFETCH(QString, says);
    auto copy = GitRepository::openOrMake(m_folder->filePath(u"copy"_s));
    const auto answer = copy->remoteTags(address, {});
    QVERIFY(!answer);
    QVERIFY2(answer.error().message.contains(says), qPrintable(answer.error().message));
    const auto none = GitRepository::open(m_folder->path());
    QVERIFY(!none);
    QVERIFY2(none.error().message.contains("is not a git repository"_L1), qPrintable(none.error().message));
}

QTEST_GUILESS_MAIN(tst_GitRepository)
#include "tst_gitrepository.moc"
