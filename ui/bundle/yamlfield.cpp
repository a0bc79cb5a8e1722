// SPDX-License-Identifier: Apache-2.0
#include "bundle/yamlfield.h"

#include "look/fonts.h"
#include "look/paint.h"
#include "look/theme.h"
#include "yamlreader.h"
#include "yamlwriter.h"

#include <QKeyEvent>
#include <QPainter>
#include <QTextBlock>

namespace ui {

namespace {

constexpr int shownLines = 4;

} // namespace

YamlField::YamlField(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setFont(fixedWidth(font()));
    setTabChangesFocus(true); // no tab is YAML
    setLineWrapMode(NoWrap);
    setFrameShape(NoFrame);
    setViewportMargins(6, 4, 6, 4); // for the frame that event() paints
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, &YamlField::judge);
    judge();
}

void YamlField::setValue(const QJsonValue &value)
{
    setPlainText(value.isUndefined() ? QString() : yaml::write(value).trimmed());
}

void YamlField::judge()
{
    const auto documents = yaml::read(toPlainText());
    m_value.reset();
    m_problem.clear();
    m_line = m_column = 0;
    if (!documents) {
        m_line = documents.error().line;
        m_column = documents.error().column;
        m_problem = tr("Line %1, column %2: %3").arg(m_line).arg(m_column).arg(documents.error().message);
    } else if (documents->isEmpty()) {
        m_problem = tr("Type a value. To take the field out, choose the side that does not have it.");
    } else if (documents->size() > 1) {
        m_problem = tr("This is more than one value: take the lines with --- out.");
    } else {
        m_value = documents->constFirst().value();
    }
    mark();
    Q_EMIT valueChanged();
}

void YamlField::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    const QTextBlock block = document()->findBlockByNumber(m_line - 1);
    if (m_line > 0 && block.isValid()) {
        QTextEdit::ExtraSelection wrong;
        wrong.cursor = QTextCursor(block);
        const int column = std::clamp(m_column - 1, 0, std::max(0, block.length() - 2));
        wrong.cursor.movePosition(QTextCursor::Right, QTextCursor::MoveAnchor, column);
        wrong.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        wrong.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.format.setUnderlineColor(Theme::of(this).bad.ink);
        wrong.format.setForeground(Theme::of(this).bad.ink);
        marks.append(wrong);
    }
    setExtraSelections(marks);
}

QSize YamlField::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().lineSpacing() * shownLines + 14};
}

QSize YamlField::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, sizeHint().height()};
}

bool YamlField::event(QEvent *event)
{
    if (event->type() != QEvent::Paint)
        return QPlainTextEdit::event(event);
    // The style's frame is square where the field is filled.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(this);
    drawRounded(painter, rect(), fieldRadius, theme.surface, hasFocus() ? theme.accent.ink : theme.line,
                hasFocus() ? 2 : 1);
    return true;
}

void YamlField::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    update();
}

void YamlField::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    update();
}

void YamlField::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers().testFlag(Qt::ControlModifier)) {
        if (m_value)
            Q_EMIT accepted();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void YamlField::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        mark();
}

} // namespace ui
