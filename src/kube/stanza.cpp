// SPDX-License-Identifier: Apache-2.0
#include "stanza.h"

#include "errortext.h"
#include "regularfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::Kubeconfig)
};

constexpr qint64 largestFile = qint64(4) * 1024 * 1024;

} // namespace

StanzaReader::StanzaReader(const Stanza &stanza, QStringList *problems, QStringList *warnings)
    : m_stanza(stanza)
    , m_problems(problems)
    , m_warnings(warnings)
{
    if (m_stanza.ambiguous)
        problem(u"name"_s, Text::tr("The name is given twice in this file. Rename or remove one of the two."));
}

QString StanzaReader::text(const QString &field)
{
    const QJsonValue value = m_stanza.fields.value(field);
    const bool isText = value.isString() && !value.toString().contains(QChar::Null);
    if (!isText && !value.isNull() && !value.isUndefined())
        problem(field, Text::tr("The value must be text. Put it in quotes."));
    return value.toString();
}

bool StanzaReader::flag(const QString &field)
{
    const QJsonValue value = m_stanza.fields.value(field);
    if (!value.isBool() && !value.isNull() && !value.isUndefined())
        problem(field, Text::tr("The value must be true or false."));
    return value.toBool();
}

QString StanzaReader::path(const QString &field)
{
    return resolved(text(field));
}

QJsonObject StanzaReader::object(const QString &field)
{
    const QJsonValue value = m_stanza.fields.value(field);
    if (!value.isObject() && !value.isNull() && !value.isUndefined())
        problem(field, Text::tr("The value must be a map of fields."));
    return value.toObject();
}

std::optional<Material> StanzaReader::material(const QString &dataField, const QString &fileField, bool secret)
{
    const QStringList given = present({dataField, fileField});
    if (given.size() == 2) {
        problem(dataField,
                Text::tr("Both %1 and %2 are given, so that it is not clear which is meant. Remove one of the two.")
                    .arg(dataField, fileField));
    }
    if (given.size() != 1)
        return std::nullopt;

    const bool isFile = given.constFirst() == fileField;
    const QString from = isFile ? path(fileField) : QString();
    std::optional<QByteArray> bytes = isFile ? file(fileField, from, secret) : base64(dataField);
    if (!bytes)
        return std::nullopt;
    return Material{std::move(*bytes), given.constFirst(), from};
}

std::optional<QByteArray> StanzaReader::file(const QString &field, const QString &path, bool secret)
{
    const auto content = readRegularFile(path, largestFile);
    if (!content) {
        problem(field, content.error().sentence);
        return std::nullopt;
    }
    if (secret && content->othersMayRead) {
        warning(field,
                Text::tr("Every user of this computer can read %1, which holds a secret. Run \"chmod 600\" on it.")
                    .arg(shownPath(path)));
    }
    return content->bytes;
}

QJsonValue StanzaReader::extension(const QString &wanted)
{
    const QJsonValue list = m_stanza.fields.value(u"extensions"_s);
    QJsonValue found = QJsonValue::Null;
    QStringList names;
    for (const QJsonValue item : list.toArray()) {
        const QString name = item[u"name"].toString();
        if (names.contains(name)) {
            problem(u"extensions"_s,
                    Text::tr("The name \"%1\" is given twice. Rename or remove one of the two.").arg(quotable(name)));
        } else if (name == wanted) {
            found = item[u"extension"];
        }
        names.append(name);
    }
    return found;
}

QStringList StanzaReader::present(std::initializer_list<QString> fields) const
{
    QStringList found;
    for (const QString &field : fields) {
        const QJsonValue value = m_stanza.fields.value(field);
        const bool empty = value.isNull() || value.isUndefined() || (value.isBool() && !value.toBool())
            || (value.isString() && value.toString().isEmpty()) || (value.isArray() && value.toArray().isEmpty())
            || (value.isObject() && value.toObject().isEmpty());
        if (!empty)
            found.append(field);
    }
    return found;
}

void StanzaReader::problem(const QString &field, const QString &sentence)
{
    m_problems->append(place(field) + sentence);
}

void StanzaReader::warning(const QString &field, const QString &sentence)
{
    m_warnings->append(place(field) + sentence);
}

QString StanzaReader::resolved(const QString &path) const
{
    if (path.isEmpty() || QDir::isAbsolutePath(path))
        return path;
    return QDir::cleanPath(QFileInfo(m_stanza.file).absolutePath() + u'/' + path);
}

std::optional<QByteArray> StanzaReader::base64(const QString &field)
{
    QByteArray encoded = text(field).toUtf8();
    encoded.removeIf([](char c) { return c == '\r' || c == '\n'; });
    // Qt takes missing padding for granted; kubectl does not.
    auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || encoded.size() % 4 != 0) {
        problem(field, Text::tr("The value is not base64. Copy it again, whole and on one line."));
        return std::nullopt;
    }
    return std::move(*decoded);
}

QString StanzaReader::place(const QString &field) const
{
    const QString file = shownPath(m_stanza.file);
    const QString name = quotable(m_stanza.name);
    switch (m_stanza.kind) {
    case Stanza::Kind::Context:
        return Text::tr("%1, context \"%2\", %3: ").arg(file, name, field);
    case Stanza::Kind::Cluster:
        return Text::tr("%1, cluster \"%2\", %3: ").arg(file, name, field);
    case Stanza::Kind::User:
        break;
    }
    return Text::tr("%1, user \"%2\", %3: ").arg(file, name, field);
}

} // namespace kube
