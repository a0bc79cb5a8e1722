// SPDX-License-Identifier: Apache-2.0
#include "bundle/refusalpane.h"

#include "blocks/card.h"
#include "blocks/wrappedtext.h"
#include "fields.h"
#include "look/fonts.h"
#include "look/theme.h"
#include "safetext.h"
#include "valuepath.h"

#include <QBoxLayout>
#include <QEvent>
#include <QJsonArray>
#include <QPushButton>
#include <QTextBlockFormat>
#include <QTextCursor>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype longest = 2'000; // characters of one cause: a server repeats the value that it does not like

struct Cause
{
    QString field;
    QString message;
};

QList<Cause> causesOf(const kube::Error &error)
{
    QList<Cause> causes;
    const QJsonArray stated = yaml::valueAt(error.status, {u"details"_s, u"causes"_s}).toArray();
    for (const QJsonValue &cause : stated) {
        QString message = cause["message"_L1].toString();
        if (message.size() > longest)
            message = message.first(longest) + u'…';
        causes.append(
            {.field = yaml::safeText(cause["field"_L1].toString()), .message = yaml::safeText(message).simplified()});
    }
    return causes;
}

} // namespace

RefusalPane::RefusalPane(QWidget *parent)
    : QWidget(parent)
    , m_text(new WrappedText)
    , m_more(new QPushButton)
{
    m_more->setObjectName(u"moreCauses"_s);
    m_text->setAccessibleName(tr("Why it cannot be written"));
    auto *card = new Card;
    card->body()->addWidget(m_text);
    card->body()->addWidget(m_more, 0, Qt::AlignLeft);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(card);
    layout->addStretch(1);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_isWhole = !m_isWhole;
        write();
    });
}

void RefusalPane::setError(const kube::Error &error)
{
    if (error == m_error)
        return;
    m_error = error;
    m_isWhole = false;
    write();
}

void RefusalPane::write()
{
    const QList<Cause> causes = causesOf(m_error);
    const qsizetype shown = m_isWhole ? causes.size() : std::min(causes.size(), mostCauses);
    m_text->clear();
    QTextCursor cursor(m_text->document());
    QTextCharFormat plain;
    QTextCharFormat name;
    name.setFont(strong(fixedWidth(font())));
    name.setForeground(Theme::of(this).bad.ink);
    cursor.beginEditBlock();
    cursor.insertText(causes.isEmpty() ? yaml::safeText(m_error.message)
                                       : tr("The server refuses it, for %n reason(s):", nullptr, int(causes.size())),
                      plain);
    QTextBlockFormat first;
    first.setTopMargin(8);
    QTextBlockFormat second;
    second.setTopMargin(1);
    second.setLeftMargin(12);
    for (const Cause &cause : causes.first(shown)) {
        cursor.insertBlock(first);
        cursor.insertText(cause.field.isEmpty() ? tr("The whole object") : cause.field, name);
        cursor.insertBlock(second);
        cursor.insertText(cause.message, plain);
    }
    cursor.endEditBlock();
    m_text->updateGeometry();
    m_more->setVisible(causes.size() > mostCauses);
    m_more->setText(m_isWhole ? tr("Show the first %1 only").arg(mostCauses)
                              : tr("Show all %n reason(s)", nullptr, int(causes.size())));
}

QString RefusalPane::text() const
{
    return m_text->toPlainText();
}

void RefusalPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        write(); // colours and fonts are in the text
}

} // namespace ui
