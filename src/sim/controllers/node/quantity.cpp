// SPDX-License-Identifier: Apache-2.0
#include "node/quantity.h"

#include <QHash>
#include <QString>

using namespace Qt::StringLiterals;

namespace sim {

double quantityValue(const QJsonValue &quantity)
{
    if (quantity.isDouble())
        return quantity.toDouble();
    static const QHash<QString, double> suffixes{
        {u"n"_s, 1e-9},
        {u"u"_s, 1e-6},
        {u"m"_s, 1e-3},
        {u"k"_s, 1e3},
        {u"M"_s, 1e6},
        {u"G"_s, 1e9},
        {u"T"_s, 1e12},
        {u"P"_s, 1e15},
        {u"E"_s, 1e18},
        {u"Ki"_s, 1024.0},
        {u"Mi"_s, 1048576.0},
        {u"Gi"_s, 1073741824.0},
        {u"Ti"_s, 1099511627776.0},
        {u"Pi"_s, 1125899906842624.0},
        {u"Ei"_s, 1152921504606846976.0},
    };
    const QString text = quantity.toString();
    bool isNumber = false;
    if (const double plain = text.toDouble(&isNumber); isNumber) // "1e3" too
        return plain;
    for (const qsizetype length : {2, 1}) {
        const auto factor = suffixes.constFind(text.last(std::min(length, text.size())));
        if (factor == suffixes.constEnd())
            continue;
        const double number = text.chopped(std::min(length, text.size())).toDouble(&isNumber);
        return isNumber ? number * *factor : 0;
    }
    return 0;
}

} // namespace sim
