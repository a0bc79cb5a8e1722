// SPDX-License-Identifier: Apache-2.0
#include "execcommand.h"

#include "errortext.h"
#include "safetext.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QFileInfo>
#include <QIODevice>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::ExecPlugin)
};

// $'...' is how shells write what cannot be seen.
QString shellWord(const QString &word)
{
    static const QRegularExpression plain(u"\\A[-A-Za-z0-9_@%+=:,./]+\\z"_s);
    if (plain.match(word).hasMatch())
        return word;
    QString escaped = word;
    escaped.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s).replace(u'\n', u"\\n"_s).replace(u'\t', u"\\t"_s);
    escaped = yaml::safeText(escaped);
    const QString begin = escaped == word ? u"'"_s : u"$'"_s;
    return begin + escaped + u'\'';
}

QString inPath(const QString &name, const QProcessEnvironment &environment)
{
    const QStringList folders = environment.value(u"PATH"_s).split(QDir::listSeparator(), Qt::SkipEmptyParts);
    for (const QString &folder : folders) {
        // A relative entry would run whatever lies in the present folder.
        const QFileInfo candidate(folder + u'/' + name);
        if (QDir::isAbsolutePath(folder) && candidate.isFile() && candidate.isExecutable())
            return QDir::cleanPath(candidate.filePath());
    }
    return {};
}

QString withHint(const QString &sentence, const QString &hint)
{
    constexpr qsizetype longest = 2000;
    if (hint.isEmpty())
        return sentence;
    return sentence + u'\n' + yaml::safeText(hint.first(std::min(hint.size(), longest)).trimmed());
}

} // namespace

QString ExecCommand::text() const
{
    QStringList words;
    for (const auto &[name, value] : environment)
        words.append(shellWord(name) + u'=' + (value.isEmpty() ? QString() : shellWord(value)));
    words.append(shellWord(program));
    for (const QString &argument : arguments)
        words.append(shellWord(argument));
    return words.join(u' ');
}

QByteArray ExecCommand::fingerprint() const
{
    // The stream writes lengths: no two commands give the same bytes.
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_8);
    stream << program << arguments << environment;
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

Result<ExecCommand> resolveExecCommand(const ExecConfig &exec, const QProcessEnvironment &environment)
{
    ExecCommand command;
    command.arguments = exec.arguments;
    command.environment = exec.environment;
    if (!QDir::isAbsolutePath(exec.command)) {
        command.program = inPath(exec.command, environment);
        if (command.program.isEmpty()) {
            return std::unexpected(credentialsError(
                withHint(Text::tr("The credential plugin \"%1\" was not found in PATH. Install it, or correct "
                                  "exec.command in the kubeconfig.")
                             .arg(quotable(exec.command)),
                         exec.installHint)));
        }
        return command;
    }
    command.program = QDir::cleanPath(exec.command);
    const QFileInfo file(command.program);
    if (!file.exists()) {
        return std::unexpected(credentialsError(
            withHint(Text::tr("The credential plugin %1 does not exist. Install it, or correct exec.command in the "
                              "kubeconfig.")
                         .arg(shownPath(command.program)),
                     exec.installHint)));
    }
    if (!file.isFile() || !file.isExecutable()) {
        return std::unexpected(
            credentialsError(Text::tr("The credential plugin %1 is not a program that can be run. Make it executable, "
                                      "or correct exec.command in the kubeconfig.")
                                 .arg(shownPath(command.program))));
    }
    return command;
}

} // namespace kube
