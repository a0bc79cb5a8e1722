// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"
#include "registry/writeoptions.h"
#include "json/jsontext.h"

namespace sim {

/// Where the text of an object came from: the body of the request, or a patch that was applied to the live object.
enum class DecodeFor { Body, Patched };

/// An object of a kind as the server understands it: known fields only, defaults filled in. Fields that are unknown or
/// come twice are refused, warned about or dropped, as validation says.
[[nodiscard]] Outcome<QJsonObject> decodeObject(const ServedKind &kind, const JsonText &text,
                                                FieldValidation validation, QStringList &warnings, DecodeFor use);

/// decodeObject() of the body of a request.
[[nodiscard]] Outcome<QJsonObject> decodeBody(const ServedKind &kind, const QByteArray &body,
                                              FieldValidation validation, QStringList &warnings);

} // namespace sim
