// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rolloutfollower.h"

#include <QWidget>

class QLabel;

namespace ui {

class Notice;
class Pill;
class RolloutPage;

/// A StatefulSet that no Redis Enterprise cluster owns: its header and its rollout. Only looked at.
class SetPage final : public QWidget
{
    Q_OBJECT

public:
    /// The session must outlive the page. `now` gives UTC.
    SetPage(upgrade::ClusterSession &session, const kube::ObjectKey &key, const std::function<QDateTime()> &now,
            QWidget *parent = nullptr);
    ~SetPage() override;

    [[nodiscard]] upgrade::RolloutFollower &follower() noexcept { return *m_follower; }
    [[nodiscard]] const upgrade::ClusterSession &session() const noexcept { return m_session; }

private:
    void update();

    upgrade::ClusterSession &m_session;
    std::unique_ptr<upgrade::RolloutFollower> m_follower;
    Pill *m_state;
    QLabel *m_summary;
    Notice *m_notice;
    RolloutPage *m_rollout;
};

} // namespace ui
