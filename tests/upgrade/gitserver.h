// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHttpServer>
#include <QString>
#include <functional>

/// Serves git repositories of a folder on loopback as a forge does (smart HTTP), by git itself.
class GitServer final
{
public:
    /// `folder` is the repository. Fails the test program if it cannot listen.
    explicit GitServer(const QString &folder);

    [[nodiscard]] QString address() const { return m_address; }
    [[nodiscard]] int packs() const noexcept { return m_packs; } ///< that were asked for
    void setRefusing(bool refuses) { m_refuses = refuses; } ///< answers 503 from now on

private:
    QHttpServer m_server;
    QString m_address;
    int m_packs = 0;
    bool m_refuses = false;
};
