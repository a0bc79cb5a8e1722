// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

// What is wrong with a name, as kube-apiserver says it; empty if nothing is.
[[nodiscard]] QString dnsSubdomainProblem(const QString &name);
[[nodiscard]] QString dnsLabelProblem(const QString &name); ///< RFC 1123
[[nodiscard]] QString dns1035LabelProblem(const QString &name);
[[nodiscard]] QString pathSegmentProblem(const QString &name);
[[nodiscard]] QString labelKeyProblem(const QString &key); ///< also of annotations and finalizers: "prefix/name"
[[nodiscard]] QString labelValueProblem(const QString &value);

/// metadata of a new object.
[[nodiscard]] QList<Cause> validateMetadata(const QJsonObject &object, const ServedKind &kind);
/// metadata that is about to replace that of old.
[[nodiscard]] QList<Cause> validateMetadataUpdate(const QJsonObject &object, const QJsonObject &old,
                                                  const ServedKind &kind);

/// "Required value: ..." and its likes.
[[nodiscard]] Cause requiredCause(const QString &field, const QString &why = {});
[[nodiscard]] Cause invalidCause(const QString &field, const QString &shownValue, const QString &why);
[[nodiscard]] Cause forbiddenCause(const QString &field, const QString &why);
[[nodiscard]] Cause unsupportedCause(const QString &field, const QString &value, const QStringList &supported);
[[nodiscard]] QString quoted(const QString &text);

} // namespace sim
