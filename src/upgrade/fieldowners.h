// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "valuepath.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace upgrade {

/// A program that the API server has on record as having set a field.
struct FieldOwner
{
    QString manager; ///< such as "kubectl-edit"
    QString operation; ///< "Update" or "Apply"
    QDateTime time; ///< UTC; invalid where the server does not say

    [[nodiscard]] bool operator==(const FieldOwner &) const = default;
};

/// Who owns a field of an object, by metadata.managedFields (fieldsV1), the latest first. Pure. Empty where nobody is
/// on record, as on a server that keeps no such record.
[[nodiscard]] QList<FieldOwner> ownersOf(const QJsonObject &object, const yaml::Path &field);

} // namespace upgrade
