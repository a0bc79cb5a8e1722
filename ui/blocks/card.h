// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QBoxLayout;
class QLabel;

namespace ui {

/// A surface with round corners and a line around it: what stands on the window. With a title there is a first row,
/// which may hold one more widget at its end.
class Card final : public QWidget
{
    Q_OBJECT

public:
    explicit Card(QWidget *parent = nullptr);
    explicit Card(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title); ///< plain text; empty for none
    [[nodiscard]] QString title() const;
    void setCornerWidget(QWidget *widget); ///< at the end of the title's row; the card owns it

    [[nodiscard]] QBoxLayout *body() const noexcept { return m_body; } ///< from top to bottom, for the content

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setFonts();

    QLabel *m_title;
    QBoxLayout *m_header;
    QBoxLayout *m_body;
};

} // namespace ui
