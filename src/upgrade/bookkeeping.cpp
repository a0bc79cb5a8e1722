// SPDX-License-Identifier: Apache-2.0
#include "bookkeeping.h"

#include "yamlwriter.h"

using namespace Qt::StringLiterals;

namespace upgrade {

QJsonObject withoutBookkeeping(QJsonObject object)
{
    if (object.isEmpty())
        return object; // there is none yet
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    for (const auto key : {"managedFields"_L1, "resourceVersion"_L1, "generation"_L1})
        metadata.remove(key);
    // Of a Deployment: its controller counts in it.
    QJsonObject annotations = metadata.value("annotations"_L1).toObject();
    if (annotations.contains("deployment.kubernetes.io/revision"_L1)) {
        annotations.remove("deployment.kubernetes.io/revision"_L1);
        metadata.insert("annotations"_L1, annotations);
    }
    object.insert("metadata"_L1, metadata);
    return object;
}

QJsonObject reviewedPart(QJsonObject object)
{
    object.remove("status"_L1);
    return withoutBookkeeping(std::move(object));
}

QString reviewText(const QJsonObject &object)
{
    return yaml::write(reviewedPart(object));
}

} // namespace upgrade
