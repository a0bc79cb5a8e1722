// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <cmath>

using namespace Qt::StringLiterals;

QStringList NastyValues::known()
{
    static const QStringList words =
        u"y Y n N yes Yes YES yEs no on On OFF off true True TRUE tRUE false False ~ null Null NULL nULL = << "
        "0 1 +1 -1 -0 0777 0o17 08 0b11 -0b11 0x1F 0xg 0x 1_000 1__0 0_ _1 1, 1,000 1. .5 +.5 -.5 .5_0 ._5 . .. ... "
        "1.5 7.4 7.4.2 7.22.0-250 1e3 1E3 1e400 -1e400 1e-400 1e+3 e3 12e03 .1e5 .e5 1e 1e+ -1.5e-7 "
        "9223372036854775807 9223372036854775808 -9223372036854775809 18446744073709551616 0xFFFFFFFFFFFFFFFFF "
        ".inf -.inf +.INF .nan .NaN NaN inf infinity 1:30 1:30:00 190:20:30.15 01:02 1:99 12:30:45 "
        "2001-01-01 2001-1-1 2001-13-45 2001-01-01T00:00:00Z 2001-12-14t21:59:43.10-05:00 12-34-56 2024-01 "
        "- -- --- ---a ? ?a : :a a: a:b :: # #a a# & &a * *a ! !a !!str | |- > >- % %a @ @a ` `a ' '' 'a' \" \"a\" "
        "[ [] [a] ] { {} {a} } , ,a a,b a[b] \\ \\n \\u0041 $ $(x) ${x} -a -1a +a 1a 0x1p3 0123456789abcdef 10Gi 500m"_s
            .split(u' ', Qt::SkipEmptyParts);
    static const QStringList others{
        u""_s,
        u" "_s,
        u"  "_s,
        u" a"_s,
        u"a "_s,
        u" a "_s,
        u"a b"_s,
        u"a  b"_s,
        u"a: b"_s,
        u"a :b"_s,
        u"a #b"_s,
        u"a# b"_s,
        u"- a"_s,
        u"? a"_s,
        u"--- a"_s,
        u"... a"_s,
        u": a"_s,
        u"it's"_s,
        u"a 'b' c"_s,
        u"2001-01-01 1:2:3"_s,
        u"2001-12-14 21:59:43.10 -5"_s,
        u"2001-01-01 at noon"_s,
        u"! a"_s,
        u"% a"_s,
        u"\n"_s,
        u"\n\n"_s,
        u"a\n"_s,
        u"a\n\n"_s,
        u"\na"_s,
        u"\n\na\n"_s,
        u"a\nb"_s,
        u"a\n\nb\n"_s,
        u"a \nb"_s,
        u"a\n b"_s,
        u" a\nb"_s,
        u"\n a"_s,
        u"a\n "_s,
        u"a\n \nb"_s,
        u" \n"_s,
        u"\n "_s,
        u"# a\nb"_s,
        u"- a\n- b\n"_s,
        u"a: 1\nb: 2\n"_s,
        u"---\na\n...\n"_s,
        u"a\n---\nb"_s,
        u"|\n"_s,
        u"a\n  b\n    c\n"_s,
        u"#!/bin/sh\nset -e\n"_s,
        u"{\n  \"a\": 1\n}"_s,
        u"\t"_s,
        u"\ta"_s,
        u"a\t"_s,
        u"a\tb"_s,
        u"a\n\tb"_s,
        u"a:\tb"_s,
        u"-\ta"_s,
        u"a\t#b"_s,
        u"\r"_s,
        u"a\rb"_s,
        u"a\r\nb"_s,
        u"a\r\n"_s,
        u"\u0001"_s,
        u"\u0004"_s,
        u"a\u0007b"_s,
        u"\u001b[31m"_s,
        u"\u007f"_s,
        u"\u0080"_s,
        u"\u0085"_s,
        u"a\u0085b"_s,
        u"\u00a0"_s,
        u"\u00a0a\u00a0"_s,
        u"\u00ad"_s,
        u"\u200b"_s,
        u"\u200d"_s,
        u"\u200e"_s,
        u"\u2028"_s,
        u"a\u2028b"_s,
        u"\u2029"_s,
        u"\u202e"_s,
        u"\u2066a\u2069"_s,
        u"\u3000a"_s,
        u"\ufeff"_s,
        u"a\ufeffb"_s,
        u"\ufffd"_s,
        u"\ufffe"_s,
        u"\uffff"_s,
        u"\ue000"_s,
        u"é"_s,
        u"日本語"_s,
        u"עברית"_s,
        u"😀"_s,
        u"a😀b"_s,
        u"\U000e0041"_s,
        u"\U0001d173"_s,
        u"\U0010ffff"_s,
        u"e\u0301"_s,
        u"\u0660"_s,
        QString(QChar(u'\0')),
        u"a"_s + QChar(u'\0') + u'b',
        u"https://a.example/b?c=d&e=#f"_s,
        u"docker.io/redislabs/redis:7.22.0-250"_s,
        u"sha256:0123abcd"_s,
        u"key: [a, b]"_s,
        u"C:\\dir"_s,
        u"\"\\\""_s,
        u"'\"'"_s,
        QString(200, u'x'),
        QString(130, u'é'),
        (u"long words "_s).repeated(20) + u'x',
    };
    return words + others;
}

QString NastyValues::string()
{
    static const QStringList all = known();
    static const QString pieces =
        u" \n\t:#-?,[]{}&*!|>'\"%@`~=<.+_0123456789abcxyzEeéノ\u2028\u202e\r\u0085\ufeff\u0007"_s;
    const QString &first = all[below(int(all.size()))];
    switch (below(4)) {
    case 0:
        return first;
    case 1:
        return first + all[below(int(all.size()))];
    case 2: {
        QString mutated = first;
        qsizetype place = below(int(mutated.size()) + 1);
        if (place < mutated.size() && mutated[place].isLowSurrogate())
            ++place;
        mutated.insert(place, pieces[below(int(pieces.size()))]);
        return mutated;
    }
    default: {
        QString mixed;
        for (int i = below(8); i >= 0; --i)
            mixed += pieces[below(int(pieces.size()))];
        return mixed;
    }
    }
}

QJsonValue NastyValues::scalar()
{
    switch (below(8)) {
    case 0:
        return QJsonValue::Null;
    case 1:
        return chance(50);
    case 2:
        return chance(50) ? qint64(below(2000) - 1000) : qint64(m_random.generate64());
    case 3: {
        const double number =
            chance(50) ? below(2000) / 16.0 : m_random.generateDouble() * std::pow(10.0, below(600) - 300);
        // As QJsonDocument reads it: inside an array Qt holds 1 and 1.0 to be different.
        const bool isInteger = std::trunc(number) == number && number < 9e18;
        return isInteger ? QJsonValue(qint64(number)) : QJsonValue(number);
    }
    default:
        return string();
    }
}

QJsonValue NastyValues::value(int depth)
{
    if (depth == 0 || chance(30))
        return scalar();
    const int size = below(6);
    if (chance(40)) {
        QJsonArray array;
        for (int i = 0; i < size; ++i)
            array.append(value(depth - 1));
        return array;
    }
    // In the order of keys: Qt 6.8.2 reads beyond a key that it looks up next to a longer one that is not ASCII.
    QMap<QString, QJsonValue> fields;
    for (int i = 0; i < size; ++i) {
        const QString key = string();
        fields.insert(key, value(depth - 1));
    }
    QJsonObject object;
    for (auto it = fields.cbegin(); it != fields.cend(); ++it)
        object.insert(it.key(), it.value());
    return object;
}
