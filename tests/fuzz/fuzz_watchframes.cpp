// SPDX-License-Identifier: Apache-2.0
#include "decoder.h"
#include "kinds.h"
#include "require.h"

#include <algorithm>

using kube::WatchDecoder;
using kube::WatchEvent;
using Type = WatchEvent::Type;

namespace {

constexpr qsizetype longestLine = 1'000;

bool endsTheStream(const WatchEvent &event)
{
    return event.type == Type::Error && event.error.kind == kube::Error::Kind::Protocol;
}

bool isBlank(const QByteArray &line)
{
    return std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

bool isSame(const WatchEvent &one, const WatchEvent &other, const Kind &kind)
{
    if (one.type != other.type || one.resourceVersion != other.resourceVersion || one.error != other.error)
        return false;
    return one.object && other.object ? kind.isSame(*one.object, *other.object) : !one.object && !other.object;
}

bool isSame(const QList<WatchEvent> &one, const QList<WatchEvent> &other, const Kind &kind)
{
    return std::ranges::equal(one, other, [&](const auto &a, const auto &b) { return isSame(a, b, kind); });
}

void check(const WatchEvent &event, const Kind &kind)
{
    if (event.type == Type::Error) {
        require(event.error.kind == kube::Error::Kind::Api || event.error.kind == kube::Error::Kind::Protocol);
        require(!event.error.message.isEmpty());
        require(!event.object && event.resourceVersion.isEmpty());
        return;
    }
    require(event.error == kube::Error());
    require((event.type == Type::Bookmark) == !event.object);
    if (!event.object)
        return;
    require(!event.object->meta.name.isEmpty() && event.resourceVersion == event.object->meta.resourceVersion);
    kind.check(*event.object);
}

QList<WatchEvent> readAtOnce(const QByteArray &stream, const Kind &kind)
{
    WatchDecoder decoder(kind.decode, longestLine);
    QList<WatchEvent> events = decoder.feed(stream);
    if (!events.isEmpty() && endsTheStream(events.constLast()))
        require(decoder.feed(stream).isEmpty());
    return events;
}

/// `step` and the bytes at each cut say how far it is to the next.
QList<WatchEvent> readInPieces(const QByteArray &stream, uint8_t step, const Kind &kind)
{
    WatchDecoder decoder(kind.decode, longestLine);
    QList<WatchEvent> events;
    for (qsizetype at = 0; at < stream.size();) {
        const qsizetype length = 1 + (step ^ uint8_t(stream.at(at))) % 64;
        events += decoder.feed(stream.mid(at, length));
        at += length;
    }
    return events;
}

/// A line that is read alone gives the same, and is refused with anything behind it or with its end cut off.
void checkLine(const QByteArray &line, const WatchEvent &event, const Kind &kind)
{
    require(isSame(readAtOnce(line + '\n', kind), {event}, kind));
    if (endsTheStream(event))
        return;
    QList<QByteArray> broken{line + " {}", line + " x"};
    for (qsizetype end = line.lastIndexOf('}'); broken.size() < 6 && end > 0;) {
        end = line.lastIndexOf('}', end - 1);
        if (end >= 0)
            broken.append(line.first(end + 1));
    }
    for (const QByteArray &text : std::as_const(broken)) {
        const QList<WatchEvent> events = readAtOnce(text + '\n', kind);
        require(events.size() == 1 && endsTheStream(events.constFirst()));
    }
}

} // namespace

/// The first byte is the kind, the second chooses the pieces, the rest is the stream of a watch. Each line gives one
/// event, whichever pieces it came in, until one that cannot be read ends the stream.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const Kind &kind = kindOf(data[0]);
    const QByteArray stream(reinterpret_cast<const char *>(data + 2), qsizetype(size) - 2);

    const QList<WatchEvent> events = readAtOnce(stream, kind);
    require(isSame(readInPieces(stream, data[1], kind), events, kind));

    QList<QByteArray> lines = stream.split('\n');
    const QByteArray rest = lines.takeLast();
    qsizetype next = 0;
    for (const QByteArray &line : std::as_const(lines)) {
        if (isBlank(line) && line.size() <= longestLine)
            continue;
        require(next < events.size());
        check(events.at(next), kind);
        checkLine(line, events.at(next), kind);
        if (endsTheStream(events.at(next++))) {
            require(next == events.size());
            return 0;
        }
    }
    require(events.size() == next + (rest.size() > longestLine ? 1 : 0));
    return 0;
}
