// SPDX-License-Identifier: Apache-2.0
#include "json/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <simdjson.h>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

using simdjson::ondemand::json_type;

/// Collects the paths of repeated keys. The text is known to be good JSON, so that errors only end the walk.
void findDuplicates(simdjson::ondemand::value value, const QString &path, QStringList &found)
{
    json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS)
        return;
    if (type == json_type::array) {
        simdjson::ondemand::array array;
        if (value.get_array().get(array) != simdjson::SUCCESS)
            return;
        int index = 0;
        for (auto item : array) {
            simdjson::ondemand::value inner;
            if (item.get(inner) != simdjson::SUCCESS)
                return;
            findDuplicates(inner, path + u'[' + QString::number(index++) + u']', found);
        }
    } else if (type == json_type::object) {
        simdjson::ondemand::object object;
        if (value.get_object().get(object) != simdjson::SUCCESS)
            return;
        QSet<QString> seen;
        for (auto field : object) {
            std::string_view key;
            simdjson::ondemand::value inner;
            if (field.unescaped_key(true).get(key) != simdjson::SUCCESS
                || field.value().get(inner) != simdjson::SUCCESS)
                return;
            const QString name = QString::fromUtf8(key.data(), qsizetype(key.size()));
            const QString at = path.isEmpty() ? name : path + u'.' + name;
            if (seen.contains(name) && !found.contains(at))
                found.append(at);
            seen.insert(name);
            findDuplicates(inner, at, found);
        }
    }
}

} // namespace

std::expected<JsonText, QString> readJson(const QByteArray &text)
{
    // In a list, since QJsonDocument reads objects and arrays only.
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson('[' + text + ']', &error);
    if (error.error != QJsonParseError::NoError)
        return std::unexpected(error.errorString());
    if (document.array().size() != 1)
        return std::unexpected(text.trimmed().isEmpty() ? u"unexpected end of JSON input"_s
                                                        : u"more than one JSON value"_s);
    JsonText result{document.array().at(0), {}};

    const simdjson::padded_string padded(text.constData(), size_t(text.size()));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document walked;
    simdjson::ondemand::value root;
    if (parser.iterate(padded).get(walked) == simdjson::SUCCESS && walked.get_value().get(root) == simdjson::SUCCESS)
        findDuplicates(root, {}, result.duplicates);
    return result;
}

QByteArray compactJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray prettyJson(const QJsonObject &object)
{
    QByteArray result;
    const QList<QByteArray> lines = QJsonDocument(object).toJson(QJsonDocument::Indented).split('\n');
    for (const QByteArray &line : lines) {
        const QByteArray text = line.trimmed();
        if (text.isEmpty())
            continue;
        // Qt opens an empty list or object on one line and closes it on the next; Go writes [] and {}.
        const bool closes = text.startsWith(']') || text.startsWith('}');
        if (closes && (result.endsWith('[') || result.endsWith('{'))) {
            result += text;
            continue;
        }
        if (!result.isEmpty())
            result += '\n';
        result += QByteArray((line.size() - text.size()) / 2, ' ');
        result += text;
    }
    return result;
}

} // namespace sim
