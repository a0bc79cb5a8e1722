// SPDX-License-Identifier: Apache-2.0
#include "gitupstream.h"

#include <QDir>
#include <QFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace testsupport {

GitUpstream::GitUpstream(QString folder)
    : m_folder(std::move(folder))
{
    if (!QDir().mkdir(m_folder))
        qFatal("%s cannot be made", qPrintable(m_folder));
    git({u"init"_s, u"-q"_s, u"-b"_s, u"master"_s});
}

void GitUpstream::git(const QStringList &arguments) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &name : {u"GIT_AUTHOR_NAME"_s, u"GIT_COMMITTER_NAME"_s})
        environment.insert(name, u"A"_s);
    for (const auto &name : {u"GIT_AUTHOR_EMAIL"_s, u"GIT_COMMITTER_EMAIL"_s})
        environment.insert(name, u"a@example.com"_s);
    environment.insert(u"GIT_CONFIG_NOSYSTEM"_s, u"1"_s);
    environment.insert(u"HOME"_s, m_folder);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder);
    process.start(u"git"_s, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')), process.readAllStandardError().constData());
}

void GitUpstream::release(const QString &tag, const QMap<QString, QByteArray> &files, bool isAnnotated) const
{
    for (auto it = files.cbegin(); it != files.cend(); ++it) {
        QFile file(m_folder + u'/' + it.key());
        if (!file.open(QFile::WriteOnly) || file.write(it.value()) != it.value().size())
            qFatal("%s cannot be written", qPrintable(file.fileName()));
    }
    git({u"add"_s, u"-A"_s});
    git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, tag});
    git(isAnnotated ? QStringList{u"tag"_s, u"-f"_s, u"-a"_s, u"-m"_s, tag, tag} : QStringList{u"tag"_s, u"-f"_s, tag});
}

} // namespace testsupport
