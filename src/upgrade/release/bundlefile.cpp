// SPDX-License-Identifier: Apache-2.0
#include "bundlefile.h"

#include "errortext.h"
#include "regularfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

using namespace Qt::StringLiterals;
using kube::Result;

namespace upgrade {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::Bundle)
};

} // namespace

Result<Bundle> readBundle(QIODevice &device, const QString &source)
{
    const QByteArray text = device.read(largestBundle + 1);
    if (text.size() > largestBundle)
        return std::unexpected(kube::configurationError(
            Text::tr("%1 is larger than %2 MB, which no bundle is. Choose bundle.yaml or openshift.bundle.yaml of a "
                     "release.")
                .arg(kube::shownPath(source))
                .arg(largestBundle >> 20)));
    return Bundle::read(text, source);
}

Result<Bundle> readBundleFile(const QString &path, bool forOpenShift)
{
    const QFileInfo info(path);
    const QString name = forOpenShift ? u"openshift.bundle.yaml"_s : u"bundle.yaml"_s;
    const QString found = info.isDir() ? QDir(path).filePath(name) : path;
    if (info.isDir() && !QFileInfo::exists(found))
        return std::unexpected(kube::configurationError(
            Text::tr("The folder %1 has no file %2. Choose a folder that has, or the file itself.")
                .arg(kube::shownPath(path), name)));
    const auto content = kube::readRegularFile(found, largestBundle);
    if (!content)
        return std::unexpected(kube::configurationError(content.error().sentence));
    return Bundle::read(content->bytes, found);
}

void readBundleFile(const QString &path, bool forOpenShift, QObject *context, kube::Callback<Bundle> done)
{
    // The answer goes to an object of this thread, which outlives the reading: the context may not.
    auto *const answer = new QObject;
    QThreadPool::globalInstance()->start(
        [path, forOpenShift, answer, context = QPointer<QObject>(context), done = std::move(done)] {
            Result<Bundle> bundle = readBundleFile(path, forOpenShift);
            QMetaObject::invokeMethod(answer, [answer, context, done, bundle = std::move(bundle)] {
                answer->deleteLater();
                if (context)
                    done(bundle);
            });
        });
}

} // namespace upgrade
