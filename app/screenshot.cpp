// SPDX-License-Identifier: Apache-2.0
#include "screenshot.h"

#include "window/mainwindow.h"

#include <QImage>
#include <QPixmap>

Screenshot::Screenshot(const ui::MainWindow &window, QString file, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_file(std::move(file))
{
    m_look.setInterval(std::chrono::milliseconds(100));
    connect(&m_look, &QTimer::timeout, this, &Screenshot::look);
    m_look.start();
}

void Screenshot::look()
{
    constexpr int mostLooks = 200; // 20 s: a server that does not answer is also a picture
    if (!m_window.isSettled() && ++m_looks < mostLooks)
        return;
    m_look.stop();
    Q_EMIT done(const_cast<ui::MainWindow &>(m_window).grab().save(m_file));
}
