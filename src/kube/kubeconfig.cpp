// SPDX-License-Identifier: Apache-2.0
#include "kubeconfig.h"

#include "clusterstanza.h"
#include "errortext.h"
#include "inclusterconfig.h"
#include "kubeconfigfile.h"
#include "regularfile.h"
#include "userstanza.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::Kubeconfig)
};

constexpr qint64 largestKubeconfig = qint64(32) * 1024 * 1024;

QString shownPaths(const QStringList &paths)
{
    QStringList shown;
    for (const QString &path : paths)
        shown.append(shownPath(path));
    return shown.join(u", "_s);
}

bool isNamespaceName(const QString &name)
{
    static const QRegularExpression dnsLabel(u"\\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\z"_s);
    return dnsLabel.match(name).hasMatch();
}

QStringList permissionWarnings(const QString &path, const FileContent &content, bool hasSecrets)
{
    if (content.othersMayWrite) {
        return {Text::tr("Every user of this computer can change %1, and so what is run and trusted in your name. Run "
                         "\"chmod 600\" on it.")
                    .arg(shownPath(path))};
    }
    if (content.othersMayRead && hasSecrets) {
        return {Text::tr("Every user of this computer can read %1, which holds secrets. Run \"chmod 600\" on it.")
                    .arg(shownPath(path))};
    }
    return {};
}

// A credential never travels in the clear, as with kubectl.
bool withholdCredentials(ClusterConfig *config)
{
    if (config->server.scheme() == u"https")
        return false;
    const bool had = !config->token.isEmpty() || !config->tokenFile.isEmpty() || !config->clientCertificate.isEmpty()
        || !config->clientCertificateFile.isEmpty() || config->exec;
    config->token.clear();
    config->tokenFile.clear();
    config->clientCertificate.clear();
    config->clientKey.clear();
    config->clientCertificateFile.clear();
    config->clientKeyFile.clear();
    config->exec.reset();
    return had;
}

} // namespace

Result<Kubeconfig> Kubeconfig::load(const KubeconfigLocations &locations)
{
    Kubeconfig result;
    QStringList problems;
    QStringList missing;
    bool anyRead = false;
    const QStringList paths = locations.files();
    for (const QString &path : paths) {
        const QString absolute = QFileInfo(path).absoluteFilePath();
        result.m_files.append(absolute);
        const auto content = readRegularFile(absolute, largestKubeconfig);
        if (!content) {
            if (content.error().missing && locations.explicitFile.isEmpty())
                missing.append(absolute);
            else
                problems.append(content.error().sentence);
            continue;
        }
        const Result<KubeconfigFile> file = parseKubeconfigFile(content->bytes, absolute);
        if (!file) {
            problems.append(file.error().message);
            continue;
        }
        anyRead = true;
        result.m_warnings += permissionWarnings(absolute, *content, file->hasSecrets());
        result.merge(*file);
    }
    if (!problems.isEmpty())
        return std::unexpected(configurationError(problems.join(u' ')));
    if (locations.listed && !anyRead && !missing.isEmpty()) {
        result.m_warnings.append(Text::tr("None of the files in KUBECONFIG exists: %1.").arg(shownPaths(missing)));
    }
    if (result.m_contexts.isEmpty() && result.m_clusters.isEmpty() && result.m_users.isEmpty())
        result.m_inCluster = inClusterConfig(locations);
    if (result.m_inCluster && result.m_currentContext.isEmpty())
        result.m_currentContext = result.m_inCluster->context;
    return result;
}

Result<Kubeconfig> Kubeconfig::fromText(const QByteArray &text, const QString &file)
{
    const QString absolute = QFileInfo(file).absoluteFilePath();
    const Result<KubeconfigFile> parsed = parseKubeconfigFile(text, absolute);
    if (!parsed)
        return std::unexpected(parsed.error());
    Kubeconfig result;
    result.m_files.append(absolute);
    result.merge(*parsed);
    return result;
}

// The first file that defines a name wins whole; the first that says something about a single value wins.
void Kubeconfig::merge(const KubeconfigFile &file)
{
    const auto add = [](const QMap<QString, Stanza> &from, QMap<QString, Stanza> *to) {
        for (const Stanza &stanza : from) {
            if (!to->contains(stanza.name))
                to->insert(stanza.name, stanza);
        }
    };
    add(file.contexts, &m_contexts);
    add(file.clusters, &m_clusters);
    add(file.users, &m_users);
    if (m_currentContext.isEmpty())
        m_currentContext = file.currentContext;
    m_warnings += file.warnings;
}

QList<ContextSummary> Kubeconfig::contexts() const
{
    QList<ContextSummary> result;
    if (m_inCluster)
        result.append({m_inCluster->context, m_inCluster->cluster, m_inCluster->user, m_inCluster->nameSpace, {}});
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const Stanza &stanza : m_contexts) {
        const Reading reading = read(stanza.name, now);
        const ClusterConfig &config = reading.config;
        result.append({stanza.name, config.cluster, config.user, config.nameSpace, reading.problems.join(u' ')});
    }
    return result;
}

bool Kubeconfig::hasContext(const QString &name) const
{
    return m_contexts.contains(name) || (m_inCluster && m_inCluster->context == name);
}

Result<ClusterConfig> Kubeconfig::clusterConfig(const QString &context) const
{
    const QString &name = context.isEmpty() ? m_currentContext : context;
    if (m_inCluster && m_inCluster->context == name)
        return *m_inCluster;
    if (!m_contexts.contains(name))
        return std::unexpected(configurationError(whyNoContext(context)));
    Reading reading = read(name, QDateTime::currentDateTimeUtc());
    if (!reading.problems.isEmpty())
        return std::unexpected(configurationError(reading.problems.join(u' ')));
    return std::move(reading.config);
}

QStringList Kubeconfig::warnings(const QString &context, const QDateTime &now) const
{
    return m_contexts.contains(context) ? read(context, now).warnings : QStringList();
}

Kubeconfig::Reading Kubeconfig::read(const QString &context, const QDateTime &now) const
{
    Reading result;
    ClusterConfig &config = result.config;
    const Stanza stanza = m_contexts.value(context);
    StanzaReader reader(stanza, &result.problems, &result.warnings);
    config.context = context;
    config.cluster = reader.text(u"cluster"_s);
    config.user = reader.text(u"user"_s);
    config.nameSpace = reader.text(u"namespace"_s);
    if (config.nameSpace.isEmpty()) {
        config.nameSpace = u"default"_s;
    } else if (!isNamespaceName(config.nameSpace)) {
        reader.problem(
            u"namespace"_s,
            Text::tr("\"%1\" cannot be the name of a namespace: only lower-case letters, digits and hyphens, "
                     "63 at most.")
                .arg(quotable(config.nameSpace)));
    }

    if (const auto user = m_users.constFind(config.user); user != m_users.cend()) {
        readUser(*user, now, &config, &result.problems, &result.warnings);
    } else if (!config.user.isEmpty()) {
        reader.problem(
            u"user"_s,
            Text::tr("There is no user \"%1\". Add it to \"users\", or name another.").arg(quotable(config.user)));
    }
    if (const auto cluster = m_clusters.constFind(config.cluster); cluster != m_clusters.cend()) {
        readCluster(*cluster, now, &config, &result.problems, &result.warnings);
    } else if (config.cluster.isEmpty()) {
        reader.problem(u"cluster"_s, Text::tr("No cluster is given. Name one of \"clusters\"."));
    } else {
        reader.problem(u"cluster"_s,
                       Text::tr("There is no cluster \"%1\". Add it to \"clusters\", or name another.")
                           .arg(quotable(config.cluster)));
    }

    if (result.problems.isEmpty() && withholdCredentials(&config)) {
        reader.warning(u"cluster"_s,
                       Text::tr("The server's address begins with http, so that anybody on the way can read along. The "
                                "credentials of user \"%1\" are not sent. Use an https address.")
                           .arg(quotable(config.user)));
    }
    return result;
}

QString Kubeconfig::whyNoContext(const QString &context) const
{
    if (m_contexts.isEmpty() && !m_inCluster) {
        if (m_files.isEmpty())
            return Text::tr("There is no kubeconfig, and no home folder to look in. Name a file with --kubeconfig.");
        return Text::tr("No context was found in %1. Name another kubeconfig with --kubeconfig, or create one.")
            .arg(shownPaths(m_files));
    }
    const QString names = shownPaths(m_files);
    if (!context.isEmpty()) {
        return Text::tr("There is no context \"%1\" in %2. Choose one that is there.").arg(quotable(context), names);
    }
    if (m_currentContext.isEmpty())
        return Text::tr("No context is chosen, and %1 names no current-context. Choose one.").arg(names);
    return Text::tr("The current-context \"%1\" of %2 does not exist. Choose one that does.")
        .arg(quotable(m_currentContext), names);
}

} // namespace kube
