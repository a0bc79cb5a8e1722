// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalogue.h"
#include "clustersession.h"
#include "journal.h"
#include "operatorinfo.h"
#include "reviewedchange.h"
#include "rolloutfollower.h"

#include <QTimer>
#include <QWidget>
#include <functional>
#include <memory>

class QLabel;
class QStackedWidget;

namespace ui {

class BundlePage;
class ImageEditor;
class Notice;
class Pill;
class ReviewPage;
class RolloutPage;
class StepBar;

/// One Redis Enterprise cluster, from its state to its upgrade: header, the steps of the plan, and the step that is
/// open. What a person typed stays while the cluster changes, moves or cannot be reached.
class ClusterPage final : public QWidget
{
    Q_OBJECT

public:
    /// The steps in their order. The others of the plan are not made by this program yet and are not shown.
    enum class Step { Bundle, Image, Review, Rollout };
    Q_ENUM(Step)

    /// All references must outlive the page. `now` gives UTC.
    ClusterPage(upgrade::ClusterSession &session, kube::ObjectKey key, const redis::Catalogue &catalogue,
                const upgrade::Journal &journal, std::function<QDateTime()> now, QWidget *parent = nullptr);
    ~ClusterPage() override;

    [[nodiscard]] const kube::ObjectKey &key() const noexcept { return m_key; }
    [[nodiscard]] const upgrade::ClusterSession &session() const noexcept { return m_session; }
    [[nodiscard]] Step openStep() const;
    /// Review only with something to look at.
    [[nodiscard]] bool canOpen(Step step) const;
    void open(Step step); ///< if it can be

    [[nodiscard]] BundlePage *bundlePage() const noexcept { return m_bundle; }
    [[nodiscard]] ImageEditor *editor() const noexcept { return m_editor; }
    [[nodiscard]] ReviewPage *reviewPage() const noexcept { return m_review; }
    [[nodiscard]] RolloutPage *rolloutPage() const noexcept { return m_rollout; }
    [[nodiscard]] upgrade::RolloutFollower &follower() noexcept { return *m_follower; }

    /// True while a write is under way, whose outcome leaving would not find out.
    [[nodiscard]] bool isBusy() const;
    /// That, or a choice or comparison that is not written yet.
    [[nodiscard]] bool holdsWork() const;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    [[nodiscard]] std::shared_ptr<const redis::RedisEnterpriseCluster> cluster() const;
    void followStores();
    void update();
    void updateHeader(const redis::RedisEnterpriseCluster &cluster, const upgrade::OperatorInfo &info);
    void updateSuspension(const redis::RedisEnterpriseCluster &cluster, const upgrade::OperatorInfo &info);
    void updateClock();
    void updateSteps();
    [[nodiscard]] upgrade::OperatorInfo operatorInfo() const; ///< empty while it is not known
    void askForPermission();
    [[nodiscard]] bool isWriting() const; ///< the choice of an image
    void beginReview();
    void onChange(upgrade::ReviewedChange::State state);

    upgrade::ClusterSession &m_session;
    const kube::ObjectKey m_key;
    const redis::Catalogue &m_catalogue;
    const upgrade::Journal &m_journal;
    const std::function<QDateTime()> m_now;

    std::unique_ptr<upgrade::RolloutFollower> m_follower;
    std::unique_ptr<upgrade::ReviewedChange> m_change;
    std::unique_ptr<QObject> m_stores; ///< context of the connections to the stores

    QLabel *m_name;
    Pill *m_state;
    QLabel *m_summary;
    QLabel *m_operatorLabel;
    Notice *m_notice; ///< how far what is shown can be trusted
    Notice *m_suspended; ///< the operator leaves the cluster alone
    QDateTime m_suspendedSince; ///< UTC; invalid if that is not known, or is over
    QTimer m_clock; ///< of m_suspended; runs only while that is seen
    StepBar *m_steps;
    QStackedWidget *m_stack;
    BundlePage *m_bundle;
    ImageEditor *m_editor;
    ReviewPage *m_review;
    RolloutPage *m_rollout;
};

} // namespace ui
