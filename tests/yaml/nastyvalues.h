// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>
#include <QRandomGenerator>
#include <QString>
#include <QStringList>

/// Random values made of what YAML is known to stumble over. The same seed makes the same values everywhere.
class NastyValues final
{
public:
    explicit NastyValues(quint32 seed)
        : m_random(seed)
    {
    }

    /// Strings that are a trap each, in a fixed order.
    [[nodiscard]] static QStringList known();

    [[nodiscard]] QString string(); ///< known ones, mutations of them, and mixtures
    [[nodiscard]] QJsonValue scalar();
    [[nodiscard]] QJsonValue value(int depth); ///< depth: of collections, at most
    [[nodiscard]] bool chance(int percent) { return below(100) < percent; }
    [[nodiscard]] int below(int limit) { return m_random.bounded(limit); }

private:
    QRandomGenerator m_random;
};
