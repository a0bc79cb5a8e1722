// SPDX-License-Identifier: Apache-2.0
#include "bundle/findingspanel.h"

#include "blocks/notice.h"

#include <QBoxLayout>
#include <QPushButton>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::BundleFinding;

namespace ui {

namespace {

Tone toneOf(BundleFinding::Weight weight)
{
    switch (weight) {
    case BundleFinding::Weight::Note:
        return Tone::Neutral;
    case BundleFinding::Weight::Warning:
        return Tone::Warn;
    case BundleFinding::Weight::Obstacle:
        return Tone::Bad;
    }
    Q_UNREACHABLE_RETURN(Tone::Neutral);
}

} // namespace

FindingsPanel::FindingsPanel(QWidget *parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout)
    , m_more(new QPushButton)
{
    m_more->setObjectName(u"moreFindings"_s);
    m_more->setFlat(true);
    m_rows->setSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    layout->addLayout(m_rows);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_isWhole = !m_isWhole;
        rebuild();
    });
    hide();
}

void FindingsPanel::setFindings(const QList<BundleFinding> &findings, const upgrade::Installation &installation)
{
    if (findings == m_given && installation == m_installation)
        return; // the button that says so stays
    m_given = findings;
    if (installation != m_installation)
        m_isInsisted = false;
    m_findings = findings;
    m_installation = installation;
    // The refusal that a person can lift is never folded away.
    const QString advice = upgradeAdvice(installation);
    std::ranges::stable_partition(m_findings, [&](const BundleFinding &finding) {
        return finding.weight == BundleFinding::Weight::Obstacle || (!advice.isEmpty() && finding.text == advice);
    });
    rebuild();
}

void FindingsPanel::clear()
{
    m_isWhole = false;
    setFindings({}, {});
}

void FindingsPanel::rebuild()
{
    qDeleteAll(m_notices);
    m_notices.clear();
    m_anyway = nullptr;
    const QString advice = upgradeAdvice(m_installation);
    const qsizetype shown = m_isWhole ? m_findings.size() : std::min(m_findings.size(), mostFindings);
    for (const BundleFinding &finding : m_findings.first(shown)) {
        auto *notice = new Notice;
        m_notices.append(notice);
        m_rows->addWidget(notice);
        notice->say(toneOf(finding.weight), finding.text);
        if (advice.isEmpty() || finding.text != advice)
            continue;
        notice->setAction(m_isInsisted ? tr("To be applied anyway") : tr("Apply any&way"));
        m_anyway = notice->button();
        m_anyway->setEnabled(!m_isInsisted);
        connect(notice, &Notice::actionTriggered, this, [this] {
            m_isInsisted = true;
            m_anyway->setText(tr("To be applied anyway"));
            m_anyway->setEnabled(false);
            Q_EMIT mayApplyChanged();
        });
    }
    m_more->setVisible(m_findings.size() > mostFindings);
    m_more->setText(m_isWhole ? tr("Show fewer")
                              : tr("Show %n more", nullptr, int(m_findings.size() - mostFindings)));
    setVisible(!m_findings.isEmpty());
}

QStringList FindingsPanel::texts() const
{
    QStringList texts;
    for (const Notice *notice : m_notices)
        texts.append(notice->text());
    return texts;
}

} // namespace ui
