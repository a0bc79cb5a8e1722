// SPDX-License-Identifier: Apache-2.0
#include "releaserepository.h"

#include "answerlater.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QPointer>
#include <QSaveFile>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

constexpr qsizetype tagsAtATime = 10; // so little is lost when it ends early

QString copyOf(const QString &address, const QString &cacheFolder)
{
    const QByteArray hash = QCryptographicHash::hash(address.toUtf8(), QCryptographicHash::Sha256).toHex().first(16);
    return cacheFolder + u'/' + QString::fromLatin1(hash) + u".git";
}

/// Beside the repository, as in it everything is git's.
QString stampOf(const QString &folder)
{
    return folder + u".updated";
}

} // namespace

QString ReleaseRepository::publicAddress()
{
    return u"https://github.com/RedisLabs/redis-enterprise-k8s-docs"_s;
}

ReleaseRepository::ReleaseRepository(QString address, const QString &cacheFolder, QObject *parent)
    : QObject(parent)
    , m_address(std::move(address))
    , m_isLocal(m_address.startsWith(u'/'))
    , m_folder(m_isLocal ? m_address : copyOf(m_address, cacheFolder))
    , m_worker(std::make_unique<QObject>())
{
    m_worker->moveToThread(&m_thread);
    m_thread.setObjectName(u"releases"_s);
    m_thread.start();
}

ReleaseRepository::~ReleaseRepository()
{
    cancel();
    m_thread.quit();
    m_thread.wait();
}

void ReleaseRepository::load()
{
    run(Task::Load);
}

void ReleaseRepository::update()
{
    if (m_isUpdating)
        return;
    m_isCancelled = false;
    m_isUpdating = true;
    run(Task::Update);
    Q_EMIT changed();
}

void ReleaseRepository::cancel()
{
    m_isCancelled = true;
}

void ReleaseRepository::run(Task task)
{
    QMetaObject::invokeMethod(m_worker.get(), [this, task] {
        kube::Result<Contents> result = task == Task::Update && !m_isLocal ? fetch() : contents();
        // After an update that ended early there is more than before.
        const kube::Result<Contents> here = result ? result : contents();
        QMetaObject::invokeMethod(this, [this, task, result = std::move(result), here] {
            if (task == Task::Update)
                m_isUpdating = false;
            m_error = result ? std::nullopt : std::optional(result.error());
            if (here) {
                m_releases = here->releases;
                m_updatedAt = here->updatedAt;
            }
            Q_EMIT changed();
        });
    });
}

kube::Result<GitRepository> ReleaseRepository::open() const
{
    return m_isLocal ? GitRepository::open(m_folder) : GitRepository::openOrMake(m_folder);
}

kube::Result<ReleaseRepository::Contents> ReleaseRepository::contents() const
{
    const kube::Result<GitRepository> repository = open();
    if (!repository)
        return std::unexpected(repository.error());
    const kube::Result<QList<GitTag>> tags = repository->tags();
    if (!tags)
        return std::unexpected(tags.error());
    Contents contents{.releases = releasesOf(*tags), .updatedAt = QDateTime::currentDateTimeUtc()};
    if (!m_isLocal) {
        QFile stamp(stampOf(m_folder));
        contents.updatedAt = stamp.open(QFile::ReadOnly)
            ? QDateTime::fromString(QString::fromLatin1(stamp.readAll()), Qt::ISODate)
            : QDateTime();
    }
    return contents;
}

kube::Result<ReleaseRepository::Contents> ReleaseRepository::fetch()
{
    kube::Result<GitRepository> repository = open();
    if (!repository)
        return std::unexpected(repository.error());
    Progress now;
    const OnFetchProgress onProgress = [&](const FetchProgress &fetch) {
        now.fetch = fetch;
        Q_EMIT progress(now); // queued: the receiver lives on another thread
        return !m_isCancelled;
    };
    const kube::Result<QList<GitTag>> there = repository->remoteTags(m_address, onProgress);
    if (!there)
        return std::unexpected(there.error());
    const kube::Result<QList<GitTag>> here = repository->tags();
    if (!here)
        return std::unexpected(here.error());
    QStringList missing;
    for (const GitTag &tag : *there) {
        if (!here->contains(tag) && !releasesOf({tag}).isEmpty())
            missing.append(tag.name);
    }
    now.totalTags = releasesOf(*there).size();
    now.tags = now.totalTags - missing.size();
    while (!missing.isEmpty()) {
        const QStringList some = missing.first(std::min(tagsAtATime, missing.size()));
        if (const kube::Result<void> fetched = repository->fetch(m_address, some, onProgress); !fetched)
            return std::unexpected(fetched.error());
        missing.remove(0, some.size());
        now.tags += some.size();
        Q_EMIT progress(now);
    }
    QSaveFile stamp(stampOf(m_folder));
    if (stamp.open(QFile::WriteOnly)) {
        stamp.write(QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1());
        stamp.commit();
    }
    return contents();
}

void ReleaseRepository::readBundle(const Release &release, bool forOpenShift, QObject *context,
                                   kube::Callback<Bundle> done)
{
    const QString file = forOpenShift ? u"openshift.bundle.yaml"_s : u"bundle.yaml"_s;
    QMetaObject::invokeMethod(
        m_worker.get(), [this, tag = release.tag, file, context = QPointer<QObject>(context), done = std::move(done)] {
            kube::Result<Bundle> bundle = open().and_then([&](const GitRepository &repository) {
                return repository.file(tag, file).and_then(
                    [&](const QByteArray &text) { return Bundle::read(text, QString(tag + u", " + file)); });
            });
            QMetaObject::invokeMethod(this, [context, done, bundle = std::move(bundle)] {
                if (context)
                    done(bundle);
            });
        });
}

} // namespace upgrade
