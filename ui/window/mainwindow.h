// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalogue.h"
#include "fleet.h"
#include "fleet/fleetrow.h"
#include "journal.h"
#include "window/commandpalette.h"

#include <QMainWindow>
#include <QPointer>
#include <functional>
#include <memory>

class QStackedWidget;

namespace ui {

class Appearance;
class ClusterPage;
class FleetModel;
class FleetPanel;
class SetPage;
class TopBar;
class MessagePage;
class Notice;

/// The one window: the fleet on the left, what is chosen in it on the right, the state of the connection above.
/// Everything is reached by mouse, by keyboard and from the command palette.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    struct Options
    {
        QString context; ///< to open at once; empty: the last one, or the kubeconfig's current one. Never another
        bool demo = false; ///< the fleet is the built-in demo cluster
        QString
            cluster; ///< "namespace/name" of a Redis Enterprise cluster to show once it is listed; empty: the last one
        QString problem; ///< why there is no fleet: a sentence about the kubeconfig
    };

    /// The references must outlive the window; fleet may be null: then the window offers the demo. `now` gives UTC.
    MainWindow(upgrade::Fleet *fleet, const redis::Catalogue &catalogue, const upgrade::Journal &journal,
               Appearance &appearance, std::function<QDateTime()> now, Options options, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens a context: connects it if it is not, and shows it in the fleet.
    void openContext(const QString &context);
    /// Shows a cluster or StatefulSet of a context that is connected.
    void show(const QString &context, FleetRow::Kind kind, const kube::ObjectKey &key);
    using QMainWindow::show;
    /// What a credential plugin says while it runs, such as the page and the code to sign in with: stays above the
    /// pages until the context it runs for is live or has failed, or the person puts it away. The text is fit to be
    /// shown.
    void showPluginWords(const QString &context, const QString &program, const QString &text);

    [[nodiscard]] ClusterPage *clusterPage() const noexcept { return m_cluster; } ///< null unless one is shown
    [[nodiscard]] FleetPanel *fleetPanel() const noexcept { return m_panel; }

    /// Everything that was asked for is shown, or a sentence says why it is not; nothing is still being read.
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void demoRequested();
    void kubeconfigRequested(const QString &file);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void openFirst();
    void addShortcuts();
    [[nodiscard]] QList<CommandPalette::Command> commands();
    void addBundleCommands(QList<CommandPalette::Command> &commands);
    void restoreBundleSource(ClusterPage &page);
    void onFleetChosen(const FleetRow &row);
    void showWanted();
    void select();
    void followSession(const QString &context);
    void updateConnection();
    [[nodiscard]] ClusterPage *clusterPageOf(upgrade::ClusterSession &session, const kube::ObjectKey &key);
    void updateNote();
    void clearPluginWords();
    void leaveSession(const QString &context);
    [[nodiscard]] QList<ClusterPage *> clusterPages() const; ///< the one that is shown, and those that are kept
    void showPage(QWidget *page);
    void showWelcome(const QString &problem);
    void openKubeconfig();
    void showContext(const QString &context);
    [[nodiscard]] QString whereOf(const upgrade::ClusterSession &session) const;
    void restore();

    upgrade::Fleet *m_fleet;
    const redis::Catalogue &m_catalogue;
    const upgrade::Journal &m_journal;
    Appearance &m_appearance;
    const std::function<QDateTime()> m_now;
    const Options m_options;

    std::unique_ptr<FleetModel> m_model; ///< null without a fleet
    TopBar *m_topBar;
    FleetPanel *m_panel = nullptr; ///< null without a fleet
    Notice *m_pluginWords;
    QString m_signingIn; ///< the context whose plugin spoke last
    QStackedWidget *m_pages;
    MessagePage *m_message;
    ClusterPage *m_cluster = nullptr; ///< owned by m_pages
    QPointer<QWidget> m_left; ///< the page that was left last, about to be deleted
    SetPage *m_set = nullptr; ///< owned by m_pages
    CommandPalette *m_palette = nullptr;
    QString m_context; ///< of what is shown
    std::optional<std::pair<FleetRow::Kind, kube::ObjectKey>> m_selected; ///< in the fleet; nothing: the context
    std::optional<kube::ObjectKey> m_wanted; ///< to be shown once its context has listed it
    QString m_notThere; ///< a sentence: what was asked for is not in the context
};

} // namespace ui
