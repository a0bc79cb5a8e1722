// SPDX-License-Identifier: Apache-2.0
#include "journal.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::Journal)
};

kube::Error failure(const QString &message)
{
    kube::Error error;
    error.kind = kube::Error::Kind::Configuration;
    error.message = message;
    return error;
}

QString wordOf(JournalEntry::Outcome outcome)
{
    switch (outcome) {
    case JournalEntry::Outcome::Pending:
        return u"pending"_s;
    case JournalEntry::Outcome::Written:
        return u"written"_s;
    case JournalEntry::Outcome::NotWritten:
        return u"not written"_s;
    case JournalEntry::Outcome::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

JournalEntry::Outcome outcomeOf(const QString &word)
{
    for (const auto outcome : {JournalEntry::Outcome::Written, JournalEntry::Outcome::NotWritten}) {
        if (word == wordOf(outcome))
            return outcome;
    }
    return JournalEntry::Outcome::Unknown;
}

/// What is left of a line that did not fit on the disk.
bool endsInsideALine(int descriptor)
{
    char last = '\n';
    const off_t size = ::lseek(descriptor, 0, SEEK_END);
    return size > 0 && ::pread(descriptor, &last, 1, size - 1) == 1 && last != '\n';
}

JournalEntry entryOf(const QJsonObject &line)
{
    const auto text = [&](QLatin1StringView key) { return line.value(key).toString(); };
    JournalEntry entry;
    entry.id = text("id"_L1);
    entry.begun = QDateTime::fromString(text("begun"_L1), Qt::ISODateWithMs);
    entry.context = text("context"_L1);
    entry.server = text("server"_L1);
    entry.user = text("user"_L1);
    entry.apiVersion = text("apiVersion"_L1);
    entry.kind = text("kind"_L1);
    entry.nameSpace = text("namespace"_L1);
    entry.name = text("name"_L1);
    entry.uid = text("uid"_L1);
    entry.why = text("why"_L1);
    const QJsonArray changes = line.value("changes"_L1).toArray();
    for (const QJsonValue &change : changes) {
        // An absent side was Undefined: nothing was there, or nothing is there any more.
        if (const auto path = yaml::Path::fromString(change["path"_L1].toString()))
            entry.changes.append({*path, change["before"_L1], change["after"_L1]});
    }
    return entry;
}

} // namespace

Journal::Journal(QString file)
    : m_file(std::move(file))
{
}

kube::Result<void> Journal::append(const QJsonObject &line) const
{
    const auto failed = [this](const QString &why) {
        return std::unexpected(failure(
            Text::tr("The journal %1 cannot be written: %2. Nothing is changed in a cluster without a record of "
                     "it; make room or give this user the right to write the file.")
                .arg(m_file, why)));
    };
    const QString folder = QFileInfo(m_file).absolutePath();
    if (!QDir(folder).exists()
        && (!QDir().mkpath(QFileInfo(folder).absolutePath())
            || !QDir().mkdir(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)))
        return failed(Text::tr("the folder cannot be made"));
    // O_APPEND and one write(): lines of several programs do not mix.
    const int descriptor = ::open(QFile::encodeName(m_file).constData(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return failed(qt_error_string());
    QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (endsInsideALine(descriptor))
        text.prepend('\n');
    const bool written =
        ::write(descriptor, text.constData(), size_t(text.size())) == text.size() && ::fsync(descriptor) == 0;
    const QString why = written ? QString() : qt_error_string();
    ::close(descriptor);
    if (!written)
        return failed(why);
    return {};
}

kube::Result<void> Journal::begin(const JournalEntry &entry) const
{
    QJsonArray changes;
    for (const yaml::Change &change : entry.changes) {
        QJsonObject object{{"path"_L1, change.path.toString()}};
        if (!change.before.isUndefined())
            object.insert("before"_L1, change.before);
        if (!change.after.isUndefined())
            object.insert("after"_L1, change.after);
        changes.append(object);
    }
    return append({{"version"_L1, 1},
                   {"id"_L1, entry.id},
                   {"begun"_L1, entry.begun.toString(Qt::ISODateWithMs)},
                   {"context"_L1, entry.context},
                   {"server"_L1, entry.server},
                   {"user"_L1, entry.user},
                   {"apiVersion"_L1, entry.apiVersion},
                   {"kind"_L1, entry.kind},
                   {"namespace"_L1, entry.nameSpace},
                   {"name"_L1, entry.name},
                   {"uid"_L1, entry.uid},
                   {"why"_L1, entry.why},
                   {"changes"_L1, changes}});
}

kube::Result<void> Journal::end(const QString &id, JournalEntry::Outcome outcome, const QDateTime &when,
                                const QString &message) const
{
    QJsonObject line{{"version"_L1, 1},
                     {"id"_L1, id},
                     {"ended"_L1, when.toString(Qt::ISODateWithMs)},
                     {"outcome"_L1, wordOf(outcome)}};
    if (!message.isEmpty())
        line.insert("message"_L1, message);
    return append(line);
}

kube::Result<Journal::Contents> Journal::read() const
{
    Contents contents;
    QFile file(m_file);
    if (!file.exists())
        return contents;
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(failure(Text::tr("The journal %1 cannot be read: %2.").arg(m_file, file.errorString())));
    QHash<QString, qsizetype> positions;
    while (!file.atEnd()) {
        const QByteArray text = file.readLine().trimmed();
        if (text.isEmpty())
            continue; // two programs ended a line that was cut short
        const QJsonObject line = QJsonDocument::fromJson(text).object();
        const QString id = line.value("id"_L1).toString();
        if (!id.isEmpty() && line.contains("begun"_L1)) {
            positions.insert(id, contents.entries.size());
            contents.entries.append(entryOf(line));
        } else if (const auto position = positions.constFind(id); position != positions.cend()) {
            JournalEntry &entry = contents.entries[*position];
            entry.outcome = outcomeOf(line.value("outcome"_L1).toString());
            entry.ended = QDateTime::fromString(line.value("ended"_L1).toString(), Qt::ISODateWithMs);
            entry.message = line.value("message"_L1).toString();
        } else {
            ++contents.damagedLines;
        }
    }
    return contents;
}

} // namespace upgrade
