// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/diffrows.h"

#include <QWidget>

namespace ui {

/// Where in the whole the changes are: a strip beside a scroll bar. A click asks for that place.
class DiffOverview final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int stripWidth = 10;

    explicit DiffOverview(QWidget *parent = nullptr);

    /// `rows` must outlive the strip.
    void setRows(const DiffRows *rows);

Q_SIGNALS:
    void lineRequested(qsizetype index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void request(qreal y);

    const DiffRows *m_rows = nullptr;
};

} // namespace ui
