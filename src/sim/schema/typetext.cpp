// SPDX-License-Identifier: Apache-2.0
#include "schema/typetext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

struct FieldText
{
    QString name;
    QString type;
    QString rest; ///< flags and default
};

struct TypeText
{
    QStringList flags;
    QList<FieldText> fields;
};

QJsonValue jsonLiteral(const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(QString(u'[' + text + u']').toUtf8());
    if (document.isNull())
        qFatal("not JSON in a type text: %ls", qUtf16Printable(text));
    return document.array().at(0);
}

/// Builds each type once, from the types it names.
class TypeReader
{
public:
    explicit TypeReader(const QString &text)
    {
        static const QRegularExpression comment(u"(^|\\s)#.*$"_s);
        QString current;
        for (QString line : text.split(u'\n')) {
            line.remove(comment);
            if (line.trimmed().isEmpty())
                continue;
            if (!line.startsWith(u' ')) {
                QStringList words = line.simplified().split(u' ');
                current = words.takeFirst();
                if (m_texts.contains(current))
                    qFatal("type %ls is described twice", qUtf16Printable(current));
                m_texts.insert(current, {words, {}});
                continue;
            }
            addFields(m_texts[current], line);
        }
    }

    QHash<QString, SchemaPtr> readAll()
    {
        const QStringList names = m_texts.keys();
        for (const QString &name : names)
            (void)type(name);
        return m_types;
    }

private:
    static void addFields(TypeText &owner, const QString &line)
    {
        static const QRegularExpression field(u"^\\s+([\\w$, ]+):\\s*([\\[{]*\\w+\\*?[\\]}]*)\\s*(.*)$"_s);
        const QRegularExpressionMatch match = field.match(line);
        if (!match.hasMatch())
            qFatal("not a field: %ls", qUtf16Printable(line));
        for (const QString &name : match.captured(1).split(u','))
            owner.fields.append({name.trimmed(), match.captured(2), match.captured(3).trimmed()});
    }

    SchemaPtr type(const QString &name)
    {
        if (const SchemaPtr known = m_types.value(name))
            return known;
        if (!m_texts.contains(name))
            qFatal("no type %ls", qUtf16Printable(name));
        const TypeText text = m_texts.value(name);
        Schema schema;
        schema.type = Schema::Type::Object;
        schema.name = name;
        schema.atomicMap = text.flags.contains(u"atomic"_s);
        if (text.flags.contains(u"kind"_s)) {
            schema.properties.insert(u"apiVersion"_s, scalar(u"string"_s));
            schema.properties.insert(u"kind"_s, scalar(u"string"_s));
            auto metadata = std::make_shared<Schema>(*type(u"ObjectMeta"_s));
            metadata->defaultValue = QJsonObject();
            schema.properties.insert(u"metadata"_s, metadata);
        }
        for (const FieldText &field : text.fields) {
            const SchemaPtr built = fieldSchema(field);
            schema.properties.insert(field.name, built);
            if (flags(field.rest).contains(u"required"_s))
                schema.required.append(field.name);
        }
        const auto built = std::make_shared<const Schema>(schema);
        m_types.insert(name, built);
        return built;
    }

    static QStringList flags(const QString &rest)
    {
        return rest.section(u" = "_s, 0, 0).section(u"= "_s, 0, 0).simplified().split(u' ', Qt::SkipEmptyParts);
    }

    SchemaPtr fieldSchema(const FieldText &field)
    {
        Schema schema = *valueSchema(field.type);
        const bool pointer = field.type.endsWith(u'*');
        const QStringList words = flags(field.rest);
        const qsizetype equals = field.rest.indexOf(u"= "_s);
        if (equals >= 0)
            schema.defaultValue = jsonLiteral(field.rest.mid(equals + 2));
        const bool structure = schema.type == Schema::Type::Object && !schema.properties.isEmpty();
        schema.pointer = pointer;
        schema.omitZero = !pointer && !structure && schema.type != Schema::Type::Any && !words.contains(u"required"_s);
        for (const QString &word : words)
            setFlag(schema, word);
        return std::make_shared<const Schema>(schema);
    }

    static void setFlag(Schema &schema, const QString &word)
    {
        const QStringList keys =
            word.section(u'(', 1).chopped(word.contains(u'(') ? 1 : 0).split(u',', Qt::SkipEmptyParts);
        const QString flag = word.section(u'(', 0, 0);
        if (flag == "merge"_L1) {
            schema.mergeList = true;
            schema.mergeKey = keys.value(0);
            schema.list = keys.isEmpty() ? Schema::List::Set : Schema::List::Map;
            schema.listKeys = keys;
        } else if (flag == "map"_L1) {
            schema.list = Schema::List::Map;
            schema.listKeys = keys;
        } else if (flag == "set"_L1) {
            schema.list = Schema::List::Set;
        } else if (flag == "atomic"_L1) {
            schema.list = Schema::List::Atomic;
            schema.atomicMap = schema.type == Schema::Type::Object;
        } else if (flag == "retainKeys"_L1) {
            schema.retainKeys = true;
        } else if (flag != "required"_L1) {
            qFatal("no flag %ls", qUtf16Printable(word));
        }
    }

    SchemaPtr valueSchema(const QString &text)
    {
        if (text.startsWith(u'[') || text.startsWith(u'{')) {
            Schema schema;
            const SchemaPtr inner = valueSchema(text.sliced(1).chopped(1));
            schema.type = text.startsWith(u'[') ? Schema::Type::Array : Schema::Type::Object;
            (text.startsWith(u'[') ? schema.items : schema.values) = inner;
            return std::make_shared<const Schema>(schema);
        }
        const QString name = text.endsWith(u'*') ? text.chopped(1) : text;
        const SchemaPtr known = scalar(name);
        return known ? known : type(name);
    }

    static SchemaPtr scalar(const QString &name)
    {
        using Type = Schema::Type;
        static const QHash<QString, std::pair<Type, QString>> scalars{
            {u"string"_s, {Type::String, {}}},
            {u"bool"_s, {Type::Boolean, {}}},
            {u"int32"_s, {Type::Integer, u"int32"_s}},
            {u"int64"_s, {Type::Integer, u"int64"_s}},
            {u"number"_s, {Type::Number, {}}},
            {u"quantity"_s, {Type::String, u"quantity"_s}},
            {u"intOrString"_s, {Type::IntOrString, u"int-or-string"_s}},
            {u"time"_s, {Type::String, u"date-time"_s}},
            {u"bytes"_s, {Type::String, u"byte"_s}},
            {u"any"_s, {Type::Any, {}}},
        };
        const auto found = scalars.constFind(name);
        if (found == scalars.constEnd())
            return nullptr;
        auto schema = std::make_shared<Schema>();
        schema->type = found->first;
        schema->format = found->second;
        schema->preserveUnknown = schema->type == Type::Any;
        return schema;
    }

    QHash<QString, TypeText> m_texts;
    QHash<QString, SchemaPtr> m_types;
};

} // namespace

QHash<QString, SchemaPtr> readTypes(const QString &text)
{
    return TypeReader(text).readAll();
}

} // namespace sim
