// SPDX-License-Identifier: Apache-2.0
#include "bundlesource.h"

#include "answerlater.h"
#include "errortext.h"
#include "release/bundlefile.h"
#include "safetext.h"

#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>
#include <algorithm>

using namespace Qt::StringLiterals;
using kube::Result;
using upgrade::Bundle;
using upgrade::ReleaseRepository;

namespace ctl {

namespace {

QString addressOf(const QString &repository)
{
    if (repository.isEmpty())
        return ReleaseRepository::publicAddress();
    return repository.contains("://"_L1) ? repository : QFileInfo(repository).absoluteFilePath();
}

} // namespace

BundleSource::BundleSource(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_repository(addressOf(m_options.repository),
                   QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/releases"_s)
{
    connect(&m_repository, &ReleaseRepository::progress, this, [this](const ReleaseRepository::Progress &progress) {
        Q_EMIT progressed(tr("Receiving objects: %1/%2, %3 KiB; deltas: %4/%5; releases: %6/%7")
                              .arg(progress.fetch.objects)
                              .arg(progress.fetch.totalObjects)
                              .arg(progress.fetch.bytes >> 10)
                              .arg(progress.fetch.deltas)
                              .arg(progress.fetch.totalDeltas)
                              .arg(progress.tags)
                              .arg(progress.totalTags));
    });
}

void BundleSource::read(bool forOpenShift, QObject *context, const kube::Callback<Bundle> &done)
{
    if (m_options.file == "-"_L1) {
        QFile input;
        if (!input.open(stdin, QFile::ReadOnly))
            return kube::answerLater<Bundle>(
                context, done, std::unexpected(kube::configurationError(tr("Standard input cannot be read."))));
        return kube::answerLater<Bundle>(context, done, upgrade::readBundle(input, tr("standard input")));
    }
    if (!m_options.file.isEmpty())
        return upgrade::readBundleFile(m_options.file, forOpenShift, context, done);
    whenRead(context, [=, this] { readRelease(forOpenShift, context, done); });
    m_repository.update();
}

void BundleSource::whenRead(QObject *context, const std::function<void()> &read)
{
    auto *const once = new QObject(context);
    connect(&m_repository, &ReleaseRepository::changed, once, [this, once, read] {
        if (m_repository.isUpdating())
            return;
        once->deleteLater();
        disconnect(&m_repository, nullptr, once, nullptr);
        read();
    });
}

void BundleSource::readRelease(bool forOpenShift, QObject *context, const kube::Callback<Bundle> &done)
{
    const QList<upgrade::Release> &releases = m_repository.releases();
    if (m_repository.error() && releases.isEmpty())
        return done(std::unexpected(*m_repository.error()));
    if (m_repository.error())
        Q_EMIT said(tr("The releases are those of %1: %2")
                        .arg(m_repository.updatedAt().isValid()
                                 ? QLocale().toString(m_repository.updatedAt().toLocalTime(), QLocale::ShortFormat)
                                 : tr("an update that was not finished"),
                             m_repository.error()->message));
    const upgrade::Release *release = upgrade::findRelease(releases, m_options.release);
    if (!release) {
        QStringList newest;
        for (const upgrade::Release &each : releases.first(std::min<qsizetype>(8, releases.size())))
            newest.append(yaml::safeText(each.tag));
        const QString list = newest.isEmpty() ? tr("It has no tag that names a release.")
                                              : tr("The newest ones are %1.").arg(newest.join(u", "_s));
        return done(std::unexpected(kube::configurationError(
            m_options.release.isEmpty()
                ? tr("Name a release with --release, or a file with --file. %1").arg(list)
                : tr("The repository has no release \"%1\". %2").arg(yaml::safeText(m_options.release), list))));
    }
    m_repository.readBundle(*release, forOpenShift, context, [this, tag = release->tag, done](Result<Bundle> bundle) {
        if (bundle)
            m_mismatch = upgrade::mismatchText(tag, bundle->operatorTag());
        done(std::move(bundle));
    });
}

void BundleSource::readBase(const QString &operatorTag, bool forOpenShift, QObject *context,
                            kube::Callback<Bundle> done)
{
    const auto find = [=, this, done = std::move(done)] {
        const upgrade::Release *release = upgrade::findRelease(m_repository.releases(), operatorTag);
        if (release)
            return m_repository.readBundle(*release, forOpenShift, context, done);
        kube::answerLater<Bundle>(context, done,
                                  std::unexpected(kube::configurationError(
                                      tr("Release %1 was not found in %2.")
                                          .arg(yaml::safeText(operatorTag), yaml::safeText(m_repository.address())))));
    };
    if (!m_repository.releases().isEmpty())
        return find();
    whenRead(context, find);
    m_repository.load(); // the copy: a file is no reason to use the network
}

} // namespace ctl
