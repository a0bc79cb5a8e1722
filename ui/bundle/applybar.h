// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundleupgrade.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ui {

/// The last line of a bundle's page: how many objects would be written, and where; why they cannot be; how many are.
class ApplyBar final : public QWidget
{
    Q_OBJECT

public:
    explicit ApplyBar(QWidget *parent = nullptr);

    struct Situation
    {
        upgrade::BundleUpgrade::State state = upgrade::BundleUpgrade::State::Idle;
        int toWrite = 0; ///< objects; while they are written: of all
        int written = 0;
        QString where; ///< "prod-eu / redis"
        QString whyNot; ///< a sentence; empty: it may be applied
        bool hasConflict = false; ///< that is to be settled
    };
    void setSituation(const Situation &situation);

    [[nodiscard]] QPushButton *applyButton() const noexcept { return m_apply; }
    [[nodiscard]] QPushButton *nextButton() const noexcept { return m_next; }
    [[nodiscard]] QPushButton *backButton() const noexcept { return m_back; }
    [[nodiscard]] QString hint() const;

Q_SIGNALS:
    void applyRequested();
    void backRequested();
    void nextConflictRequested();

private:
    QLabel *m_hint;
    QProgressBar *m_progress;
    QPushButton *m_next;
    QPushButton *m_back;
    QPushButton *m_apply;
};

} // namespace ui
