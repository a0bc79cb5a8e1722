// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterscene.h"
#include "look/appearance.h"
#include "window/mainwindow.h"

#include <QObject>

class QPushButton;

namespace ui {
class MessagePage;
class TagField;
} // namespace ui

/// What the tests of the window begin with, each time anew: a simulated server with nothing on it, and no settings. A
/// test puts there what it needs, and opens the window.
class WindowTest : public QObject
{
    Q_OBJECT

protected Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

protected:
    /// The window on the fleet of the scene, in place of any that is open.
    void open(const ui::MainWindow::Options &options = {});
    void openFile(const QByteArray &kubeconfig, const ui::MainWindow::Options &options = {});
    void openWithoutAFleet(const ui::MainWindow::Options &options = {});

    [[nodiscard]] ui::ClusterPage *page() const { return m_window->clusterPage(); } ///< null unless one is shown
    [[nodiscard]] ui::TagField *tag() const;
    [[nodiscard]] ui::MessagePage *message() const;
    /// Everything that the message in the middle says, if it is shown.
    [[nodiscard]] QString said() const;
    [[nodiscard]] QString connection() const; ///< as the bar tells it
    [[nodiscard]] QPushButton *button(const QString &text) const; ///< that is shown; null if none is
    [[nodiscard]] ui::CommandPalette *palette() const;
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});

    std::unique_ptr<ui::Appearance> m_appearance;
    std::unique_ptr<ClusterScene> m_scene;
    std::unique_ptr<upgrade::Fleet> m_other; ///< in place of the scene's
    std::unique_ptr<ui::MainWindow> m_window;

private:
    void show(upgrade::Fleet *fleet, const ui::MainWindow::Options &options);

    QTemporaryDir m_settings;
};
