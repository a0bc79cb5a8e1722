// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>
#include <QList>
#include <QString>
#include <optional>

namespace yaml {

/// One step down into a value: the key of an object or the index of an array.
class Step final
{
public:
    Step(QString key) // NOLINT(google-explicit-constructor): a key is a step
        : m_key(std::move(key))
    {
    }
    Step(qsizetype index) // NOLINT(google-explicit-constructor): an index is a step
        : m_index(index)
    {
    }

    [[nodiscard]] bool isIndex() const noexcept { return m_index >= 0; }
    [[nodiscard]] const QString &key() const noexcept { return m_key; } ///< empty for an index
    [[nodiscard]] qsizetype index() const noexcept { return m_index; } ///< -1 for a key

    [[nodiscard]] bool operator==(const Step &) const = default;

private:
    QString m_key;
    qsizetype m_index = -1;
};

/// Where a value is inside another: a list of steps. As text it is what kubectl and API servers call a field path:
///
///     spec.containers[0].image
///     metadata.annotations["a.b/c"]
class Path final
{
public:
    Path() = default;
    Path(std::initializer_list<Step> steps)
        : m_steps(steps)
    {
    }

    /// The inverse of toString(). Lenient to a leading dot and to keys in brackets without quotes, which API servers
    /// write. Nothing if the text is no path.
    [[nodiscard]] static std::optional<Path> fromString(QStringView text);
    [[nodiscard]] QString toString() const;

    [[nodiscard]] bool isEmpty() const noexcept { return m_steps.isEmpty(); } ///< of the whole value
    [[nodiscard]] const QList<Step> &steps() const noexcept { return m_steps; }
    [[nodiscard]] Path parent() const; ///< of the empty path: the empty path
    [[nodiscard]] bool startsWith(const Path &path) const;

    Path &operator/=(Step step);
    [[nodiscard]] friend Path operator/(Path path, Step step) { return path /= std::move(step); }
    [[nodiscard]] bool operator==(const Path &) const = default;

private:
    QList<Step> m_steps;
};

/// The value at a path; Undefined if there is none.
[[nodiscard]] QJsonValue valueAt(const QJsonValue &value, const Path &path);

/// A copy with the value at a path replaced, or removed if it is Undefined. Missing objects on the way are made; an
/// array takes an index up to its size. A path that leads elsewhere changes nothing.
[[nodiscard]] QJsonValue withValue(const QJsonValue &value, const Path &path, const QJsonValue &replacement);

} // namespace yaml

Q_DECLARE_METATYPE(yaml::Path)
