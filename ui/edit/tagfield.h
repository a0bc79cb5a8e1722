// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalogue.h"
#include "tagoffer.h"

#include <QComboBox>

class QStandardItemModel;

namespace ui {

/// The tag of the Redis Enterprise image: chosen from what the catalogue offers for this cluster, or typed. What is
/// wrong with a typed tag is marked in it, at once. Never refuses a keystroke.
class TagField final : public QComboBox
{
    Q_OBJECT

public:
    explicit TagField(QWidget *parent = nullptr);

    /// Fills the list, if the situation is another one. The text stays, and so does the cursor in it. The catalogue
    /// must outlive the field.
    void setSituation(const redis::Catalogue &catalogue, const redis::TagSituation &situation);
    void setTag(const QString &tag);
    [[nodiscard]] QString tag() const;
    /// The judgement of the present text.
    [[nodiscard]] const redis::TagOffer &offer() const noexcept { return m_offer; }

Q_SIGNALS:
    void tagChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fillList();
    void judge();
    void mark();

    const redis::Catalogue *m_catalogue = nullptr;
    redis::TagSituation m_situation;
    redis::TagOffer m_offer;
    QStandardItemModel *m_offers;
};

} // namespace ui
