// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"
#include "yamlreader.h"
#include "yamlwriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

/// What is written is read back as it was.
class tst_RoundTrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownString_data();
    void knownString();
    void randomValues_data();
    void randomValues();
};

namespace {

/// Of two values that differ, a part that does.
QString firstDifference(const QJsonValue &left, const QJsonValue &right)
{
    const auto shown = [](const QJsonValue &v) {
        return QString::fromUtf8(QJsonDocument(QJsonArray{v}).toJson(QJsonDocument::Compact));
    };
    if (left.isArray() && right.isArray() && left.toArray().size() == right.toArray().size()) {
        for (qsizetype i = 0; i < left.toArray().size(); ++i)
            if (left.toArray().at(i) != right.toArray().at(i))
                return firstDifference(left.toArray().at(i), right.toArray().at(i));
    }
    if (left.isObject() && right.isObject() && left.toObject().keys() == right.toObject().keys()) {
        const QStringList keys = left.toObject().keys();
        for (const QString &key : keys)
            if (left.toObject().value(key) != right.toObject().value(key))
                return firstDifference(left.toObject().value(key), right.toObject().value(key));
    }
    return u"%1 became %2"_s.arg(shown(left), shown(right));
}

/// Empty if the value survives, else what became of it.
QString damage(const QJsonValue &value)
{
    const QString text = yaml::write(value);
    const auto documents = yaml::read(text);
    if (!documents)
        return u"line %1: %2\n%3"_s.arg(documents.error().line).arg(documents.error().message, text);
    if (value.isNull() && documents->isEmpty())
        return {};
    if (documents->size() != 1)
        return u"%1 documents\n%2"_s.arg(documents->size()).arg(text);
    const QJsonValue back = documents->first().value();
    return back == value ? QString() : firstDifference(value, back);
}

} // namespace

void tst_RoundTrip::knownString_data()
{
    QTest::addColumn<QString>("string");
    const QStringList strings = NastyValues::known();
    for (const QString &string : strings)
        QTest::addRow("%s",
                      qPrintable(QString::fromUtf8(QJsonDocument(QJsonArray{string}).toJson(QJsonDocument::Compact))))
            << string;
}

void tst_RoundTrip::knownString()
{
    QFETCH(QString, string);
    QCOMPARE(damage(string), QString());
    QCOMPARE(damage(QJsonObject{{u"key"_s, string}}), QString());
    QCOMPARE(damage(QJsonObject{{string, 1}}), QString());
    QCOMPARE(damage(QJsonObject{{string, QJsonObject{{string, QJsonArray{string}}}}}), QString());
    QCOMPARE(damage(QJsonArray{string, string}), QString());
    QCOMPARE(damage(QJsonArray{QJsonArray{string, 1}, QJsonObject{{string, string}, {u"z"_s, 1}}}), QString());
}

void tst_RoundTrip::randomValues_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_RoundTrip::randomValues()
{
    QFETCH(quint32, seed);
    NastyValues values(seed);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(damage(values.value(4)), QString());
}

QTEST_GUILESS_MAIN(tst_RoundTrip)
#include "tst_roundtrip.moc"
