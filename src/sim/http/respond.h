// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.h"
#include "http/listing.h"
#include "http/negotiation.h"
#include "http/table.h"
#include "registry/writeoptions.h"

namespace sim {

// From results to answers.

[[nodiscard]] Response jsonResponse(const Request &request, const QJsonObject &object, int code = 200);
[[nodiscard]] Response failureResponse(const Request &request, const Failure &failure);
[[nodiscard]] Response textResponse(const QByteArray &text, int code = 200);
/// Adds a Warning header for each text.
void addWarnings(Response &response, const QStringList &warnings);

/// One object in the form that was asked for.
[[nodiscard]] Response objectResponse(const Request &request, Form form, const ServedKind &kind,
                                      const QJsonObject &object, const QDateTime &now, int code = 200);
/// A page of a list in the form that was asked for.
[[nodiscard]] Response listResponse(const Request &request, Form form, const ServedKind &kind, const Page &page,
                                    const QDateTime &now);

[[nodiscard]] IncludeObject includeObjectOf(const Request &request);

/// What the query says about a write; which: "CreateOptions", "UpdateOptions", "PatchOptions".
[[nodiscard]] Outcome<WriteOptions> writeOptionsOf(const Request &request, const QString &which, bool apply);

} // namespace sim
