// SPDX-License-Identifier: Apache-2.0
// 10,000 pods of 12 kB of a real API server, from the first request until they are in the store, beside curl fetching
// the very same pages over one connection. The client runs in a process of its own, for the sake of its memory.
#include "benchtable.h"
#include "calls.h"
#include "livecluster.h"
#include "pod.h"
#include "watcher.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QThread>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr int pods = 10'000;
constexpr qsizetype podSize = 12'000;
constexpr int pageSize = 500;
constexpr int runs = 7;

QString nameOf(int index)
{
    return u"orders-%1"_s.arg(index);
}

/// As large as a pod of Redis Enterprise, most of it in what the client passes over.
QJsonObject pod(int index)
{
    const QJsonObject container{{"name"_L1, "redis-enterprise-node"_L1},
                                {"image"_L1, "registry.corp:5000/redislabs/redis:7.22.0-250"_L1}};
    QJsonObject result{{"apiVersion"_L1, "v1"_L1},
                       {"kind"_L1, "Pod"_L1},
                       {"metadata"_L1,
                        QJsonObject{{"name"_L1, nameOf(index)},
                                    {"namespace"_L1, "default"_L1},
                                    {"labels"_L1, QJsonObject{{"app"_L1, "redis-enterprise"_L1}}}}},
                       {"spec"_L1, QJsonObject{{"containers"_L1, QJsonArray{container}}}}};
    // What the server adds, and the variables below, as it writes them out.
    constexpr qsizetype added = 1'900;
    QJsonArray variables;
    for (qsizetype size = added; size < podSize; size += 140)
        variables.append(QJsonObject{{"name"_L1, u"VARIABLE_%1"_s.arg(variables.size())},
                                     {"value"_L1, u"of node %1, as it is in a real pod, or so"_s.arg(index)}});
    QJsonObject spec = result["spec"_L1].toObject();
    QJsonObject full = container;
    full["env"_L1] = variables;
    spec["containers"_L1] = QJsonArray{full};
    result["spec"_L1] = spec;
    return result;
}

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

/// The most memory this process had so far, in MB.
double peakMemory()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray status = file.readAll();
    const qsizetype at = status.indexOf("VmHWM:") + 6;
    return status.mid(at, status.indexOf("kB", at) - at).trimmed().toDouble() * 1024 / 1e6;
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
            std::printf("%f %f", double(timer.nsecsElapsed()) / 1e9, peakMemory());
            status = watcher.store().size() == pods ? 0 : 1;
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

void benchList()
{
    const QString what = u"10,000 pods listed: "_s;
    if (const QString why = testsupport::LiveCluster::unavailable(); !why.isEmpty())
        return bench::skipped(what, u"no control plane"_s);
    const testsupport::LiveCluster cluster(0);
    if (!cluster.isUp())
        return bench::skipped(what, u"the control plane does not start"_s);
    const bench::Calls calls(cluster.adminKubeconfig());
    if (!calls.createAll(rollout::podType(), pods, pod))
        return bench::skipped(what, u"the pods cannot be made"_s);

    QList<double> byCurl;
    QList<double> byClient;
    QList<double> ratios;
    double memory = 0;
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
        memory = std::max(memory, figures.value(1).toDouble());
    }
    bench::report(what + u"size"_s, megabytes, u"MB"_s);
    bench::report(what + u"curl, median of %1"_s.arg(runs), bench::median(byCurl), u"s"_s);
    bench::report(what + u"client, median of %1"_s.arg(runs), bench::median(byClient), u"s"_s);
    bench::report(what + u"client / curl, median of %1"_s.arg(runs), bench::median(ratios), u"x"_s, 1.15);
    bench::report(what + u"client, most memory"_s, memory, u"MB"_s, 80);
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
