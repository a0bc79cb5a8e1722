// SPDX-License-Identifier: Apache-2.0
#include "http/labelquery.h"

#include "kinds/namerules.h"

#include <QHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

using Requirement = LabelSelector::Requirement;
using Operator = LabelSelector::Operator;

template <typename T>
using Read = std::expected<T, QString>;

/// An operator, a bracket, a comma, or a word; both empty at the end.
struct Token
{
    QString sign;
    QString word;

    [[nodiscard]] bool isEnd() const { return sign.isEmpty() && word.isEmpty(); }
    [[nodiscard]] bool is(QLatin1StringView text) const { return sign == text; }
    [[nodiscard]] QString text() const { return sign + word; }
};

QList<Token> tokens(const QString &text)
{
    constexpr auto special = "=!(),><"_L1;
    QList<Token> result;
    qsizetype at = 0;
    while (at < text.size()) {
        const QChar c = text.at(at);
        if (c.isSpace()) {
            ++at;
        } else if (special.contains(c)) {
            const QStringView two = QStringView(text).mid(at, 2);
            const bool pair = two == "=="_L1 || two == "!="_L1;
            result.append({pair ? two.toString() : QString(c), {}});
            at += pair ? 2 : 1;
        } else {
            const qsizetype begin = at;
            while (at < text.size() && !text.at(at).isSpace() && !special.contains(text.at(at)))
                ++at;
            result.append({{}, text.sliced(begin, at - begin)});
        }
    }
    return result;
}

class LabelQuery final
{
public:
    explicit LabelQuery(const QString &text)
        : m_tokens(tokens(text))
    {
    }

    [[nodiscard]] Read<QList<Requirement>> read()
    {
        QList<Requirement> result;
        while (!next().isEnd()) {
            if (next().word.isEmpty() && !next().is("!"_L1))
                return wrong(next(), u"!, identifier, or 'end of string'"_s);
            const Read<Requirement> requirement = readRequirement();
            if (!requirement)
                return std::unexpected(u"unable to parse requirement: "_s + requirement.error());
            result.append(*requirement);
            const Token between = take();
            if (between.isEnd())
                break;
            if (!between.is(","_L1))
                return wrong(between, u"',' or 'end of string'"_s);
            if (next().word.isEmpty() && !next().is("!"_L1))
                return wrong(next(), u"identifier after ','"_s);
        }
        return result;
    }

private:
    [[nodiscard]] Token next() const { return m_tokens.value(m_at); }
    Token take() { return m_tokens.value(m_at++); }
    [[nodiscard]] static std::unexpected<QString> wrong(const Token &found, const QString &expected)
    {
        return std::unexpected(u"found '%1', expected: %2"_s.arg(found.text(), expected));
    }
    [[nodiscard]] static std::unexpected<QString> unfit(const QString &place, const QString &value, const QString &why)
    {
        return std::unexpected(u"%1: Invalid value: %2: %3"_s.arg(place, quoted(value), why));
    }

    [[nodiscard]] Read<Requirement> readRequirement()
    {
        const bool absent = next().is("!"_L1);
        if (absent)
            take();
        const Token key = take();
        if (key.word.isEmpty())
            return wrong(key, u"identifier"_s);
        if (const QString why = labelKeyProblem(key.word); !why.isEmpty())
            return unfit(u"<nil>"_s, key.word, why);
        if (absent || next().isEnd() || next().is(","_L1))
            return Requirement{key.word, absent ? Operator::DoesNotExist : Operator::Exists, {}};

        static const QHash<QString, Operator> operators{{u"in"_s, Operator::In},     {u"notin"_s, Operator::NotIn},
                                                        {u"="_s, Operator::In},      {u"=="_s, Operator::In},
                                                        {u"!="_s, Operator::NotIn},  {u">"_s, Operator::GreaterThan},
                                                        {u"<"_s, Operator::LessThan}};
        const Token sign = take();
        const auto op = operators.constFind(sign.text());
        if (op == operators.constEnd())
            return wrong(sign, u"in, notin, =, ==, !=, gt, lt"_s);
        const Read<QStringList> values = sign.word.isEmpty() ? readValue() : readValues();
        if (!values)
            return std::unexpected(values.error());
        for (qsizetype i = 0; i < values->size(); ++i) {
            const QString place = u"values[%1]"_s.arg(i);
            bool isNumber = false;
            values->at(i).toLongLong(&isNumber);
            if ((*op == Operator::GreaterThan || *op == Operator::LessThan) && !isNumber)
                return unfit(place, values->at(i), u"for 'Gt', 'Lt' operators, the value must be an integer"_s);
            if (const QString why = labelValueProblem(values->at(i)); !why.isEmpty())
                return unfit(place + u'[' + key.word + u']', values->at(i), why);
        }
        return Requirement{key.word, *op, *values};
    }

    [[nodiscard]] Read<QStringList> readValue()
    {
        if (next().isEnd() || next().is(","_L1))
            return QStringList{QString()};
        const Token value = take();
        if (value.word.isEmpty())
            return wrong(value, u"identifier"_s);
        return QStringList{value.word};
    }

    [[nodiscard]] Read<QStringList> readValues()
    {
        if (const Token open = take(); !open.is("("_L1))
            return std::unexpected(u"found '%1' expected: '('"_s.arg(open.text()));
        if (next().word.isEmpty() && !next().is(","_L1) && !next().is(")"_L1))
            return wrong(next(), u"',', ')' or identifier"_s);
        // Nothing between two commas, or a comma and a bracket, is the empty value.
        QStringList values;
        while (true) {
            values.append(next().word.isEmpty() ? QString() : take().word);
            const Token after = next();
            if (!after.is(","_L1) && !after.is(")"_L1))
                return wrong(after, u"',' or ')'"_s);
            take();
            if (after.is(")"_L1))
                break;
        }
        values.sort();
        values.removeDuplicates();
        return values;
    }

    QList<Token> m_tokens;
    qsizetype m_at = 0;
};

} // namespace

Outcome<LabelSelector> readLabelSelector(const QString &text)
{
    const Read<QList<Requirement>> requirements = LabelQuery(text).read();
    if (!requirements)
        return std::unexpected(badRequest(requirements.error()));
    return LabelSelector(*requirements);
}

} // namespace sim
