// SPDX-License-Identifier: Apache-2.0
#include "kinds/cells.h"
#include "registry/registry.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// ".spec.replicas" without its first dot.
QByteArray fieldPath(const QString &path)
{
    return path.mid(1).toLatin1();
}

QJsonValue at(const QJsonObject &object, const QString &path)
{
    const QByteArray field = fieldPath(path);
    return valueAt(object, QLatin1StringView(field));
}

} // namespace

QJsonObject Registry::scaleOf(const ServedKind &kind, const QJsonObject &object)
{
    const ScalePaths paths = kind.scale.value_or(ScalePaths{});
    QJsonObject metadata;
    for (const QString &field : {u"name"_s, u"namespace"_s, u"uid"_s, u"resourceVersion"_s, u"creationTimestamp"_s})
        metadata.insert(field, object.value("metadata"_L1)[field]);
    QJsonObject status{{u"replicas"_s, at(object, paths.statusReplicas).toInteger()}};
    if (!paths.labelSelector.isEmpty())
        status.insert(u"selector"_s, at(object, paths.labelSelector));
    else if (!kind.custom)
        status.insert(u"selector"_s, selectorText(objectAt(object, "spec.selector"_L1)));
    QJsonObject spec;
    if (const QJsonValue replicas = at(object, paths.specReplicas); replicas.toInteger() != 0)
        spec.insert(u"replicas"_s, replicas);
    return {{u"apiVersion"_s, u"autoscaling/v1"_s},
            {u"kind"_s, u"Scale"_s},
            {u"metadata"_s, metadata},
            {u"spec"_s, spec},
            {u"status"_s, status}};
}

Outcome<Written> Registry::replaceScale(const ServedKind &kind, const StoredPtr &live, const QJsonObject &scale,
                                        const WriteOptions &options)
{
    QJsonObject object = presented(kind, live->object());
    const QByteArray path = fieldPath(kind.scale->specReplicas);
    setAt(object, QLatin1StringView(path), integerAt(scale, "spec.replicas"_L1));
    setAt(object, "metadata.resourceVersion"_L1, valueAt(scale, "metadata.resourceVersion"_L1));
    return update(kind, live, u"scale"_s, object, options, {}, Recorded::No).transform([&](const Written &written) {
        return Written{scaleOf(kind, written.object), false, written.warnings};
    });
}

} // namespace sim
