// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object.h"
#include "result.h"

#include <QByteArray>
#include <functional>
#include <memory>

namespace kube {

/// One page of a list. The head comes first in what servers send, so that the next page can be asked for while this one
/// is being decoded.
struct ListPage
{
    QString resourceVersion;
    QString continueToken; ///< empty on the last page
    qint64 remaining = 0; ///< how many follow; 0 when the server does not say
    QList<ObjectPtr> objects;

    [[nodiscard]] bool operator==(const ListPage &) const = default;
};

/// Reads a whole page, in place. Broken JSON, or an object without a name, fails the whole page. `onHead` is called
/// once the head is read: before the objects, where the head comes first.
[[nodiscard]] Result<ListPage> decodeListPage(QByteArray json, Decode decode,
                                              const std::function<void(const ListPage &head)> &onHead = {});

/// Reads the answer that is one object, in place. Broken JSON, or an object without a name, is an error.
[[nodiscard]] Result<ObjectPtr> decodeObject(QByteArray json, Decode decode);

/// One line of a watch.
struct WatchEvent
{
    enum class Type { Added, Modified, Deleted, Bookmark, Error };

    Type type = Type::Error;
    ObjectPtr object; ///< Added, Modified, Deleted
    QString resourceVersion; ///< all but Error
    kube::Error error; ///< Error: the server's Status; or what was wrong with the line (kind Protocol)
};

/// Cuts the bytes of a watch into lines and reads each once, however the network cut or joined them.
class WatchDecoder final
{
public:
    /// A line longer than `longestLine` bytes ends the stream with an Error event.
    explicit WatchDecoder(Decode decode, qsizetype longestLine = 32 * 1024 * 1024);
    ~WatchDecoder();
    Q_DISABLE_COPY_MOVE(WatchDecoder)

    /// The events that are complete now. After an Error of kind Protocol nothing more comes.
    [[nodiscard]] QList<WatchEvent> feed(const QByteArray &bytes);

private:
    [[nodiscard]] Result<WatchEvent> decodeLine(std::string_view line, size_t capacity);

    const Decode m_decode;
    const qsizetype m_longestLine;
    struct Parser;
    std::unique_ptr<Parser> m_parser;
    QByteArray m_buffer;
    bool m_broken = false;
};

} // namespace kube
