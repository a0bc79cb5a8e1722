// SPDX-License-Identifier: Apache-2.0
#include "yamlwriter.h"

#include "codepoints.h"
#include "naturalorder.h"
#include "safetext.h"
#include "scalars.h"

#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace yaml {

namespace {

constexpr int indentStep = 2;
constexpr qsizetype longestSimpleKey = 128; ///< in bytes of UTF-8

/// What go-yaml holds to be unprintable (all beyond the BMP too), and what is not seen.
bool isUnprintable(char32_t c)
{
    return c > 0xFFFD || isHidden(c);
}

/// What go-yaml holds to be the end of a line.
bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r' || c == QChar(0x85) || c == QChar(0x2028) || c == QChar(0x2029);
}

/// What the shape of a text allows, whatever it means.
struct Shape
{
    bool plain = true;
    bool singleQuoted = true;
    bool literal = true;
    bool multiline = false;
};

bool isPlainStart(QStringView text)
{
    const bool blankFollows = text.size() == 1 || text[1] == u' ';
    if (text.startsWith(u"---") || text.startsWith(u"..."))
        return false;
    if (text.front() == u'-' || text.front() == u'?' || text.front() == u':')
        return !blankFollows;
    return !QStringView(u"#,[]{}&*!|>'\"%@`").contains(text.front());
}

Shape shapeOf(QStringView text)
{
    Shape shape;
    if (text.isEmpty())
        return {.plain = false, .singleQuoted = true, .literal = false, .multiline = false};
    shape.plain = isPlainStart(text) && text.front() != u' ' && text.back() != u' ';
    shape.literal = text.back() != u' ';
    bool unprintable = false;
    char32_t previous = U' ';
    for (qsizetype i = 0; i < text.size();) {
        const char32_t c = codePointAt(text, i);
        i += unitsOf(c);
        if (c == U'\n') {
            shape.multiline = true;
            if (previous == U' ' && i > 1)
                shape.singleQuoted = shape.literal = false;
        } else if (isUnprintable(c)) {
            unprintable = true;
        } else if (c == U' ' && previous == U'\n') {
            shape.singleQuoted = false;
        } else if ((c == U'#' && (previous == U' ' || previous == U'\n'))
                   || (c == U':' && (i == text.size() || text[i] == u' '))) {
            shape.plain = false;
        }
        previous = c;
    }
    if (unprintable)
        shape.singleQuoted = shape.literal = false;
    if (shape.multiline || unprintable)
        shape.plain = false;
    return shape;
}

QString escape(char32_t c)
{
    switch (c) {
    case U'\0':
        return u"\\0"_s;
    case U'\a':
        return u"\\a"_s;
    case U'\b':
        return u"\\b"_s;
    case U'\t':
        return u"\\t"_s;
    case U'\n':
        return u"\\n"_s;
    case U'\v':
        return u"\\v"_s;
    case U'\f':
        return u"\\f"_s;
    case U'\r':
        return u"\\r"_s;
    case 0x1B:
        return u"\\e"_s;
    case U'"':
        return u"\\\""_s;
    case U'\\':
        return u"\\\\"_s;
    case 0x85:
        return u"\\N"_s;
    case 0x2028:
        return u"\\L"_s;
    case 0x2029:
        return u"\\P"_s;
    default:
        break;
    }
    const int width = c <= 0xFF ? 2 : c <= 0xFFFF ? 4 : 8;
    const QChar letter = width == 2 ? u'x' : width == 4 ? u'u' : u'U';
    return u'\\' + letter + QString::number(quint32(c), 16).toUpper().rightJustified(width, u'0');
}

QString doubleQuoted(QStringView text)
{
    QString result = u"\""_s;
    for (qsizetype i = 0; i < text.size();) {
        const char32_t c = codePointAt(text, i);
        if (QChar::isSurrogate(c))
            result += QChar(QChar::ReplacementCharacter);
        else if (c == U'"' || c == U'\\' || isUnprintable(c))
            result += escape(c);
        else
            result += QChar(c);
        i += unitsOf(c);
    }
    return result + u'"';
}

QString singleQuoted(QStringView text)
{
    return u'\'' + text.toString().replace(u'\'', u"''"_s) + u'\'';
}

/// Fit to stand before its colon; others are written as "? key".
bool isSimpleKey(const QString &key)
{
    return std::ranges::none_of(key, isLineEnd)
        && (key.size() * 3 <= longestSimpleKey || key.toUtf8().size() <= longestSimpleKey);
}

class Writer final
{
public:
    [[nodiscard]] QString write(const QJsonValue &value)
    {
        node(value, 0, Place::Line);
        m_out += u'\n';
        return std::move(m_out);
    }

private:
    enum class Place {
        Line, ///< where a collection may begin at once: the start of the text, after "- " or ": "
        Key, ///< after "key:", where a collection begins on the next line
    };

    void newLine(int indent)
    {
        m_out += u'\n';
        m_out.resize(m_out.size() + indent, u' ');
    }

    /// indent: of the collection that this is in; of the value itself at the start of the text and after an indicator.
    void node(const QJsonValue &value, int indent, Place place)
    {
        if (value.isObject() && !value.toObject().isEmpty()) {
            if (place == Place::Key)
                newLine(indent += indentStep);
            mapping(value.toObject(), indent);
            return;
        }
        if (value.isArray() && !value.toArray().isEmpty()) {
            if (place == Place::Key)
                newLine(indent);
            sequence(value.toArray(), indent);
            return;
        }
        if (place == Place::Key)
            m_out += u' ';
        scalar(value, place == Place::Key ? indent + indentStep : std::max(indent, indentStep));
    }

    void mapping(const QJsonObject &object, int indent)
    {
        QStringList keys = object.keys();
        std::ranges::sort(keys, naturallyLess);
        for (bool first = true; const QString &key : std::as_const(keys)) {
            if (!std::exchange(first, false))
                newLine(indent);
            const bool simple = isSimpleKey(key);
            if (!simple)
                m_out += u"? "_s;
            string(key, indent + indentStep);
            if (simple) {
                m_out += u':';
                node(object.value(key), indent, Place::Key);
            } else {
                newLine(indent);
                m_out += u": "_s;
                node(object.value(key), indent + indentStep, Place::Line);
            }
        }
    }

    void sequence(const QJsonArray &array, int indent)
    {
        for (bool first = true; const auto &item : array) {
            if (!std::exchange(first, false))
                newLine(indent);
            m_out += u"- "_s;
            node(item, indent + indentStep, Place::Line);
        }
    }

    /// indent: of the lines of a literal.
    void scalar(const QJsonValue &value, int indent)
    {
        switch (value.type()) {
        case QJsonValue::Bool:
            m_out += value.toBool() ? u"true"_s : u"false"_s;
            break;
        case QJsonValue::Double:
            number(value);
            break;
        case QJsonValue::String:
            string(value.toString(), indent);
            break;
        case QJsonValue::Array:
            m_out += u"[]"_s;
            break;
        case QJsonValue::Object:
            m_out += u"{}"_s;
            break;
        case QJsonValue::Null:
        case QJsonValue::Undefined:
            m_out += u"null"_s;
            break;
        }
    }

    void number(const QJsonValue &value)
    {
        // Not through double: 2^53 + 1 is a generation like any other.
        constexpr qint64 none = std::numeric_limits<qint64>::min();
        const qint64 integer = value.toInteger(none);
        m_out += integer != none ? QString::number(integer) : goNumber(value.toDouble());
    }

    void string(const QString &text, int indent)
    {
        const Shape shape = shapeOf(text);
        if (shape.multiline && shape.literal)
            literal(text, indent);
        else if (shape.multiline || !shape.singleQuoted || isAmbiguous(text))
            m_out += doubleQuoted(text);
        else
            m_out += shape.plain ? text : singleQuoted(text);
    }

    void literal(const QString &text, int indent)
    {
        m_out += u'|';
        if (text.front() == u' ' || text.front() == u'\n')
            m_out += QString::number(indentStep);
        if (!text.endsWith(u'\n'))
            m_out += u'-';
        else if (text.size() == 1 || text[text.size() - 2] == u'\n')
            m_out += u'+';
        const QStringView lines = text.endsWith(u'\n') ? QStringView(text).chopped(1) : QStringView(text);
        for (const QStringView line : lines.tokenize(u'\n')) {
            newLine(line.isEmpty() ? 0 : indent);
            m_out += line;
        }
    }

    QString m_out;
};

void leaveOut(QJsonObject &object, WriteOptions options)
{
    if (options.leaveOutStatus)
        object.remove(u"status"_s);
    if (!options.leaveOutManagedFields)
        return;
    const auto metadata = object.find(u"metadata"_s);
    if (metadata == object.end() || !metadata->isObject())
        return;
    QJsonObject fields = metadata->toObject();
    fields.remove(u"managedFields"_s);
    *metadata = fields;
}

QJsonValue without(const QJsonValue &value, WriteOptions options)
{
    if (!value.isObject() || (!options.leaveOutManagedFields && !options.leaveOutStatus))
        return value;
    QJsonObject object = value.toObject();
    leaveOut(object, options);
    if (const auto items = object.find(u"items"_s);
        items != object.end() && items->isArray() && object.value(u"kind"_s).toString().endsWith(u"List")) {
        QJsonArray list = items->toArray();
        for (auto item : list)
            item = without(item, options);
        *items = list;
    }
    return object;
}

} // namespace

QString write(const QJsonValue &value, WriteOptions options)
{
    return Writer().write(without(value, options));
}

} // namespace yaml
