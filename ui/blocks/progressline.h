// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProgressBar>

namespace ui {

/// A thin line that fills. While the range is empty, nothing is known of how far it is, and it stays empty; the words
/// beside it say what is under way.
class ProgressLine final : public QProgressBar
{
    Q_OBJECT

public:
    explicit ProgressLine(const QString &name, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ui
