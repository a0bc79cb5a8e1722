// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundlefindings.h"

#include <QList>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace ui {

class Notice;

/// What must be known before a bundle is applied, the gravest first; more than a few are folded. That something else
/// upgrades the installation has a button, without which nothing is to be applied.
class FindingsPanel final : public QWidget
{
    Q_OBJECT

public:
    static constexpr qsizetype mostFindings = 2; ///< that are shown unasked

    explicit FindingsPanel(QWidget *parent = nullptr);

    /// Somebody who said "apply anyway" has said it for as long as the installation is the same.
    void setFindings(const QList<upgrade::BundleFinding> &findings, const upgrade::Installation &installation);
    void clear();

    /// Nothing else upgrades it, or the person wants to apply anyway.
    [[nodiscard]] bool mayApply() const { return m_installation == upgrade::Installation() || m_isInsisted; }

    [[nodiscard]] QStringList texts() const; ///< of what is shown
    [[nodiscard]] QPushButton *anywayButton() const noexcept { return m_anyway; } ///< null: there is none
    [[nodiscard]] QPushButton *moreButton() const noexcept { return m_more; }

Q_SIGNALS:
    void mayApplyChanged();

private:
    void rebuild();

    QList<upgrade::BundleFinding> m_given;
    QList<upgrade::BundleFinding> m_findings; ///< in the order in which they are shown
    upgrade::Installation m_installation;
    bool m_isInsisted = false;
    bool m_isWhole = false;

    QVBoxLayout *m_rows;
    QList<Notice *> m_notices;
    QPushButton *m_anyway = nullptr;
    QPushButton *m_more;
};

} // namespace ui
