// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.h"
#include "discovery.h"
#include "watcher.h"

#include <QJsonObject>
#include <QThread>

namespace ctl {

/// get rec|sts|pods: one list, as a table or as JSON.
class GetCommand final : public Command
{
    Q_OBJECT

public:
    explicit GetCommand(Invocation invocation);
    ~GetCommand() override;

    [[nodiscard]] static bool knows(const QString &kind);
    void start() override;

private:
    void list(const kube::ResourceType &type, kube::Decode decode, const QString &nameSpace);
    void show();
    void showTable(const QList<QStringList> &rows);

    QThread m_decoding;
    std::unique_ptr<kube::ApiClient> m_client;
    std::unique_ptr<kube::Watcher> m_watcher;
};

} // namespace ctl
