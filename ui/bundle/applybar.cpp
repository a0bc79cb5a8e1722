// SPDX-License-Identifier: Apache-2.0
#include "bundle/applybar.h"

#include "blocks/label.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;
using State = upgrade::BundleUpgrade::State;

namespace ui {

ApplyBar::ApplyBar(QWidget *parent)
    : QWidget(parent)
    , m_hint(dimLabel())
    , m_progress(new QProgressBar)
    , m_next(new QPushButton(tr("Ne&xt conflict")))
    , m_back(new QPushButton(tr("&Back")))
    , m_apply(new QPushButton)
{
    m_hint->setWordWrap(true);
    m_hint->setObjectName(u"whyNot"_s);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_progress->setAccessibleName(tr("Objects written"));
    m_next->setObjectName(u"nextConflict"_s);
    m_next->setToolTip(tr("The next conflict that is to be settled, in whichever object (F8)"));
    m_back->setObjectName(u"backToSource"_s);
    m_apply->setObjectName(u"applyBundle"_s);
    m_apply->setDefault(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_hint, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_next);
    layout->addWidget(m_back);
    layout->addWidget(m_apply);
    connect(m_apply, &QPushButton::clicked, this, &ApplyBar::applyRequested);
    connect(m_back, &QPushButton::clicked, this, &ApplyBar::backRequested);
    connect(m_next, &QPushButton::clicked, this, &ApplyBar::nextConflictRequested);
    setSituation({});
}

void ApplyBar::setSituation(const Situation &situation)
{
    const bool isWriting = situation.state == State::Applying;
    m_apply->setText(tr("&Apply %n document(s) to %1", nullptr, situation.toWrite)
                         .arg(yaml::safeText(situation.where).replace(u'&', u"&&"_s)));
    m_apply->setEnabled(situation.state == State::Ready && situation.whyNot.isEmpty());
    m_apply->setVisible(situation.state != State::Done && situation.state != State::Nothing);
    m_back->setEnabled(!isWriting);
    m_next->setVisible(situation.hasConflict);
    m_progress->setVisible(isWriting);
    m_progress->setRange(0, situation.toWrite);
    m_progress->setValue(situation.written);
    if (isWriting)
        m_hint->setText(tr("%1 of %n document(s) written.", nullptr, situation.toWrite).arg(situation.written));
    else if (situation.whyNot.isEmpty())
        m_hint->setText(tr("Nothing is written until you apply. If something changes meanwhile, nothing is written and "
                           "the comparison is made again."));
    else
        m_hint->setText(situation.whyNot);
}

QString ApplyBar::hint() const
{
    return m_hint->text();
}

} // namespace ui
