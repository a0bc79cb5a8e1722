// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "objectserver.h"
#include "reviewedchange.h"

#include <QTemporaryDir>

/// A review under way, on a server of one object.
class ReviewScene final
{
public:
    explicit ReviewScene(const QJsonObject &object);

    /// Begins a change of the version tag; wait for its state.
    upgrade::ReviewedChange &begin(const QJsonObject &choice);

    [[nodiscard]] testsupport::ObjectServer &server() noexcept { return m_server; }
    [[nodiscard]] upgrade::ReviewedChange &change() { return *m_change; }

    /// A cluster such as the pictures of the design show.
    [[nodiscard]] static QJsonObject cluster();
    /// One with so many annotations that it has about `lines` lines.
    [[nodiscard]] static QJsonObject bigCluster(int lines);
    [[nodiscard]] static QJsonObject newTag(const QString &tag = QStringLiteral("7.22.2-14"));

private:
    QTemporaryDir m_folder;
    upgrade::Journal m_journal;
    testsupport::ObjectServer m_server;
    kube::ApiClient m_client;
    std::unique_ptr<upgrade::ReviewedChange> m_change;
};
