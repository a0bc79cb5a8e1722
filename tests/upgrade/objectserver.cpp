// SPDX-License-Identifier: Apache-2.0
#include "objectserver.h"

#include "valuediff.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace testsupport {

namespace {

QJsonObject status(int code, const QString &reason, const QString &message)
{
    return {{"kind"_L1, "Status"_L1}, {"apiVersion"_L1, "v1"_L1}, {"status"_L1, "Failure"_L1},
            {"code"_L1, code},        {"reason"_L1, reason},      {"message"_L1, message}};
}

constexpr int firstVersion = 10;

/// fieldsV1 of what differs in objects; a list is one field.
QJsonObject changedFields(const QJsonObject &before, const QJsonObject &after)
{
    QJsonObject fields;
    for (auto field = after.begin(); field != after.end(); ++field) {
        const QJsonValue old = before.value(field.key());
        if (old == field.value())
            continue;
        fields.insert("f:"_L1 + field.key(),
                      field->isObject() ? changedFields(old.toObject(), field->toObject()) : QJsonObject());
    }
    return fields;
}

QJsonObject without(QJsonObject fields, const QJsonObject &taken)
{
    for (auto field = taken.begin(); field != taken.end(); ++field) {
        if (!fields.contains(field.key()))
            continue;
        const QJsonObject rest = without(fields.value(field.key()).toObject(), field->toObject());
        if (rest.isEmpty())
            fields.remove(field.key());
        else
            fields.insert(field.key(), rest);
    }
    return fields;
}

QJsonObject withVersion(QJsonObject object, int version)
{
    QJsonObject metadata = object["metadata"_L1].toObject();
    metadata["resourceVersion"_L1] = QString::number(version);
    object["metadata"_L1] = metadata;
    return object;
}

} // namespace

ObjectServer::ObjectServer(QJsonObject object)
    : m_object(withVersion(std::move(object), firstVersion))
    , m_version(firstVersion)
    , m_wire([this](const ScriptedRequest &request, QTcpSocket *socket) {
        if (m_intercept && m_intercept(request, socket))
            return;
        QList<QByteArray> headers{"Content-Type: application/json"};
        Answer answer{200, m_object};
        if (request.method == "PATCH") {
            answer = patched(QJsonDocument::fromJson(request.body).object(), isDryRun(request));
            headers += m_warnings;
        } else if (m_object.isEmpty()) {
            answer = {404, status(404, u"NotFound"_s, u"not found"_s)};
        }
        ScriptedServer::answer(socket, answer.code, QJsonDocument(answer.body).toJson(), headers);
    })
{
}

ObjectServer::Answer ObjectServer::patched(const QJsonObject &patch, bool isDryRun)
{
    if (m_object.isEmpty())
        return {404, status(404, u"NotFound"_s, u"not found"_s)};
    const QJsonObject guard = patch["metadata"_L1].toObject();
    const QJsonObject metadata = m_object["metadata"_L1].toObject();
    for (const auto key : {"resourceVersion"_L1, "uid"_L1}) {
        if (guard.contains(key) && guard[key] != metadata[key])
            return {409, status(409, u"Conflict"_s, u"the object has been modified"_s)};
    }
    QJsonObject result = yaml::applyMergePatch(m_object, patch).toObject();
    result = yaml::applyMergePatch(result, m_defaults).toObject();
    if (isDryRun)
        return {200, result};
    store(result, u"rollhive"_s);
    return {200, m_object};
}

/// The writer owns what it changed, and nobody else does any more.
void ObjectServer::store(const QJsonObject &object, const QString &manager)
{
    const QJsonObject changed = changedFields({{"spec"_L1, m_object["spec"_L1]}}, {{"spec"_L1, object["spec"_L1]}});
    for (QJsonObject &fields : m_managed)
        fields = without(fields, changed);
    m_managed[manager] = yaml::applyMergePatch(m_managed.value(manager), changed).toObject();
    m_object = withVersion(object, ++m_version);
    QJsonArray entries;
    for (auto [name, fields] : m_managed.asKeyValueRange())
        entries.append(QJsonObject{{"manager"_L1, name}, {"operation"_L1, "Update"_L1}, {"fieldsV1"_L1, fields}});
    QJsonObject metadata = m_object["metadata"_L1].toObject();
    if (m_keepsManagers)
        metadata["managedFields"_L1] = entries;
    m_object["metadata"_L1] = metadata;
}

void ObjectServer::change(const QJsonObject &patch, const QString &manager)
{
    store(yaml::applyMergePatch(m_object, patch).toObject(), manager);
}

void ObjectServer::forgetManagers()
{
    m_keepsManagers = false;
}

void ObjectServer::recreate()
{
    change({{"metadata"_L1, QJsonObject{{"uid"_L1, "uid-2"_L1}}}});
}

void ObjectServer::commit(const ScriptedRequest &request)
{
    [[maybe_unused]] const Answer lost = patched(QJsonDocument::fromJson(request.body).object(), false);
}

QStringList ObjectServer::calls() const
{
    QStringList calls;
    for (const ScriptedRequest &request : m_wire.requests())
        calls.append(QString::fromLatin1(request.method) + (isDryRun(request) ? u" dry run"_s : QString()));
    return calls;
}

QList<QByteArray> ObjectServer::patches() const
{
    QList<QByteArray> bodies;
    for (const ScriptedRequest &request : m_wire.requests()) {
        if (request.method == "PATCH")
            bodies.append(request.body);
    }
    return bodies;
}

bool ObjectServer::isWrite(const ScriptedRequest &request)
{
    return request.method == "PATCH" && !isDryRun(request);
}

bool ObjectServer::isDryRun(const ScriptedRequest &request)
{
    return request.target.contains("dryRun=All");
}

void ObjectServer::refuse(QTcpSocket *socket, int code, const QByteArray &reason, const QByteArray &message)
{
    ScriptedServer::answer(
        socket, code, QJsonDocument(status(code, QString::fromLatin1(reason), QString::fromUtf8(message))).toJson());
}

} // namespace testsupport
