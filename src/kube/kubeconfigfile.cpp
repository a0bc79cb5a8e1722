// SPDX-License-Identifier: Apache-2.0
#include "kubeconfigfile.h"

#include "errortext.h"
#include "yamlreader.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>
#include <QStringConverter>
#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::Kubeconfig)
};

std::optional<QByteArray> asUtf8(const QByteArray &text)
{
    // A byte order mark tells UTF-16, which PowerShell writes.
    QStringDecoder decode(QStringConverter::encodingForData(text).value_or(QStringConverter::Utf8),
                          QStringConverter::Flag::Stateless);
    const QString decoded = decode(text);
    if (decode.hasError() || !decoded.isValidUtf16() || decoded.contains(QChar::Null))
        return std::nullopt;
    return decoded.toUtf8();
}

struct FirstDocument
{
    QByteArray text;
    bool moreFollow = false;
};

// kubectl reads the first document of a file and nothing else.
FirstDocument firstDocument(const QByteArray &text)
{
    const auto isMark = [](QByteArrayView line, QByteArrayView mark) {
        return line.startsWith(mark) && (line.size() == mark.size() || line.at(mark.size()) <= ' ');
    };
    bool begun = false;
    for (qsizetype start = 0; start < text.size();) {
        const qsizetype found = text.indexOf('\n', start);
        const qsizetype end = found < 0 ? text.size() : found + 1;
        const QByteArrayView line = QByteArrayView(text).sliced(start, end - start);
        if (begun && (isMark(line, "---") || isMark(line, "...")))
            return {text.first(start), !text.sliced(end).trimmed().isEmpty()};
        const QByteArrayView visible = line.trimmed();
        begun = begun || !(visible.isEmpty() || visible.startsWith('#') || visible.startsWith('%'));
        start = end;
    }
    return {text, false};
}

// The sentences of the reader quote the text, and any part of this text may be a secret ("password: *hunter2").
QString withoutQuotations(QString sentence)
{
    static const QRegularExpression quotation(u"[\\p{Pi}\\p{Ps}].*[\\p{Pf}\\p{Pi}\\p{Pe}]"_s);
    return sentence.replace(quotation, u"“…”"_s);
}

Result<QJsonObject> fields(const QByteArray &text, const QString &path)
{
    constexpr yaml::Limits limits{.bytes = qsizetype(64) * 1024 * 1024, .depth = 100, .nodes = 2'000'000};
    const auto documents = yaml::read(QByteArrayView(text), limits);
    if (!documents) {
        const yaml::Error &error = documents.error();
        return std::unexpected(
            configurationError(Text::tr("%1 is not valid YAML: line %2, column %3: %4")
                                   .arg(shownPath(path), QString::number(error.line), QString::number(error.column),
                                        withoutQuotations(error.message))));
    }
    if (documents->isEmpty())
        return QJsonObject();
    const QJsonValue &value = documents->constFirst().value();
    if (!value.isObject()) {
        return std::unexpected(
            configurationError(Text::tr("%1 is not a kubeconfig: it holds no fields.").arg(shownPath(path))));
    }
    return value.toObject();
}

/// Reads one file's values; stops at the first thing that leaves open what the file means.
class FileReader final
{
public:
    explicit FileReader(const QString &path)
        : m_path(path)
    {
    }

    Result<KubeconfigFile> read(const QJsonObject &root)
    {
        expect(root, u"apiVersion"_s, u"v1"_s);
        expect(root, u"kind"_s, u"Config"_s);
        list(root, Stanza::Kind::Context, &m_result.contexts);
        list(root, Stanza::Kind::Cluster, &m_result.clusters);
        list(root, Stanza::Kind::User, &m_result.users);
        m_result.currentContext = text(root, u"current-context"_s, u"current-context"_s);
        if (!m_problem.isEmpty())
            return std::unexpected(configurationError(m_problem));
        return m_result;
    }

private:
    void expect(const QJsonObject &root, const QString &field, const QString &wanted)
    {
        const QString found = text(root, field, field);
        if (!found.isEmpty() && found != wanted) {
            problem(Text::tr("%1 is not a kubeconfig: its %2 is \"%3\", not \"%4\".")
                        .arg(shownPath(m_path), field, quotable(found), wanted));
        }
    }

    QString text(const QJsonObject &object, const QString &field, const QString &place)
    {
        const QJsonValue value = object.value(field);
        if (!value.isString() && !value.isNull() && !value.isUndefined())
            problem(Text::tr("%1, %2: The value must be text. Put it in quotes.").arg(shownPath(m_path), place));
        return value.toString();
    }

    void list(const QJsonObject &root, Stanza::Kind kind, QMap<QString, Stanza> *stanzas)
    {
        static const QStringList listNames{u"contexts"_s, u"clusters"_s, u"users"_s};
        static const QStringList contentNames{u"context"_s, u"cluster"_s, u"user"_s};
        const QString &listName = listNames.at(int(kind));
        const QJsonValue items = root.value(listName);
        if (!items.isArray() && !items.isNull() && !items.isUndefined()) {
            problem(Text::tr("%1, %2: The value must be a list. Begin each entry with \"- name:\".")
                        .arg(shownPath(m_path), listName));
        }
        int number = 0;
        for (const QJsonValue item : items.toArray()) {
            const QString place = Text::tr("entry %1 of %2").arg(QString::number(++number), listName);
            const QJsonValue content = item[contentNames.at(int(kind))];
            if ((!item.isObject() && !item.isNull())
                || (!content.isObject() && !content.isNull() && !content.isUndefined())) {
                problem(Text::tr("%1, %2: The value must be a map with the fields \"name\" and \"%3\".")
                            .arg(shownPath(m_path), place, contentNames.at(int(kind))));
                continue;
            }
            const QString name = text(item.toObject(), u"name"_s, place + u", name"_s);
            if (name.isEmpty()) {
                m_result.warnings.append(Text::tr("%1, %2 has no name and is left out.").arg(shownPath(m_path), place));
                continue;
            }
            const bool twice = stanzas->contains(name);
            stanzas->insert(name, {kind, name, m_path, content.toObject(), twice});
        }
    }

    void problem(const QString &sentence)
    {
        if (m_problem.isEmpty())
            m_problem = sentence;
    }

    QString m_path;
    QString m_problem;
    KubeconfigFile m_result;
};

} // namespace

bool KubeconfigFile::hasSecrets() const
{
    static const QStringList secret{u"token"_s, u"client-key-data"_s, u"password"_s, u"auth-provider"_s};
    return std::ranges::any_of(users, [](const Stanza &user) {
        return std::ranges::any_of(secret, [&](const QString &field) { return user.fields.contains(field); });
    });
}

Result<KubeconfigFile> parseKubeconfigFile(const QByteArray &text, const QString &path)
{
    const std::optional<QByteArray> utf8 = asUtf8(text);
    if (!utf8) {
        return std::unexpected(
            configurationError(Text::tr("%1 is not a text file in UTF-8. Save it as UTF-8, or choose another file.")
                                   .arg(shownPath(path))));
    }
    const FirstDocument document = firstDocument(*utf8);
    const Result<QJsonObject> root = fields(document.text, path);
    if (!root)
        return std::unexpected(root.error());
    Result<KubeconfigFile> file = FileReader(path).read(*root);
    if (file && document.moreFollow) {
        file->warnings.append(Text::tr("%1 holds several YAML documents. Only the first is read, as kubectl does; "
                                       "put the others into files of their own and list them in KUBECONFIG.")
                                  .arg(shownPath(path)));
    }
    return file;
}

} // namespace kube
