// SPDX-License-Identifier: Apache-2.0
#include "window/mainwindow.h"

#include "blocks/notice.h"
#include "fleet/fleetmodel.h"
#include "fleet/fleetpanel.h"
#include "look/appearance.h"
#include "pages/clusterpage.h"
#include "pages/messagepage.h"
#include "pages/setpage.h"
#include "review/reviewpage.h"
#include "safetext.h"
#include "window/topbar.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QFileDialog>
#include <QLocale>
#include <QMessageBox>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::ClusterSession;

namespace ui {

MainWindow::MainWindow(upgrade::Fleet *fleet, const redis::Catalogue &catalogue, const upgrade::Journal &journal,
                       Appearance &appearance, std::function<QDateTime()> now, Options options, QWidget *parent)
    : QMainWindow(parent)
    , m_fleet(fleet)
    , m_catalogue(catalogue)
    , m_journal(journal)
    , m_appearance(appearance)
    , m_now(std::move(now))
    , m_options(std::move(options))
    , m_topBar(new TopBar)
    , m_pluginWords(new Notice)
    , m_pages(new QStackedWidget)
    , m_message(new MessagePage)
{
    setWindowTitle(tr("Rollhive"));
    m_pages->addWidget(m_message);
    auto *body = new QSplitter;
    body->setHandleWidth(1);
    body->setChildrenCollapsible(false);
    if (fleet) {
        m_model = std::make_unique<FleetModel>(*fleet);
        m_panel = new FleetPanel(*m_model);
        updateNote();
        connect(fleet, &upgrade::Fleet::aboutToClose, this, &MainWindow::leaveSession);
        m_panel->setMinimumWidth(220);
        body->addWidget(m_panel);
        connect(m_panel, &FleetPanel::chosen, this, &MainWindow::onFleetChosen);
        connect(m_model.get(), &FleetModel::rowsInserted, this, &MainWindow::select, Qt::QueuedConnection);
        connect(fleet, &upgrade::Fleet::opened, this, &MainWindow::followSession);
        for (const kube::ContextSummary &context : fleet->contexts()) {
            if (fleet->session(context.name))
                followSession(context.name);
        }
    }
    body->addWidget(m_pages);
    body->setStretchFactor(body->indexOf(m_pages), 1);
    body->setSizes({300, 1'140});

    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_topBar);
    m_pluginWords->setObjectName(u"pluginWords"_s);
    connect(m_pluginWords, &Notice::actionTriggered, this, &MainWindow::clearPluginWords);
    auto *strip = new QWidget; // a layout alone would keep its margins while there is nothing in it
    auto *margins = new QVBoxLayout(strip);
    margins->setContentsMargins(12, 12, 12, 12);
    margins->addWidget(m_pluginWords);
    strip->hide();
    layout->addWidget(strip);
    layout->addWidget(body, 1);
    setCentralWidget(central);
    m_palette = new CommandPalette(central);
    m_palette->setSource([this] { return commands(); });
    connect(m_topBar, &TopBar::paletteRequested, m_palette, &CommandPalette::open);
    addShortcuts();
    restore();

    openFirst();
}

void MainWindow::openFirst()
{
    if (!m_fleet)
        return showWelcome(m_options.problem);
    const kube::Kubeconfig &kubeconfig = m_fleet->kubeconfig();
    QString context = m_options.context;
    if (context.isEmpty() && !m_options.demo) {
        context = QSettings().value("context"_L1).toString();
        if (!kubeconfig.hasContext(context))
            context.clear();
    }
    if (context.isEmpty())
        context = kubeconfig.currentContext();
    if (context.isEmpty())
        return showWelcome({});
    if (!kubeconfig.hasContext(context))
        return showWelcome(kubeconfig.clusterConfig(m_options.context).error().message);
    openContext(context);
    QString cluster = m_options.cluster;
    if (cluster.isEmpty() && !m_options.demo)
        cluster = QSettings().value("cluster"_L1).toString();
    const qsizetype slash = cluster.indexOf(u'/');
    m_wanted = kube::ObjectKey{cluster.left(slash), cluster.mid(slash + 1)};
    showWanted();
}

/// What was asked for, or shown last time; else the only cluster there is, or the first of the demo.
void MainWindow::showWanted()
{
    const ClusterSession *session = m_fleet->session(m_context);
    if (!m_wanted || !session || !session->clusters() || !session->clusters()->store().isSynced())
        return;
    const auto &clusters = session->clusters()->store().objects();
    const kube::ObjectKey wanted = *std::exchange(m_wanted, std::nullopt);
    if (clusters.contains(wanted)) {
        show(m_context, FleetRow::Kind::Cluster, wanted);
    } else if (m_options.cluster.isEmpty()) {
        if (clusters.size() == 1 || (m_options.demo && !clusters.isEmpty()))
            show(m_context, FleetRow::Kind::Cluster, std::ranges::min(clusters.keys()));
    } else { // never another than the one that was named
        m_notThere = tr("There is no Redis Enterprise cluster \"%1\" in this context. Write it as namespace/name.")
                         .arg(yaml::safeText(m_options.cluster));
        showContext(m_context);
    }
}

MainWindow::~MainWindow()
{
    // Pages refer to sessions and models that are members or belong to the caller: they go first.
    delete takeCentralWidget();
}

// --- what is shown ---------------------------------------------------------------------------------------------------

void MainWindow::showPage(QWidget *page)
{
    QWidget *before = m_pages->currentWidget();
    m_cluster = qobject_cast<ClusterPage *>(page);
    m_set = qobject_cast<SetPage *>(page);
    if (m_pages->indexOf(page) < 0)
        m_pages->addWidget(page);
    m_pages->setCurrentWidget(page);
    // A page with something to lose is kept until somebody comes back to it.
    const auto *left = qobject_cast<ClusterPage *>(before);
    if (before != page && before != m_message && !(left && left->holdsWork())) {
        m_pages->removeWidget(before);
        m_left = before;
        before->deleteLater();
    }
    updateConnection();
}

void MainWindow::openKubeconfig()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a kubeconfig"));
    if (!file.isEmpty())
        Q_EMIT kubeconfigRequested(file);
}

void MainWindow::showWelcome(const QString &problem)
{
    const QList<MessagePage::Action> actions{{tr("&Try the demo cluster"), [this] { Q_EMIT demoRequested(); }},
                                             {tr("&Open a kubeconfig…"), [this] { openKubeconfig(); }}};
    if (m_fleet)
        m_message->show(tr("Choose a context"),
                        tr("Contexts of your kubeconfig are on the left. One is connected when you choose it."),
                        problem);
    else if (!problem.isEmpty())
        m_message->show(tr("The kubeconfig cannot be used"),
                        tr("Rollhive connects through your kubeconfig, as kubectl does; the demo cluster needs none."),
                        problem, actions);
    else
        m_message->show(
            tr("Rolling upgrades of Redis Enterprise, in sight"),
            tr("There is no kubeconfig with a context. Rollhive connects through yours, as kubectl does; the demo "
               "cluster needs none."),
            {}, actions);
    showPage(m_message);
}

/// Where to look when a server's answer is not what it should be.
QString MainWindow::whereOf(const ClusterSession &session) const
{
    QStringList files = m_fleet->kubeconfig().files();
    for (QString &file : files)
        file = yaml::safeText(file);
    const kube::ClusterConfig &config = session.config();
    const QString place = tr("Context \"%1\" of %2: cluster \"%3\", %4")
                              .arg(yaml::safeText(config.context), files.join(u", "_s), yaml::safeText(config.cluster),
                                   yaml::safeText(config.server.toString()));
    return config.user.isEmpty() ? tr("%1, without a user.").arg(place)
                                 : tr("%1, as user \"%2\".").arg(place, yaml::safeText(config.user));
}

/// What is wrong with the kubeconfig although it can be used: others may read it, a certificate is over.
void MainWindow::updateNote()
{
    QStringList warnings = m_fleet->kubeconfig().warnings();
    if (!m_context.isEmpty())
        warnings += m_fleet->kubeconfig().warnings(m_context, m_now());
    m_panel->setNote(warnings.join(u'\n'));
}

/// Pages refer to their session.
void MainWindow::leaveSession(const QString &context)
{
    const ClusterSession *session = m_fleet->session(context);
    if ((m_cluster && &m_cluster->session() == session) || (m_set && &m_set->session() == session))
        showPage(m_message);
    for (ClusterPage *page : clusterPages()) {
        if (&page->session() == session)
            delete page;
    }
    delete m_left;
}

void MainWindow::showContext(const QString &context)
{
    const QString name = yaml::safeText(context);
    const ClusterSession *session = m_fleet->session(context);
    const QList<MessagePage::Action> again{{tr("&Try again"), [this, context] {
                                                m_fleet->close(context);
                                                openContext(context);
                                            }}};
    if (!session)
        return;
    switch (session->state()) {
    case ClusterSession::State::Closed:
    case ClusterSession::State::Connecting:
        m_message->show(tr("Connecting to %1…").arg(name), yaml::safeText(session->config().server.toString()));
        break;
    case ClusterSession::State::Failed:
        m_message->show(tr("No connection to %1").arg(name),
                        session->nextAttempt().isValid()
                            ? u"%1\n%2"_s.arg(whereOf(*session), tr("Rollhive tries again by itself."))
                            : whereOf(*session),
                        session->error()->message, again);
        break;
    case ClusterSession::State::Open:
        if (session->clusterType())
            m_message->show(tr("%1 is connected").arg(name), tr("Choose a cluster on the left."),
                            m_notThere.isEmpty() ? session->freshness().trouble : m_notThere);
        else
            m_message->show(tr("%1 is connected").arg(name),
                            tr("This server has no Redis Enterprise clusters: their kind is not installed. Choose a "
                               "StatefulSet on the left."),
                            session->freshness().trouble);
        break;
    }
}

void MainWindow::openContext(const QString &context)
{
    m_context = context;
    updateNote();
    showPage(m_message);
    if (!m_options.demo)
        QSettings().setValue("context"_L1, context);
    const kube::Result<ClusterSession *> session = m_fleet->open(context);
    m_selected.reset();
    m_panel->select(m_model->contextIndex(context));
    if (!session) {
        m_message->show(tr("%1 cannot be used").arg(yaml::safeText(context)), {}, session.error().message);
        return updateConnection();
    }
    showContext(context);
    updateConnection();
}

void MainWindow::followSession(const QString &context)
{
    const ClusterSession *session = m_fleet->session(context);
    const auto changed = [this, context, session] {
        if (context == m_signingIn && (session->freshness().live || session->state() == ClusterSession::State::Failed))
            clearPluginWords(); // it has what it asked for, or says why not
        if (context != m_context)
            return;
        if (m_pages->currentWidget() == m_message) {
            showContext(context);
            showWanted();
        }
        updateConnection();
    };
    connect(session, &ClusterSession::stateChanged, this, changed);
    connect(session, &ClusterSession::freshnessChanged, this, changed);
}

void MainWindow::showPluginWords(const QString &context, const QString &program, const QString &text)
{
    m_signingIn = context;
    constexpr qsizetype most = 2'000; // of a program that does not stop talking, the end
    const QString name = yaml::safeText(program);
    const QString before = m_pluginWords->text();
    const QString opening = tr("%1 says:").arg(name) + u' ';
    const QString said = before.startsWith(opening) ? before.sliced(opening.size()) + u'\n' : QString();
    const QString words = QString(said + text.trimmed()).right(most);
    m_pluginWords->say(Tone::Neutral, opening + words);
    m_pluginWords->setAction(tr("&Dismiss"));
    m_pluginWords->parentWidget()->show();
}

void MainWindow::clearPluginWords()
{
    m_pluginWords->clear();
    m_pluginWords->parentWidget()->hide();
}

/// The one that was kept, else a new one.
ClusterPage *MainWindow::clusterPageOf(ClusterSession &session, const kube::ObjectKey &key)
{
    const QList<ClusterPage *> kept = clusterPages();
    const auto found = std::ranges::find_if(
        kept, [&](const ClusterPage *page) { return page->key() == key && &page->session() == &session; });
    if (found != kept.end())
        return *found;
    auto *page = new ClusterPage(session, key, m_catalogue, m_journal, m_now);
    page->reviewPage()->setUnified(QSettings().value("unifiedReview"_L1).toBool());
    connect(page->reviewPage(), &ReviewPage::unifiedChanged, this,
            [](bool isUnified) { QSettings().setValue("unifiedReview"_L1, isUnified); });
    restoreBundleSource(*page);
    return page;
}

QList<ClusterPage *> MainWindow::clusterPages() const
{
    QList<ClusterPage *> pages;
    for (int i = 0; i < m_pages->count(); ++i) {
        if (auto *page = qobject_cast<ClusterPage *>(m_pages->widget(i)))
            pages.append(page);
    }
    return pages;
}

void MainWindow::show(const QString &context, FleetRow::Kind kind, const kube::ObjectKey &key)
{
    ClusterSession *session = m_fleet->session(context);
    if (!session)
        return;
    m_context = context;
    updateNote();
    const bool isCluster = kind == FleetRow::Kind::Cluster || kind == FleetRow::Kind::StatefulSet;
    if (isCluster) {
        if (!m_cluster || m_cluster->key() != key || &m_cluster->session() != session)
            showPage(clusterPageOf(*session, key));
        if (!m_options.demo)
            QSettings().setValue("cluster"_L1, QString(key.nameSpace + u'/' + key.name));
        if (kind == FleetRow::Kind::StatefulSet)
            m_cluster->open(ClusterPage::Step::Rollout);
    } else if (!m_set || m_set->follower().key() != key || &m_set->session() != session) {
        showPage(new SetPage(*session, key, m_now));
    }
    m_selected = {kind, key};
    select();
    updateConnection();
}

/// The tree hears of an object a little later than the store.
void MainWindow::select()
{
    if (m_selected)
        m_panel->select(m_model->find(m_context, m_selected->first, m_selected->second));
}

void MainWindow::onFleetChosen(const FleetRow &row)
{
    m_wanted.reset();
    m_notThere.clear();
    if (row.kind == FleetRow::Kind::Context)
        openContext(row.context);
    else
        show(row.context, row.kind, row.key);
}

void MainWindow::updateConnection()
{
    TopBar::Connection connection;
    connection.demo = m_options.demo;
    const ClusterSession *session = m_fleet ? m_fleet->session(m_context) : nullptr;
    if (session) {
        const QString name = yaml::safeText(m_context);
        const ClusterSession::Freshness freshness = session->freshness();
        connection.insecure = session->config().insecureSkipTlsVerify;
        connection.details = freshness.trouble;
        if (freshness.live) {
            connection.text = tr("%1 · live").arg(name);
            connection.tone = Tone::Ok;
        } else if (isLiveInPart(*session)) {
            connection.text = tr("%1 · live in part").arg(name);
            connection.tone = Tone::Warn;
        } else if (freshness.trouble.isEmpty()) {
            connection.text = tr("%1 · connecting…").arg(name);
        } else {
            connection.text = freshness.since.isValid()
                ? tr("%1 · as of %2")
                      .arg(name, QLocale().toString(freshness.since.toLocalTime().time(), QLocale::ShortFormat))
                : tr("%1 · offline").arg(name);
            connection.tone = Tone::Warn;
        }
    }
    m_topBar->setConnection(connection);
}

bool MainWindow::isSettled() const
{
    const ClusterSession *session = m_fleet ? m_fleet->session(m_context) : nullptr;
    if (!session || session->state() == ClusterSession::State::Failed)
        return true;
    if (!session->freshness().live)
        return !session->freshness().trouble.isEmpty();
    const upgrade::RolloutFollower *follower = m_cluster ? &m_cluster->follower()
        : m_set                                          ? &m_set->follower()
                                                         : nullptr;
    return !follower || !follower->statefulSet() || follower->isLive();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const QList<ClusterPage *> pages = clusterPages();
    if (std::ranges::any_of(pages, &ClusterPage::isBusy)) {
        const auto answer = QMessageBox::question(this, tr("A write is under way"),
                                                  tr("Rollhive is writing to the cluster and has not read the result "
                                                     "back. If you close now, the journal keeps the "
                                                     "write as one whose outcome is not known. Close?"));
        if (answer != QMessageBox::Yes)
            return event->ignore();
    }
    QSettings().setValue("window"_L1, saveGeometry());
    event->accept();
}

} // namespace ui
