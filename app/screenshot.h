// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

namespace ui {
class MainWindow;
}

/// Saves a picture of the window once it shows what it was asked to show, or after a time limit, and then says done().
class Screenshot final : public QObject
{
    Q_OBJECT

public:
    Screenshot(const ui::MainWindow &window, QString file, QObject *parent = nullptr);

Q_SIGNALS:
    void done(bool saved);

private:
    void look();

    const ui::MainWindow &m_window;
    const QString m_file;
    QTimer m_look;
    int m_looks = 0;
};
