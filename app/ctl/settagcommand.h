// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalogue.h"
#include "command.h"
#include "journal.h"
#include "reviewedchange.h"

namespace ctl {

/// set-tag REC TAG: judges the tag, shows the difference that the server's dry run gives, asks, writes exactly that.
/// --dry-run ends after the difference, --yes does not ask. Exit code 0: written, or nothing to do; 1: not written.
class SetTagCommand final : public Command
{
    Q_OBJECT

public:
    explicit SetTagCommand(Invocation invocation);

    void start() override;

private:
    void discovered(const kube::ResourceType &type);
    void judge(const QJsonObject &cluster, const QString &operatorTag);
    void prepare();
    void onState(upgrade::ReviewedChange::State state);
    void showReview(const upgrade::Review &review);
    void report(const QString &outcome, const QString &sentence, int exitCode);

    const upgrade::Journal m_journal;
    std::unique_ptr<kube::ApiClient> m_client;
    std::unique_ptr<upgrade::ReviewedChange> m_change;
    kube::ResourceType m_type;
    kube::ObjectKey m_key;
    QString m_tag;
    bool m_asked = false; ///< and answered yes, to the review that is shown
};

} // namespace ctl
