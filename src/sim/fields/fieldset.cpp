// SPDX-License-Identifier: Apache-2.0
#include "fields/fieldset.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QString shownValue(const QJsonValue &value)
{
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(text.sliced(1).chopped(1));
}

} // namespace

QString shownPath(const FieldPath &path)
{
    QString result;
    for (const QString &element : path) {
        const QString text = element.mid(2);
        if (element.startsWith("f:"_L1)) {
            result += u'.' + text;
        } else if (element.startsWith("k:"_L1)) {
            QStringList keys;
            const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
            for (auto key = object.constBegin(); key != object.constEnd(); ++key)
                keys.append(key.key() + u'=' + shownValue(*key));
            result += u'[' + keys.join(u',') + u']';
        } else if (element.startsWith("v:"_L1)) {
            result += u"[="_s + text + u']';
        } else {
            result += u'[' + text + u']';
        }
    }
    return result;
}

FieldSet FieldSet::fromJson(const QJsonObject &fieldsV1)
{
    FieldSet result;
    for (auto field = fieldsV1.constBegin(); field != fieldsV1.constEnd(); ++field) {
        if (field.key() == "."_L1) {
            result.m_member = true;
            continue;
        }
        FieldSet child = fromJson(field->toObject());
        if (child.isEmpty())
            child.m_member = true;
        result.m_children.insert(field.key(), child);
    }
    return result;
}

QJsonObject FieldSet::toJson() const
{
    QJsonObject result;
    for (auto child = m_children.constBegin(); child != m_children.constEnd(); ++child) {
        QJsonObject inner = child->toJson();
        if (child->m_member && !inner.isEmpty())
            inner.insert(u"."_s, QJsonObject());
        result.insert(child.key(), inner);
    }
    return result;
}

void FieldSet::insert(const FieldPath &path)
{
    FieldSet *node = this;
    for (const QString &element : path)
        node = &node->m_children[element];
    node->m_member = true;
}

void FieldSet::remove(const FieldPath &path)
{
    if (path.isEmpty()) {
        *this = {};
        return;
    }
    const auto found = m_children.find(path.first());
    if (found == m_children.end())
        return;
    found->remove(path.mid(1));
    if (found->isEmpty())
        m_children.erase(found);
}

void FieldSet::setChild(const QString &element, const FieldSet &child)
{
    if (child.isEmpty())
        m_children.remove(element);
    else
        m_children.insert(element, child);
}

const FieldSet *FieldSet::child(const QString &element) const
{
    const auto found = m_children.constFind(element);
    return found == m_children.constEnd() ? nullptr : &*found;
}

bool FieldSet::contains(const FieldPath &path) const
{
    const FieldSet *node = this;
    for (const QString &element : path) {
        node = node->child(element);
        if (!node)
            return false;
    }
    return node->m_member;
}

bool FieldSet::reaches(const FieldPath &path) const
{
    const FieldSet *node = this;
    for (const QString &element : path) {
        node = node->child(element);
        if (!node)
            return false;
    }
    return true;
}

void FieldSet::collect(FieldPath &prefix, QList<FieldPath> &result) const
{
    for (auto child = m_children.constBegin(); child != m_children.constEnd(); ++child) {
        prefix.append(child.key());
        if (child->m_member)
            result.append(prefix);
        child->collect(prefix, result);
        prefix.removeLast();
    }
}

QList<FieldPath> FieldSet::paths() const
{
    QList<FieldPath> result;
    FieldPath prefix;
    collect(prefix, result);
    return result;
}

FieldSet FieldSet::united(const FieldSet &other) const
{
    FieldSet result = *this;
    result.m_member = m_member || other.m_member;
    for (auto child = other.m_children.constBegin(); child != other.m_children.constEnd(); ++child)
        result.m_children.insert(child.key(), result.m_children.value(child.key()).united(*child));
    return result;
}

FieldSet FieldSet::intersected(const FieldSet &other) const
{
    FieldSet result;
    result.m_member = m_member && other.m_member;
    for (auto child = m_children.constBegin(); child != m_children.constEnd(); ++child) {
        if (const FieldSet *match = other.child(child.key())) {
            const FieldSet both = child->intersected(*match);
            if (!both.isEmpty())
                result.m_children.insert(child.key(), both);
        }
    }
    return result;
}

FieldSet FieldSet::minus(const FieldSet &other) const
{
    FieldSet result;
    result.m_member = m_member && !other.m_member;
    for (auto child = m_children.constBegin(); child != m_children.constEnd(); ++child) {
        const FieldSet *match = other.child(child.key());
        const FieldSet rest = match ? child->minus(*match) : *child;
        if (!rest.isEmpty())
            result.m_children.insert(child.key(), rest);
    }
    return result;
}

} // namespace sim
