// SPDX-License-Identifier: Apache-2.0
#include "regularfile.h"

#include "errortext.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::RegularFile)
};

FileProblem problem(const QString &sentence)
{
    return {.missing = false, .sentence = sentence};
}

bool isNullDevice(const struct stat &status)
{
    struct stat null = {};
    return S_ISCHR(status.st_mode) && stat("/dev/null", &null) == 0 && S_ISCHR(null.st_mode)
        && null.st_rdev == status.st_rdev;
}

FileProblem openProblem(const QString &path, int error)
{
    const QString name = shownPath(path);
    if (error == ENOENT)
        return {.missing = true, .sentence = Text::tr("%1 does not exist.").arg(name)};
    if (error == ELOOP)
        return problem(Text::tr("%1 cannot be read: its symbolic links lead round in a circle.").arg(name));
    return problem(Text::tr("%1 cannot be read: %2.").arg(name, qt_error_string(error)));
}

} // namespace

std::expected<FileContent, FileProblem> readRegularFile(const QString &path, qint64 limit)
{
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    const int descriptor = open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return std::unexpected(openProblem(path, errno));

    QFile file;
    if (!file.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        return std::unexpected(problem(Text::tr("%1 cannot be read: %2.").arg(shownPath(path), file.errorString())));

    struct stat status = {};
    if (fstat(descriptor, &status) != 0)
        return std::unexpected(openProblem(path, errno));
    if (isNullDevice(status))
        return FileContent();
    if (S_ISDIR(status.st_mode))
        return std::unexpected(problem(Text::tr("%1 is a folder, not a file.").arg(shownPath(path))));
    if (!S_ISREG(status.st_mode))
        return std::unexpected(
            problem(Text::tr("%1 is a pipe or a device. Save its content to a file first.").arg(shownPath(path))));

    FileContent content{.bytes = file.read(limit + 1),
                        .othersMayRead = (status.st_mode & S_IROTH) != 0,
                        .othersMayWrite = (status.st_mode & S_IWOTH) != 0};
    if (file.error() != QFileDevice::NoError)
        return std::unexpected(problem(Text::tr("%1 cannot be read: %2.").arg(shownPath(path), file.errorString())));
    if (content.bytes.size() > limit) {
        return std::unexpected(
            problem(Text::tr("%1 is larger than %2.").arg(shownPath(path), QLocale::c().formattedDataSize(limit, 0))));
    }
    return content;
}

FileStamp FileStamp::of(const QString &path)
{
    struct stat status = {};
    if (stat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    return {.device = qint64(status.st_dev),
            .inode = qint64(status.st_ino),
            .size = status.st_size,
            .modified = status.st_mtim.tv_sec * qint64(1'000'000'000) + status.st_mtim.tv_nsec};
}

} // namespace kube
