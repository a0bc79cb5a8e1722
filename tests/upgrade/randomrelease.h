// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QRandomGenerator>
#include <QString>
#include <QStringList>

namespace testsupport {

/// The properties of a document, each a small number; 0 is "not there" or what a server takes for granted. No two of
/// them share a field, so that of three states it is known, property by property, what their merge is.
using Traits = QList<int>;

/// Makes documents of an operator's bundle from traits: the same traits are the same document, in an order of entries
/// and in a spelling (defaults written out or not, 1000m or 1) that is another one each time.
class RandomRelease final
{
public:
    explicit RandomRelease(quint32 seed)
        : m_random(seed)
    {
    }

    /// Deployment, Service, RoleBinding, Role, CustomResourceDefinition, ServiceAccount.
    [[nodiscard]] static QStringList kinds();
    /// How many of the traits of a kind are the release's alone where no base says so: the first ones.
    [[nodiscard]] static qsizetype releaseTraits(const QString &kind);

    [[nodiscard]] Traits traits(const QString &kind);
    /// The same with some of them changed, or none.
    [[nodiscard]] Traits changed(const QString &kind, Traits traits);
    [[nodiscard]] QJsonObject document(const QString &kind, const Traits &traits);
    /// The same as a server keeps it.
    [[nodiscard]] QJsonObject live(const QString &kind, const Traits &traits);

    [[nodiscard]] bool chance(int percent) { return below(100) < percent; }
    [[nodiscard]] int below(int limit) { return m_random.bounded(limit); }
    template <typename List>
    [[nodiscard]] List shuffled(List list)
    {
        for (qsizetype i = list.size() - 1; i > 0; --i) {
            const auto moved = list.takeAt(below(int(i) + 1));
            list.append(moved);
        }
        return list;
    }

private:
    [[nodiscard]] QJsonObject deployment(const Traits &traits);
    [[nodiscard]] QJsonObject service(const Traits &traits);
    [[nodiscard]] QJsonObject roleBinding(const Traits &traits);
    [[nodiscard]] QJsonObject role(const Traits &traits);
    [[nodiscard]] QJsonObject definition(const Traits &traits);
    [[nodiscard]] QJsonObject serviceAccount(const Traits &traits);

    QRandomGenerator m_random;
};

} // namespace testsupport
