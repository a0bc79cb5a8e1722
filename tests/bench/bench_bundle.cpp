// SPDX-License-Identifier: Apache-2.0
// A release of the operator against a real API server that has the one before: read, compared three ways and shown,
// then tried by the server, beside kubectl diff of the same file on the same server; and scrolling the difference of
// its largest definition. Run with QT_QPA_PLATFORM=offscreen.
#include "benchtable.h"
#include "blocks/markedlist.h"
#include "bundle/comparisonpage.h"
#include "bundle/documentmodel.h"
#include "bundle/documentpane.h"
#include "calls.h"
#include "livecluster.h"
#include "longestevent.h"
#include "look/appearance.h"
#include "release/bundlefile.h"
#include "review/diffcard.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QScrollBar>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using upgrade::BundleUpgrade;
using State = upgrade::BundleUpgrade::State;

namespace {

constexpr int runs = 7;
const QString nameSpace = u"default"_s;
const QString running = u"v7.4.2-2"_s;
const QString largest = u"v7.22.2-40"_s; // 813 kB

double milliseconds(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

QString fileOf(const QString &release)
{
    return QDir::cleanPath(QStringLiteral(BUNDLES)) + u'/' + release + u"/bundle.yaml"_s;
}

/// Milliseconds; nothing if it went wrong.
std::optional<double> kubectl(const testsupport::LiveCluster &cluster, const QStringList &arguments, int exitCode)
{
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(u"kubectl"_s, QStringList{u"--kubeconfig"_s, cluster.adminKubeconfig()} + arguments);
    if (!process.waitForFinished(120'000) || process.exitCode() != exitCode) {
        std::fputs(process.readAllStandardError().constData(), stderr);
        return {};
    }
    return milliseconds(timer);
}

void waitUntil(const std::function<bool()> &isSo)
{
    while (!isSo())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

struct Shown
{
    double shown = 0; ///< milliseconds from the file to the painted difference
    double tried = 0; ///< until the server has answered for each document
    QList<LongestEvent::Event> events;
};

class Review final
{
public:
    Review(kube::ApiClient &client, const upgrade::Journal &journal)
        : m_page(&QDateTime::currentDateTimeUtc)
        , m_upgrade(
              client, journal, nameSpace,
              [](const QString &, bool forOpenShift, QObject *context, const kube::Callback<upgrade::Bundle> &done) {
                  upgrade::readBundleFile(fileOf(running), forOpenShift, context, done);
              },
              &QDateTime::currentDateTimeUtc)
    {
        m_page.setUpgrade(&m_upgrade, u"prod"_s);
        m_page.resize(1280, 800);
        m_page.show();
        QCoreApplication::processEvents();
    }

    [[nodiscard]] Shown run(LongestEvent &application)
    {
        Shown result;
        application.reset();
        QElapsedTimer timer;
        timer.start();
        upgrade::readBundleFile(fileOf(largest), false, &m_page, [this](const kube::Result<upgrade::Bundle> &bundle) {
            if (!bundle)
                qFatal("%s", qPrintable(bundle.error().message));
            m_upgrade.compare(*bundle);
        });
        waitUntil([this] {
            return m_upgrade.state() != State::Idle && m_upgrade.state() != State::Comparing
                && !m_page.pane()->isMakingDifference();
        });
        QCoreApplication::processEvents(); // and paint it
        result.shown = milliseconds(timer);
        waitUntil([this] { return m_upgrade.state() != State::Checking && !m_page.pane()->isMakingDifference(); });
        result.tried = milliseconds(timer);
        if (m_upgrade.state() != State::Ready)
            qFatal("%s", qPrintable(m_upgrade.whyNot()));
        result.events = application.events();
        return result;
    }

    /// Milliseconds of each frame.
    [[nodiscard]] QList<double> scroll()
    {
        for (int row = 0; row < m_page.model()->rowCount(); ++row) {
            if (m_upgrade.documents().at(row).plan.identity.name.startsWith("redisenterpriseclusters."_L1))
                m_page.list()->setCurrentRow(row);
        }
        m_page.pane()->setView(ui::DocumentPane::View::Difference);
        waitUntil([this] { return !m_page.pane()->isMakingDifference(); });
        QCoreApplication::processEvents();
        ui::DiffView *view = m_page.pane()->difference()->view();
        QScrollBar *bar = view->verticalScrollBar();
        QList<double> frames;
        for (int frame = 0; frame < 1000; ++frame) {
            QElapsedTimer timer;
            timer.start();
            bar->setValue(int(qint64(bar->maximum()) * frame / 1000));
            view->viewport()->repaint();
            frames.append(milliseconds(timer));
        }
        return frames;
    }

private:
    ui::ComparisonPage m_page;
    BundleUpgrade m_upgrade;
};

void benchBundle(LongestEvent &application)
{
    const QString what = u"bundle of %1 kB: "_s.arg(QFileInfo(fileOf(largest)).size() / 1000);
    if (!QFileInfo::exists(fileOf(largest)) || !QFileInfo::exists(fileOf(running)))
        return bench::skipped(u"the largest bundle: "_s, u"the bundles are not there"_s);
    if (const QString why = testsupport::LiveCluster::unavailable(); !why.isEmpty())
        return bench::skipped(what, u"no control plane"_s);
    const testsupport::LiveCluster cluster(0);
    if (!cluster.isUp())
        return bench::skipped(what, u"the control plane does not start"_s);
    const bench::Calls calls(cluster.adminKubeconfig());
    if (!calls.client() || !kubectl(cluster, {u"apply"_s, u"--server-side"_s, u"-f"_s, fileOf(running)}, 0))
        return bench::skipped(what, u"the release before cannot be applied"_s);

    const QTemporaryDir folder;
    const upgrade::Journal journal(folder.filePath(u"journal.jsonl"_s));
    QList<double> shown;
    QList<double> tried;
    QList<double> longest;
    QList<double> byKubectl;
    QList<LongestEvent::Event> events;
    for (int i = 0; i < runs; ++i) { // one after the other, so that both see the same machine
        Review review(*calls.client(), journal);
        const Shown run = review.run(application);
        shown.append(run.shown);
        tried.append(run.tried);
        longest.append(run.events.isEmpty() ? 0 : run.events.constFirst().milliseconds);
        events += run.events;
        const auto diff =
            kubectl(cluster, {u"diff"_s, u"--server-side"_s, u"--force-conflicts"_s, u"-f"_s, fileOf(largest)}, 1);
        if (!diff)
            return bench::skipped(what, u"kubectl diff fails"_s);
        byKubectl.append(*diff);
    }
    bench::report(what + u"read, compared and shown, median of %1"_s.arg(runs), bench::median(shown), u"ms"_s, 700);
    bench::report(what + u"and tried by the server, median of %1"_s.arg(runs), bench::median(tried), u"ms"_s);
    bench::report(what + u"kubectl diff --server-side, median of %1"_s.arg(runs), bench::median(byKubectl), u"ms"_s);
    bench::report(what + u"longest event of the window, median of %1"_s.arg(runs), bench::median(longest), u"ms"_s, 16);
    std::ranges::sort(events, std::greater<>(), &LongestEvent::Event::milliseconds);
    for (const LongestEvent::Event &event : events.first(std::min<qsizetype>(12, events.size())))
        std::fprintf(stderr, "%.1f ms: %s\n", event.milliseconds, qPrintable(event.what));

    Review review(*calls.client(), journal);
    static_cast<void>(review.run(application));
    const QList<double> frames = review.scroll();
    bench::report(what + u"scrolling its largest definition, 99 of 100 frames"_s, bench::quantile(frames, 0.99),
                  u"ms"_s, 16);
}

} // namespace

int main(int argc, char **argv)
{
    LongestEvent application(argc, argv);
    ui::Appearance appearance;
    appearance.setScheme(ui::Scheme::Light);
    benchBundle(application);
    return 0;
}
