// SPDX-License-Identifier: Apache-2.0
#include "decoder.h"

#include "apierror.h"
#include "jsoncursor.h"
#include "safetext.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(kube)
};

Error protocolError(const QString &message)
{
    Error error;
    error.kind = Error::Kind::Protocol;
    error.message = message;
    return error;
}

Error brokenJson(simdjson::error_code code)
{
    return protocolError(
        Text::tr("The server sent JSON that cannot be read: %1. If it happens again, a proxy in between "
                 "may be cutting answers.")
            .arg(QString::fromLatin1(simdjson::error_message(code))));
}

Error nameless()
{
    return protocolError(Text::tr("The server sent an object without a name, which Kubernetes never does."));
}

Error tooLong(qsizetype most)
{
    return protocolError(Text::tr("The server sent a line of more than %1 bytes in a watch.").arg(most));
}

bool isNamed(const ObjectPtr &object)
{
    return object && !object->meta.name.isEmpty();
}

/// Has the one value read that the text holds; anything behind it is an error.
template <typename Read>
simdjson::error_code readWhole(QByteArray json, const Read &read)
{
    json.reserve(json.size() + qsizetype(simdjson::SIMDJSON_PADDING));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::value root;
    simdjson::error_code error =
        parser.iterate(json.constData(), size_t(json.size()), size_t(json.capacity())).get(document);
    if (error == simdjson::SUCCESS)
        error = document.get_value().get(root);
    if (error == simdjson::SUCCESS)
        read(JsonCursor(root, &error));
    if (error == simdjson::SUCCESS && !document.at_end())
        error = simdjson::TRAILING_CONTENT;
    return error;
}

void decodeHead(JsonCursor metadata, ListPage *page)
{
    metadata.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "resourceVersion")
            page->resourceVersion = value.string();
        else if (key == "continue")
            page->continueToken = value.string();
        else if (key == "remainingItemCount")
            page->remaining = std::max<qint64>(value.integer(), 0);
    });
}

} // namespace

Result<ListPage> decodeListPage(QByteArray json, Decode decode, const std::function<void(const ListPage &)> &onHead)
{
    ListPage page;
    bool isList = false;
    bool allNamed = true;
    const simdjson::error_code error = readWhole(std::move(json), [&](JsonCursor root) {
        root.forEachField([&](std::string_view key, JsonCursor value) {
            if (key == "metadata") {
                decodeHead(value, &page);
                if (onHead)
                    onHead(page);
            } else if (key == "items") {
                isList = true; // "items": null is an empty list
                value.forEachItem([&](JsonCursor item) {
                    ObjectPtr object = decode(item);
                    allNamed = allNamed && isNamed(object);
                    if (allNamed)
                        page.objects.append(std::move(object));
                });
            }
        });
    });
    if (error != simdjson::SUCCESS)
        return std::unexpected(brokenJson(error));
    if (!isList)
        return std::unexpected(protocolError(Text::tr("The server answered a list with something else.")));
    if (!allNamed)
        return std::unexpected(nameless());
    return page;
}

Result<ObjectPtr> decodeObject(QByteArray json, Decode decode)
{
    ObjectPtr object;
    const simdjson::error_code error = readWhole(std::move(json), [&](JsonCursor root) { object = decode(root); });
    if (error != simdjson::SUCCESS)
        return std::unexpected(brokenJson(error));
    if (!isNamed(object))
        return std::unexpected(nameless());
    return object;
}

namespace {

std::optional<WatchEvent::Type> typeOf(std::string_view word)
{
    using enum WatchEvent::Type;
    static constexpr std::pair<std::string_view, WatchEvent::Type> words[] = {
        {"ADDED", Added}, {"MODIFIED", Modified}, {"DELETED", Deleted}, {"BOOKMARK", Bookmark}, {"ERROR", Error},
    };
    const auto *const found = std::ranges::find(words, word, &std::pair<std::string_view, WatchEvent::Type>::first);
    return found == std::ranges::end(words) ? std::nullopt : std::optional(found->second);
}

/// Reading of an event ends with its object: whether the line does too is to be asked before.
simdjson::error_code checkWhole(simdjson::ondemand::document &document)
{
    if (const simdjson::error_code error = document.raw_json().error(); error != simdjson::SUCCESS)
        return error;
    if (!document.at_end())
        return simdjson::TRAILING_CONTENT;
    document.rewind();
    return simdjson::SUCCESS;
}

} // namespace

struct WatchDecoder::Parser
{
    simdjson::ondemand::parser parser;
};

WatchDecoder::WatchDecoder(Decode decode, qsizetype longestLine)
    : m_decode(decode)
    , m_longestLine(longestLine)
    , m_parser(std::make_unique<Parser>())
{
}

WatchDecoder::~WatchDecoder() = default;

QList<WatchEvent> WatchDecoder::feed(const QByteArray &bytes)
{
    QList<WatchEvent> events;
    if (m_broken)
        return events;
    const auto fail = [&](const Error &error) {
        m_broken = true;
        events.append({.type = WatchEvent::Type::Error, .error = error});
        return events;
    };
    const qsizetype searched = m_buffer.size();
    m_buffer += bytes;
    m_buffer.reserve(m_buffer.size() + qsizetype(simdjson::SIMDJSON_PADDING));
    qsizetype start = 0;
    for (qsizetype end = m_buffer.indexOf('\n', searched); end >= 0; end = m_buffer.indexOf('\n', start)) {
        const std::string_view line(m_buffer.constData() + start, size_t(end - start));
        if (qsizetype(line.size()) > m_longestLine)
            return fail(tooLong(m_longestLine));
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
            const Result<WatchEvent> event = decodeLine(line, size_t(m_buffer.capacity() - start));
            if (!event)
                return fail(event.error());
            events.append(*event);
        }
        start = end + 1;
    }
    m_buffer.remove(0, start);
    if (m_buffer.size() > m_longestLine)
        return fail(tooLong(m_longestLine));
    return events;
}

Result<WatchEvent> WatchDecoder::decodeLine(std::string_view line, size_t capacity)
{
    simdjson::ondemand::document document;
    simdjson::ondemand::value object;
    std::string_view word;
    simdjson::error_code error = m_parser->parser.iterate(line.data(), line.size(), capacity).get(document);
    if (error == simdjson::SUCCESS)
        error = checkWhole(document);
    if (error == simdjson::SUCCESS)
        error = document["type"].get_string(true).get(word);
    if (error == simdjson::SUCCESS)
        error = document["object"].get(object);
    if (error != simdjson::SUCCESS)
        return std::unexpected(brokenJson(error));

    const std::optional<WatchEvent::Type> type = typeOf(word);
    if (!type)
        return std::unexpected(
            protocolError(Text::tr("The server sent an event of the unknown type \"%1\" in a watch.")
                              .arg(yaml::safeText(QString::fromUtf8(word.data(), qsizetype(word.size()))))));
    WatchEvent event{.type = *type};
    JsonCursor cursor(object, &error);
    switch (event.type) {
    case WatchEvent::Type::Error: {
        const std::string_view raw = cursor.raw();
        const auto status = QJsonDocument::fromJson(QByteArray(raw.data(), qsizetype(raw.size())));
        if (!status.isObject())
            return std::unexpected(brokenJson(simdjson::INCORRECT_TYPE));
        event.error = errorFromStatus(status.object());
        return event;
    }
    case WatchEvent::Type::Bookmark:
        cursor.forEachField([&](std::string_view key, JsonCursor value) {
            if (key == "metadata")
                event.resourceVersion = decodeMeta(value).resourceVersion;
        });
        break;
    case WatchEvent::Type::Added:
    case WatchEvent::Type::Modified:
    case WatchEvent::Type::Deleted:
        event.object = m_decode(cursor);
        if (error == simdjson::SUCCESS && !isNamed(event.object))
            return std::unexpected(nameless());
        if (event.object)
            event.resourceVersion = event.object->meta.resourceVersion;
        break;
    }
    if (error != simdjson::SUCCESS)
        return std::unexpected(brokenJson(error));
    return event;
}

} // namespace kube
