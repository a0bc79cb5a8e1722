// SPDX-License-Identifier: Apache-2.0
#include "demo.h"

#include "democluster.h"

namespace sim {

Demo::Demo(double speed, QObject *parent)
    : QObject(parent)
    , m_speed(speed)
{
    m_thread.setObjectName(QStringLiteral("demo"));
}

Demo::~Demo()
{
    if (m_cluster)
        m_cluster->deleteLater(); // on its thread, before that ends
    m_thread.quit();
    m_thread.wait();
}

kube::Result<QString> Demo::start()
{
    // Made on its thread: servers and timers belong to the thread that makes them.
    auto *starter = new QObject;
    starter->moveToThread(&m_thread);
    m_thread.start();
    kube::Result<QString> result;
    QMetaObject::invokeMethod(
        starter,
        [this, starter, &result] {
            m_cluster = new DemoCluster(m_speed);
            connect(m_cluster, &DemoCluster::ready, this, &Demo::ready);
            if (m_cluster->listen()) {
                result = m_cluster->kubeconfig();
            } else {
                kube::Error error;
                error.kind = kube::Error::Kind::Network;
                error.message = tr("The demo cluster cannot be started: %1.").arg(m_cluster->errorString());
                result = std::unexpected(error);
            }
            starter->deleteLater();
        },
        Qt::BlockingQueuedConnection);
    return result;
}

void Demo::setSpeed(double speed)
{
    m_speed = speed;
    if (m_cluster)
        QMetaObject::invokeMethod(m_cluster, [cluster = m_cluster, speed] { cluster->setSpeed(speed); });
}

} // namespace sim
