// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundlesource.h"

#include "answerlater.h"
#include "release/bundlefile.h"
#include "safetext.h"

#include <QDir>
#include <QStandardPaths>
#include <QUrl>
#include <utility>

using namespace Qt::StringLiterals;
using upgrade::Bundle;
using upgrade::ReleaseRepository;

namespace ui {

namespace {

/// As a shell and git understand it: blanks around it are nobody's, ~ is the home folder, file:// a path.
QString addressOf(const QString &typed)
{
    QString address = typed.trimmed();
    if (address.startsWith("file://"_L1))
        address = QUrl(address).toLocalFile();
    if (address == "~"_L1 || address.startsWith("~/"_L1))
        address.replace(0, 1, QDir::homePath());
    if (address.startsWith(u'/'))
        address = QDir::cleanPath(address);
    return address.isEmpty() ? ReleaseRepository::publicAddress() : address;
}

} // namespace

BundleSource::BundleSource(QString cacheFolder, QObject *parent)
    : QObject(parent)
    , m_cacheFolder(std::move(cacheFolder))
{
    setAddress({});
}

BundleSource::~BundleSource()
{
    leave(std::move(m_repository));
}

/// A server that takes its time must not keep the window: what is being fetched ends by itself.
void BundleSource::leave(std::unique_ptr<ReleaseRepository> repository)
{
    if (!repository || !repository->isUpdating())
        return;
    repository->disconnect();
    repository->cancel();
    ReleaseRepository *left = repository.release();
    connect(left, &ReleaseRepository::changed, left, [left] {
        if (!left->isUpdating())
            left->deleteLater();
    });
}

QString BundleSource::cacheFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/releases"_s;
}

void BundleSource::setAddress(const QString &typed)
{
    const QString address = addressOf(typed);
    if (m_repository && m_repository->address() == address)
        return;
    leave(std::exchange(m_repository, std::make_unique<ReleaseRepository>(address, m_cacheFolder)));
    m_isLoaded = false;
    connect(m_repository.get(), &ReleaseRepository::changed, this, [this] {
        m_isLoaded = m_isLoaded || !m_repository->isUpdating();
    });
    if (m_isOpen)
        m_repository->load();
    Q_EMIT repositoryChanged();
}

void BundleSource::open()
{
    if (!std::exchange(m_isOpen, true))
        m_repository->load();
}

void BundleSource::setFile(const QString &path)
{
    if (path == m_file)
        return;
    m_file = path;
    Q_EMIT fileChanged();
}

void BundleSource::read(const upgrade::Release &release, bool forOpenShift, QObject *context,
                        kube::Callback<Bundle> done)
{
    if (m_file.isEmpty())
        m_repository->readBundle(release, forOpenShift, context, std::move(done));
    else
        upgrade::readBundleFile(m_file, forOpenShift, context, std::move(done));
}

void BundleSource::findBase(const QString &operatorTag, bool forOpenShift, QObject *context,
                            kube::Callback<Bundle> done)
{
    open();
    if (m_isLoaded)
        return findLoadedBase(operatorTag, forOpenShift, context, std::move(done));
    connect(
        m_repository.get(), &ReleaseRepository::changed, context,
        [this, operatorTag, forOpenShift, context, done = std::move(done)] {
            findLoadedBase(operatorTag, forOpenShift, context, done);
        },
        Qt::SingleShotConnection);
}

void BundleSource::findLoadedBase(const QString &operatorTag, bool forOpenShift, QObject *context,
                                  kube::Callback<Bundle> done)
{
    const upgrade::Release *release = upgrade::findRelease(m_repository->releases(), operatorTag);
    if (release)
        return m_repository->readBundle(*release, forOpenShift, context, std::move(done));
    const QString address = yaml::safeText(m_repository->address());
    const QString tag = yaml::safeText(operatorTag);
    const QString message = m_repository->releases().isEmpty()
        ? tr("There is no copy of the repository %1 yet: fetch its releases, and compare again.").arg(address)
        : tr("The repository %1, as far as it was fetched, has no release %2.").arg(address, tag);
    kube::answerLater<Bundle>(
        context, std::move(done),
        std::unexpected(kube::Error{.kind = kube::Error::Kind::Configuration, .message = message}));
}

} // namespace ui
