// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/conflictchoice.h"
#include "bundle/upgradedocument.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;

namespace ui {

class ConflictEditor;
class ConflictModel;
class MarkedList;

/// The conflicts of one object of a bundle, and the one that is being settled. What was chosen is remembered for every
/// object that was shown, so that coming back to it shows the choice.
///
/// Keyboard: 1, 2 and 3 choose yours, theirs, edited.
class ConflictPane final : public QWidget
{
    Q_OBJECT

public:
    explicit ConflictPane(QWidget *parent = nullptr);

    /// The tags of the release that runs and of the one that is compared.
    void setReleases(const QString &running, const QString &theirs);
    /// The conflict that is shown stays, if it is still there.
    void setDocument(const upgrade::UpgradeDocument &document);
    void setReadOnly(bool isReadOnly);

    /// The first one from the current one on that is to be settled; false if there is none.
    bool goToUndecided();
    void setCurrent(int index);
    [[nodiscard]] int current() const;

    [[nodiscard]] ConflictEditor *editor() const noexcept { return m_editor; }
    [[nodiscard]] MarkedList *list() const noexcept { return m_list; }

Q_SIGNALS:
    void decided(const upgrade::ObjectIdentity &document, const yaml::Path &conflict, const QJsonValue &value);

private:
    struct Remembered
    {
        yaml::Conflict conflict; ///< the choice holds for this one, to the letter
        ConflictChoice choice;
    };

    [[nodiscard]] QString keyOf(const yaml::Conflict &conflict) const;
    void choose(const yaml::Conflict &conflict, const ConflictChoice &choice);
    void chooseAll(ConflictChoice::Side side);
    void updateRows();
    void showCurrent();

    upgrade::UpgradeDocument m_document;
    QString m_running;
    QString m_theirs;
    QHash<QString, Remembered> m_choices; ///< by object and path
    bool m_isReadOnly = false;

    ConflictModel *m_model;
    QLabel *m_title;
    QPushButton *m_allYours;
    QPushButton *m_allTheirs;
    MarkedList *m_list;
    ConflictEditor *m_editor;
    QScrollArea *m_scroll;
};

} // namespace ui
