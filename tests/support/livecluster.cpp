// SPDX-License-Identifier: Apache-2.0
#include "livecluster.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace testsupport {

namespace {

QJsonArray itemsAt(const kube::ClusterConfig &config, const QString &authority, const QString &path)
{
    QProcess curl;
    curl.start(u"curl"_s,
               {u"-s"_s, u"--max-time"_s, u"10"_s, u"--cacert"_s, authority, u"-H"_s,
                u"Authorization: Bearer "_s + QString::fromLatin1(config.token), config.server.toString() + path});
    curl.waitForFinished();
    return QJsonDocument::fromJson(curl.readAllStandardOutput())["items"_L1].toArray();
}

QString lineOfPod(const QJsonValue &pod)
{
    QStringList words{pod["metadata"_L1]["name"_L1].toString(), pod["status"_L1]["phase"_L1].toString()};
    for (const QJsonValue &condition : pod["status"_L1]["conditions"_L1].toArray()) {
        if (condition["status"_L1].toString() != "True"_L1)
            words.append(u"not %1"_s.arg(condition["type"_L1].toString()));
    }
    for (const QJsonValue &container : pod["status"_L1]["containerStatuses"_L1].toArray())
        words.append(QString::fromUtf8(QJsonDocument(container["state"_L1].toObject()).toJson(QJsonDocument::Compact)));
    return words.join(u' ');
}

QString lineOfEvent(const QJsonValue &event)
{
    return u"%1 x%2 %3 %4: %5"_s.arg(event["lastTimestamp"_L1].toString(), QString::number(event["count"_L1].toInt(1)),
                                     event["involvedObject"_L1]["name"_L1].toString(), event["reason"_L1].toString(),
                                     event["message"_L1].toString());
}

QString script()
{
    const QString folder = qEnvironmentVariable("ROLLHIVE_KUBE", QStringLiteral(PROJECT_SOURCE_DIR "/../shared/kube"));
    return QDir::cleanPath(folder + u"/cluster"_s);
}

} // namespace

QString LiveCluster::unavailable()
{
    if (!QFileInfo::exists(script()))
        return u"There is no script that starts a real Kubernetes at %1: set ROLLHIVE_KUBE to its folder."_s.arg(
            script());
    if (QStandardPaths::findExecutable(u"etcd"_s).isEmpty())
        return u"etcd is not installed, which a real Kubernetes needs."_s;
    return {};
}

LiveCluster::LiveCluster(int nodes)
{
    m_up = m_folder.isValid() && run(u"up"_s, {QString::number(std::min(nodes, 1))});
    // One node after the other: a kubemark takes /tmp/kubelet_remote.sock from the one before as it starts, and a
    // kubelet that has not dialled yet ends up with the containers of another node.
    for (int node = 2; m_up && node <= nodes; ++node)
        m_up = run(u"start-node"_s, {QString::number(node)}) && waitForNode(node);
}

LiveCluster::~LiveCluster()
{
    run(u"down"_s);
}

bool LiveCluster::run(const QString &verb, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    // Into a file: the servers that the script leaves behind would keep a pipe open.
    const QString log = m_folder.filePath(u"script.log"_s);
    process.setStandardOutputFile(log, QIODevice::Append);
    process.start(script(), QStringList{verb, m_folder.path()} + arguments);
    const bool finished = process.waitForFinished(180'000);
    QFile file(log);
    if (file.open(QIODevice::ReadOnly))
        m_output = QString::fromUtf8(file.readAll());
    return finished && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool LiveCluster::waitForNode(int node)
{
    for (const QString &until : {u"create"_s, u"condition=Ready"_s}) {
        QProcess kubectl;
        kubectl.setProcessChannelMode(QProcess::MergedChannels);
        kubectl.start(u"kubectl"_s,
                      {u"--kubeconfig"_s, adminKubeconfig(), u"wait"_s, u"--for"_s, until, u"node/node-%1"_s.arg(node),
                       u"--timeout"_s, u"60s"_s});
        const bool finished = kubectl.waitForFinished(70'000);
        if (!finished || kubectl.exitCode() != 0) {
            m_output += QString::fromUtf8(kubectl.readAll());
            return false;
        }
    }
    return true;
}

void LiveCluster::begin(const QString &verb)
{
    QProcess process;
    process.setProgram(script());
    process.setArguments({verb, m_folder.path()});
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(m_folder.filePath(u"script.log"_s), QIODevice::Append);
    process.setStandardErrorFile(m_folder.filePath(u"script.log"_s), QIODevice::Append);
    process.startDetached();
}

QString LiveCluster::adminKubeconfig() const
{
    return m_folder.filePath(u"admin.kubeconfig"_s);
}

QString LiveCluster::viewerKubeconfig() const
{
    return m_folder.filePath(u"viewer.kubeconfig"_s);
}

kube::ClusterConfig LiveCluster::config() const
{
    kube::ClusterConfig config;
    config.context = config.cluster = u"local"_s;
    config.user = u"user"_s;
    config.nameSpace = u"default"_s;
    config.token = "admin-token";
    QFile authority(m_folder.filePath(u"pki/ca.crt"_s));
    if (authority.open(QIODevice::ReadOnly))
        config.certificateAuthority = authority.readAll();
    QFile environment(m_folder.filePath(u"env"_s));
    if (environment.open(QIODevice::ReadOnly)) {
        static const QRegularExpression port(u"API_PORT=(\\d+)"_s);
        config.server =
            QUrl(u"https://127.0.0.1:"_s + port.match(QString::fromUtf8(environment.readAll())).captured(1));
    }
    return config;
}

void LiveCluster::setRules(const QByteArray &rules) const
{
    QFile file(m_folder.filePath(u"rules"_s));
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(rules);
}

QString LiveCluster::describe() const
{
    const kube::ClusterConfig server = config();
    const QString authority = m_folder.filePath(u"pki/ca.crt"_s);
    QStringList lines;
    for (const QJsonValue &pod : itemsAt(server, authority, u"/api/v1/pods"_s))
        lines.append(lineOfPod(pod));
    for (const QJsonValue &event : itemsAt(server, authority, u"/api/v1/events"_s))
        lines.append(lineOfEvent(event));
    return lines.join(u'\n');
}

} // namespace testsupport
