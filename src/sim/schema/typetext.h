// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schema/schema.h"

#include <QHash>

namespace sim {

/// Reads the notation in which the built-in kinds are described (kinds/*.types):
///
///     # comment
///     Pod kind                             a type; "kind" adds apiVersion, kind and metadata; "atomic" is for maps
///       spec: PodSpec = {}                 a field, its type and its default
///       name, image: string                two fields of one type
///       containers: [Container] merge(name) required
///
/// Types: string bool int32 int64 number quantity intOrString time bytes any, [T] a list, {T} a map, Name; with a *
/// it is a pointer in Go: its zero value is a value; without one the zero value is the same as nothing.
/// Flags: required; merge, merge(key) (strategic merge; server-side apply too, unless said otherwise); map(key,...),
/// set, atomic (server-side apply); retainKeys.
///
/// The texts are part of the program: a mistake in one is a programming error and ends the program with its line.
[[nodiscard]] QHash<QString, SchemaPtr> readTypes(const QString &text);

} // namespace sim
