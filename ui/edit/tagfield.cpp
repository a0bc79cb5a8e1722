// SPDX-License-Identifier: Apache-2.0
#include "edit/tagfield.h"

#include "look/icon.h"
#include "look/theme.h"

#include <QEvent>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QStandardItemModel>
#include <QTextCharFormat>

using redis::TagOffer;

namespace ui {

namespace {

QString iconName(TagOffer::Verdict verdict)
{
    switch (verdict) {
    case TagOffer::Verdict::Offered:
        return QStringLiteral("check");
    case TagOffer::Verdict::Current:
        return QStringLiteral("clock");
    case TagOffer::Verdict::Warned:
        return QStringLiteral("warning");
    case TagOffer::Verdict::Refused:
        return QStringLiteral("error");
    }
    Q_UNREACHABLE_RETURN({});
}

QColor colorOf(TagOffer::Verdict verdict, const Theme &theme)
{
    switch (verdict) {
    case TagOffer::Verdict::Offered:
        return theme.ok.ink;
    case TagOffer::Verdict::Current:
        return theme.dim;
    case TagOffer::Verdict::Warned:
        return theme.warn.ink;
    case TagOffer::Verdict::Refused:
        return theme.bad.ink;
    }
    Q_UNREACHABLE_RETURN({});
}

bool isSame(const redis::TagSituation &a, const redis::TagSituation &b)
{
    return a.currentTag == b.currentTag && a.runningTag == b.runningTag && a.operatorTag == b.operatorTag
        && a.state == b.state && a.pinnedByDigest == b.pinnedByDigest;
}

} // namespace

TagField::TagField(QWidget *parent)
    : QComboBox(parent)
    , m_offers(new QStandardItemModel(this))
{
    setEditable(true);
    setInsertPolicy(NoInsert);
    setModel(m_offers);
    setCompleter(nullptr); // completing would put a tag there that nobody typed
    setMaxVisibleItems(16);
    setAccessibleName(tr("Version tag"));
    connect(this, &QComboBox::editTextChanged, this, &TagField::judge);
}

void TagField::setSituation(const redis::Catalogue &catalogue, const redis::TagSituation &situation)
{
    if (m_catalogue == &catalogue && isSame(m_situation, situation))
        return;
    m_catalogue = &catalogue;
    m_situation = situation;
    fillList();
    judge();
}

void TagField::fillList()
{
    // The box empties its text with its list.
    const QSignalBlocker quiet(this);
    const QString text = currentText();
    const qsizetype cursor = lineEdit()->cursorPosition();
    const qsizetype start = lineEdit()->selectionStart();
    const qsizetype length = lineEdit()->selectionLength();
    m_offers->clear();
    const Theme &theme = Theme::of(this);
    for (const TagOffer &offer : redis::tagOffers(*m_catalogue, m_situation)) {
        auto *item = new QStandardItem(icon(iconName(offer.verdict), colorOf(offer.verdict, theme)), offer.tag);
        const QString reason = (offer.reasons + offer.notes).join(u'\n');
        item->setToolTip(reason.toHtmlEscaped());
        item->setData(reason, Qt::AccessibleDescriptionRole);
        m_offers->appendRow(item);
    }
    setCurrentIndex(-1);
    setEditText(text);
    lineEdit()->setCursorPosition(int(cursor));
    if (length > 0 && cursor == start)
        lineEdit()->setSelection(int(start + length), -int(length)); // towards the beginning
    else if (length > 0)
        lineEdit()->setSelection(int(start), int(length));
}

void TagField::setTag(const QString &tag)
{
    setEditText(tag);
}

QString TagField::tag() const
{
    return currentText();
}

void TagField::judge()
{
    if (m_catalogue)
        m_offer = redis::judgeTag(*m_catalogue, m_situation, currentText());
    mark();
    Q_EMIT tagChanged();
}

void TagField::mark()
{
    // A line edit has no formats of its own; those of an input method are drawn in it without changing the text.
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_offer.problem && !m_offer.problem->incomplete && m_offer.problem->length > 0) {
        QTextCharFormat wrong;
        wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.setUnderlineColor(Theme::of(this).bad.ink);
        wrong.setForeground(Theme::of(this).bad.ink);
        attributes.append({QInputMethodEvent::TextFormat, int(m_offer.problem->position) - lineEdit()->cursorPosition(),
                           int(m_offer.problem->length), wrong});
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(lineEdit(), &event);
}

void TagField::changeEvent(QEvent *event)
{
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_catalogue) {
        fillList(); // its icons have colours
        mark();
    }
}

} // namespace ui
