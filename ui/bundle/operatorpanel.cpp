// SPDX-License-Identifier: Apache-2.0
#include "bundle/operatorpanel.h"

#include "blocks/card.h"
#include "blocks/clocktext.h"
#include "blocks/label.h"
#include "blocks/notice.h"
#include "blocks/pill.h"
#include "blocks/wrappedtext.h"
#include "look/fonts.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;
using upgrade::AdmissionFinding;
using upgrade::RiggerStatus;
using Phase = upgrade::OperatorStatus::Phase;

namespace ui {

namespace {

struct PhaseLook
{
    QString word;
    Tone tone;
};

PhaseLook lookOf(Phase phase)
{
    switch (phase) {
    case Phase::Unknown:
        return {OperatorPanel::tr("reading…"), Tone::Neutral};
    case Phase::NotThere:
        return {OperatorPanel::tr("not there"), Tone::Bad};
    case Phase::WaitingForController:
        return {OperatorPanel::tr("waiting"), Tone::Accent};
    case Phase::Gap:
        return {OperatorPanel::tr("between two pods"), Tone::Warn};
    case Phase::PullingImage:
        return {OperatorPanel::tr("pulling image"), Tone::New};
    case Phase::Starting:
        return {OperatorPanel::tr("starting"), Tone::New};
    case Phase::Ready:
        return {OperatorPanel::tr("ready"), Tone::Ok};
    case Phase::Stuck:
        return {OperatorPanel::tr("stuck"), Tone::Bad};
    }
    return {};
}

Tone toneOf(AdmissionFinding::Severity severity)
{
    switch (severity) {
    case AdmissionFinding::Severity::Ok:
        return Tone::Ok;
    case AdmissionFinding::Severity::Unknown:
        return Tone::Neutral;
    case AdmissionFinding::Severity::Warning:
        return Tone::Warn;
    case AdmissionFinding::Severity::Problem:
        return Tone::Bad;
    }
    return Tone::Neutral;
}

bool isUnderWay(Phase phase)
{
    return phase != Phase::Unknown && phase != Phase::NotThere && phase != Phase::Ready;
}

/// What a person selected in it stays as long as the text does.
void setText(WrappedText *widget, const QString &text)
{
    if (widget->toPlainText() != text)
        widget->setPlainText(text);
    widget->setVisible(!text.isEmpty());
}

void sayOrClear(Notice *notice, Tone tone, const QString &text)
{
    if (text.isEmpty())
        notice->clear();
    else
        notice->say(tone, yaml::safeText(text));
}

} // namespace

OperatorPanel::OperatorPanel(QWidget *parent)
    : QWidget(parent)
    , m_status(plainLabel())
    , m_times(dimLabel())
    , m_phase(new Pill)
    , m_stale(new Notice)
    , m_sentence(new WrappedText)
    , m_consequence(new Notice)
    , m_caution(new Notice)
    , m_riggers(new Card(tr("Services Rigger")))
    , m_riggerGrid(new QGridLayout)
    , m_checking(dimLabel(tr("Finding out who answers for databases…")))
    , m_check(new QPushButton(tr("Check &admission again")))
    , m_admission(new QVBoxLayout)
    , m_tick(this)
{
    m_status->setObjectName(u"status"_s);
    m_times->setObjectName(u"times"_s);
    m_phase->setObjectName(u"phase"_s);
    m_stale->setObjectName(u"stale"_s);
    m_sentence->setObjectName(u"sentence"_s);
    m_consequence->setObjectName(u"consequence"_s);
    m_caution->setObjectName(u"caution"_s);
    m_check->setObjectName(u"check"_s);
    m_riggers->setObjectName(u"riggers"_s);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setWordWrap(true);
    m_status->setAccessibleName(tr("What kubectl rollout status says"));
    m_times->setAccessibleName(tr("How long it takes"));
    m_sentence->setAccessibleName(tr("What the operator waits for"));

    auto *operatorCard = new Card(tr("Operator"));
    operatorCard->setCornerWidget(m_phase);
    auto *top = new QHBoxLayout;
    top->addWidget(m_status, 1);
    top->addWidget(m_times, 0, Qt::AlignTop);
    operatorCard->body()->addLayout(top);
    operatorCard->body()->addWidget(m_stale);
    operatorCard->body()->addWidget(m_sentence);
    operatorCard->body()->addWidget(m_consequence);
    operatorCard->body()->addWidget(m_caution);

    m_riggerGrid->setColumnStretch(2, 1);
    m_riggerGrid->setHorizontalSpacing(12);
    m_riggerGrid->setVerticalSpacing(6);
    m_riggers->body()->addLayout(m_riggerGrid);

    auto *admissionCard = new Card(tr("Admission of databases"));
    admissionCard->setCornerWidget(m_check);
    admissionCard->body()->addWidget(m_checking);
    admissionCard->body()->addLayout(m_admission);
    m_admission->setSpacing(8);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(14);
    layout->addWidget(operatorCard);
    layout->addWidget(m_riggers);
    layout->addWidget(admissionCard);
    layout->addStretch(1); // the cards are as high as they must be

    m_tick.setObjectName(u"tick"_s);
    m_tick.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &OperatorPanel::updateTimes);
    connect(m_check, &QPushButton::clicked, this, &OperatorPanel::admissionRequested);
    setFonts();
    setAdmission(std::nullopt);
    update();
}

void OperatorPanel::setFonts()
{
    m_status->setFont(fixedWidth(font()));
    m_times->setFont(tabular(font()));
    for (const RiggerRow &row : std::as_const(m_riggerRows))
        row.name->setFont(strong(font()));
}

void OperatorPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFonts();
}

void OperatorPanel::setFollower(upgrade::OperatorFollower *follower)
{
    if (m_follower)
        m_follower->disconnect(this);
    m_follower = follower;
    if (follower) {
        connect(follower, &upgrade::OperatorFollower::changed, this, &OperatorPanel::update);
        connect(follower, &QObject::destroyed, this, [this] {
            m_follower = nullptr;
            update();
        });
    }
    update();
}

QString OperatorPanel::statusSentence() const
{
    return m_status->text();
}

void OperatorPanel::update()
{
    const upgrade::OperatorStatus status = m_follower ? m_follower->status() : upgrade::OperatorStatus();
    const auto freshness = m_follower ? m_follower->freshness() : upgrade::ClusterSession::Freshness();
    const PhaseLook look = lookOf(status.phase);
    // What is old is not green.
    m_phase->setState(look.word, status.phase == Phase::Ready && !freshness.live ? Tone::Neutral : look.tone);
    m_phase->setVisible(m_follower);
    const rollout::RolloutStatus &kubectl = status.kubectl;
    const QString said = kubectl.error.isEmpty() ? kubectl.message : u"error: "_s + kubectl.error;
    m_status->setText(yaml::safeText(said));
    m_status->setVisible(!said.isEmpty());
    sayOrClear(m_stale, Tone::Warn,
               freshness.trouble.isEmpty()          ? QString()
                   : status.phase == Phase::Unknown ? freshness.trouble
                                                    : tr("This picture is old: %1").arg(freshness.trouble));
    setText(m_sentence, yaml::safeText(status.sentence));
    sayOrClear(m_consequence, status.phase == Phase::Stuck ? Tone::Bad : Tone::Neutral, status.consequence);
    sayOrClear(m_caution, Tone::Neutral, status.caution);
    updateRiggers();
    updateTimes();
}

void OperatorPanel::updateTimes()
{
    m_tick.stop();
    m_times->clear();
    if (!m_follower)
        return;
    const QDateTime now = m_follower->now();
    const auto until = [](const QDateTime &from, const QDateTime &to) { return std::chrono::seconds(from.secsTo(to)); };
    const QDateTime started = m_follower->startedAt();
    if (started.isValid() && m_follower->endedAt().isValid()) {
        m_times->setText(tr("took %1").arg(clockText(until(started, m_follower->endedAt()))));
        return;
    }
    if (!isUnderWay(m_follower->status().phase))
        return;
    const std::chrono::seconds phase = until(m_follower->since(), now);
    const std::chrono::seconds all = started.isValid() ? until(started, now) : phase;
    m_times->setText(started.isValid() && phase < all ? tr("%1 · this step %2").arg(clockText(all), clockText(phase))
                                                      : clockText(all));
    if (isVisible())
        m_tick.start(clockTick(std::min(phase, all)));
}

OperatorPanel::RiggerRow OperatorPanel::addRigger()
{
    const RiggerRow row{.name = plainLabel(), .state = new Pill, .sentence = new WrappedText};
    const int line = m_riggerGrid->rowCount();
    m_riggerGrid->addWidget(row.name, line, 0, Qt::AlignTop);
    m_riggerGrid->addWidget(row.state, line, 1, Qt::AlignTop);
    m_riggerGrid->addWidget(row.sentence, line, 2);
    row.name->setFont(strong(font()));
    const int top = (row.state->sizeHint().height() - fontMetrics().height()) / 2; // all on one line
    row.name->setContentsMargins(0, top, 0, 0);
    row.sentence->setTopMargin(top);
    return row;
}

void OperatorPanel::updateRiggers()
{
    const QList<RiggerStatus> riggers = m_follower ? m_follower->riggers() : QList<RiggerStatus>();
    m_riggers->setVisible(!riggers.isEmpty());
    while (m_riggerRows.size() > riggers.size()) {
        const RiggerRow row = m_riggerRows.takeLast();
        for (QWidget *widget : std::initializer_list<QWidget *>{row.name, row.state, row.sentence})
            delete widget;
    }
    while (m_riggerRows.size() < riggers.size())
        m_riggerRows.append(addRigger());
    for (qsizetype i = 0; i < riggers.size(); ++i) {
        const RiggerStatus &rigger = riggers.at(i);
        const RiggerRow &row = m_riggerRows.at(i);
        const QString name = yaml::safeText(rigger.name);
        row.name->setText(name);
        row.state->setState(rigger.ready         ? tr("ready")
                                : rigger.isThere ? tr("not ready")
                                                 : tr("not there"),
                            rigger.ready ? Tone::Ok : Tone::Warn);
        setText(row.sentence, yaml::safeText(rigger.sentence));
        row.sentence->setAccessibleName(tr("What is said about %1").arg(name));
    }
}

void OperatorPanel::setAdmission(const std::optional<QList<AdmissionFinding>> &findings)
{
    m_checking->setVisible(!findings);
    m_check->setEnabled(findings.has_value());
    const qsizetype count = findings ? findings->size() : 0;
    while (m_findings.size() > count)
        delete m_findings.takeLast();
    while (m_findings.size() < count) {
        m_findings.append(new Notice);
        m_admission->addWidget(m_findings.last());
    }
    for (qsizetype i = 0; i < count; ++i)
        m_findings.at(i)->say(toneOf(findings->at(i).severity), yaml::safeText(findings->at(i).sentence));
}

void OperatorPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateTimes();
}

void OperatorPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tick.stop();
}

} // namespace ui
