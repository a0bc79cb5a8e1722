// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/upgradedocument.h"
#include "review/diffmaker.h"
#include "reviewedchange.h"

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace ui {

class ChangesPane;
class ConflictPane;
class DiffCard;
class Pill;
class RefusalPane;
class Segmented;

/// One object of a bundle: how far it is, and one view of it at a time: why it is refused, its conflicts, its fields,
/// and its difference as YAML. The difference is made on another thread, when it is looked at.
class DocumentPane final : public QWidget
{
    Q_OBJECT

public:
    enum class View { Refusal, Conflicts, Fields, Difference };

    explicit DocumentPane(QWidget *parent = nullptr);

    /// The tags of the release that runs and of the one that is compared.
    void setReleases(const QString &running, const QString &theirs);
    /// `review`: what the server made of it in its dry run; null if it was not accepted. For another object, and when
    /// this one comes into trouble, the view opens that needs a person first.
    void setDocument(const upgrade::UpgradeDocument &document, const upgrade::Review *review);
    void setReadOnly(bool isReadOnly); ///< its conflicts

    [[nodiscard]] const upgrade::ObjectIdentity &identity() const noexcept { return m_document.plan.identity; }
    [[nodiscard]] View view() const;
    void setView(View view); ///< if the object has it
    [[nodiscard]] bool hasView(View view) const;

    [[nodiscard]] ConflictPane *conflicts() const noexcept { return m_conflicts; }
    [[nodiscard]] ChangesPane *fields() const noexcept { return m_fields; }
    [[nodiscard]] RefusalPane *refusal() const noexcept { return m_refusal; }
    [[nodiscard]] DiffCard *difference() const noexcept { return m_difference; }
    [[nodiscard]] bool isMakingDifference() const { return m_maker.isMaking(); }

private:
    void openFirstView();
    void updateDifference();

    upgrade::UpgradeDocument m_document;
    QJsonObject m_before; ///< of the difference
    QJsonObject m_after;
    bool m_isAccepted = false; ///< m_after is the server's
    bool m_isStale = false; ///< the difference that is shown is not of these two
    bool m_hasChosen = false; ///< the person chose the view
    bool m_isSettingView = false; ///< the program does
    QString m_running;
    DiffMaker m_maker;

    QLabel *m_title;
    Pill *m_state;
    QLabel *m_base;
    Segmented *m_choice;
    QStackedWidget *m_stack;
    RefusalPane *m_refusal;
    ConflictPane *m_conflicts;
    ChangesPane *m_fields;
    DiffCard *m_difference;
};

} // namespace ui
