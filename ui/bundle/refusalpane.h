// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QWidget>

class QPushButton;

namespace ui {

class WrappedText;

/// Why an object of a bundle cannot be written: each field that the server names with what it says of it. The rest of
/// many is shown on demand.
class RefusalPane final : public QWidget
{
    Q_OBJECT

public:
    static constexpr qsizetype mostCauses = 8;

    explicit RefusalPane(QWidget *parent = nullptr);

    void setError(const kube::Error &error);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton *moreButton() const noexcept { return m_more; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void write();

    kube::Error m_error;
    WrappedText *m_text;
    QPushButton *m_more;
    bool m_isWhole = false;
};

} // namespace ui
