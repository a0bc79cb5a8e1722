// SPDX-License-Identifier: Apache-2.0
#include "democluster.h"
#include "demosnapshot.h"

#include <QCoreApplication>
#include <QSaveFile>

namespace {

/// Without most of the record of who wrote what: only people's own objects are reviewed.
sim::DemoSnapshot slim(sim::DemoSnapshot snapshot)
{
    for (QJsonObject &object : snapshot.objects) {
        if (object.value(QLatin1StringView("kind")).toString() == QLatin1StringView("RedisEnterpriseCluster"))
            continue;
        QJsonObject metadata = object.value(QLatin1StringView("metadata")).toObject();
        metadata.remove(QLatin1StringView("managedFields"));
        object.insert(QLatin1StringView("metadata"), metadata);
    }
    return snapshot;
}

} // namespace

/// demosnapshot FILE: builds the cluster of the demo from nothing and saves what it is when all of it runs.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    sim::DemoCluster demo(1);
    QObject::connect(&demo, &sim::DemoCluster::ready, &application, [&] {
        QSaveFile file(QCoreApplication::arguments().value(1));
        const bool saved =
            file.open(QIODevice::WriteOnly) && file.write(slim(demo.snapshot()).toJson()) >= 0 && file.commit();
        QCoreApplication::exit(saved ? 0 : 1);
    });
    if (!demo.listen(sim::DemoCluster::Start::FromNothing))
        return 1;
    return QCoreApplication::exec();
}
