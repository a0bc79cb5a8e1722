// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalogue.h"
#include "credentialsources.h"
#include "demo.h"
#include "execconsent.h"
#include "fleet.h"
#include "journal.h"
#include "kubeconfiglocations.h"
#include "look/appearance.h"
#include "wakeup.h"
#include "window/mainwindow.h"

#include <QObject>
#include <memory>

/// Wires the window: kubeconfig or demo cluster -> fleet -> window. Opening another kubeconfig, or the demo, from the
/// window takes the place of what was open. When the machine wakes from sleep, everything is connected anew.
class Application final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString kubeconfig; ///< explicit file; empty: KUBECONFIG, then ~/.kube/config
        QString context;
        QString cluster; ///< "namespace/name"
        kube::ExecPolicy execPolicy = kube::ExecPolicy::Ask;
        double demoSpeed = 1; ///< 1: about a minute for an upgrade of three nodes
        std::optional<ui::Scheme> scheme; ///< absent: as the settings say
    };

    Application(redis::Catalogue catalogue, Options options, QObject *parent = nullptr);
    ~Application() override;

    void openKubeconfig(const QString &file);
    void openDemo();

    [[nodiscard]] ui::MainWindow *window() const noexcept { return m_window.get(); }

Q_SIGNALS:
    void demoReady(); ///< everything in the demo cluster runs

private:
    [[nodiscard]] std::unique_ptr<upgrade::Fleet> fleetOf(const kube::Kubeconfig &kubeconfig);
    void show(std::unique_ptr<upgrade::Fleet> fleet, const ui::MainWindow::Options &options);
    void askConsent(const kube::ExecCommand &command, const std::function<void(bool)> &answer);

    const redis::Catalogue m_catalogue;
    const Options m_options;
    const Wakeup m_wakeup;
    ui::Appearance m_appearance;
    upgrade::Journal m_journal;
    std::unique_ptr<kube::ExecConsent> m_consent;
    kube::ExecPluginPool m_plugins;
    std::unique_ptr<sim::Demo> m_demo;
    std::unique_ptr<upgrade::Fleet> m_fleet;
    std::unique_ptr<ui::MainWindow> m_window;
};
