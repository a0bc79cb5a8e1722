// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundleupgrade.h"
#include "bundlesource.h"
#include "command.h"

namespace ctl {

/// bundle diff|plan|apply: a release of the operator against a cluster. diff prints what would change, plan says of
/// each document what becomes of it and why, apply shows the plan, asks, and writes exactly that.
///
/// Exit codes as `kubectl diff`: 0 nothing would change (apply: all is as wanted), 1 something would (apply: it was
/// declined), 2 anything else.
class BundleCommand final : public Command
{
    Q_OBJECT

public:
    explicit BundleCommand(Invocation invocation);
    ~BundleCommand() override;

    [[nodiscard]] static bool knows(const QStringList &words);
    void start() override;

private:
    void readBundle();
    void compare(const kube::Result<upgrade::Bundle> &bundle);
    void onState(upgrade::BundleUpgrade::State state);
    void onDocument(qsizetype index);
    void settleConflicts();
    void show();
    void confirm();
    void failWith(const QString &sentence); ///< exit code 2

    const upgrade::Journal m_journal;
    std::unique_ptr<kube::ApiClient> m_client;
    BundleSource m_source;
    std::unique_ptr<upgrade::BundleUpgrade> m_upgrade;
    QString m_nameSpace;
    QString m_said; ///< of the progress
    bool m_forOpenShift = false;
    bool m_asked = false; ///< and answered yes
};

} // namespace ctl
