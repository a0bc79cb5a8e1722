// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace ui {

/// A switch between two or three views of the same thing. Keyboard: one stop for Tab, arrows choose.
class Segmented final : public QWidget
{
    Q_OBJECT

public:
    explicit Segmented(const QStringList &labels, QWidget *parent = nullptr);

    [[nodiscard]] int currentIndex() const;
    void setCurrentIndex(int index);
    [[nodiscard]] QAbstractButton *button(int index) const;

Q_SIGNALS:
    void currentChanged(int index);

private:
    QButtonGroup *m_group;
};

} // namespace ui
