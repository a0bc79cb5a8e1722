// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QMap>
#include <QString>
#include <simdjson.h>
#include <string_view>

namespace kube {

/// A value inside a JSON text that is being read once, front to back (simdjson On-Demand). Fields come in the order of
/// the text and each value can be read once; what a visitor does not read is skipped. A value of another type than
/// asked for reads as the default. Broken JSON ends the reading and is remembered in the error given to the
/// constructor; in what is skipped it may pass.
class JsonCursor final
{
public:
    JsonCursor(simdjson::ondemand::value value, simdjson::error_code *error) noexcept
        : m_value(value)
        , m_error(error)
    {
    }

    /// visit(std::string_view key, JsonCursor value); keys are raw: an escaped key is not unescaped.
    template <typename Visit>
    void forEachField(Visit &&visit)
    {
        simdjson::ondemand::object object;
        if (!accept(m_value.get_object().get(object)))
            return;
        for (auto field : object) {
            std::string_view key;
            simdjson::ondemand::value value;
            if (!accept(field.escaped_key().get(key)) || !accept(field.value().get(value)))
                return;
            visit(key, JsonCursor(value, m_error));
            if (*m_error != simdjson::SUCCESS)
                return;
        }
    }

    /// visit(JsonCursor item)
    template <typename Visit>
    void forEachItem(Visit &&visit)
    {
        simdjson::ondemand::array array;
        if (!accept(m_value.get_array().get(array)))
            return;
        for (auto item : array) {
            simdjson::ondemand::value value;
            if (!accept(item.get(value)))
                return;
            visit(JsonCursor(value, m_error));
            if (*m_error != simdjson::SUCCESS)
                return;
        }
    }

    [[nodiscard]] QString string();
    [[nodiscard]] qint64 integer(qint64 otherwise = 0);
    [[nodiscard]] bool boolean(bool otherwise = false);
    [[nodiscard]] QDateTime time(); ///< RFC 3339, as UTC; invalid if it is none
    [[nodiscard]] QMap<QString, QString> stringMap();

    /// The bytes of this value, for a reader of its own.
    [[nodiscard]] std::string_view raw();

private:
    /// True if the value has the wanted type; remembers anything worse than another type.
    bool accept(simdjson::error_code code) noexcept;

    simdjson::ondemand::value m_value;
    simdjson::error_code *m_error;
};

} // namespace kube
