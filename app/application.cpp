// SPDX-License-Identifier: Apache-2.0
#include "application.h"

#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QString dataFile(const QString &name)
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u'/' + name;
}

} // namespace

Application::Application(redis::Catalogue catalogue, Options options, QObject *parent)
    : QObject(parent)
    , m_catalogue(std::move(catalogue))
    , m_options(std::move(options))
    , m_journal(dataFile(u"journal.jsonl"_s))
    , m_consent(kube::makeExecConsent(
          m_options.execPolicy,
          [this](const kube::ExecCommand &command, const std::function<void(bool)> &answer) {
              askConsent(command, answer);
          },
          dataFile(u"allowed-plugins"_s)))
{
    connect(&m_wakeup, &Wakeup::woke, this, [this] {
        if (m_fleet)
            m_fleet->reconnect();
    });
}

Application::~Application()
{
    m_window.reset(); // it refers to the fleet
    m_fleet.reset();
}

void Application::openKubeconfig(const QString &file)
{
    const kube::Result<kube::Kubeconfig> kubeconfig =
        kube::Kubeconfig::load(kube::KubeconfigLocations::fromEnvironment(file));
    ui::MainWindow::Options options{
        .context = m_options.context, .demo = false, .cluster = m_options.cluster, .problem = {}};
    if (!kubeconfig) {
        options.problem = kubeconfig.error().message;
        return show(nullptr, options);
    }
    if (kubeconfig->contexts().isEmpty()) {
        // None at all is how everybody begins; one that was meant is a mistake.
        const bool isMeant = !file.isEmpty() || !kubeconfig->warnings().isEmpty()
            || std::ranges::any_of(kubeconfig->files(), [](const QString &name) { return QFileInfo::exists(name); });
        if (isMeant)
            options.problem =
                (kubeconfig->warnings() + QStringList{kubeconfig->clusterConfig().error().message}).join(u' ');
        return show(nullptr, options);
    }
    show(fleetOf(*kubeconfig), options);
}

void Application::openDemo()
{
    auto demo = std::make_unique<sim::Demo>(m_options.demoSpeed);
    connect(demo.get(), &sim::Demo::ready, this, &Application::demoReady);
    const kube::Result<QString> text = demo->start();
    ui::MainWindow::Options options{.context = {}, .demo = true, .cluster = {}, .problem = {}};
    if (!text) {
        options.problem = text.error().message;
        return show(nullptr, options);
    }
    const kube::Result<kube::Kubeconfig> kubeconfig =
        kube::Kubeconfig::fromText(text->toUtf8(), tr("the demo cluster"));
    if (!kubeconfig) {
        options.problem = kubeconfig.error().message;
        return show(nullptr, options);
    }
    show(fleetOf(*kubeconfig), options);
    m_demo = std::move(demo); // one that was open before goes after its window
}

std::unique_ptr<upgrade::Fleet> Application::fleetOf(const kube::Kubeconfig &kubeconfig)
{
    return std::make_unique<upgrade::Fleet>(kubeconfig, [this](const kube::ClusterConfig &config) {
        kube::ExecOptions options;
        options.said = [this, context = config.context](const kube::ExecCommand &command, const QString &text) {
            if (m_window)
                m_window->showPluginWords(context, QFileInfo(command.program).fileName(), text);
        };
        return kube::makeCredentialSource(config, m_consent.get(), options, &m_plugins);
    });
}

void Application::show(std::unique_ptr<upgrade::Fleet> fleet, const ui::MainWindow::Options &options)
{
    // The new window is there before the old one goes, so that the program does not end in between.
    auto window = std::make_unique<ui::MainWindow>(fleet.get(), m_catalogue, m_journal, m_appearance,
                                                   &QDateTime::currentDateTimeUtc, options);
    connect(window.get(), &ui::MainWindow::kubeconfigRequested, this, &Application::openKubeconfig,
            Qt::QueuedConnection);
    connect(window.get(), &ui::MainWindow::demoRequested, this, &Application::openDemo, Qt::QueuedConnection);
    if (m_options.scheme)
        m_appearance.setScheme(*m_options.scheme);
    window->show();
    m_window = std::move(window);
    m_fleet = std::move(fleet);
}

void Application::askConsent(const kube::ExecCommand &command, const std::function<void(bool)> &answer)
{
    auto *question = new QMessageBox(m_window.get());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::Question);
    question->setTextFormat(Qt::PlainText);
    question->setWindowTitle(tr("Run a credential plugin?"));
    question->setText(
        tr("The kubeconfig wants this command to be run for a credential:\n\n%1\n\nIt runs with all of your "
           "rights. Allow it if you know where the kubeconfig comes from; Rollhive then asks again only when "
           "the command changes.")
            .arg(command.text()));
    QPushButton *allow = question->addButton(tr("&Run it"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(tr("&Do not run it"), QMessageBox::RejectRole));
    // A question that goes away with its window is answered too: somebody waits for it.
    const auto once = std::make_shared<std::function<void(bool)>>(answer);
    const auto reply = [once](bool allowed) {
        if (const auto waiting = std::exchange(*once, nullptr))
            waiting(allowed);
    };
    connect(question, &QMessageBox::finished, this,
            [question, allow, reply] { reply(question->clickedButton() == allow); });
    connect(question, &QObject::destroyed, this, [reply] { reply(false); });
    question->open();
}
