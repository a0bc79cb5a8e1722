// SPDX-License-Identifier: Apache-2.0
#include "resourcetype.h"

#include <QUrl>

namespace kube {

QString ResourceType::apiVersion() const
{
    return group.isEmpty() ? version : group + u'/' + version;
}

QString ResourceType::path(const QString &nameSpace, const QString &name, const QString &subresource) const
{
    const auto segment = [](const QString &text) { return u'/' + QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    QString path = group.isEmpty() ? QStringLiteral("/api") : QStringLiteral("/apis") + segment(group);
    path += segment(version);
    if (namespaced && !nameSpace.isEmpty())
        path += QStringLiteral("/namespaces") + segment(nameSpace);
    path += segment(plural);
    if (!name.isEmpty())
        path += segment(name);
    if (!subresource.isEmpty())
        path += segment(subresource);
    return path;
}

} // namespace kube
