// SPDX-License-Identifier: Apache-2.0
#include "common/templatehash.h"

#include <QJsonDocument>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr QLatin1StringView alphabet("bcdfghjklmnpqrstvwxz2456789");

} // namespace

QString templateHash(const QJsonObject &podTemplate, int collisions)
{
    QByteArray text = QJsonDocument(podTemplate).toJson(QJsonDocument::Compact);
    if (collisions > 0)
        text += QByteArray::number(collisions);
    quint32 hash = 2166136261U;
    for (const char byte : std::as_const(text)) {
        hash ^= quint8(byte);
        hash *= 16777619U;
    }
    QString result;
    for (const QChar digit : QString::number(hash))
        result += QLatin1Char(alphabet[digit.unicode() % alphabet.size()]);
    return result;
}

QString randomSuffix(int length)
{
    QString result;
    for (int i = 0; i < length; ++i)
        result += QLatin1Char(alphabet[QRandomGenerator::global()->bounded(alphabet.size())]);
    return result;
}

} // namespace sim
