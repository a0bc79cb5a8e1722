// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiclient.h"
#include "credentialsources.h"
#include "execconsent.h"
#include "kubeconfig.h"

#include <QObject>
#include <QStringList>
#include <QTextStream>
#include <memory>

namespace ctl {

/// What was asked for on the command line, taken apart.
struct Invocation
{
    QStringList words; ///< without options: "get", "rec", "orders"
    QString kubeconfig;
    QString context;
    QString nameSpace; ///< empty: the context's
    bool allNamespaces = false;
    kube::ExecPolicy execPolicy = kube::ExecPolicy::Ask;
    bool json = false;
    bool dryRun = false;
    bool yes = false;
    bool watch = true;
    int timeoutSeconds = 0; ///< 0: none
    QString writeKubeconfig;
    double speed = 1;
    QString repository; ///< of releases; empty: the public one
    QString release;
    QString file; ///< a bundle; "-": standard input
    QString registry; ///< of the images of a bundle
    QString platform; ///< "plain" or "openshift"; empty: as the cluster is
    QString conflicts; ///< "yours" or "theirs"; empty: they are not settled
};

/// One command: runs in the event loop and ends it with finish(). Output goes to standard output, complaints to
/// standard error as "error: ...", as kubectl's do.
class Command : public QObject
{
    Q_OBJECT

public:
    explicit Command(Invocation invocation);
    ~Command() override;

    /// Called once, in the event loop.
    virtual void start() = 0;

protected:
    [[nodiscard]] const Invocation &invocation() const noexcept { return m_invocation; }
    /// The cluster that the options name; complains and ends the program if there is none. Passes on what there is to
    /// know about the kubeconfig.
    [[nodiscard]] std::optional<kube::ClusterConfig> clusterConfig();
    [[nodiscard]] std::unique_ptr<kube::CredentialSource> credentials(const kube::ClusterConfig &config);
    /// Where a command works without -A: -n, else the context's namespace.
    [[nodiscard]] QString nameSpaceOf(const kube::ClusterConfig &config) const;

    void print(const QString &line);
    void complain(const QString &sentence);
    void finish(int exitCode);
    /// Complains and ends with exit code 1.
    void fail(const QString &sentence);
    /// Asks on the terminal; no when standard input is at its end.
    [[nodiscard]] bool ask(const QString &question);

private:
    const Invocation m_invocation;
    std::unique_ptr<kube::ExecConsent> m_consent;
    QTextStream m_in; ///< one for all questions: it reads ahead
    QTextStream m_out;
    QTextStream m_err;
};

/// The command that the words name, or null; `complaint` then says why.
[[nodiscard]] std::unique_ptr<Command> makeCommand(const Invocation &invocation, QString &complaint);
/// All commands, a line each.
[[nodiscard]] QString usage();

} // namespace ctl
