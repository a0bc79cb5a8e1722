// SPDX-License-Identifier: Apache-2.0
#include "labelselector.h"

#include "jsoncursor.h"

#include <algorithm>

namespace rollout {

using kube::JsonCursor;

bool LabelSelector::matches(const QMap<QString, QString> &labels) const
{
    if (isEmpty())
        return false;
    for (const auto [key, value] : matchLabels.asKeyValueRange()) {
        const auto label = labels.constFind(key);
        if (label == labels.cend() || *label != value)
            return false;
    }
    return std::ranges::all_of(expressions, [&labels](const Expression &expression) {
        const auto label = labels.constFind(expression.key);
        const bool exists = label != labels.cend();
        if (expression.op == u"In")
            return exists && expression.values.contains(*label);
        if (expression.op == u"NotIn")
            return !exists || !expression.values.contains(*label);
        if (expression.op == u"Exists")
            return exists;
        return expression.op == u"DoesNotExist" && !exists;
    });
}

LabelSelector decodeLabelSelector(JsonCursor selector)
{
    LabelSelector result;
    selector.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "matchLabels") {
            result.matchLabels = value.stringMap();
        } else if (key == "matchExpressions") {
            value.forEachItem([&](JsonCursor item) {
                LabelSelector::Expression expression;
                item.forEachField([&](std::string_view field, JsonCursor part) {
                    if (field == "key")
                        expression.key = part.string();
                    else if (field == "operator")
                        expression.op = part.string();
                    else if (field == "values")
                        part.forEachItem([&](JsonCursor text) { expression.values.append(text.string()); });
                });
                result.expressions.append(expression);
            });
        }
    });
    return result;
}

QString LabelSelector::toString() const
{
    QStringList terms;
    for (auto it = matchLabels.cbegin(); it != matchLabels.cend(); ++it)
        terms.append(it.key() + u'=' + it.value());
    for (const Expression &expression : expressions) {
        if (expression.op == u"Exists")
            terms.append(expression.key);
        else if (expression.op == u"DoesNotExist")
            terms.append(u'!' + expression.key);
        else
            terms.append(QStringLiteral("%1 %2 (%3)")
                             .arg(expression.key, expression.op.toLower(), expression.values.join(u',')));
    }
    return terms.join(u',');
}

} // namespace rollout
