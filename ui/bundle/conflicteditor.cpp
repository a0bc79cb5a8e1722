// SPDX-License-Identifier: Apache-2.0
#include "bundle/conflicteditor.h"

#include "blocks/elidedlabel.h"
#include "blocks/label.h"
#include "blocks/wrappedtext.h"
#include "bundle/documenttext.h"
#include "bundle/yamlfield.h"
#include "look/fonts.h"
#include "look/theme.h"
#include "safetext.h"
#include "valuediff.h"

#include <QBoxLayout>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;
using Side = ui::ConflictChoice::Side;

namespace ui {

namespace {

constexpr qsizetype mostLines = 12; // of a value

WrappedText *valueField(const QString &name)
{
    auto *field = new WrappedText;
    field->setFont(fixedWidth(field->font()));
    field->setAccessibleName(name);
    return field;
}

void showValue(WrappedText *field, const QJsonValue &value)
{
    field->setPlainText(valueText(value, mostLines));
    field->updateGeometry();
}

} // namespace

ConflictEditor::ConflictEditor(QWidget *parent)
    : QWidget(parent)
    , m_path(new ElidedLabel(Qt::ElideLeft))
    , m_reason(plainLabel())
    , m_baseName(dimLabel())
    , m_base(valueField(tr("Before")))
    , m_sides{new QRadioButton(tr("Yours")), new QRadioButton(tr("Theirs")), new QRadioButton(tr("Edited"))}
    , m_yours(valueField(tr("Yours")))
    , m_theirs(valueField(tr("Theirs")))
    , m_field(new YamlField)
    , m_problem(plainLabel())
    , m_use(new QPushButton(tr("U&se this value")))
{
    m_path->setFont(strong(fixedWidth(font())));
    m_reason->setObjectName(u"reason"_s);
    for (QLabel *label : {m_reason, m_problem})
        label->setWordWrap(true);
    m_field->setAccessibleName(tr("Edited value, as YAML"));
    m_field->setObjectName(u"editedValue"_s);
    m_use->setObjectName(u"useEdited"_s);
    m_use->setToolTip(tr("Take the typed value (Ctrl+Enter)"));

    auto *edited = new QVBoxLayout;
    edited->setSpacing(6);
    auto *below = new QHBoxLayout;
    below->addWidget(m_problem, 1);
    below->addWidget(m_use, 0, Qt::AlignTop);
    edited->addWidget(m_field);
    edited->addLayout(below);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_baseName, 0, 0, Qt::AlignTop);
    grid->addWidget(m_base, 0, 1);
    for (int i = 0; i < 3; ++i) {
        m_sides.at(size_t(i))->setToolTip(tr("Key %1").arg(i + 1));
        grid->addWidget(m_sides.at(size_t(i)), i + 1, 0, Qt::AlignTop);
    }
    grid->addWidget(m_yours, 1, 1);
    grid->addWidget(m_theirs, 2, 1);
    grid->addLayout(edited, 3, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_path);
    layout->addWidget(m_reason);
    layout->addLayout(grid);
    layout->addStretch(1);

    // clicked: only what the person does is a choice.
    for (const Side side : {Side::Yours, Side::Theirs, Side::Edited})
        connect(button(side), &QRadioButton::clicked, this, [this, side] { choose(side); });
    connect(m_field, &YamlField::valueChanged, this, &ConflictEditor::updateEdited);
    connect(m_field, &YamlField::accepted, this, &ConflictEditor::useEdited);
    connect(m_use, &QPushButton::clicked, this, &ConflictEditor::useEdited);
    updateEdited();
}

QRadioButton *ConflictEditor::button(Side side) const
{
    return m_sides.at(size_t(side) - size_t(Side::Yours));
}

void ConflictEditor::setConflict(const yaml::Conflict &conflict, const Words &words, const ConflictChoice &choice)
{
    const bool isSame = m_hasConflict && m_conflict == conflict;
    m_hasConflict = true;
    m_conflict = conflict;
    m_choice = choice;
    m_path->setText(yaml::safeText(conflict.path.toString()));
    m_reason->setText(words.reason);
    m_baseName->setText(words.base.isEmpty() ? QString() : tr("Was in %1").arg(words.base));
    m_baseName->setVisible(!words.base.isEmpty());
    m_base->setVisible(!words.base.isEmpty());
    button(Side::Theirs)->setText(words.theirs.isEmpty() ? tr("Theirs") : tr("Theirs, %1").arg(words.theirs));
    showValue(m_base, conflict.base);
    showValue(m_yours, conflict.ours);
    showValue(m_theirs, conflict.theirs);
    if (!isSame)
        m_field->setValue(choice.side == Side::Edited ? choice.value : conflict.ours);
    for (const Side side : {Side::Yours, Side::Theirs, Side::Edited}) {
        button(side)->setAutoExclusive(false); // so that none can be checked
        button(side)->setChecked(choice.side == side);
        button(side)->setAutoExclusive(true);
    }
    updateEdited();
}

void ConflictEditor::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    for (QRadioButton *side : m_sides)
        side->setEnabled(!isReadOnly);
    m_field->setReadOnly(isReadOnly);
    updateEdited();
}

void ConflictEditor::choose(Side side)
{
    if (m_isReadOnly || !m_hasConflict)
        return;
    button(side)->setChecked(true);
    switch (side) {
    case Side::Yours:
        Q_EMIT chosen({.side = side, .value = m_conflict.ours});
        return;
    case Side::Theirs:
        Q_EMIT chosen({.side = side, .value = m_conflict.theirs});
        return;
    case Side::Edited:
        m_field->setFocus(Qt::ShortcutFocusReason);
        updateEdited();
        return;
    case Side::None:
        return;
    }
}

void ConflictEditor::useEdited()
{
    if (m_isReadOnly || !m_field->value())
        return;
    button(Side::Edited)->setChecked(true);
    Q_EMIT chosen({.side = Side::Edited, .value = *m_field->value()});
}

void ConflictEditor::updateEdited()
{
    const bool isTaken =
        m_choice.side == Side::Edited && m_field->value() && yaml::isSame(m_choice.value, *m_field->value());
    m_use->setEnabled(!m_isReadOnly && m_field->value().has_value() && !isTaken);
    if (!m_field->problem().isEmpty())
        m_problem->setText(m_field->problem());
    else
        m_problem->setText(isTaken ? tr("This value is taken.") : tr("Not taken yet."));
    QPalette colours = palette();
    const Theme &theme = Theme::of(this);
    colours.setColor(QPalette::WindowText,
                     m_field->problem().isEmpty() || !button(Side::Edited)->isChecked() ? theme.dim : theme.bad.ink);
    m_problem->setPalette(colours);
}

void ConflictEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateEdited(); // its colour is not one of the palette
}

QString ConflictEditor::reason() const
{
    return m_reason->text();
}

QString ConflictEditor::problem() const
{
    return m_field->problem();
}

} // namespace ui
