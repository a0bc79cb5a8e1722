// SPDX-License-Identifier: Apache-2.0
#include "bundle/changespane.h"

#include "blocks/card.h"
#include "blocks/label.h"
#include "blocks/notice.h"
#include "blocks/valuelabel.h"
#include "bundle/documenttext.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::UpgradeDocument;

namespace ui {

namespace {

constexpr qsizetype mostRows = 15; // of one sort; the difference has them all
constexpr qsizetype mostOwners = 5;

QString ownersText(const QList<upgrade::FieldOwner> &owners)
{
    QStringList names;
    for (const upgrade::FieldOwner &owner : owners.first(std::min(owners.size(), mostOwners))) {
        const QString name = yaml::safeText(owner.manager);
        names.append(owner.time.isValid()
                         ? ChangesPane::tr("%1 (%2)").arg(
                               name, owner.time.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s))
                         : name);
    }
    if (owners.size() > mostOwners)
        names.append(ChangesPane::tr("%n more", nullptr, int(owners.size() - mostOwners)));
    return ChangesPane::tr("Some of these fields were set by %1. Applying makes Rollhive their owner.")
        .arg(names.join(u", "_s));
}

} // namespace

ChangesPane::Fields ChangesPane::makeFields()
{
    Fields fields{.card = new Card, .rows = new QGridLayout, .lines = {}};
    fields.rows->setHorizontalSpacing(12);
    fields.rows->setVerticalSpacing(4);
    fields.rows->setColumnStretch(4, 1);
    fields.card->body()->addLayout(fields.rows);
    return fields;
}

ChangesPane::ChangesPane(QWidget *parent)
    : QWidget(parent)
    , m_warnings(new Notice)
    , m_owners(new Notice)
    , m_changes(makeFields())
    , m_kept(makeFields())
{
    m_warnings->setObjectName(u"warnings"_s);
    m_owners->setObjectName(u"owners"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    for (QWidget *part : std::initializer_list<QWidget *>{m_warnings, m_changes.card, m_owners, m_kept.card})
        layout->addWidget(part);
    layout->addStretch(1);
}

void ChangesPane::fill(Fields &fields, const QList<yaml::Change> &changes, const QString &more)
{
    while (QLayoutItem *item = fields.rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    fields.lines.clear();
    int row = 0;
    for (const yaml::Change &change : changes.first(std::min(changes.size(), mostRows))) {
        const QString path = yaml::safeText(change.path.toString());
        const QString before = valueLine(change.before);
        const QString after = valueLine(change.after);
        fields.rows->addWidget(new ValueLabel(path), row, 0);
        fields.rows->addWidget(new ValueLabel(before, Tone::Old), row, 1);
        fields.rows->addWidget(dimLabel(u"→"_s), row, 2);
        fields.rows->addWidget(new ValueLabel(after, Tone::New), row, 3);
        fields.lines.append(path + u": "_s + before + u" -> "_s + after);
        ++row;
    }
    if (changes.size() > mostRows) {
        fields.rows->addWidget(dimLabel(more), row, 0, 1, 5);
        fields.lines.append(more);
    }
}

void ChangesPane::setDocument(const UpgradeDocument &document)
{
    m_changes.card->setTitle(document.isNew()             ? tr("The whole object is new")
                                 : document.changes.isEmpty() ? tr("No field changes")
                                                              : tr("%n field(s) change", nullptr,
                                                                   int(document.changes.size())));
    fill(m_changes, document.changes,
         tr("and %n more, in the difference", nullptr, int(document.changes.size() - mostRows)));
    m_kept.card->setTitle(tr("Kept: %n field(s) of yours", nullptr, int(document.kept.size())));
    m_kept.card->setVisible(!document.kept.isEmpty());
    fill(m_kept, document.kept, tr("and %n more", nullptr, int(document.kept.size() - mostRows)));

    if (document.otherOwners.isEmpty())
        m_owners->clear();
    else
        m_owners->say(Tone::Warn, ownersText(document.otherOwners));
    if (document.warnings.isEmpty())
        m_warnings->clear();
    else
        m_warnings->say(Tone::Warn, tr("The server warns: %1").arg(yaml::safeText(document.warnings.join(u'\n'))));
}

} // namespace ui
