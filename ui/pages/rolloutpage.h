// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rolloutfollower.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace ui {

class LaneWidget;
class Notice;
class QuorumBar;
class WrappedText;

/// The rollout of one StatefulSet: what kubectl would say, how long it takes, the lane of its pods, why it waits, and
/// how many nodes may still be lost. What is old is shown as old.
class RolloutPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RolloutPage(QWidget *parent = nullptr);

    /// Not owned; null for none.
    void setFollower(upgrade::RolloutFollower *follower);

    [[nodiscard]] LaneWidget *lane() const noexcept { return m_lane; }
    [[nodiscard]] QString statusSentence() const;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void update();
    void updateTimes();
    void setFonts();

    upgrade::RolloutFollower *m_follower = nullptr;
    QLabel *m_status;
    QLabel *m_times;
    Notice *m_stale;
    LaneWidget *m_lane;
    Notice *m_outcome;
    QLabel *m_whyTitle;
    WrappedText *m_why;
    QLabel *m_quorumTitle;
    QuorumBar *m_quorum;
    QTimer m_second; ///< runs only while a rollout is under way and the page is seen
};

} // namespace ui
