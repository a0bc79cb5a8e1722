// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

/// JSON as a test writes it: single quotes stand for double ones.
inline QJsonValue json(const char *text)
{
    const QByteArray quoted = QByteArray(text).replace('\'', '"');
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson('[' + quoted + ']', &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("not JSON: %s: %s", text, qPrintable(error.errorString()));
    return document.array().at(0);
}

inline QJsonObject jsonObject(const char *text)
{
    return json(text).toObject();
}

/// For comparing: a failure then shows both texts.
inline QByteArray shown(const QJsonValue &value)
{
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return text.sliced(1).chopped(1);
}
