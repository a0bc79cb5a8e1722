// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/conflictchoice.h"

#include <QWidget>
#include <array>

class QLabel;
class QPushButton;
class QRadioButton;

namespace ui {

class WrappedText;
class YamlField;

/// One conflict: what the field was, what it is in the cluster and in the release, why that is a conflict, and the
/// choice between the two or a value that is typed. A typed value is taken when the person says so, never while it is
/// no YAML.
class ConflictEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit ConflictEditor(QWidget *parent = nullptr);

    struct Words
    {
        QString reason; ///< a sentence
        QString base; ///< the release that runs; empty: there is no base
        QString theirs; ///< the release that is compared
    };
    /// What was typed stays if the conflict is the same.
    void setConflict(const yaml::Conflict &conflict, const Words &words, const ConflictChoice &choice);
    void setReadOnly(bool isReadOnly);

    /// As by the radio buttons. Edited puts the keyboard into the field.
    void choose(ConflictChoice::Side side);

    [[nodiscard]] YamlField *field() const noexcept { return m_field; }
    [[nodiscard]] QRadioButton *button(ConflictChoice::Side side) const;
    [[nodiscard]] QPushButton *useButton() const noexcept { return m_use; }
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString problem() const; ///< what is wrong with the typed value; empty while nothing is

Q_SIGNALS:
    void chosen(const ui::ConflictChoice &choice);

protected:
    void changeEvent(QEvent *event) override;

private:
    void useEdited();
    void updateEdited();

    yaml::Conflict m_conflict;
    ConflictChoice m_choice;
    bool m_isReadOnly = false;
    bool m_hasConflict = false;

    QLabel *m_path;
    QLabel *m_reason;
    QLabel *m_baseName;
    WrappedText *m_base;
    std::array<QRadioButton *, 3> m_sides; ///< yours, theirs, edited
    WrappedText *m_yours;
    WrappedText *m_theirs;
    YamlField *m_field;
    QLabel *m_problem;
    QPushButton *m_use;
};

} // namespace ui
