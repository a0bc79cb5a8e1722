// SPDX-License-Identifier: Apache-2.0
#include "jsoncursor.h"

namespace kube {

bool JsonCursor::accept(simdjson::error_code code) noexcept
{
    if (code == simdjson::SUCCESS)
        return true;
    if (code != simdjson::INCORRECT_TYPE && code != simdjson::NUMBER_ERROR && *m_error == simdjson::SUCCESS)
        *m_error = code;
    return false;
}

QString JsonCursor::string()
{
    std::string_view text;
    // true: lone surrogates become U+FFFD instead of failing the whole page.
    if (!accept(m_value.get_string(true).get(text)))
        return {};
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

qint64 JsonCursor::integer(qint64 otherwise)
{
    int64_t number = otherwise;
    return accept(m_value.get_int64().get(number)) ? number : otherwise;
}

bool JsonCursor::boolean(bool otherwise)
{
    bool value = otherwise;
    return accept(m_value.get_bool().get(value)) ? value : otherwise;
}

QDateTime JsonCursor::time()
{
    const QString text = string();
    return text.isEmpty() ? QDateTime() : QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

QMap<QString, QString> JsonCursor::stringMap()
{
    QMap<QString, QString> result;
    forEachField([&](std::string_view key, JsonCursor value) {
        result.insert(QString::fromUtf8(key.data(), qsizetype(key.size())), value.string());
    });
    return result;
}

std::string_view JsonCursor::raw()
{
    std::string_view text;
    return accept(m_value.raw_json().get(text)) ? text : std::string_view();
}

} // namespace kube
