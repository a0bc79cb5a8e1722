// SPDX-License-Identifier: Apache-2.0
// MainWindow: what can be done by keys and by the palette, and the habits that are kept.
#include "fleet/fleetmodel.h"
#include "fleet/fleetpanel.h"
#include "bundle/bundlepage.h"
#include "bundle/comparisonpage.h"
#include "bundle/documentpane.h"
#include "bundle/sourcecard.h"
#include "look/appearance.h"
#include "pages/clusterpage.h"
#include "review/diffcard.h"
#include "safetext.h"
#include "window/mainwindow.h"

#include <QFileInfo>
#include <QSettings>
#include <QShortcut>
#include <array>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr QSize firstSize(1'440, 900);

QString schemeName(Scheme scheme)
{
    switch (scheme) {
    case Scheme::System:
        return MainWindow::tr("Colours: as the system");
    case Scheme::Light:
        return MainWindow::tr("Colours: light");
    case Scheme::Dark:
        return MainWindow::tr("Colours: dark");
    }
    Q_UNREACHABLE_RETURN({});
}

QString motionName(Motion motion)
{
    switch (motion) {
    case Motion::System:
        return MainWindow::tr("Motion: as the system");
    case Motion::Full:
        return MainWindow::tr("Motion: all");
    case Motion::Reduced:
        return MainWindow::tr("Motion: reduced");
    }
    Q_UNREACHABLE_RETURN({});
}

// How settings spell them.
constexpr std::array schemeWords{std::pair{Scheme::System, "system"_L1}, std::pair{Scheme::Light, "light"_L1},
                                 std::pair{Scheme::Dark, "dark"_L1}};
constexpr std::array motionWords{std::pair{Motion::System, "system"_L1}, std::pair{Motion::Full, "full"_L1},
                                 std::pair{Motion::Reduced, "reduced"_L1}};

} // namespace

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto slot) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, slot);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_palette->open(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        if (m_panel)
            m_panel->focusFilter();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_O), [this] { openKubeconfig(); });
    add(QKeySequence(Qt::Key_F5), [this] {
        if (m_fleet)
            m_fleet->reconnect();
    });
    for (int step = 0; step < 4; ++step) {
        add(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + step)), [this, step] {
            if (m_cluster)
                m_cluster->open(ClusterPage::Step(step));
        });
    }
    add(QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { QWidget::close(); });
}

void MainWindow::addBundleCommands(QList<CommandPalette::Command> &commands)
{
    const auto add = [&](const QString &name, const QString &keys, void (BundlePage::*run)()) {
        commands.append({name, keys, [this, run] {
                             m_cluster->open(ClusterPage::Step::Bundle);
                             (m_cluster->bundlePage()->*run)();
                         }});
    };
    add(tr("Update releases"), {}, &BundlePage::updateReleases);
    if (m_cluster->bundlePage()->canCompareAgain())
        add(tr("Compare again"), {}, &BundlePage::compareAgain);
    if (m_cluster->bundlePage()->hasConflict())
        add(tr("Next conflict"), tr("F8"), &BundlePage::goToNextConflict);
}

QList<CommandPalette::Command> MainWindow::commands()
{
    QList<CommandPalette::Command> commands;
    if (m_cluster) {
        commands.append(
            {tr("Open operator bundle"), tr("Ctrl+1"), [this] { m_cluster->open(ClusterPage::Step::Bundle); }});
        addBundleCommands(commands);
        commands.append({tr("Image tag"), tr("Ctrl+2"), [this] { m_cluster->open(ClusterPage::Step::Image); }});
        if (m_cluster->canOpen(ClusterPage::Step::Review))
            commands.append({tr("Review"), tr("Ctrl+3"), [this] { m_cluster->open(ClusterPage::Step::Review); }});
        commands.append({tr("Rollout"), tr("Ctrl+4"), [this] { m_cluster->open(ClusterPage::Step::Rollout); }});
    }
    if (m_fleet) {
        commands.append({tr("Filter the fleet"), tr("Ctrl+F"), [this] { m_panel->focusFilter(); }});
        commands.append({tr("Reconnect everything"), tr("F5"), [this] { m_fleet->reconnect(); }});
    }
    for (const auto &[scheme, word] : schemeWords)
        commands.append({schemeName(scheme), {}, [this, scheme, word] {
                             m_appearance.setScheme(scheme);
                             QSettings().setValue("colours"_L1, QString(word));
                         }});
    for (const auto &[motion, word] : motionWords)
        commands.append({motionName(motion), {}, [this, motion, word] {
                             m_appearance.setMotion(motion);
                             QSettings().setValue("motion"_L1, QString(word));
                         }});
    commands.append({tr("Open a kubeconfig…"), tr("Ctrl+O"), [this] { openKubeconfig(); }});
    if (!m_options.demo)
        commands.append({tr("Open the demo cluster"), {}, [this] { Q_EMIT demoRequested(); }});
    commands.append({tr("Quit"), tr("Ctrl+Q"), [this] { QWidget::close(); }});

    if (!m_model)
        return commands;
    const auto collect = [&](auto &self, const QModelIndex &parent) -> void {
        for (int i = 0; i < m_model->rowCount(parent); ++i) {
            const QModelIndex index = m_model->index(i, 0, parent);
            const auto row = index.data(FleetModel::RowRole).value<FleetRow>();
            if (row.kind != FleetRow::Kind::Message && row.kind != FleetRow::Kind::OtherGroup)
                commands.append({row.title,
                                 row.kind == FleetRow::Kind::Context ? row.state : yaml::safeText(row.context),
                                 [this, row] { onFleetChosen(row); }});
            self(self, index);
        }
    };
    collect(collect, {});
    return commands;
}

/// Where releases come from, and how their differences are shown, as it was the last time.
void MainWindow::restoreBundleSource(ClusterPage &page)
{
    BundlePage *bundle = page.bundlePage();
    const QSettings settings;
    bundle->comparison()->pane()->difference()->setUnified(settings.value("unifiedReview"_L1).toBool());
    bundle->source().setAddress(settings.value("releaseRepository"_L1).toString());
    if (const QString file = settings.value("bundleFile"_L1).toString(); QFileInfo::exists(file))
        bundle->source().setFile(file);
    connect(bundle, &BundlePage::unifiedChanged, this,
            [](bool isUnified) { QSettings().setValue("unifiedReview"_L1, isUnified); });
    connect(bundle->sourceCard(), &SourceCard::addressChanged, this,
            [](const QString &address) { QSettings().setValue("releaseRepository"_L1, address); });
    connect(bundle->sourceCard(), &SourceCard::fileChanged, this,
            [](const QString &path) { QSettings().setValue("bundleFile"_L1, path); });
}

void MainWindow::restore()
{
    const QSettings settings;
    if (!restoreGeometry(settings.value("window"_L1).toByteArray()))
        resize(firstSize);
    const QString colours = settings.value("colours"_L1).toString();
    for (const auto &[scheme, word] : schemeWords) {
        if (colours == word)
            m_appearance.setScheme(scheme);
    }
    const QString motions = settings.value("motion"_L1).toString();
    for (const auto &[motion, word] : motionWords) {
        if (motions == word)
            m_appearance.setMotion(motion);
    }
}

} // namespace ui
