// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QWidget>

namespace ui {

/// "4 of 5 ready, 3 needed: 1 more may be lost": what the cluster's quorum, more than half of its nodes, allows.
[[nodiscard]] QString quorumText(int ready, int total);

/// A cell for each node of the cluster, filled while the node is ready, and the sentence that says what may still
/// happen. The cells stand in the order of the lane above: the highest ordinal first.
class QuorumBar final : public QWidget
{
    Q_OBJECT

public:
    explicit QuorumBar(QWidget *parent = nullptr);

    void setNodes(const QList<bool> &ready);
    [[nodiscard]] const QList<bool> &nodes() const noexcept { return m_ready; }
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int cellWidth() const;
    [[nodiscard]] int cellsWidth() const;

    QList<bool> m_ready;
};

} // namespace ui
