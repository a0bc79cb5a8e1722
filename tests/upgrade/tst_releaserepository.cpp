// SPDX-License-Identifier: Apache-2.0
#include "gitserver.h"
#include "gitupstream.h"
#include "release/releaserepository.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using upgrade::Bundle;
using upgrade::Release;
using upgrade::ReleaseRepository;

class tst_ReleaseRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void ordersReleasesByTheirNumbers();
    void findsBothSpellings();
    void saysThatABundleIsAnotherRelease();
    void fetchesAndKeepsACopy();
    void worksOffline();
    void cancelledItGoesOnFromThere();
    void readsALocalRepositoryWhereItIs();
    void saysWhyItFails();

private:
    [[nodiscard]] QString upstream() const { return m_upstream.filePath(u"repository"_s); }
    [[nodiscard]] QString cache() const { return m_cache->filePath(u"repositories"_s); }

    QTemporaryDir m_upstream; ///< 80 tags, as the public one has
    std::unique_ptr<QTemporaryDir> m_cache;
};

void tst_ReleaseRepository::initTestCase()
{
    const testsupport::GitUpstream upstream(this->upstream());
    for (int i = 0; i < 80; ++i) {
        const QString version = u"8.0.%1-1"_s.arg(i);
        const QString text = u"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
                             "metadata: {name: redisenterpriseclusters.app.redislabs.com}\n---\n"
                             "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: redis-enterprise-operator}\n"
                             "spec: {template: {spec: {containers: [{name: redis-enterprise-operator, "
                             "image: 'redislabs/operator:%1'}]}}}\n"_s.arg(version);
        upstream.release(i % 2 == 0 ? version : QString(u'v' + version), {{u"bundle.yaml"_s, text.toUtf8()}});
    }
    upstream.git({u"tag"_s, u"test"_s});
}

void tst_ReleaseRepository::init()
{
    m_cache = std::make_unique<QTemporaryDir>();
}

void tst_ReleaseRepository::ordersReleasesByTheirNumbers()
{
    QStringList tags;
    for (const Release &release : upgrade::releasesOf({{.name = u"v7.8.6-1"_s},
                                                       {.name = u"7.22.2-40"_s},
                                                       {.name = u"v8.0.6-8"_s},
                                                       {.name = u"v8.0.20-23"_s},
                                                       {.name = u"5.4.10-8"_s},
                                                       {.name = u"latest"_s},
                                                       {.name = u"v8.0.6-10"_s}}))
        tags.append(release.tag);
    QCOMPARE(
        tags,
        (QStringList{u"v8.0.20-23"_s, u"v8.0.6-10"_s, u"v8.0.6-8"_s, u"7.22.2-40"_s, u"v7.8.6-1"_s, u"5.4.10-8"_s}));
}

void tst_ReleaseRepository::findsBothSpellings()
{
    const QList<Release> releases = upgrade::releasesOf({{.name = u"v8.0.6-8"_s}, {.name = u"7.8.6-1"_s}});
    for (const auto &text : {u"v8.0.6-8"_s, u"8.0.6-8"_s, u" 8.0.6-8 "_s})
        QCOMPARE(upgrade::findRelease(releases, text)->tag, u"v8.0.6-8"_s);
    QCOMPARE(upgrade::findRelease(releases, u"v7.8.6-1"_s)->tag, u"7.8.6-1"_s);
    QVERIFY(!upgrade::findRelease(releases, u"8.0.6"_s));
}

void tst_ReleaseRepository::saysThatABundleIsAnotherRelease()
{
    QCOMPARE(upgrade::mismatchText(u"v8.0.6-8"_s, u"8.0.6-8"_s), QString());
    QCOMPARE(upgrade::mismatchText(u"8.0.6-8"_s, u"8.0.6-8"_s), QString());
    QCOMPARE(upgrade::mismatchText(u"v7.4.6-9"_s, u"8.0.6-8"_s),
             u"The bundle under the tag v7.4.6-9 is not that release: it installs operator 8.0.6-8."_s);
    QVERIFY(upgrade::mismatchText(u"v7.4.6-9"_s, {}).contains("by digest"_L1));
}

void tst_ReleaseRepository::fetchesAndKeepsACopy()
{
    const GitServer server(upstream());
    ReleaseRepository repository(server.address(), cache());
    QList<ReleaseRepository::Progress> steps;
    connect(&repository, &ReleaseRepository::progress, this,
            [&](const ReleaseRepository::Progress &progress) { steps.append(progress); });
    repository.update();
    QVERIFY(repository.isUpdating());
    QTRY_VERIFY(!repository.isUpdating());
    QVERIFY2(!repository.error(), repository.error() ? qPrintable(repository.error()->message) : "");
    QCOMPARE(repository.releases().size(), 80);
    QCOMPARE(repository.releases().first().tag, u"v8.0.79-1"_s);
    QVERIFY(repository.updatedAt().isValid());
    QCOMPARE(steps.last().tags, 80);
    QCOMPARE(steps.last().totalTags, 80);
    QVERIFY(std::ranges::any_of(steps, [](const auto &step) { return step.fetch.bytes > 0 && step.tags < 80; }));
    const int packs = server.packs();
    QVERIFY2(packs >= 8, qPrintable(QString::number(packs))); // ten tags at a time

    repository.update(); // nothing is new
    QTRY_VERIFY(!repository.isUpdating());
    QCOMPARE(server.packs(), packs);

    std::optional<kube::Result<Bundle>> bundle;
    repository.readBundle(repository.releases().at(3), false, this, [&](const auto &result) { bundle = result; });
    QTRY_VERIFY(bundle);
    QVERIFY2(*bundle, *bundle ? "" : qPrintable(bundle->error().message));
    QCOMPARE((*bundle)->operatorTag(), u"8.0.76-1"_s);
    bundle.reset();
    repository.readBundle(repository.releases().at(3), true, this, [&](const auto &result) { bundle = result; });
    QTRY_VERIFY(bundle);
    QCOMPARE(bundle->error().message, u"Release 8.0.76-1 has no file openshift.bundle.yaml."_s);
}

void tst_ReleaseRepository::worksOffline()
{
    GitServer server(upstream());
    {
        ReleaseRepository repository(server.address(), cache());
        repository.update();
        QTRY_VERIFY(!repository.isUpdating());
    }
    server.setRefusing(true);
    ReleaseRepository repository(server.address(), cache());
    repository.load();
    QTRY_COMPARE(repository.releases().size(), 80);
    const QDateTime age = repository.updatedAt();
    QVERIFY(age.isValid());
    repository.update();
    QTRY_VERIFY(!repository.isUpdating());
    QVERIFY(repository.error());
    QVERIFY2(repository.error()->message.contains("cannot be fetched from"_L1),
             qPrintable(repository.error()->message));
    QCOMPARE(repository.releases().size(), 80);
    QCOMPARE(repository.updatedAt(), age);
}

void tst_ReleaseRepository::cancelledItGoesOnFromThere()
{
    const GitServer server(upstream());
    {
        ReleaseRepository repository(server.address(), cache());
        connect(&repository, &ReleaseRepository::progress, &repository,
                [&](const ReleaseRepository::Progress &progress) {
                    if (progress.tags >= 20)
                        repository.cancel();
                });
        repository.update();
        QTRY_VERIFY(!repository.isUpdating());
        QVERIFY(repository.error());
        QCOMPARE(repository.error()->kind, kube::Error::Kind::Cancelled);
        QVERIFY(!repository.updatedAt().isValid());
        QVERIFY2(repository.releases().size() >= 20 && repository.releases().size() < 80,
                 qPrintable(QString::number(repository.releases().size())));
    }
    const int before = server.packs();
    ReleaseRepository repository(server.address(), cache());
    repository.update();
    QTRY_VERIFY(!repository.isUpdating());
    QVERIFY(!repository.error());
    QCOMPARE(repository.releases().size(), 80);
    QVERIFY2(server.packs() - before <= 6, qPrintable(QString::number(server.packs() - before)));
}

void tst_ReleaseRepository::readsALocalRepositoryWhereItIs()
{
    ReleaseRepository repository(upstream(), cache());
    QVERIFY(repository.isLocal());
    repository.update();
    QTRY_VERIFY(!repository.isUpdating());
    QCOMPARE(repository.releases().size(), 80);
    QVERIFY(!QDir(cache()).exists());
}

void tst_ReleaseRepository::saysWhyItFails()
{
    ReleaseRepository nowhere(u"/nowhere/at/all"_s, cache());
    nowhere.load();
    QTRY_VERIFY(nowhere.error());
    QVERIFY2(nowhere.error()->message.contains("is not a git repository"_L1), qPrintable(nowhere.error()->message));
    ReleaseRepository unreachable(u"http://127.0.0.1:1/repository"_s, cache());
    unreachable.update();
    QTRY_VERIFY(unreachable.error());
    QCOMPARE(unreachable.error()->kind, kube::Error::Kind::Network);
}

QTEST_GUILESS_MAIN(tst_ReleaseRepository)
#include "tst_releaserepository.moc"
