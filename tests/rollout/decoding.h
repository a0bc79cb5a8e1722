// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jsoncursor.h"
#include "object.h"

#include <QByteArray>
#include <memory>

/// Reads one JSON text with a decoder, as a watch would; null if the text is broken.
template <typename T>
std::shared_ptr<const T> decoded(kube::Decode decode, const QByteArray &json)
{
    const simdjson::padded_string text(json.constData(), size_t(json.size()));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::value root;
    simdjson::error_code error = parser.iterate(text).get(document);
    if (!error)
        error = document.get_value().get(root);
    if (error)
        return nullptr;
    const kube::ObjectPtr object = decode(kube::JsonCursor(root, &error));
    return error ? nullptr : std::static_pointer_cast<const T>(object);
}
