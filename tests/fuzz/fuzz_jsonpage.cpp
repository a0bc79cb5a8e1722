// SPDX-License-Identifier: Apache-2.0
#include "decoder.h"
#include "jsoncursor.h"
#include "kinds.h"
#include "objectstore.h"
#include "require.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using kube::ListPage;
using kube::ObjectPtr;
using kube::Result;
using kube::WatchEvent;

namespace {

/// An item as it is written in the page.
struct Text final : kube::Object
{
    QByteArray json;
};

ObjectPtr keepText(kube::JsonCursor item)
{
    auto text = std::make_shared<Text>();
    text->meta.name = u"any"_s;
    const std::string_view raw = item.raw();
    text->json = QByteArray(raw.data(), qsizetype(raw.size()));
    return text;
}

/// A page that lost its end on the way does not pass for a shorter one. Only a cut behind a brace could.
void checkCut(const QByteArray &json, const Kind &kind)
{
    qsizetype end = json.lastIndexOf('}');
    for (int tries = 0; tries < 8 && end > 0; ++tries) {
        end = json.lastIndexOf('}', end - 1);
        require(end < 0 || !kube::decodeListPage(json.first(end + 1), kind.decode));
    }
}

/// An object is the same, whichever way it comes.
void checkOtherWays(const QByteArray &json, const ListPage &page, const Kind &kind)
{
    const Result<ListPage> texts = kube::decodeListPage(json, keepText);
    require(texts && texts->objects.size() == page.objects.size());
    QByteArray frames;
    for (qsizetype i = 0; i < page.objects.size(); ++i) {
        QByteArray text = static_cast<const Text &>(*texts->objects.at(i)).json;
        const Result<ObjectPtr> single = kube::decodeObject(text, kind.decode);
        require(single && kind.isSame(**single, *page.objects.at(i)));
        frames += R"({"type":"ADDED","object":)" + text.replace('\n', ' ') + "}\n"; // no string holds a line break
    }

    kube::WatchDecoder decoder(kind.decode);
    const QList<WatchEvent> events = decoder.feed(frames);
    require(events.size() == page.objects.size());
    kube::ObjectStore listed;
    listed.replaceAll(page.objects);
    kube::ObjectStore watched;
    for (qsizetype i = 0; i < page.objects.size(); ++i) {
        const ObjectPtr &object = page.objects.at(i);
        require(events.at(i).type == WatchEvent::Type::Added);
        require(events.at(i).resourceVersion == object->meta.resourceVersion);
        require(kind.isSame(*events.at(i).object, *object));
        watched.put(events.at(i).object);
    }
    require(listed.size() == watched.size());
    for (const auto [key, object] : listed.objects().asKeyValueRange())
        require(watched.find(key) && kind.isSame(*watched.find(key), *object));
}

} // namespace

/// The first byte is the kind, the rest a page of a list of it. A page is refused with a sentence or kept whole: its
/// head as it was announced, and all its objects, which have names and are what they are in a watch or an answer of
/// their own.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const Kind &kind = kindOf(data[0]);
    const QByteArray json(reinterpret_cast<const char *>(data + 1), qsizetype(size) - 1);

    ListPage head;
    const Result<ListPage> page = kube::decodeListPage(json, kind.decode, [&](const ListPage &read) { head = read; });
    if (!page) {
        require(page.error().kind == kube::Error::Kind::Protocol && !page.error().message.isEmpty());
        return 0;
    }
    require(page->resourceVersion == head.resourceVersion && page->continueToken == head.continueToken);
    require(page->remaining == head.remaining && page->remaining >= 0);
    for (const ObjectPtr &object : page->objects) {
        require(object && !object->meta.name.isEmpty());
        kind.check(*object);
    }
    checkCut(json, kind);
    if (!QJsonDocument::fromJson(json).isNull()) // broken JSON may pass where the decoder does not look
        checkOtherWays(json, *page, kind);
    return 0;
}
