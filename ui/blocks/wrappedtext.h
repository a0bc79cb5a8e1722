// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTextEdit>

namespace ui {

/// Plain text that is as high as it must be at the width it has. Unlike a label it breaks a word that is longer than
/// the line, as image names and URLs are, so that it never forces a window to be wide. It can be selected, not edited.
class WrappedText final : public QTextEdit
{
    Q_OBJECT

public:
    explicit WrappedText(QWidget *parent = nullptr);

    void setTopMargin(int pixels); ///< room above the first line

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    int m_topMargin = 0;
};

} // namespace ui
