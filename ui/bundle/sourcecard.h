// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundlesource.h"

#include <QDateTime>
#include <QTimer>
#include <QWidget>
#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSortFilterProxyModel;

namespace ui {

class MarkedList;
class Notice;
class ReleaseModel;
class Segmented;

/// The choice of a release: a repository, which can be updated, and one of its releases; or a file or folder. And
/// whether it is the bundle for OpenShift.
///
/// What is said of a choice, such as that its bundle is of another release, is said before anything is compared, and
/// goes when another one is made.
class SourceCard final : public QWidget
{
    Q_OBJECT

public:
    /// The source must outlive the card. `now` gives UTC.
    SourceCard(BundleSource &source, std::function<QDateTime()> now, QWidget *parent = nullptr);

    void setRunningTag(const QString &operatorTag); ///< empty: it is not known
    /// What the cluster is: chooses the platform until the person does.
    void setCluster(bool isOpenShift);
    void setBusy(bool isReading); ///< the choice is being read
    void setHasComparison(bool has); ///< there is one to go back to

    /// Null where none is chosen, or a file is.
    [[nodiscard]] const upgrade::Release *release() const;
    [[nodiscard]] bool forOpenShift() const;
    [[nodiscard]] bool canCompare() const;

    void sayProblem(const QString &sentence); ///< of the choice: it cannot be compared
    void askWhether(const QString &sentence); ///< of the choice: it may be compared all the same

    void update(); ///< as the button
    void openFile();
    void openFolder();

    [[nodiscard]] QLineEdit *addressField() const;
    [[nodiscard]] QLineEdit *filterField() const noexcept { return m_filter; }
    [[nodiscard]] MarkedList *list() const noexcept { return m_list; }
    [[nodiscard]] Segmented *platform() const noexcept { return m_platform; }
    [[nodiscard]] QPushButton *updateButton() const noexcept { return m_update; }
    [[nodiscard]] QPushButton *compareButton() const noexcept { return m_compare; }
    [[nodiscard]] Notice *repositoryNotice() const noexcept { return m_trouble; }
    [[nodiscard]] Notice *choiceNotice() const noexcept { return m_word; }
    [[nodiscard]] QString progressText() const;

Q_SIGNALS:
    void compareRequested();
    void comparisonRequested(); ///< the one there is
    void comparedAnywayRequested(); ///< after askWhether()
    void addressChanged(const QString &address); ///< by the person
    void fileChanged(const QString &path); ///< by the person; empty: the repository

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void followRepository();
    void takeAddress();
    void showRepository();
    void showProgress(const upgrade::ReleaseRepository::Progress &progress);
    void showPlatform();
    void updateChoice();
    void chooseFile(const QString &path);
    void keepChoice(); ///< of a release, over a list that is new

    BundleSource &m_source;
    const std::function<QDateTime()> m_now;
    QString m_runningTag;
    QString m_chosenTag; ///< of git, by the person; empty: the newest is meant
    QString m_choice; ///< all of it, to see whether it is another one
    bool m_isKeeping = false; ///< the list is made to show the choice
    std::optional<bool> m_isOpenShift; ///< the cluster; nothing: it is not known
    bool m_hasPlatform = false; ///< the person chose it
    bool m_isReading = false;
    QTimer m_age; ///< tells how old the copy is, every minute

    QComboBox *m_address;
    QPushButton *m_update;
    QPushButton *m_cancel;
    QLabel *m_state;
    QProgressBar *m_progress;
    Notice *m_trouble;
    ReleaseModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QLineEdit *m_filter;
    MarkedList *m_list;
    Notice *m_fileNotice; ///< in place of the list
    QPushButton *m_open;
    Segmented *m_platform;
    QLabel *m_platformWhy;
    Notice *m_word;
    QPushButton *m_comparison; ///< back to it
    QPushButton *m_compare;
};

} // namespace ui
