// SPDX-License-Identifier: Apache-2.0
#include "fields/fieldmanager.h"

#include "fields/fieldwalk.h"

#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// One entry of managedFields.
struct Entry
{
    QString manager;
    QString operation;
    QString apiVersion;
    QString subresource;
    QString time;
    FieldSet fields;

    [[nodiscard]] bool is(const Writer &writer, const QString &asOperation) const
    {
        // Who applies is the same manager in every version.
        return manager == writer.manager && operation == asOperation && subresource == writer.subresource
            && (operation == "Apply"_L1 || apiVersion == writer.apiVersion);
    }

    [[nodiscard]] QString shown() const
    {
        QString result = u'"' + manager + u'"';
        if (!subresource.isEmpty())
            result += u" with subresource \""_s + subresource + u'"';
        return operation == "Update"_L1 ? QString(result + u" using "_s + apiVersion) : result;
    }
};

QList<Entry> readEntries(const QJsonValue &managedFields)
{
    QList<Entry> result;
    for (const QJsonValue &value : managedFields.toArray()) {
        if (value["operation"_L1].toString().isEmpty())
            continue;
        result.append({value["manager"_L1].toString(), value["operation"_L1].toString(),
                       value["apiVersion"_L1].toString(), value["subresource"_L1].toString(),
                       value["time"_L1].toString(), FieldSet::fromJson(value["fieldsV1"_L1].toObject())});
    }
    return result;
}

void reconcile(QList<Entry> &entries, const QJsonObject &live, const SchemaPtr &schema)
{
    for (Entry &entry : entries)
        entry.fields = reconciled(entry.fields, live, schema);
}

QJsonArray writeEntries(QList<Entry> entries)
{
    entries.removeIf([](const Entry &entry) { return entry.fields.isEmpty(); });
    std::ranges::stable_sort(entries, {}, [](const Entry &entry) {
        return std::tie(entry.operation, entry.time, entry.manager, entry.subresource, entry.apiVersion);
    });
    QJsonArray result;
    for (const Entry &entry : std::as_const(entries)) {
        QJsonObject object{{u"manager"_s, entry.manager},
                           {u"operation"_s, entry.operation},
                           {u"apiVersion"_s, entry.apiVersion},
                           {u"fieldsType"_s, u"FieldsV1"_s},
                           {u"fieldsV1"_s, entry.fields.toJson()}};
        if (!entry.time.isEmpty())
            object.insert(u"time"_s, entry.time);
        if (!entry.subresource.isEmpty())
            object.insert(u"subresource"_s, entry.subresource);
        result.append(object);
    }
    return result;
}

/// What belongs to the server and to no manager.
FieldSet stripped(FieldSet set)
{
    for (const QString &field : {u"apiVersion"_s, u"kind"_s})
        set.remove({QString(u"f:"_s + field)});
    for (const QString &field :
         {u"name"_s, u"namespace"_s, u"creationTimestamp"_s, u"selfLink"_s, u"uid"_s, u"generation"_s,
          u"managedFields"_s, u"resourceVersion"_s, u"deletionTimestamp"_s, u"deletionGracePeriodSeconds"_s})
        set.remove({u"f:metadata"_s, QString(u"f:"_s + field)});
    // metadata itself is owned by nobody, only what is in it.
    const FieldSet *metadata = set.child(u"f:metadata"_s);
    if (metadata && metadata->isMember()) {
        FieldSet itself;
        itself.insert({u"f:metadata"_s});
        set = set.minus(itself);
    }
    return set;
}

QJsonObject withoutManagedFields(QJsonObject object)
{
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    metadata.remove("managedFields"_L1);
    object.insert(u"metadata"_s, metadata);
    return object;
}

QJsonObject withManagedFields(QJsonObject object, const QList<Entry> &entries)
{
    const QJsonArray fields = writeEntries(entries);
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    if (fields.isEmpty())
        metadata.remove("managedFields"_L1);
    else
        metadata.insert(u"managedFields"_s, fields);
    object.insert(u"metadata"_s, metadata);
    return object;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

Entry entryOf(const Writer &writer, const QString &operation)
{
    return {writer.manager, operation, writer.apiVersion, writer.subresource, timeText(writer.time), {}};
}

Comparison comparedFields(const QJsonObject &live, const QJsonObject &object, const SchemaPtr &schema)
{
    Comparison result = compared(withoutManagedFields(live), withoutManagedFields(object), schema);
    result.added = stripped(result.added);
    result.modified = stripped(result.modified);
    result.removed = stripped(result.removed);
    return result;
}

QJsonValue managedFieldsOf(const QJsonObject &object)
{
    return object.value("metadata"_L1)["managedFields"_L1];
}

Failure conflictFailure(const QList<std::pair<QString, FieldPath>> &conflicts)
{
    QList<Cause> causes;
    QMap<QString, QStringList> byManager;
    for (const auto &[manager, path] : conflicts) {
        causes.append({shownPath(path), u"FieldManagerConflict"_s, u"conflict with "_s + manager});
        byManager[manager].append(u"- "_s + shownPath(path));
    }
    if (conflicts.size() == 1)
        return applyConflict(u"Apply failed with 1 conflict: conflict with %1: %2"_s.arg(
                                 conflicts.first().first, shownPath(conflicts.first().second)),
                             causes);
    QStringList lines;
    for (auto manager = byManager.constBegin(); manager != byManager.constEnd(); ++manager)
        lines.append(QStringList{u"conflicts with "_s + manager.key() + u':'} + *manager);
    return applyConflict(u"Apply failed with %1 conflicts: %2"_s.arg(conflicts.size()).arg(lines.join(u'\n')), causes);
}

// kubectl keeps what it applied in an annotation for its client-side apply. The server knows that annotation.

const QString lastAppliedAnnotation = u"kubectl.kubernetes.io/last-applied-configuration"_s;
const QString kubectlManager = u"kubectl"_s; ///< as which its server-side apply writes

/// It stays true when kubectl applies here.
QJsonObject withLastApplied(QJsonObject object, QJsonObject configuration)
{
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    QJsonObject annotations = metadata.value("annotations"_L1).toObject();
    if (annotations.value(lastAppliedAnnotation).toString().isEmpty())
        return object;
    QJsonObject keptMetadata = configuration.value("metadata"_L1).toObject();
    if (keptMetadata.contains("annotations"_L1)) {
        QJsonObject keptAnnotations = keptMetadata.value("annotations"_L1).toObject();
        keptAnnotations.remove(lastAppliedAnnotation);
        keptMetadata.insert(u"annotations"_s, keptAnnotations);
        configuration.insert(u"metadata"_s, keptMetadata);
    }
    annotations.insert(lastAppliedAnnotation,
                       QString::fromUtf8(QJsonDocument(configuration).toJson(QJsonDocument::Compact) + '\n'));
    metadata.insert(u"annotations"_s, annotations);
    object.insert(u"metadata"_s, metadata);
    return object;
}

/// What kubectl applied on the client side and nobody changed since: that is its own, whoever else has it.
FieldSet lastApplied(const QJsonObject &live, const SchemaPtr &schema, const Writer &writer)
{
    const QString text = live.value("metadata"_L1)["annotations"_L1][lastAppliedAnnotation].toString();
    const QJsonObject configuration = QJsonDocument::fromJson(text.toUtf8()).object();
    if (configuration.value("apiVersion"_L1).toString() != writer.apiVersion || misfit(configuration, schema))
        return {};
    const Comparison since = compared(configuration, live, schema);
    return fieldsOf(configuration, schema).minus(since.modified).minus(since.added).minus(since.removed);
}

} // namespace

QJsonObject withUpdateRecorded(const QJsonObject &live, const QJsonObject &object, const SchemaPtr &schema,
                               const Writer &writer)
{
    const QJsonValue sent = managedFieldsOf(object);
    const bool reset = sent.isArray() && sent.toArray() == QJsonArray{QJsonObject()};
    QList<Entry> entries = readEntries(sent);
    if (entries.isEmpty() && !reset)
        entries = readEntries(managedFieldsOf(live));
    reconcile(entries, live, schema);

    const Comparison change = comparedFields(live, object, schema);
    const FieldSet taken = change.added.united(change.modified);
    Entry *own = nullptr;
    if (!std::ranges::any_of(entries, [&](const Entry &entry) { return entry.is(writer, u"Update"_s); }))
        entries.append(entryOf(writer, u"Update"_s));
    for (Entry &entry : entries) {
        if (entry.is(writer, u"Update"_s))
            own = &entry;
        else
            entry.fields = entry.fields.minus(taken);
        entry.fields = entry.fields.minus(change.removed);
    }
    own->fields = own->fields.united(taken);
    if (!change.isSame())
        own->time = timeText(writer.time);
    return withManagedFields(object, entries);
}

Outcome<QJsonObject> applied(const QJsonObject &live, const QJsonObject &configuration, const SchemaPtr &schema,
                             const Writer &writer, bool force)
{
    if (!managedFieldsOf(configuration).isUndefined() && !managedFieldsOf(configuration).isNull())
        return std::unexpected(badRequest(u"metadata.managedFields must be nil"_s));
    QList<Entry> entries = readEntries(managedFieldsOf(live));
    reconcile(entries, live, schema);
    if (!live.isEmpty() && entries.isEmpty()) {
        // It was written before anybody kept account of fields.
        Writer unknown = writer;
        unknown.manager = u"before-first-apply"_s;
        unknown.subresource.clear();
        Entry before = entryOf(unknown, u"Update"_s);
        before.fields = stripped(fieldsOf(withoutManagedFields(live), schema));
        entries.append(before);
    }

    const FieldSet claimed = stripped(fieldsOf(configuration, schema));
    QJsonObject object = mergedFields(withoutManagedFields(live), configuration, schema);

    FieldSet last;
    FieldSet kept = claimed;
    for (const Entry &entry : std::as_const(entries)) {
        if (entry.is(writer, u"Apply"_s))
            last = entry.fields;
        else
            kept = kept.united(entry.fields);
    }
    object = withoutFields(object, last, kept, schema);

    const Comparison change = comparedFields(live, object, schema);
    const FieldSet taken = change.added.united(change.modified);
    const FieldSet allowed = writer.manager == kubectlManager ? lastApplied(live, schema, writer) : FieldSet();
    QList<std::pair<QString, FieldPath>> conflicts;
    for (Entry &entry : entries) {
        if (entry.is(writer, u"Apply"_s))
            continue;
        for (const FieldPath &path : entry.fields.intersected(taken).paths()) {
            if (!allowed.contains(path))
                conflicts.append({entry.shown(), path});
        }
        entry.fields = entry.fields.minus(taken).minus(change.removed);
    }
    if (!conflicts.isEmpty() && !force)
        return std::unexpected(conflictFailure(conflicts));

    entries.removeIf([&](const Entry &entry) { return entry.is(writer, u"Apply"_s); });
    Entry own = entryOf(writer, u"Apply"_s);
    own.fields = claimed;
    entries.append(own);
    if (writer.manager == kubectlManager)
        object = withLastApplied(object, configuration);
    return withManagedFields(object, entries);
}

bool sameButTimes(const QJsonObject &left, const QJsonObject &right)
{
    const auto timeless = [](QJsonObject object) {
        QJsonObject metadata = object.value("metadata"_L1).toObject();
        QJsonArray fields;
        for (const QJsonValue &value : metadata.value("managedFields"_L1).toArray()) {
            QJsonObject entry = value.toObject();
            entry.remove("time"_L1);
            fields.append(entry);
        }
        metadata.insert(u"managedFields"_s, fields);
        object.insert(u"metadata"_s, metadata);
        return object;
    };
    return timeless(left) == timeless(right);
}

} // namespace sim
