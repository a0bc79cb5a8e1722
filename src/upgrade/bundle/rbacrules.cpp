// SPDX-License-Identifier: Apache-2.0
#include "rbacrules.h"

#include <QMap>
#include <QSet>
#include <QStringList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

/// One verb on one thing: a resource of a group, perhaps one object of it alone, or a path of the server.
struct Permission
{
    QString url; ///< empty for a resource
    QString group;
    QString resource;
    QString name; ///< empty: any
    QString verb;

    [[nodiscard]] auto operator<=>(const Permission &) const = default;
};

using Permissions = QMap<Permission, bool>; // sorted, so that the same permissions always come out as the same rules

QStringList strings(const QJsonValue &array)
{
    QStringList result;
    for (const QJsonValue &value : array.toArray())
        result.append(value.toString());
    return result;
}

QStringList stringsOrEmpty(const QJsonValue &array)
{
    const QStringList result = strings(array);
    return result.isEmpty() ? QStringList{QString()} : result;
}

void insertPermissions(Permissions *permissions, const QJsonValue &rule)
{
    for (const QString &verb : strings(rule["verbs"_L1])) {
        for (const QString &url : strings(rule["nonResourceURLs"_L1]))
            permissions->insert({.url = url, .verb = verb}, true);
        for (const QString &group : stringsOrEmpty(rule["apiGroups"_L1])) {
            for (const QString &resource : strings(rule["resources"_L1])) {
                for (const QString &name : stringsOrEmpty(rule["resourceNames"_L1]))
                    permissions->insert({.group = group, .resource = resource, .name = name, .verb = verb}, true);
            }
        }
    }
}

Permissions permissionsOf(const QJsonArray &rules)
{
    Permissions permissions;
    for (const QJsonValue &rule : rules)
        insertPermissions(&permissions, rule);
    return permissions;
}

Permissions without(Permissions permissions, const Permissions &others)
{
    for (auto it = others.cbegin(); it != others.cend(); ++it)
        permissions.remove(it.key());
    return permissions;
}

/// As few rules as group and verbs allow.
QJsonArray rulesOf(const Permissions &permissions)
{
    QMap<std::tuple<QString, QString, QString, QString>, QStringList> verbs; // by url, group, name, resource
    for (auto it = permissions.cbegin(); it != permissions.cend(); ++it)
        verbs[{it.key().url, it.key().group, it.key().name, it.key().resource}].append(it.key().verb);
    QMap<std::tuple<bool, QString, QString, QStringList>, QStringList> things; // by kind, group, name, verbs
    for (auto it = verbs.cbegin(); it != verbs.cend(); ++it) {
        const auto &[url, group, name, resource] = it.key();
        things[{!url.isEmpty(), group, name, it.value()}].append(url.isEmpty() ? resource : url);
    }
    QJsonArray rules;
    for (auto it = things.cbegin(); it != things.cend(); ++it) {
        const auto &[isUrl, group, name, allowed] = it.key();
        QJsonObject rule{{"verbs"_L1, QJsonArray::fromStringList(allowed)}};
        if (isUrl) {
            rule["nonResourceURLs"_L1] = QJsonArray::fromStringList(it.value());
        } else {
            rule["apiGroups"_L1] = QJsonArray{group};
            rule["resources"_L1] = QJsonArray::fromStringList(it.value());
            if (!name.isEmpty())
                rule["resourceNames"_L1] = QJsonArray{name};
        }
        rules.append(rule);
    }
    return rules;
}

} // namespace

QJsonArray mergeRules(const QJsonArray &base, const QJsonArray &ours, const QJsonArray &theirs)
{
    const Permissions before = permissionsOf(base);
    const Permissions here = permissionsOf(ours);
    const Permissions there = permissionsOf(theirs);
    if (there == before)
        return ours;
    const Permissions takenOut = without(before, here);
    QJsonArray merged;
    for (const QJsonValue &rule : theirs) {
        Permissions permitted;
        insertPermissions(&permitted, rule);
        const Permissions left = without(permitted, takenOut);
        if (left == permitted) {
            merged.append(rule);
        } else {
            for (const QJsonValue &rest : rulesOf(left))
                merged.append(rest);
        }
    }
    for (const QJsonValue &rule : rulesOf(without(without(here, before), there)))
        merged.append(rule);
    return merged;
}

QJsonObject permissionTable(const QJsonArray &rules)
{
    QMap<QString, QStringList> verbs;
    const Permissions permissions = permissionsOf(rules);
    for (const Permission &permission : permissions.keys()) {
        QString thing = permission.url.isEmpty() ? permission.resource : permission.url;
        if (!permission.group.isEmpty())
            thing += u'.' + permission.group;
        if (!permission.name.isEmpty())
            thing += u'/' + permission.name;
        verbs[thing].append(permission.verb);
    }
    QJsonObject table;
    for (auto it = verbs.cbegin(); it != verbs.cend(); ++it)
        table.insert(it.key(), it.value().join(u", "_s));
    return table;
}

bool isSamePermission(const QJsonArray &left, const QJsonArray &right)
{
    return permissionsOf(left) == permissionsOf(right);
}

} // namespace upgrade
