// SPDX-License-Identifier: Apache-2.0
#include "node/imagerules.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace sim {

ImageRules ImageRules::fromText(const QString &text)
{
    static const QHash<QString, Action> actions{{u"missing"_s, Action::Missing}, {u"pull"_s, Action::Pull},
                                                {u"boot"_s, Action::Boot},       {u"unready"_s, Action::Unready},
                                                {u"crash"_s, Action::Crash},     {u"stop"_s, Action::Stop}};
    ImageRules rules;
    for (const QString &line : text.split(u'\n')) {
        const QStringList fields = line.simplified().split(u' ');
        if (fields.size() != 2)
            continue;
        const auto action = actions.constFind(fields.at(0).section(u'=', 0, 0));
        const QRegularExpression image(fields.at(1));
        if (action == actions.constEnd() || !image.isValid())
            continue;
        const double seconds = std::max(fields.at(0).section(u'=', 1).toDouble(), 0.0);
        rules.m_rules.append({*action, std::chrono::milliseconds(qint64(seconds * 1000)), image});
    }
    return rules;
}

std::optional<std::chrono::milliseconds> ImageRules::seconds(Action action, const QString &image) const
{
    for (const Rule &rule : m_rules) {
        if (rule.action == action && rule.image.match(image).hasMatch())
            return rule.time;
    }
    return std::nullopt;
}

} // namespace sim
