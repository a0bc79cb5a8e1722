// SPDX-License-Identifier: Apache-2.0
#include "blocks/markedlist.h"
#include "blocks/markedrow.h"
#include "blocks/notice.h"
#include "blocks/segmented.h"
#include "bundle/releasemodel.h"
#include "bundle/sourcecard.h"
#include "gitserver.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using upgrade::Bundle;
using upgrade::ReleaseRepository;

/// The card on real git repositories: one in a folder, and the same one served on loopback.
class tst_SourceCard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void releasesAreMarked();
    void theNewestIsSuggestedUntilSomebodyChooses();
    void theFilterFindsByKeyboard();
    void enterCompares();
    void theTypedAddressIsTaken();
    void anUpdateShowsItsProgress();
    void anUpdateIsCancelledAndGoesOn();
    void theCopyWorksOfflineAndSaysItsAge();
    void whatCannotBeReachedSaysWhy();
    void aFileTakesThePlaceOfTheRepository();
    void thePlatformIsTheClusters();
    void thePersonsPlatformStays();
    void whatIsSaidOfAChoiceGoesWithIt();
    void theListIsAModel();

    void findsTheBundleThatRuns();
    void aReleaseThatIsNotThereSaysSo();
    void nothingFetchedSaysSo();
    void leavingDoesNotWaitForAServer();

private:
    static void git(const QString &folder, const QStringList &arguments);
    [[nodiscard]] QString row(int row) const;
    [[nodiscard]] kube::Result<Bundle> base(const QString &tag);
    void open(const QString &address);

    QTemporaryDir m_folder;
    QTemporaryDir m_cache;
    QDateTime m_now;
    std::unique_ptr<BundleSource> m_source;
    std::unique_ptr<SourceCard> m_card;
};

void tst_SourceCard::git(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"git"_s, QStringList{u"-c"_s, u"user.name=A"_s, u"-c"_s, u"user.email=a@example.com"_s} + arguments);
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

void tst_SourceCard::initTestCase()
{
    git(m_folder.path(), {u"init"_s, u"-q"_s, u"-b"_s, u"master"_s});
    for (const QString &version :
         {u"7.4.2-2"_s, u"7.4.6-9"_s, u"7.22.2-21"_s, u"7.22.2-40"_s, u"8.0.6-6"_s, u"8.0.6-8"_s}) {
        QFile file(m_folder.filePath(u"bundle.yaml"_s));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(u"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
                   "metadata: {name: redisenterpriseclusters.app.redislabs.com}\n---\n"
                   "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: redis-enterprise-operator}\n"
                   "spec: {template: {spec: {containers: [{name: redis-enterprise-operator, "
                   "image: 'redislabs/operator:%1'}]}}}\n"_s.arg(version)
                       .toUtf8());
        file.close();
        git(m_folder.path(), {u"add"_s, u"-A"_s});
        git(m_folder.path(), {u"commit"_s, u"-q"_s, u"-m"_s, version});
        git(m_folder.path(), {u"tag"_s, QString(u'v' + version)});
    }
}

void tst_SourceCard::init()
{
    m_now = QDateTime::currentDateTimeUtc();
    m_source = std::make_unique<BundleSource>(m_cache.path());
    m_card = std::make_unique<SourceCard>(*m_source, [this] { return m_now; });
    m_card->resize(900, 600);
    m_card->show();
    QVERIFY(QTest::qWaitForWindowActive(m_card.get()));
}

void tst_SourceCard::cleanup()
{
    m_card.reset();
    m_source.reset();
}

void tst_SourceCard::open(const QString &address)
{
    m_source->setAddress(address);
    m_source->open();
    QTRY_VERIFY(!m_source->repository().releases().isEmpty());
}

QString tst_SourceCard::row(int row) const
{
    return m_card->list()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
}

kube::Result<Bundle> tst_SourceCard::base(const QString &tag)
{
    std::optional<kube::Result<Bundle>> answer;
    m_source->findBase(tag, false, this, [&](const kube::Result<Bundle> &bundle) { answer = bundle; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }))
        qFatal("no answer");
    return *answer;
}

void tst_SourceCard::releasesAreMarked()
{
    m_card->setRunningTag(u"7.22.2-21"_s);
    open(m_folder.path());
    QCOMPARE(m_card->list()->model()->rowCount(), 6);
    QCOMPARE(row(0), u"v8.0.6-8, newest of 8.0.6"_s);
    QCOMPARE(row(1), u"v8.0.6-6"_s);
    QCOMPARE(row(2), u"v7.22.2-40, newest of 7.22.2"_s);
    QCOMPARE(row(3), u"v7.22.2-21, runs now"_s);
    QCOMPARE(row(4), u"v7.4.6-9, a step down"_s);
    m_card->setRunningTag(u"8.0.6-6"_s);
    QCOMPARE(row(1), u"v8.0.6-6, runs now"_s);
    QCOMPARE(row(2), u"v7.22.2-40, a step down"_s);
}

void tst_SourceCard::theNewestIsSuggestedUntilSomebodyChooses()
{
    open(m_folder.path());
    QCOMPARE(m_card->release()->tag, u"v8.0.6-8"_s);
    QVERIFY(m_card->canCompare());
    m_card->list()->setCurrentRow(3);
    QCOMPARE(m_card->release()->tag, u"v7.22.2-21"_s);
    m_source->repository().update();
    QTRY_VERIFY(!m_source->repository().isUpdating());
    QCOMPARE(m_card->release()->tag, u"v7.22.2-21"_s);
}

void tst_SourceCard::theFilterFindsByKeyboard()
{
    open(m_folder.path());
    m_card->filterField()->setFocus();
    QTest::keyClicks(m_card->filterField(), u"7.22"_s);
    QCOMPARE(m_card->list()->model()->rowCount(), 2);
    QVERIFY(!m_card->release()); // the newest is not among them
    QVERIFY(!m_card->compareButton()->isEnabled());
    QTest::keyClick(m_card->filterField(), Qt::Key_Down);
    QVERIFY(m_card->list()->hasFocus());
    QCOMPARE(m_card->release()->tag, u"v7.22.2-40"_s);
    QTest::keyClick(m_card->list(), Qt::Key_Down);
    QCOMPARE(m_card->release()->tag, u"v7.22.2-21"_s);
    m_card->filterField()->setFocus();
    QTest::keyClick(m_card->filterField(), Qt::Key_Escape);
    QCOMPARE(m_card->list()->model()->rowCount(), 6);
    QCOMPARE(m_card->release()->tag, u"v7.22.2-21"_s); // what was chosen stays
}

void tst_SourceCard::enterCompares()
{
    open(m_folder.path());
    QSignalSpy compared(m_card.get(), &SourceCard::compareRequested);
    m_card->list()->setFocus();
    QTest::keyClick(m_card->list(), Qt::Key_Return);
    QCOMPARE(compared.size(), 1);
    QTest::mouseClick(m_card->compareButton(), Qt::LeftButton);
    QCOMPARE(compared.size(), 2);
    m_card->setBusy(true);
    QTest::keyClick(m_card->list(), Qt::Key_Return);
    QCOMPARE(compared.size(), 2);
}

void tst_SourceCard::theTypedAddressIsTaken()
{
    m_source->open();
    QSignalSpy taken(m_card.get(), &SourceCard::addressChanged);
    QCOMPARE(m_card->addressField()->text(), ReleaseRepository::publicAddress());
    m_card->addressField()->setText(u"  file://%1/ "_s.arg(m_folder.path()));
    QTest::keyClick(m_card->addressField(), Qt::Key_Return);
    QCOMPARE(m_source->address(), m_folder.path());
    QCOMPARE(m_card->addressField()->text(), m_folder.path());
    QCOMPARE(taken.size(), 1);
    QTRY_COMPARE(m_card->list()->model()->rowCount(), 6);
    m_card->addressField()->clear();
    QTest::keyClick(m_card->addressField(), Qt::Key_Return);
    QCOMPARE(m_source->address(), ReleaseRepository::publicAddress()); // nothing is the public one
}

void tst_SourceCard::anUpdateShowsItsProgress()
{
    const GitServer server(m_folder.path());
    m_source->setAddress(server.address());
    m_source->open();
    QStringList said;
    connect(&m_source->repository(), &ReleaseRepository::progress, this, [&] { said.append(m_card->progressText()); });
    QTest::mouseClick(m_card->updateButton(), Qt::LeftButton);
    QVERIFY(m_card->findChild<QPushButton *>(u"cancelUpdate"_s)->isVisible());
    QTRY_COMPARE(m_card->list()->model()->rowCount(), 6);
    QVERIFY2(said.join(u'\n').contains("Tags 6 of 6"_L1), qPrintable(said.join(u'\n')));
    QVERIFY2(said.join(u'\n').contains("Receiving objects: 100%"_L1), qPrintable(said.join(u'\n')));
    QTRY_COMPARE(m_card->progressText(), u"6 release(s), as of just now."_s);
    QVERIFY(!m_card->findChild<QPushButton *>(u"cancelUpdate"_s)->isVisible());
    QVERIFY(m_card->repositoryNotice()->isHidden());
}

void tst_SourceCard::anUpdateIsCancelledAndGoesOn()
{
    const QTemporaryDir cache;
    m_card.reset();
    m_source = std::make_unique<BundleSource>(cache.path());
    m_card = std::make_unique<SourceCard>(*m_source, [this] { return m_now; });
    m_card->show();
    const GitServer server(m_folder.path());
    m_source->setAddress(server.address());
    m_source->open();
    QTest::mouseClick(m_card->updateButton(), Qt::LeftButton);
    QTest::mouseClick(m_card->findChild<QPushButton *>(u"cancelUpdate"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_source->repository().isUpdating());
    QVERIFY2(m_card->repositoryNotice()->text().startsWith("The update was cancelled"_L1),
             qPrintable(m_card->repositoryNotice()->text()));
    QTest::mouseClick(m_card->repositoryNotice()->button(), Qt::LeftButton); // try again
    QTRY_COMPARE(m_card->list()->model()->rowCount(), 6);
    QTRY_VERIFY(m_card->repositoryNotice()->isHidden());
}

void tst_SourceCard::theCopyWorksOfflineAndSaysItsAge()
{
    GitServer server(m_folder.path());
    m_source->setAddress(server.address());
    m_source->open();
    m_card->update();
    QTRY_VERIFY(m_source->repository().updatedAt().isValid());
    server.setRefusing(true);
    m_now = m_source->repository().updatedAt().addDays(3);
    m_card->update();
    QTRY_VERIFY(m_card->repositoryNotice()->isVisible());
    QVERIFY2(m_card->repositoryNotice()->text().startsWith("As of 3 day(s) ago: could not be updated. "_L1),
             qPrintable(m_card->repositoryNotice()->text()));
    QCOMPARE(m_card->progressText(), u"6 release(s), as of 3 day(s) ago."_s);
    QCOMPARE(m_card->repositoryNotice()->tone(), Tone::Warn);
    QVERIFY(m_card->canCompare());
    const kube::Result<Bundle> bundle = base(u"7.4.6-9"_s);
    QVERIFY(bundle);
    QCOMPARE(bundle->operatorTag(), u"7.4.6-9"_s);
}

void tst_SourceCard::whatCannotBeReachedSaysWhy()
{
    m_source->setAddress(u"http://127.0.0.1:1/nobody.git"_s);
    m_source->open();
    m_card->update();
    QTRY_VERIFY(m_card->repositoryNotice()->isVisible());
    QCOMPARE(m_card->repositoryNotice()->tone(), Tone::Bad);
    QVERIFY2(m_card->repositoryNotice()->text().contains("127.0.0.1"_L1),
             qPrintable(m_card->repositoryNotice()->text()));
    QVERIFY(!m_card->canCompare());
    QVERIFY(!m_card->compareButton()->isEnabled());
}

void tst_SourceCard::aFileTakesThePlaceOfTheRepository()
{
    open(m_folder.path());
    const QString file = m_folder.filePath(u"bundle.yaml"_s);
    m_source->setFile(file);
    QVERIFY(!m_card->release());
    QVERIFY(m_card->canCompare());
    QVERIFY(!m_card->list()->isVisible());
    auto *notice = m_card->findChild<Notice *>(u"bundleFile"_s);
    QCOMPARE(notice->text(), u"The bundle is read from %1."_s.arg(file));
    std::optional<kube::Result<Bundle>> answer;
    m_source->read({}, false, this, [&](const kube::Result<Bundle> &bundle) { answer = bundle; });
    QTRY_VERIFY(answer);
    QCOMPARE((*answer)->operatorTag(), u"8.0.6-8"_s);
    QSignalSpy changes(m_card.get(), &SourceCard::fileChanged);
    QTest::mouseClick(notice->button(), Qt::LeftButton);
    QCOMPARE(changes.size(), 1);
    QVERIFY(m_card->list()->isVisible());
    QCOMPARE(m_card->release()->tag, u"v8.0.6-8"_s);
}

void tst_SourceCard::thePlatformIsTheClusters()
{
    QVERIFY(!m_card->forOpenShift());
    m_card->setCluster(true);
    QVERIFY(m_card->forOpenShift());
    m_card->setCluster(false);
    QVERIFY(!m_card->forOpenShift());
}

void tst_SourceCard::thePersonsPlatformStays()
{
    m_card->setCluster(false);
    QTest::mouseClick(m_card->platform()->button(1), Qt::LeftButton);
    QVERIFY(m_card->forOpenShift());
    m_card->setCluster(false); // connected again
    QVERIFY(m_card->forOpenShift());
}

void tst_SourceCard::whatIsSaidOfAChoiceGoesWithIt()
{
    open(m_folder.path());
    m_card->askWhether(u"It is another one."_s);
    QVERIFY(m_card->choiceNotice()->isVisible());
    QSignalSpy anyway(m_card.get(), &SourceCard::comparedAnywayRequested);
    QTest::mouseClick(m_card->choiceNotice()->button(), Qt::LeftButton);
    QCOMPARE(anyway.size(), 1);
    m_card->list()->setCurrentRow(2);
    QVERIFY(m_card->choiceNotice()->isHidden());
    m_card->sayProblem(u"Line 3 is wrong."_s);
    QVERIFY(m_card->choiceNotice()->button()->isHidden());
    QTest::mouseClick(m_card->platform()->button(1), Qt::LeftButton);
    QVERIFY(m_card->choiceNotice()->isHidden());
}

void tst_SourceCard::theListIsAModel()
{
    ReleaseModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto releases = upgrade::releasesOf({{.name = u"v7.4.2-2"_s}, {.name = u"v8.0.6-8"_s}});
    model.setReleases(releases, {});
    QCOMPARE(model.runningRow(), -1);
    QSignalSpy resets(&model, &ReleaseModel::modelReset);
    model.setReleases(releases, u"7.4.2-2"_s);
    QCOMPARE(model.runningRow(), 1);
    QCOMPARE(resets.size(), 0);
    model.setReleases({}, u"7.4.2-2"_s);
    QCOMPARE(model.rowCount(), 0);
}

void tst_SourceCard::findsTheBundleThatRuns()
{
    m_source->setAddress(m_folder.path()); // not read yet
    const kube::Result<Bundle> bundle = base(u"7.22.2-21"_s);
    QVERIFY(bundle);
    QCOMPARE(bundle->operatorTag(), u"7.22.2-21"_s);
}

void tst_SourceCard::aReleaseThatIsNotThereSaysSo()
{
    m_source->setAddress(m_folder.path());
    const kube::Result<Bundle> bundle = base(u"7.8.6-1"_s);
    QVERIFY(!bundle);
    QVERIFY2(bundle.error().message.contains("has no release 7.8.6-1"_L1), qPrintable(bundle.error().message));
}

void tst_SourceCard::nothingFetchedSaysSo()
{
    const QTemporaryDir cache;
    m_card.reset();
    m_source = std::make_unique<BundleSource>(cache.path());
    m_source->setAddress(u"http://127.0.0.1:1/nobody.git"_s);
    const kube::Result<Bundle> bundle = base(u"7.8.6-1"_s);
    QVERIFY(!bundle);
    QVERIFY2(bundle.error().message.startsWith("There is no copy of the repository"_L1),
             qPrintable(bundle.error().message));
}

void tst_SourceCard::leavingDoesNotWaitForAServer()
{
    auto silent = std::make_unique<QTcpServer>(); // takes the question, and does not answer
    QVERIFY(silent->listen(QHostAddress::LocalHost));
    QSignalSpy asked(silent.get(), &QTcpServer::pendingConnectionAvailable);
    m_source->setAddress(u"http://127.0.0.1:%1/releases.git"_s.arg(silent->serverPort()));
    m_source->open();
    m_card->update();
    QTRY_COMPARE(asked.size(), 1);
    QPointer<ReleaseRepository> left = &m_source->repository();
    m_card.reset();
    m_source.reset();
    QVERIFY(left); // it is still there, and nobody waits
    silent.reset();
    QTRY_VERIFY(!left);
}

QTEST_MAIN(tst_SourceCard)
#include "tst_sourcecard.moc"
