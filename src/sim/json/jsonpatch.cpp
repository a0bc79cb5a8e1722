// SPDX-License-Identifier: Apache-2.0
#include "json/jsonpatch.h"

#include <QJsonObject>
#include <QStringList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

using Edited = std::expected<QJsonValue, QString>;

std::expected<QStringList, QString> pointer(const QJsonValue &text)
{
    if (!text.isString())
        return std::unexpected(u"an operation has no path"_s);
    const QString path = text.toString();
    if (path.isEmpty())
        return QStringList();
    if (!path.startsWith(u'/'))
        return std::unexpected(u"the path %1 does not begin with a slash"_s.arg(path));
    QStringList tokens = path.mid(1).split(u'/');
    for (QString &token : tokens)
        token.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
    return tokens;
}

/// The place that a token names in a list; -1 when it names none. end: may name the place after the last item.
qsizetype place(const QJsonArray &list, const QString &token, bool end)
{
    if (end && token == "-"_L1)
        return list.size();
    const bool digits = std::ranges::all_of(token, [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool fits = false;
    const qsizetype index = token.toLongLong(&fits);
    if (!digits || !fits || (token.size() > 1 && token.startsWith(u'0')))
        return -1;
    return index < list.size() + (end ? 1 : 0) ? index : -1;
}

QJsonValue valueAt(const QJsonValue &document, const QStringList &path)
{
    QJsonValue value = document;
    for (const QString &token : path) {
        if (value.isObject()) {
            value = value[token];
        } else if (value.isArray()) {
            const QJsonArray list = value.toArray();
            const qsizetype index = place(list, token, false);
            value = index < 0 ? QJsonValue(QJsonValue::Undefined) : list.at(index);
        } else {
            return QJsonValue::Undefined;
        }
    }
    return value;
}

enum class Edit { Add, Replace, Remove };

/// document with one place changed.
Edited edited(const QJsonValue &document, const QStringList &path, Edit edit, const QJsonValue &value)
{
    if (path.isEmpty())
        return edit == Edit::Remove ? QJsonValue() : value;
    const QString &token = path.first();
    const bool last = path.size() == 1;
    const auto missing = [&] { return std::unexpected(u"nothing is at %1"_s.arg(token)); };

    if (document.isObject()) {
        QJsonObject object = document.toObject();
        if (!object.contains(token) && !(last && edit == Edit::Add))
            return missing();
        if (last && edit == Edit::Remove) {
            object.remove(token);
            return object;
        }
        const Edited inner = last ? Edited(value) : edited(object.value(token), path.mid(1), edit, value);
        if (!inner)
            return inner;
        object.insert(token, *inner);
        return object;
    }
    if (document.isArray()) {
        QJsonArray list = document.toArray();
        const qsizetype index = place(list, token, last && edit == Edit::Add);
        if (index < 0)
            return missing();
        if (last && edit == Edit::Add) {
            list.insert(index, value);
            return list;
        }
        if (last && edit == Edit::Remove) {
            list.removeAt(index);
            return list;
        }
        const Edited inner = last ? Edited(value) : edited(list.at(index), path.mid(1), edit, value);
        if (!inner)
            return inner;
        list.replace(index, *inner);
        return list;
    }
    return missing();
}

Edited applyOne(const QJsonValue &document, const QJsonObject &operation)
{
    const QString op = operation.value("op"_L1).toString();
    const auto path = pointer(operation.value("path"_L1));
    if (!path)
        return std::unexpected(path.error());
    const bool needsValue = op == "add"_L1 || op == "replace"_L1 || op == "test"_L1;
    const QJsonValue value = operation.value("value"_L1);
    if (needsValue && value.isUndefined())
        return std::unexpected(u"%1 has no value"_s.arg(op));

    if (op == "add"_L1)
        return edited(document, *path, Edit::Add, value);
    if (op == "replace"_L1)
        return edited(document, *path, Edit::Replace, value);
    if (op == "remove"_L1)
        return edited(document, *path, Edit::Remove, {});
    if (op == "test"_L1) {
        const QJsonValue present = valueAt(document, *path);
        if (present != value && !(present.isUndefined() && value.isNull()))
            return std::unexpected(u"testing value %1 failed"_s.arg(path->join(u'/')));
        return document;
    }
    if (op != "move"_L1 && op != "copy"_L1)
        return std::unexpected(u"Unexpected kind: %1"_s.arg(op));

    const auto from = pointer(operation.value("from"_L1));
    if (!from)
        return std::unexpected(from.error());
    const QJsonValue source = valueAt(document, *from);
    if (source.isUndefined())
        return std::unexpected(u"nothing is at %1"_s.arg(from->join(u'/')));
    if (op == "copy"_L1)
        return edited(document, *path, Edit::Add, source);
    if (path->size() > from->size() && path->first(from->size()) == *from)
        return std::unexpected(u"a value cannot move into itself"_s);
    return edited(document, *from, Edit::Remove, {}).and_then([&](const QJsonValue &without) {
        return edited(without, *path, Edit::Add, source);
    });
}

} // namespace

Edited jsonPatch(const QJsonValue &document, const QJsonArray &operations)
{
    QJsonValue result = document;
    for (const QJsonValue &operation : operations) {
        const Edited next = applyOne(result, operation.toObject());
        if (!next)
            return next;
        result = *next;
    }
    return result;
}

QJsonValue mergePatch(const QJsonValue &document, const QJsonValue &patch)
{
    if (!patch.isObject())
        return patch;
    QJsonObject result = document.toObject();
    const QJsonObject changes = patch.toObject();
    for (auto change = changes.constBegin(); change != changes.constEnd(); ++change) {
        if (change->isNull())
            result.remove(change.key());
        else
            result.insert(change.key(), mergePatch(result.value(change.key()), *change));
    }
    return result;
}

} // namespace sim
