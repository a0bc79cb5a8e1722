// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sourcemap.h"
#include "valuepath.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <expected>

namespace yaml {

/// Why a text is not read, and where: a full sentence, without the place.
struct Error
{
    int line = 0; ///< from 1
    int column = 0; ///< from 1, in UTF-16 units
    QString message;

    [[nodiscard]] bool operator==(const Error &) const = default;
};

/// What a text may cost. The bundle of operator 8.0.6-8 has 0.8 MB, 30,000 keys and values, 31 levels.
struct Limits
{
    qsizetype bytes = 16LL * 1024 * 1024; ///< of the text, and of its scalars, aliases counted as what they stand for
    int depth = 200; ///< at most 499: there the parser itself gives up
    qsizetype nodes = 1'000'000; ///< keys and values of the whole text, aliases counted likewise
};

/// One document of a YAML text: its value, and where each part of it stands.
class Document final
{
public:
    Document(QJsonValue value, SourceMap places)
        : m_value(std::move(value))
        , m_places(std::move(places))
    {
    }

    [[nodiscard]] const QJsonValue &value() const noexcept { return m_value; }
    [[nodiscard]] QJsonObject object() const { return m_value.toObject(); } ///< empty if it is none
    [[nodiscard]] const SourceMap &places() const noexcept { return m_places; }

private:
    QJsonValue m_value;
    SourceMap m_places;
};

/// The documents of a YAML (or JSON) text as `kubectl apply -f` understands them: plain scalars as resolvePlain() says,
/// quoted ones always strings, keys of other types as text (`1:` is "1", `on:` is "true"), integers beyond int64 as
/// doubles, tagged scalars by their tag, aliases and merge keys resolved. In one mapping the later of a merge and a key
/// wins, as in go-yaml v2. Documents that are empty or null are dropped. In brackets and braces YAML 1.2 holds where it
/// differs: in [a:] there is a key without a value, which to go-yaml is the text "a:".
///
/// Stricter than kubectl, which lets the last win, a key that stands twice is an error. So are infinities, null as a
/// key, !!binary, an alias inside its own anchor, bytes that are not UTF-8, control characters, and what exceeds the
/// limits. No input makes it throw.
///
/// Cost: the parser's events, 9 MB/s, at a recursion of one step per level; no node graph of the parser is built. Call
/// it on a worker thread for more than a few hundred kilobytes.
[[nodiscard]] std::expected<QList<Document>, Error> read(QByteArrayView utf8, const Limits &limits = {});
[[nodiscard]] std::expected<QList<Document>, Error> read(const QString &text, const Limits &limits = {});

} // namespace yaml
