// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "blocks/stepbar.h"
#include "bundle/bundlesource.h"
#include "bundle/bundleupgrade.h"
#include "clustersession.h"
#include "operator/operatorfollower.h"

#include <QWidget>
#include <functional>
#include <memory>

class QStackedWidget;

namespace ui {

class ComparisonPage;
class OperatorPanel;
class SourceCard;

/// The first step of an upgrade: a release of the operator, from where it comes to its objects in the cluster. Nothing
/// is written before it was compared, tried and shown.
class BundlePage final : public QWidget
{
    Q_OBJECT

public:
    /// All references must outlive the page. `now` gives UTC. Copies of repositories are kept below `cacheFolder`.
    BundlePage(upgrade::ClusterSession &session, QString nameSpace, const upgrade::Journal &journal,
               std::function<QDateTime()> now, const QString &cacheFolder, QWidget *parent = nullptr);
    ~BundlePage() override;

    void setRunningTag(const QString &operatorTag); ///< empty: it is not known

    [[nodiscard]] BundleSource &source() noexcept { return m_source; }
    [[nodiscard]] SourceCard *sourceCard() const noexcept { return m_sourceCard; }
    [[nodiscard]] ComparisonPage *comparison() const noexcept { return m_comparison; }
    [[nodiscard]] upgrade::BundleUpgrade *upgrade() const noexcept { return m_upgrade.get(); } ///< null: none begun

    /// True while objects are written.
    [[nodiscard]] bool isBusy() const;
    /// That, or a comparison that led to something which is not written yet.
    [[nodiscard]] bool holdsWork() const;
    /// How far it is, in words. Its title is the caller's.
    [[nodiscard]] Step step() const;

    void updateReleases();
    [[nodiscard]] bool canCompareAgain() const;
    void compareAgain();
    [[nodiscard]] bool hasConflict() const; ///< that is to be settled
    void goToNextConflict();

Q_SIGNALS:
    void changed(); ///< step(), isBusy() or holdsWork()
    void unifiedChanged(bool isUnified); ///< of the difference, by the person

protected:
    void showEvent(QShowEvent *event) override;

private:
    void followSession();
    void read(bool anyway);
    void compare(const upgrade::Bundle &bundle);
    void showSource();
    void onState(upgrade::BundleUpgrade::State state);
    void onOperator();
    void readAdmission();

    upgrade::ClusterSession &m_session;
    const QString m_nameSpace;
    const upgrade::Journal &m_journal;
    const std::function<QDateTime()> m_now;

    QString m_runningTag;
    BundleSource m_source;
    std::unique_ptr<upgrade::BundleUpgrade> m_upgrade;
    std::unique_ptr<upgrade::OperatorFollower> m_operator; ///< once the bundle is in the cluster
    bool m_isAdmissionOfReady = false; ///< what is shown of admission was found out with an operator ready
    std::unique_ptr<QObject> m_reading; ///< context of a bundle that is being read

    QStackedWidget *m_stack;
    SourceCard *m_sourceCard;
    ComparisonPage *m_comparison;
    OperatorPanel *m_operatorPanel;
};

} // namespace ui
