// SPDX-License-Identifier: Apache-2.0
// 10,000 pods of 12 kB of a real API server, from the first request until they are in the store, beside curl fetching
// the very same pages over one connection; then the whole program showing all of them in its lane. The client and the
// window run in processes of their own, for the sake of their memory. Run with QT_QPA_PLATFORM=offscreen.
#include "benchtable.h"
#include "calls.h"
#include "livecluster.h"
#include "manypods.h"
#include "pod.h"
#include "processmemory.h"
#include "watcher.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QThread>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 500;
constexpr int runs = 7;

/// The requests of a whole list.
QList<kube::ApiRequest> pages(const bench::Calls &calls)
{
    QList<kube::ApiRequest> result;
    QString next;
    do {
        result.append(kube::requests::list(rollout::podType(), {}, {}, pageSize, next));
        const auto answer = calls.send(result.last());
        if (!answer)
            return {};
        next = QJsonDocument::fromJson(answer->body)["metadata"_L1]["continue"_L1].toString();
    } while (!next.isEmpty());
    return result;
}

struct Fetched
{
    double seconds = 0;
    double megabytes = 0;
};

std::optional<Fetched> curl(const testsupport::LiveCluster &cluster, const QList<kube::ApiRequest> &requests)
{
    QStringList arguments{u"--silent"_s,     u"--fail"_s,
                          u"--cacert"_s,     cluster.folder() + u"/pki/ca.crt"_s,
                          u"--user-agent"_s, u"rollhive"_s, // for curl itself the server indents its JSON
                          u"--header"_s,     u"Authorization: Bearer admin-token"_s,
                          u"--write-out"_s,  u"%{stderr}%{size_download}\n"_s};
    for (const kube::ApiRequest &request : requests)
        arguments +=
            {u"--output"_s, u"/dev/null"_s, QString::fromLatin1(request.url(cluster.config().server).toEncoded())};
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(u"curl"_s, arguments);
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        return {};
    Fetched result{.seconds = double(timer.nsecsElapsed()) / 1e9};
    const QList<QByteArray> sizes = process.readAllStandardError().split('\n');
    for (const QByteArray &size : sizes)
        result.megabytes += size.toDouble() / 1e6;
    return result;
}

/// Lists all pods into a store and prints how long that took and how much memory.
int client(const QString &kubeconfig)
{
    const bench::Calls calls(kubeconfig);
    if (!calls.client())
        return 1;
    QThread decoding;
    decoding.start();
    int status = 1;
    {
        kube::Watcher watcher(*calls.client(), decoding,
                              {.type = rollout::podType(),
                               .nameSpace = {},
                               .selection = {},
                               .decode = rollout::decodePod,
                               .pageSize = pageSize});
        QElapsedTimer timer;
        QObject::connect(&watcher.store(), &kube::ObjectStore::synced, &watcher, [&] {
            std::printf("%f %f", double(timer.nsecsElapsed()) / 1e9, bench::memory("VmHWM"));
            status = watcher.store().size() == manyPods ? 0 : 1;
            QCoreApplication::exit();
        });
        timer.start();
        watcher.start();
        QCoreApplication::exec();
    }
    decoding.quit();
    decoding.wait();
    return status;
}

void benchWindow(const testsupport::LiveCluster &cluster)
{
    const QString what = u"10,000 pods in the window: "_s;
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral(BENCH_WINDOW), {u"memory"_s, cluster.adminKubeconfig()});
    if (!process.waitForFinished(120'000) || process.exitCode() != 0) {
        process.kill();
        process.waitForFinished();
        return bench::skipped(what, u"it failed"_s);
    }
    const QList<QByteArray> figures = process.readAllStandardOutput().split(' ');
    bench::report(what + u"resident"_s, figures.value(0).toDouble(), u"MB"_s, 150);
    bench::report(what + u"most memory"_s, figures.value(1).toDouble(), u"MB"_s);
}

void benchList()
{
    const QString what = u"10,000 pods listed: "_s;
    if (const QString why = testsupport::LiveCluster::unavailable(); !why.isEmpty())
        return bench::skipped(what, u"no control plane"_s);
    const testsupport::LiveCluster cluster(0);
    if (!cluster.isUp())
        return bench::skipped(what, u"the control plane does not start"_s);
    const bench::Calls calls(cluster.adminKubeconfig());
    if (!makeManyPods(calls))
        return bench::skipped(what, u"the pods cannot be made"_s);

    QList<double> byCurl;
    QList<double> byClient;
    QList<double> ratios;
    double most = 0;
    double megabytes = 0;
    for (int i = 0; i < runs; ++i) { // one after the other, so that both see the same machine
        const auto fetched = curl(cluster, pages(calls));
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {u"client"_s, cluster.adminKubeconfig()});
        if (!fetched || !process.waitForFinished(120'000) || process.exitCode() != 0)
            return bench::skipped(what, u"it failed"_s);
        const QList<QByteArray> figures = process.readAllStandardOutput().split(' ');
        megabytes = fetched->megabytes;
        byCurl.append(fetched->seconds);
        byClient.append(figures.value(0).toDouble());
        ratios.append(byClient.last() / byCurl.last());
        most = std::max(most, figures.value(1).toDouble());
    }
    bench::report(what + u"size"_s, megabytes, u"MB"_s);
    bench::report(what + u"curl, median of %1"_s.arg(runs), bench::median(byCurl), u"s"_s);
    bench::report(what + u"client, median of %1"_s.arg(runs), bench::median(byClient), u"s"_s);
    bench::report(what + u"client / curl, median of %1"_s.arg(runs), bench::median(ratios), u"x"_s, 1.15);
    bench::report(what + u"client, most memory"_s, most, u"MB"_s, 80);
    benchWindow(cluster);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "client"_L1)
        return client(arguments.value(2));
    benchList();
    return 0;
}
