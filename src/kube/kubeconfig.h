// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "kubeconfiglocations.h"
#include "result.h"
#include "stanza.h"

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QStringList>

namespace kube {

struct KubeconfigFile;

/// A context as a list shows it.
struct ContextSummary
{
    QString name;
    QString cluster;
    QString user; ///< empty: anonymous
    QString nameSpace;
    QString problem; ///< why it cannot be used, in sentences; empty if it can

    [[nodiscard]] bool operator==(const ContextSummary &) const = default;
};

/// What the kubeconfig files say, merged as kubectl merges them. A value: it does not change when the files do, and it
/// is never written. Nothing in it is run, and nothing is sent anywhere. A file that cannot be understood is an error
/// of load(), as with kubectl (another file could otherwise give its names another meaning); a broken stanza spoils
/// only the contexts that use it.
class Kubeconfig final
{
public:
    /// Reads the files of locations; none at all is an empty kubeconfig. Cost: linear in the text, about 5 MB/s.
    [[nodiscard]] static Result<Kubeconfig> load(const KubeconfigLocations &locations);

    /// One text as if it were the file, whose folder relative paths start from.
    [[nodiscard]] static Result<Kubeconfig> fromText(const QByteArray &text, const QString &file);

    /// By name. In a pod without a kubeconfig there is one, "in-cluster". Checks each as clusterConfig() does, at about
    /// 0.1 ms for one with certificates.
    [[nodiscard]] QList<ContextSummary> contexts() const;
    [[nodiscard]] bool hasContext(const QString &name) const;

    /// The context that kubectl would use; may be empty, or name one that does not exist.
    [[nodiscard]] QString currentContext() const { return m_currentContext; }

    /// Everything checked: the error names file, stanza and field of all that is wrong, and what to do. Opens the files
    /// that the context names. An empty name means currentContext().
    [[nodiscard]] Result<ClusterConfig> clusterConfig(const QString &context = {}) const;

    /// What the person should know about the files, although they work.
    [[nodiscard]] QStringList warnings() const { return m_warnings; }
    /// The same about one context: certificates that are over, credentials that are not sent, and the like.
    [[nodiscard]] QStringList warnings(const QString &context, const QDateTime &now) const;

    /// The files that were looked for, also those that do not exist: when one of them changes, load() again.
    [[nodiscard]] QStringList files() const { return m_files; }

private:
    struct Reading
    {
        ClusterConfig config;
        QStringList problems;
        QStringList warnings;
    };

    [[nodiscard]] Reading read(const QString &context, const QDateTime &now) const;
    [[nodiscard]] QString whyNoContext(const QString &context) const;
    void merge(const KubeconfigFile &file);

    QMap<QString, Stanza> m_contexts;
    QMap<QString, Stanza> m_clusters;
    QMap<QString, Stanza> m_users;
    QString m_currentContext;
    QStringList m_files;
    QStringList m_warnings;
    std::optional<ClusterConfig> m_inCluster;
};

} // namespace kube
