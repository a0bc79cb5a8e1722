// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/diffview.h"
#include "valuepath.h"

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QToolButton;

namespace ui {

class Card;
class Segmented;
class WrappedText;

/// The difference of an object as it is and as it would be, as YAML without status, managedFields and book-keeping,
/// with the buttons around it; and on demand who owns the fields that change.
class DiffCard final : public QWidget
{
    Q_OBJECT

public:
    enum class Titles {
        Beside, ///< the buttons
        Below, ///< them, where there is less room
    };
    explicit DiffCard(Titles titles = Titles::Beside, QWidget *parent = nullptr);

    /// `fields`: those whose owners are of interest.
    void setObjects(const QJsonObject &before, const QJsonObject &after, const QList<yaml::Path> &fields);
    /// The same, of what was made on another thread. `before`: whose owners are told.
    void setPrepared(PreparedDiff diff, const QJsonObject &before, const QList<yaml::Path> &fields);
    /// What the texts are called.
    void setTitles(const QString &before, const QString &after);

    [[nodiscard]] DiffView *view() const noexcept { return m_view; }
    [[nodiscard]] bool isUnified() const;
    void setUnified(bool isUnified);
    [[nodiscard]] QToolButton *ownersButton() const noexcept { return m_owners; }
    [[nodiscard]] QString ownersText() const;

Q_SIGNALS:
    void unifiedChanged(bool isUnified); ///< by the person

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateTitles();
    void updatePosition();
    void updateOwners();
    void updateIcons();

    Card *m_card;
    DiffView *m_view;
    QLabel *m_before;
    QLabel *m_after;
    QLabel *m_position;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_copy;
    QToolButton *m_owners;
    Segmented *m_layout;
    WrappedText *m_ownersText;
    QString m_beforeTitle;
    QString m_afterTitle;
    QJsonObject m_object;
    QList<yaml::Path> m_fields;
};

} // namespace ui
