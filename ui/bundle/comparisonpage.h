// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundleupgrade.h"

#include <QTimer>
#include <QWidget>
#include <functional>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace ui {

class ApplyBar;
class DocumentModel;
class DocumentPane;
class FindingsPanel;
class MarkedList;
class Notice;

/// What a release of the operator would change in a cluster: what must be known first, the objects, the one that is
/// chosen, and the button that writes exactly this. Follows a BundleUpgrade from its comparison to its end.
class ComparisonPage final : public QWidget
{
    Q_OBJECT

public:
    /// `now` gives UTC.
    explicit ComparisonPage(std::function<QDateTime()> now, QWidget *parent = nullptr);

    /// Not owned; must outlive the page or be replaced. `context` is named on the button.
    void setUpgrade(upgrade::BundleUpgrade *upgrade, const QString &context);

    void goToNextConflict(); ///< that is to be settled, in whichever object
    void compareAgain();

    /// Below the objects, once they are written. The page owns the widget.
    void setAfterwards(QWidget *widget);

    [[nodiscard]] MarkedList *list() const noexcept { return m_list; }
    [[nodiscard]] DocumentModel *model() const noexcept { return m_model; }
    [[nodiscard]] DocumentPane *pane() const noexcept { return m_pane; }
    [[nodiscard]] FindingsPanel *findings() const noexcept { return m_findings; }
    [[nodiscard]] ApplyBar *bar() const noexcept { return m_bar; }
    [[nodiscard]] Notice *stateNotice() const noexcept { return m_notice; }
    [[nodiscard]] QPushButton *againButton() const noexcept { return m_again; }

Q_SIGNALS:
    void backRequested();

private:
    void update();
    void updateHeader();
    void updateNotice();
    void updateBar();
    void updateDocument(qsizetype index);
    void showDocument();
    void chooseFirst();
    [[nodiscard]] QString whyNot() const;

    const std::function<QDateTime()> m_now;
    upgrade::BundleUpgrade *m_upgrade = nullptr;
    QString m_context;
    upgrade::ObjectIdentity m_chosen; ///< of the object that is shown
    bool m_hasChosen = false; ///< the person did
    bool m_isUpdating = false;
    QTimer m_age; ///< tells how old the comparison is, every minute

    QLabel *m_title;
    QLabel *m_subtitle;
    QPushButton *m_again;
    Notice *m_notice;
    FindingsPanel *m_findings;
    QWidget *m_objects; ///< list and pane
    DocumentModel *m_model;
    MarkedList *m_list;
    DocumentPane *m_pane;
    QWidget *m_rest; ///< takes the room of the objects while there are none
    QWidget *m_afterwards = nullptr;
    QBoxLayout *m_afterwardsPlace;
    ApplyBar *m_bar;
};

} // namespace ui
