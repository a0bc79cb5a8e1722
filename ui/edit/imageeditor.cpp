// SPDX-License-Identifier: Apache-2.0
#include "edit/imageeditor.h"

#include "blocks/label.h"
#include "blocks/notice.h"
#include "edit/tagfield.h"
#include "look/fonts.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;
using redis::TagOffer;
using upgrade::ImageSpecChoice;

namespace ui {

namespace {

Tone toneOf(TagOffer::Verdict verdict)
{
    switch (verdict) {
    case TagOffer::Verdict::Offered:
        return Tone::Ok;
    case TagOffer::Verdict::Current:
        return Tone::Neutral;
    case TagOffer::Verdict::Warned:
        return Tone::Warn;
    case TagOffer::Verdict::Refused:
        return Tone::Bad;
    }
    Q_UNREACHABLE_RETURN(Tone::Neutral);
}

} // namespace

ImageEditor::ImageEditor(const redis::Catalogue &catalogue, QWidget *parent)
    : QWidget(parent)
    , m_catalogue(catalogue)
    , m_verdict(new Notice)
    , m_companions(new Notice)
    , m_denied(new Notice)
    , m_review(new QPushButton(tr("&Review the change")))
    , m_reset(new QPushButton(tr("Re&set")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_redis = addSpec(u"redis"_s,
                      {.title = tr("Redis Enterprise image"),
                       .repository = tr("Re&pository"),
                       .tag = tr("Version &tag"),
                       .pullPolicy = tr("Pull po&licy")},
                      true);
    m_redis.card->body()->addWidget(m_verdict);
    m_rigger = addSpec(u"rigger"_s,
                       {.title = tr("Services Rigger image"),
                        .repository = tr("Rep&ository"),
                        .tag = tr("Version ta&g"),
                        .pullPolicy = tr("Pull poli&cy")},
                       false);
    m_bootstrapper = addSpec(u"bootstrapper"_s,
                             {.title = tr("Bootstrapper image"),
                              .repository = tr("Repositor&y"),
                              .tag = tr("&Version tag"),
                              .pullPolicy = tr("P&ull policy")},
                             false);
    layout->addWidget(m_companions);
    layout->addWidget(m_denied);

    connect(m_companions, &Notice::actionTriggered, this, [this] {
        for (const Fields &fields : {m_rigger, m_bootstrapper}) {
            if (!fields.card->isHidden())
                fields.tag->setText(m_operatorTag);
        }
    });
    auto *buttons = new QHBoxLayout;
    auto *hint = dimLabel(tr("Nothing is written yet: the next step shows the difference."));
    hint->setWordWrap(true);
    buttons->addWidget(hint, 1);
    buttons->addWidget(m_reset);
    buttons->addWidget(m_review);
    layout->addLayout(buttons);
    layout->addStretch(1);

    m_review->setDefault(true);
    m_review->setObjectName(u"review"_s);
    m_reset->setObjectName(u"reset"_s);
    connect(m_review, &QPushButton::clicked, this, &ImageEditor::reviewRequested);
    connect(m_reset, &QPushButton::clicked, this, &ImageEditor::reset);
    update();
}

ImageEditor::Fields ImageEditor::addSpec(const QString &name, const Words &words, bool withTagField)
{
    Fields fields;
    fields.card = new Card(words.title);
    fields.repository = new QLineEdit;
    fields.repository->setPlaceholderText(tr("left to the operator"));
    fields.repository->setObjectName(name + u"Repository"_s);
    fields.pullPolicy = new QComboBox;
    fields.pullPolicy->addItem(tr("left to the operator"), QString());
    for (const QString &policy : {u"IfNotPresent"_s, u"Always"_s, u"Never"_s})
        fields.pullPolicy->addItem(policy, policy);
    fields.pullPolicy->setObjectName(name + u"PullPolicy"_s);

    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->addRow(words.repository, fields.repository);
    if (withTagField) {
        m_tag = new TagField;
        m_tag->setObjectName(name + u"Tag"_s);
        m_tag->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        form->addRow(words.tag, m_tag);
        connect(m_tag, &TagField::tagChanged, this, &ImageEditor::update);
        connect(m_tag->lineEdit(), &QLineEdit::returnPressed, this, [this] {
            if (canReview())
                Q_EMIT reviewRequested();
        });
    } else {
        fields.tag = new QLineEdit;
        fields.tag->setPlaceholderText(tr("left to the operator"));
        fields.tag->setObjectName(name + u"Tag"_s);
        form->addRow(words.tag, fields.tag);
        connect(fields.tag, &QLineEdit::textChanged, this, &ImageEditor::update);
    }
    form->addRow(words.pullPolicy, fields.pullPolicy);
    // A form lays its labels out from the top, as beside a field of many lines.
    for (int row = 0; row < form->rowCount(); ++row) {
        QWidget *field = form->itemAt(row, QFormLayout::FieldRole)->widget();
        form->labelForField(field)->setMinimumHeight(field->sizeHint().height());
    }
    connect(fields.repository, &QLineEdit::textChanged, this, &ImageEditor::update);
    connect(fields.pullPolicy, &QComboBox::currentIndexChanged, this, &ImageEditor::update);
    fields.card->body()->addLayout(form);
    layout()->addWidget(fields.card);
    return fields;
}

void ImageEditor::fill(const Fields &fields, const ImageSpecChoice &was, const ImageSpecChoice &now) const
{
    const ImageSpecChoice typed = read(fields);
    if (typed.repository == was.repository)
        fields.repository->setText(now.repository);
    if (typed.versionTag == was.versionTag) {
        if (fields.tag)
            fields.tag->setText(now.versionTag);
        else
            m_tag->setTag(now.versionTag);
    }
    if (typed.imagePullPolicy == was.imagePullPolicy) {
        // A policy of the cluster that is none of ours stays one to choose.
        if (fields.pullPolicy->findData(now.imagePullPolicy) < 0)
            fields.pullPolicy->addItem(now.imagePullPolicy, now.imagePullPolicy);
        fields.pullPolicy->setCurrentIndex(fields.pullPolicy->findData(now.imagePullPolicy));
    }
}

ImageSpecChoice ImageEditor::read(const Fields &fields) const
{
    return {.repository = fields.repository->text().trimmed(),
            .versionTag = (fields.tag ? fields.tag->text() : m_tag->tag()).trimmed(),
            .imagePullPolicy = fields.pullPolicy->currentData().toString()};
}

void ImageEditor::setCluster(const redis::RedisEnterpriseCluster &cluster, const QString &operatorTag,
                             const QString &runningTag)
{
    const upgrade::ImageChoice was = m_now;
    m_now = upgrade::choiceOf(cluster);
    m_operatorTag = operatorTag;
    m_hasCluster = true;
    m_tag->setSituation(m_catalogue, upgrade::situationOf(cluster, operatorTag, runningTag));
    fill(m_redis, was.redis, m_now.redis);
    fill(m_rigger, was.servicesRigger, m_now.servicesRigger);
    fill(m_bootstrapper, was.bootstrapper, m_now.bootstrapper);
    // Where the operator decides them, as is the rule, they are not in the way.
    m_rigger.card->setVisible(cluster.servicesRigger.present);
    m_bootstrapper.card->setVisible(cluster.bootstrapper.present);
    update();
}

void ImageEditor::setReadOnly(const QString &why)
{
    m_readOnly = why;
    if (why.isEmpty())
        m_denied->clear();
    else
        m_denied->say(Tone::Warn, why);
    update();
}

void ImageEditor::reset()
{
    const upgrade::ImageChoice typed = choice();
    fill(m_redis, typed.redis, m_now.redis);
    fill(m_rigger, typed.servicesRigger, m_now.servicesRigger);
    fill(m_bootstrapper, typed.bootstrapper, m_now.bootstrapper);
    update();
}

upgrade::ImageChoice ImageEditor::choice() const
{
    return {.redis = read(m_redis), .servicesRigger = read(m_rigger), .bootstrapper = read(m_bootstrapper)};
}

QJsonObject ImageEditor::patch() const
{
    return upgrade::patchOf(m_now, choice());
}

bool ImageEditor::canReview() const
{
    if (!m_hasCluster || !m_readOnly.isEmpty() || patch().isEmpty())
        return false;
    if (!companionProblem().isEmpty())
        return false;
    // An empty tag leaves the choice to the operator; another text must be a tag, unless it is what is set anyway.
    const QString tag = m_tag->tag().trimmed();
    return tag.isEmpty() || tag == m_now.redis.versionTag || m_tag->offer().verdict != TagOffer::Verdict::Refused;
}

QString ImageEditor::companionProblem() const
{
    QStringList problems;
    const auto judge = [&](const Fields &fields, const QString &now, const QString &sentence) {
        const QString tag = read(fields).versionTag;
        if (fields.card->isHidden() || tag.isEmpty() || tag == now)
            return;
        if (const auto parsed = redis::OperatorTag::read(tag); !parsed)
            problems.append(sentence.arg(parsed.error().message));
    };
    judge(m_rigger, m_now.servicesRigger.versionTag, tr("Services Rigger: %1"));
    judge(m_bootstrapper, m_now.bootstrapper.versionTag, tr("Bootstrapper: %1"));
    return problems.join(u'\n');
}

void ImageEditor::update()
{
    if (!m_tag || !m_bootstrapper.card)
        return; // still being built
    const TagOffer &offer = m_tag->offer();
    QStringList sentences = offer.reasons + offer.notes;
    if (offer.verdict == TagOffer::Verdict::Offered)
        sentences.prepend(tr("This tag runs with the operator of this cluster."));
    if (!m_hasCluster)
        m_verdict->clear();
    else if (m_tag->tag().isEmpty())
        m_verdict->say(Tone::Neutral, tr("Without a tag the version is left to the operator."));
    else
        m_verdict->say(offer.problem && offer.problem->incomplete ? Tone::Neutral : toneOf(offer.verdict),
                       sentences.join(u'\n'));

    updateCompanions();
    m_review->setEnabled(canReview());
    m_reset->setEnabled(m_hasCluster && choice() != m_now);
    Q_EMIT changed();
}

void ImageEditor::updateCompanions()
{
    const auto differs = [this](const Fields &fields) {
        return !fields.card->isHidden() && read(fields).versionTag != m_operatorTag;
    };
    const QString problem = companionProblem();
    const bool differ = !m_operatorTag.isEmpty() && (differs(m_rigger) || differs(m_bootstrapper));
    if (!problem.isEmpty())
        m_companions->say(Tone::Bad, problem);
    else if (differ)
        m_companions->say(Tone::Warn,
                          tr("Services Rigger and bootstrapper carry the tag of the operator, which is %1.")
                              .arg(yaml::safeText(m_operatorTag)));
    else
        m_companions->clear();
    if (differ)
        m_companions->setAction(tr("Use %1").arg(yaml::safeText(m_operatorTag)));
}

} // namespace ui
