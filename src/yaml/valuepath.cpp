// SPDX-License-Identifier: Apache-2.0
#include "valuepath.h"

#include "fields.h"

#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace yaml {

namespace {

bool isBareCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_' || c == u'-';
}

QString quoted(QString key)
{
    return u"[\""_s + key.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u"\"]"_s;
}

/// Reads one step at a time from the front of a text.
class PathReader final
{
public:
    explicit PathReader(QStringView text)
        : m_rest(text)
    {
    }

    [[nodiscard]] bool atEnd() const { return m_rest.isEmpty(); }

    [[nodiscard]] std::optional<Step> next()
    {
        if (m_rest.startsWith(u"[\""))
            return quotedKey();
        if (m_rest.startsWith(u'['))
            return bracketed();
        if (m_rest.startsWith(u'.'))
            m_rest = m_rest.sliced(1);
        else if (std::exchange(m_started, true))
            return std::nullopt;
        const QStringView key = m_rest.first(std::ranges::find_if_not(m_rest, isBareCharacter) - m_rest.begin());
        m_rest = m_rest.sliced(key.size());
        m_started = true;
        if (key.isEmpty())
            return std::nullopt;
        return Step(key.toString());
    }

private:
    std::optional<Step> quotedKey()
    {
        m_started = true;
        QString key;
        for (qsizetype i = 2; i < m_rest.size(); ++i) {
            if (m_rest[i] == u'\\' && i + 1 < m_rest.size()) {
                key += m_rest[++i];
            } else if (m_rest[i] == u'"') {
                if (!m_rest.sliced(i + 1).startsWith(u']'))
                    return std::nullopt;
                m_rest = m_rest.sliced(i + 2);
                return Step(key);
            } else {
                key += m_rest[i];
            }
        }
        return std::nullopt;
    }

    std::optional<Step> bracketed()
    {
        m_started = true;
        const qsizetype end = m_rest.indexOf(u']');
        if (end <= 1)
            return std::nullopt;
        const QStringView inside = m_rest.sliced(1, end - 1);
        m_rest = m_rest.sliced(end + 1);
        bool isNumber = false;
        const qlonglong index = inside.toLongLong(&isNumber);
        if (isNumber && index >= 0)
            return Step(index);
        return Step(inside.toString());
    }

    QStringView m_rest;
    bool m_started = false;
};

QJsonValue replaced(const QJsonValue &value, std::span<const Step> steps, const QJsonValue &replacement)
{
    if (steps.empty())
        return replacement;
    const Step &step = steps.front();
    if (step.isIndex()) {
        QJsonArray array = value.toArray();
        if (!value.isArray() || step.index() > array.size())
            return value;
        const QJsonValue item = step.index() < array.size() ? array.at(step.index()) : QJsonValue::Undefined;
        const QJsonValue wanted = replaced(item, steps.subspan(1), replacement);
        if (step.index() == array.size()) {
            if (!wanted.isUndefined())
                array.append(wanted);
        } else if (wanted.isUndefined()) {
            array.removeAt(step.index());
        } else {
            array.replace(step.index(), wanted);
        }
        return array;
    }
    const bool missing = value.isUndefined() || value.isNull();
    if (!value.isObject() && (!missing || replacement.isUndefined()))
        return value;
    const QJsonObject object = value.toObject();
    const QJsonValue wanted = replaced(field(object, step.key()), steps.subspan(1), replacement);
    QJsonObject result;
    forEachField(object, {{step.key(), QJsonValue::Null}},
                 [&](const QString &key, const QJsonValue &old, const QJsonValue &replaces) {
                     if (const QJsonValue &kept = replaces.isUndefined() ? old : wanted; !kept.isUndefined())
                         result.insert(key, kept);
                 });
    return result;
}

} // namespace

std::optional<Path> Path::fromString(QStringView text)
{
    Path path;
    for (PathReader reader(text); !reader.atEnd();) {
        auto step = reader.next();
        if (!step)
            return std::nullopt;
        path /= *std::move(step);
    }
    return path;
}

QString Path::toString() const
{
    QString text;
    for (const Step &step : m_steps) {
        if (step.isIndex())
            text += u'[' + QString::number(step.index()) + u']';
        else if (step.key().isEmpty() || !std::ranges::all_of(step.key(), isBareCharacter))
            text += quoted(step.key());
        else
            text += (text.isEmpty() ? QString() : u"."_s) + step.key();
    }
    return text;
}

Path Path::parent() const
{
    Path path;
    path.m_steps = m_steps.first(std::max<qsizetype>(0, m_steps.size() - 1));
    return path;
}

bool Path::startsWith(const Path &path) const
{
    return path.m_steps.size() <= m_steps.size()
        && std::ranges::equal(path.m_steps, m_steps.first(path.m_steps.size()));
}

Path &Path::operator/=(Step step)
{
    m_steps.append(std::move(step));
    return *this;
}

QJsonValue valueAt(const QJsonValue &value, const Path &path)
{
    QJsonValue result = value;
    for (const Step &step : path.steps())
        result = step.isIndex() ? result.toArray().at(step.index()) : field(result.toObject(), step.key());
    return result;
}

QJsonValue withValue(const QJsonValue &value, const Path &path, const QJsonValue &replacement)
{
    return replaced(value, path.steps(), replacement);
}

} // namespace yaml
