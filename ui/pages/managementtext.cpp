// SPDX-License-Identifier: Apache-2.0
#include "pages/managementtext.h"

#include "safetext.h"

#include <QCoreApplication>
#include <algorithm>

using redis::ImageTag;
using redis::OperatorTag;

namespace ui {

QString suspensionOf(const redis::Catalogue &catalogue, const redis::RedisEnterpriseCluster &cluster,
                     const QString &operatorTag)
{
    const QString text = cluster.image.versionTag.value_or(QString());
    const auto tag = ImageTag::parse(text);
    const auto running = OperatorTag::parse(operatorTag);
    if (!tag || !running)
        return {};
    const QList<OperatorTag> runners = catalogue.operatorsOf(*tag);
    const bool runs = runners.isEmpty() ? tag->version().isSameLine(running->version())
                                        : std::ranges::contains(runners, running->version(), &OperatorTag::version);
    if (runs)
        return {};
    return QCoreApplication::translate("ui::Management",
                                       "Operator %1 does not manage this cluster and its databases while the image tag "
                                       "is %2. Change it to a tag that operator %1 runs.")
        .arg(yaml::safeText(operatorTag), yaml::safeText(text));
}

} // namespace ui
