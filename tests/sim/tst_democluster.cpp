// SPDX-License-Identifier: Apache-2.0
#include "democluster.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using sim::DemoCluster;

/// The cluster of the demo, without a window.
class tst_DemoCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void getsReady();
};

void tst_DemoCluster::getsReady()
{
    DemoCluster demo(1'000);
    QSignalSpy ready(&demo, &DemoCluster::ready);
    QVERIFY(demo.listen());
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 60'000);
}

QTEST_GUILESS_MAIN(tst_DemoCluster)
#include "tst_democluster.moc"
