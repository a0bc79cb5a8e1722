// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operator/admission.h"
#include "operator/operatorfollower.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QGridLayout;
class QLabel;
class QPushButton;

namespace ui {

class Card;
class Notice;
class Pill;
class WrappedText;

/// The operator on its way to a new release: what kubectl would say, the phase, how long it takes, what it waits for
/// and what that means meanwhile; below, the Services Riggers and what was found out about admission. What is old is
/// shown as old.
class OperatorPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit OperatorPanel(QWidget *parent = nullptr);

    /// Not owned; null for none.
    void setFollower(upgrade::OperatorFollower *follower);
    /// Nothing while it is being found out.
    void setAdmission(const std::optional<QList<upgrade::AdmissionFinding>> &findings);

    [[nodiscard]] QString statusSentence() const;

Q_SIGNALS:
    /// A person wants admission to be found out anew.
    void admissionRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct RiggerRow
    {
        QLabel *name = nullptr;
        Pill *state = nullptr;
        WrappedText *sentence = nullptr;
    };

    void update();
    void updateTimes();
    void updateRiggers();
    void setFonts();
    [[nodiscard]] RiggerRow addRigger();

    upgrade::OperatorFollower *m_follower = nullptr;
    QLabel *m_status;
    QLabel *m_times;
    Pill *m_phase;
    Notice *m_stale;
    WrappedText *m_sentence;
    Notice *m_consequence;
    Notice *m_caution;
    Card *m_riggers;
    QGridLayout *m_riggerGrid;
    QList<RiggerRow> m_riggerRows;
    QLabel *m_checking;
    QPushButton *m_check;
    QBoxLayout *m_admission;
    QList<Notice *> m_findings;
    QTimer m_tick; ///< runs only while time counts and the panel is seen
};

} // namespace ui
