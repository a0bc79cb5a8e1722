// SPDX-License-Identifier: Apache-2.0
#include "pages/managementtext.h"

#include "safetext.h"

#include <QCoreApplication>
#include <algorithm>
#include <tuple>

using redis::ImageTag;
using redis::OperatorTag;

namespace ui {

namespace {

/// Whether the operator was upgraded and the cluster was not. Where the cluster went ahead of its operator, the age of
/// the operator says nothing about how long it has left the cluster alone.
bool isAhead(const OperatorTag &running, const ImageTag &tag, const QList<OperatorTag> &runners)
{
    if (!runners.isEmpty())
        return std::ranges::all_of(runners, [&](const OperatorTag &runner) { return runner < running; });
    const auto line = [](const redis::TagVersion &version) {
        return std::tuple(version.major, version.minor, version.patch);
    };
    return line(tag.version()) < line(running.version());
}

} // namespace

std::optional<Suspension> suspensionOf(const redis::Catalogue &catalogue, const redis::RedisEnterpriseCluster &cluster,
                                       const upgrade::OperatorInfo &operatorInfo)
{
    const QString text = cluster.image.versionTag.value_or(QString());
    const auto tag = ImageTag::parse(text);
    const auto running = OperatorTag::parse(operatorInfo.tag);
    if (!tag || !running)
        return std::nullopt;
    const QList<OperatorTag> runners = catalogue.operatorsOf(*tag);
    const bool runs = runners.isEmpty() ? tag->version().isSameLine(running->version())
                                        : std::ranges::contains(runners, running->version(), &OperatorTag::version);
    if (runs)
        return std::nullopt;
    return Suspension{.sentence = QCoreApplication::translate(
                                      "ui::Management",
                                      "Operator %1 does not manage this cluster and its databases while the image tag "
                                      "is %2. Change it to a tag that operator %1 runs.")
                                      .arg(yaml::safeText(operatorInfo.tag), yaml::safeText(text)),
                      .since = isAhead(*running, *tag, runners) ? operatorInfo.newSince : QDateTime()};
}

} // namespace ui
