// SPDX-License-Identifier: Apache-2.0
#include "scalars.h"

#include <QByteArrayView>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;

namespace yaml {

namespace {

using Kind = PlainScalar::Kind;

struct Word
{
    std::string_view text; ///< lower case
    Kind kind;
    bool boolean;
};

constexpr std::array words{
    Word{.text = ""sv, .kind = Kind::Null, .boolean = false},
    Word{.text = "~"sv, .kind = Kind::Null, .boolean = false},
    Word{.text = "null"sv, .kind = Kind::Null, .boolean = false},
    Word{.text = "y"sv, .kind = Kind::Boolean, .boolean = true},
    Word{.text = "yes"sv, .kind = Kind::Boolean, .boolean = true},
    Word{.text = "true"sv, .kind = Kind::Boolean, .boolean = true},
    Word{.text = "on"sv, .kind = Kind::Boolean, .boolean = true},
    Word{.text = "n"sv, .kind = Kind::Boolean, .boolean = false},
    Word{.text = "no"sv, .kind = Kind::Boolean, .boolean = false},
    Word{.text = "false"sv, .kind = Kind::Boolean, .boolean = false},
    Word{.text = "off"sv, .kind = Kind::Boolean, .boolean = false},
};

constexpr auto infinity = std::numeric_limits<double>::infinity();

constexpr std::array<std::pair<std::string_view, double>, 12> notFinite{{
    {".nan", std::numeric_limits<double>::quiet_NaN()},
    {".NaN", std::numeric_limits<double>::quiet_NaN()},
    {".NAN", std::numeric_limits<double>::quiet_NaN()},
    {".inf", infinity},
    {".Inf", infinity},
    {".INF", infinity},
    {"+.inf", infinity},
    {"+.Inf", infinity},
    {"+.INF", infinity},
    {"-.inf", -infinity},
    {"-.Inf", -infinity},
    {"-.INF", -infinity},
}};

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) { return isUpper(c) ? char(c + ('a' - 'A')) : c; });
    return result;
}

const Word *findWord(std::string_view text)
{
    if (text.size() > 5)
        return nullptr;
    const auto it = std::ranges::find(words, lowered(text), &Word::text);
    return it == words.end() ? nullptr : it;
}

/// lower, Capitalised or UPPER, the only cases that YAML 1.1 knows.
bool hasUsualCase(std::string_view text)
{
    const std::string_view rest = text.substr(std::min<size_t>(1, text.size()));
    return std::ranges::none_of(rest, isUpper) || std::ranges::all_of(text, isUpper);
}

/// Underscores separate digits. Where a number begins with its point they must really stand between two.
bool hasBadUnderscore(std::string_view text)
{
    if (text.front() != '.')
        return text.front() == '_';
    for (size_t i = 0; i < text.size(); ++i)
        if (text[i] == '_' && (!isDigit(text[i - 1]) || i + 1 == text.size() || !isDigit(text[i + 1])))
            return true;
    return false;
}

/// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool isFloat(std::string_view text)
{
    size_t i = 0;
    const auto skipSign = [&] { i += i < text.size() && (text[i] == '-' || text[i] == '+'); };
    const auto skipDigits = [&] {
        const size_t begin = i;
        while (i < text.size() && isDigit(text[i]))
            ++i;
        return i > begin;
    };
    skipSign();
    const bool hasWhole = skipDigits();
    bool hasFraction = false;
    if (i < text.size() && text[i] == '.') {
        ++i;
        hasFraction = skipDigits();
    }
    if (!hasWhole && !hasFraction)
        return false;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        skipSign();
        if (!skipDigits())
            return false;
    }
    return i == text.size();
}

struct Integer
{
    bool negative = false;
    bool fits = false; ///< into magnitude
    quint64 magnitude = 0;
};

/// Sign, prefix of the base, digits. Nothing if it is not that.
std::optional<Integer> parseInteger(std::string_view text)
{
    Integer result;
    const auto takeSign = [&] {
        if (text.empty() || (text.front() != '-' && text.front() != '+'))
            return;
        result.negative = result.negative != (text.front() == '-');
        text.remove_prefix(1);
    };
    takeSign();
    int base = 10;
    if (text.size() > 1 && text.front() == '0') {
        text.remove_prefix(1);
        base = 8;
        switch (text.front()) {
        case 'x':
        case 'X':
            base = 16;
            text.remove_prefix(1);
            break;
        case 'o':
        case 'O':
            text.remove_prefix(1);
            break;
        case 'b':
        case 'B':
            base = 2;
            text.remove_prefix(1);
            break;
        default:
            break;
        }
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result.magnitude, base);
    if (error == std::errc::invalid_argument || end != text.data() + text.size())
        return std::nullopt;
    result.fits = error == std::errc();
    return result;
}

/// Of a float whose value no double can hold: too small, as against too large.
bool isTiny(std::string_view text)
{
    const size_t mark = std::min(text.find_first_of("eE"), text.size());
    const std::string_view mantissa = text.substr(0, mark);
    const size_t point = std::min(mantissa.find('.'), mantissa.size());
    const size_t first = mantissa.find_first_of("123456789");
    qint64 exponent = first < point ? qint64(point - first) : -qint64(first - point);
    if (mark < text.size()) {
        const bool negative = text[mark + 1] == '-';
        const size_t digits = mark + (negative || text[mark + 1] == '+' ? 2 : 1);
        int written = 0;
        if (std::from_chars(text.data() + digits, text.data() + text.size(), written).ec != std::errc())
            return negative;
        exponent += negative ? -written : written;
    }
    return exponent < 0;
}

std::optional<double> parseFloat(std::string_view text)
{
    if (text.front() == '+')
        text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc())
        return number;
    return isTiny(text) ? std::optional(0.0) : std::nullopt;
}

std::string withoutUnderscores(std::string_view text)
{
    std::string result(text);
    std::erase(result, '_');
    return result;
}

bool mayBeNumber(std::string_view text)
{
    return !text.empty() && (isDigit(text.front()) || text.front() == '-' || text.front() == '+' || text.front() == '.')
        && !hasBadUnderscore(text);
}

PlainScalar resolveNumber(std::string_view text)
{
    if (const auto it = std::ranges::find(notFinite, text, &std::pair<std::string_view, double>::first);
        it != notFinite.end())
        return {.kind = Kind::NotFinite, .number = it->second};

    const std::string digits = withoutUnderscores(text);
    if (const auto integer = digits.front() == '.' ? std::nullopt : parseInteger(digits); integer && integer->fits) {
        constexpr quint64 limit = quint64(1) << 63;
        if (integer->negative && integer->magnitude <= limit)
            return {.kind = Kind::Integer, .integer = qint64(~integer->magnitude + 1)};
        if (!integer->negative && integer->magnitude < limit)
            return {.kind = Kind::Integer, .integer = qint64(integer->magnitude)};
        if (!integer->negative && text.front() != '+')
            return {.kind = Kind::Unsigned, .large = integer->magnitude};
    }
    if (isFloat(digits))
        if (const auto number = parseFloat(digits))
            return {.kind = Kind::Float, .number = *number};
    return {};
}

bool isDate(const QString &text)
{
    static const QRegularExpression date(
        u"^\\d{4}-\\d{1,2}-\\d{1,2}"
        "(?:(?:[Tt]|[ \\t]+)\\d{1,2}:\\d{1,2}:\\d{1,2}(?:\\.\\d*)?(?:[ \\t]*(?:[Zz]|[-+]\\d{1,2}(?::?\\d{2})?))?)?$"_s);
    return date.match(text).hasMatch();
}

bool isBaseSixty(const QString &text)
{
    static const QRegularExpression baseSixty(u"^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?$"_s);
    return baseSixty.match(text).hasMatch();
}

/// Go's 'g' with the fewest digits: an exponent below 1e-4 and from 1e+06 on.
template <typename Number>
QString shortest(Number number)
{
    if (std::isnan(number))
        return u".nan"_s;
    if (std::isinf(number))
        return number > 0 ? u".inf"_s : u"-.inf"_s;
    std::array<char, 64> buffer{};
    char *const begin = buffer.data();
    char *const limit = begin + buffer.size();
    const char *end = std::to_chars(begin, limit, number, std::chars_format::scientific).ptr;
    const char *mark = std::find(static_cast<const char *>(begin), end, 'e');
    int exponent = 0;
    std::from_chars(mark + (mark[1] == '+' ? 2 : 1), end, exponent);
    if (exponent >= -4 && exponent < 6)
        end = std::to_chars(begin, limit, number, std::chars_format::fixed).ptr;
    return QString::fromLatin1(begin, end - begin);
}

/// Digits of the shortest form, filled up with zeros: how Go writes a large integral double as JSON.
QString filledUp(double number)
{
    std::array<char, 32> buffer{};
    const char *const begin = buffer.data();
    const char *const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific).ptr;
    const char *const mark = std::find(begin, end, 'e');
    int exponent = 0;
    std::from_chars(mark + 2, end, exponent);
    QString digits = QString::fromLatin1(begin, mark - begin).remove(u'.');
    return digits.leftJustified(exponent + 1, u'0');
}

bool fitsInteger(double number)
{
    constexpr double limit = 9223372036854775808.0;
    return number >= -limit && number < limit && std::trunc(number) == number;
}

} // namespace

QJsonValue PlainScalar::json() const
{
    switch (kind) {
    case Kind::Null:
        return QJsonValue::Null;
    case Kind::Boolean:
        return boolean;
    case Kind::Integer:
        return integer;
    case Kind::Unsigned:
        return double(large);
    case Kind::Float:
        return fitsInteger(number) ? QJsonValue(qint64(number)) : QJsonValue(number);
    case Kind::NotFinite:
    case Kind::String:
        break;
    }
    return QJsonValue::Undefined;
}

QString PlainScalar::key() const
{
    switch (kind) {
    case Kind::Boolean:
        return boolean ? u"true"_s : u"false"_s;
    case Kind::Integer:
        return QString::number(integer);
    case Kind::Float:
    case Kind::NotFinite:
        return shortest(float(number));
    case Kind::Null:
    case Kind::Unsigned:
    case Kind::String:
        break;
    }
    return {};
}

PlainScalar resolvePlain(std::string_view text)
{
    if (const Word *word = findWord(text); word && hasUsualCase(text))
        return {.kind = word->kind, .boolean = word->boolean};
    return mayBeNumber(text) ? resolveNumber(text) : PlainScalar();
}

bool isAmbiguous(QStringView text)
{
    // All of it is ASCII, and nearly all strings end here.
    constexpr QStringView firsts = u"0123456789+-.~=<yYnNtToOfF";
    if (text.isEmpty())
        return true;
    if (!firsts.contains(text.front()))
        return false;
    if (text == u"=" || text == u"<<")
        return true;
    const QString copy = text.toString();
    const QByteArray bytes = copy.toUtf8();
    const std::string_view ascii(bytes.constData(), size_t(bytes.size()));
    if (findWord(ascii))
        return true;
    if (!mayBeNumber(ascii))
        return false;
    if (resolveNumber(ascii).kind != Kind::String)
        return true;
    const std::string digits = withoutUnderscores(ascii);
    return isFloat(digits) || parseInteger(digits) || isDate(copy) || isBaseSixty(copy);
}

QString goNumber(double number)
{
    if (fitsInteger(number))
        return QString::number(qint64(number));
    if (number > 0 && number < 18446744073709551616.0 && std::trunc(number) == number)
        if (const QString digits = filledUp(number); digits.size() < 20 || digits <= u"18446744073709551615")
            return digits;
    return shortest(number);
}

} // namespace yaml
