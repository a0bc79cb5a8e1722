// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>
#include <QString>
#include <expected>
#include <string>

namespace yaml {

/// A scalar as it is kept.
struct TaggedScalar
{
    QJsonValue value;
    QString key; ///< as the key of a mapping; null if it is fit for none
    bool isMerge = false; ///< the merge key <<
};

/// What a scalar is by its tag: "?" for a plain one, "!" for a quoted one, else one that is written out. raw and text
/// are both what it says, text with nothing lost. The error is a sentence.
[[nodiscard]] std::expected<TaggedScalar, QString> resolveTagged(const std::string &tag, const std::string &raw,
                                                                 const QString &text, bool isKey);

/// What came from a text, short and fit to be shown in a sentence.
[[nodiscard]] QString excerpt(const QString &text);

} // namespace yaml
