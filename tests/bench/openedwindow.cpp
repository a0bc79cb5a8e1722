// SPDX-License-Identifier: Apache-2.0
#include "openedwindow.h"

#include "pages/clusterpage.h"

#include <QCoreApplication>

OpenedWindow::OpenedWindow(Application &application)
    : m_application(application)
{
    m_look.setInterval(std::chrono::milliseconds(10));
    connect(&m_look, &QTimer::timeout, this, &OpenedWindow::look);
    m_look.start();
    QCoreApplication::instance()->installEventFilter(this);
}

bool OpenedWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::UpdateRequest && watched == m_application.window()) {
        if (!m_hasFrame) {
            m_hasFrame = true;
            QMetaObject::invokeMethod(this, &OpenedWindow::firstFrame, Qt::QueuedConnection);
        }
        if (isComplete())
            QMetaObject::invokeMethod(this, &OpenedWindow::look, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

void OpenedWindow::look()
{
    if (m_done || !isComplete())
        return;
    m_done = true;
    m_look.stop();
    QCoreApplication::instance()->removeEventFilter(this);
    Q_EMIT complete();
}

bool OpenedWindow::isComplete() const
{
    const ui::MainWindow *window = m_application.window();
    if (!window || !window->isSettled() || !window->clusterPage())
        return false;
    const rollout::Rollout &rollout = window->clusterPage()->follower().rollout();
    return rollout.replicas > 0 && rollout.ready == rollout.replicas;
}
