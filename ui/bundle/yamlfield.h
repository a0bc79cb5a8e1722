// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>
#include <QPlainTextEdit>
#include <optional>

namespace ui {

/// One value as YAML, to be edited. What is wrong with it is marked while typing and said by problem(); no keystroke is
/// refused.
class YamlField final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit YamlField(QWidget *parent = nullptr);

    /// Undefined empties the field.
    void setValue(const QJsonValue &value);
    /// Nothing while the text is no value.
    [[nodiscard]] const std::optional<QJsonValue> &value() const noexcept { return m_value; }
    /// A sentence, with its place; empty while there is a value.
    [[nodiscard]] const QString &problem() const noexcept { return m_problem; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void valueChanged();
    void accepted(); ///< Ctrl+Enter, with a value

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void judge();
    void mark();

    std::optional<QJsonValue> m_value;
    QString m_problem;
    int m_line = 0; ///< of the problem, from 1; 0: it has no place
    int m_column = 0;
};

} // namespace ui
