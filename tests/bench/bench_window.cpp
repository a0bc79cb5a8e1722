// SPDX-License-Identifier: Apache-2.0
// The whole program, each time in a process of its own: how long from its start until the demo is on the screen, and
// what it costs while nothing happens; and, for bench_list, its memory. Run with QT_QPA_PLATFORM=offscreen.
#include "benchtable.h"
#include "idlecost.h"
#include "manypods.h"
#include "openedwindow.h"
#include "pages/setpage.h"
#include "processmemory.h"
#include "servedcluster.h"
#include "translations.h"

#include <QApplication>
#include <QProcess>
#include <algorithm>
#include <chrono>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int starts = 10;
constexpr auto measured = 30s;

qint64 now() // milliseconds on the clock that all processes share
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The figures that this program prints when it is run with `arguments`; empty if it fails.
QStringList inAnotherProcess(const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), arguments);
    if (!process.waitForFinished(200'000) || process.exitCode() != 0)
        return {};
    return QString::fromUtf8(process.readAllStandardOutput()).split(u' ', Qt::SkipEmptyParts);
}

/// As main() of rollhive, without its command line.
int opened(const QString &kubeconfig, const std::function<void(Application &wiring, OpenedWindow &window)> &measure)
{
    installTranslations(*qApp);
    Application wiring(redis::Catalogue::builtIn().value(), {.kubeconfig = kubeconfig});
    if (kubeconfig.isEmpty())
        wiring.openDemo();
    else
        wiring.openKubeconfig(kubeconfig);
    OpenedWindow window(wiring);
    measure(wiring, window);
    return QApplication::exec();
}

int start()
{
    return opened({}, [](Application &, OpenedWindow &window) {
        QObject::connect(&window, &OpenedWindow::firstFrame, &window, [] { std::printf("%lld ", now()); });
        QObject::connect(&window, &OpenedWindow::complete, &window, [] {
            std::printf("%lld", now());
            QCoreApplication::exit();
        });
    });
}

int idle(const QString &kubeconfig)
{
    return opened(kubeconfig, [](Application &, OpenedWindow &window) {
        QObject::connect(&window, &OpenedWindow::complete, &window, [&window] {
            // What was moving comes to rest first.
            QTimer::singleShot(10s, &window, [&window] {
                auto *cost = new IdleCost(measured, &window);
                QObject::connect(cost, &IdleCost::measured, cost, [cost] {
                    std::printf("%f %f %f", cost->processorShare() * 100, cost->wakeups(), cost->timers());
                    std::fputs(qPrintable(cost->whichTimers()), stderr);
                    QCoreApplication::exit();
                });
            });
        });
    });
}

bool hasAllPods(const rollout::Rollout &rollout)
{
    return rollout.rows.size() == manyPods
        && std::ranges::none_of(rollout.rows, &QString::isEmpty, &rollout::PodRow::uid);
}

/// Opens the window as main() of rollhive does, shows the StatefulSet, and prints the memory when the lane has all of
/// its pods and has come to rest.
int memory(const QString &kubeconfig)
{
    installTranslations(*qApp);
    Application wiring(redis::Catalogue::builtIn().value(), {.kubeconfig = kubeconfig});
    wiring.openKubeconfig(kubeconfig);
    ui::MainWindow *window = wiring.window();
    QTimer look;
    QElapsedTimer complete;
    QObject::connect(&look, &QTimer::timeout, window, [&] {
        if (auto *page = window->findChild<ui::SetPage *>(); !page) {
            window->show(u"local"_s, ui::FleetRow::Kind::OtherStatefulSet, {u"default"_s, u"orders"_s});
        } else if (hasAllPods(page->follower().rollout()) && window->isSettled()) {
            if (!complete.isValid())
                complete.start();
            else if (complete.hasExpired(5'000)) {
                std::printf("%f %f", bench::memory("VmRSS"), bench::memory("VmHWM"));
                QCoreApplication::exit();
            }
        }
    });
    look.start(100);
    return QApplication::exec();
}

void benchStart()
{
    QList<double> first;
    QList<double> complete;
    for (int i = 0; i < starts; ++i) {
        const qint64 began = now();
        const QStringList at = inAnotherProcess({u"start"_s});
        if (at.size() != 2)
            return bench::skipped(u"start of the demo"_s, u"it failed"_s);
        first.append(double(at.at(0).toLongLong() - began));
        complete.append(double(at.at(1).toLongLong() - began));
    }
    bench::report(u"start to the first frame, median of %1"_s.arg(starts), bench::median(first), u"ms"_s);
    bench::report(u"start to the first complete frame of the demo, median of %1"_s.arg(starts), bench::median(complete),
                  u"ms"_s, 400);
}

void benchIdle()
{
    const QString what = u"idle, connected: "_s;
    const ServedCluster cluster;
    if (!cluster.problem().isEmpty())
        return bench::skipped(what, cluster.problem());
    const QStringList figures = inAnotherProcess({u"idle"_s, cluster.kubeconfig()});
    if (figures.size() != 3)
        return bench::skipped(what, u"it failed"_s);
    bench::report(what + u"processor"_s, figures.at(0).toDouble(), u"%"_s, 0.5);
    bench::report(what + u"timer events of the window a second"_s, figures.at(2).toDouble(), u"/s"_s, 0.01);
    bench::report(what + u"wakeups of all threads a second"_s, figures.at(1).toDouble(), u"/s"_s);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"rollhive"_s);
    QApplication::setOrganizationName(u"Rollhive"_s);
    const QStringList arguments = QApplication::arguments();
    if (arguments.value(1) == "start"_L1)
        return start();
    if (arguments.value(1) == "idle"_L1)
        return idle(arguments.value(2));
    if (arguments.value(1) == "memory"_L1)
        return memory(arguments.value(2));
    benchStart();
    benchIdle();
    return 0;
}
