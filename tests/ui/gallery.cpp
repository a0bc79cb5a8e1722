// SPDX-License-Identifier: Apache-2.0
// gallery FOLDER: draws what the window is made of into PNG files, in light and dark and in two sizes, to be looked at.
#include "blocks/card.h"
#include "blocks/label.h"
#include "blocks/notice.h"
#include "blocks/pill.h"
#include "blocks/segmented.h"
#include "blocks/stepbar.h"
#include "lane/lanewidget.h"
#include "lane/quorumbar.h"
#include "look/appearance.h"
#include "look/fonts.h"
#include "look/icon.h"
#include "podtable.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace ui;

namespace {

QList<Step> planSteps()
{
    return {{.title = u"Operator bundle"_s, .subtitle = u"done 14:02"_s, .state = StepState::Done},
            {.title = u"Pre-flight"_s, .subtitle = u"17 passed, 1 noted"_s, .state = StepState::Done},
            {.title = u"Image tag"_s, .subtitle = u"7.22.2-14"_s, .state = StepState::Done},
            {.title = u"Review"_s, .subtitle = u"1 field, by you"_s, .state = StepState::Problem},
            {.title = u"Rollout"_s, .subtitle = u"pod 2 of 5 starting"_s, .state = StepState::Current},
            {.title = u"Databases"_s, .subtitle = u"3 wait"_s, .state = StepState::Todo}};
}

/// Something like the main window: sidebar, steps, lane.
QWidget *rolloutPage(PodTable *model)
{
    auto *page = new QWidget;
    auto *columns = new QHBoxLayout(page);
    columns->setContentsMargins({});
    columns->setSpacing(0);
    auto *side = new QWidget;
    side->setFixedWidth(300);
    side->setAutoFillBackground(true);
    QPalette sidePalette = side->palette();
    sidePalette.setColor(QPalette::Window, Theme::of(page).sidebar);
    side->setPalette(sidePalette);
    columns->addWidget(side);
    auto *column = new QVBoxLayout;
    columns->addLayout(column, 1);
    column->setContentsMargins(28, 16, 28, 16);
    column->setSpacing(16);

    auto *header = new QHBoxLayout;
    auto *name = new QLabel(u"orders"_s);
    name->setFont(heading(page->font()));
    header->addWidget(name);
    header->addWidget(new Pill(u"Upgrade"_s, Tone::New));
    header->addSpacing(16);
    header->addWidget(dimLabel(u"namespace redis · 5 nodes · licence valid until 2027-03-01"_s));
    header->addStretch();
    column->addLayout(header);
    auto *steps = new StepBar;
    steps->setSteps(planSteps());
    steps->setOpenStep(4);
    column->addWidget(steps);

    auto *card = new Card(u"Rollout"_s);
    card->setCornerWidget(new Segmented({u"Lane"_s, u"Node map"_s}));
    auto *status = new QLabel(u"Waiting for 1 pods to be ready..."_s);
    status->setFont(fixedWidth(page->font()));
    card->body()->addWidget(status);
    auto *lane = new LaneWidget(PodTable::PodRole, {.frame = [] { return PodAnimator::Time(0); }, .wall = &pods::noon});
    lane->setModel(model);
    card->body()->addWidget(lane, 1);
    auto *quorum = new QuorumBar;
    QList<bool> ready;
    for (const rollout::PodRow &row : model->pods())
        ready.prepend(row.state == rollout::PodState::Ready);
    quorum->setNodes(ready);
    card->body()->addWidget(quorum);
    column->addWidget(card, 1);
    return page;
}

QWidget *controlsPage()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(28, 16, 28, 16);
    column->setSpacing(14);
    auto *notices = new Card(u"Notices"_s);
    const QList<std::pair<Tone, QString>> sentences{
        {Tone::Neutral,
         u"Nothing is written until you apply. If orders changes meanwhile, this review is made again."_s},
        {Tone::Accent, u"The demo runs on a small Kubernetes of its own."_s},
        {Tone::Ok, u"dry-run accepted by the server, no warnings"_s},
        {Tone::Warn,
         u"The certificate of https://10.0.0.1:6443 is not verified, since the kubeconfig says "
         "insecure-skip-tls-verify. Anyone on the way could read and change what is sent."_s},
        {Tone::Bad,
         u"The image registry.corp.example.internal:5000/very/long/path/without/any/space/redislabs/redis:7.22.2-14"
         "-a-suffix-that-goes-on-and-on-and-on-and-never-ends could not be pulled. Check the tag and the pull secret."_s},
    };
    for (const auto &[tone, text] : sentences) {
        auto *notice = new Notice;
        notices->body()->addWidget(notice);
        notice->say(tone, text);
        if (tone == Tone::Bad)
            notice->setAction(u"Try again"_s);
    }
    column->addWidget(notices);

    auto *row = new QHBoxLayout;
    auto *fields = new Card(u"Fields"_s);
    auto *edit = new QLineEdit;
    edit->setPlaceholderText(u"Filter"_s);
    edit->addAction(icon(u"search"), QLineEdit::LeadingPosition);
    auto *combo = new QComboBox;
    combo->addItems({u"7.22.2-14"_s, u"7.22.0-250"_s});
    auto *editable = new QComboBox;
    editable->setEditable(true);
    editable->addItems({u"7.22.2-14"_s});
    auto *spin = new QSpinBox;
    auto *check = new QCheckBox(u"Show managed fields"_s);
    check->setChecked(true);
    auto *buttons = new QHBoxLayout;
    auto *apply = new QPushButton(u"Apply to prod-eu"_s);
    apply->setDefault(true);
    auto *disabled = new QPushButton(u"Not now"_s);
    disabled->setEnabled(false);
    buttons->addWidget(new QPushButton(u"Back"_s));
    buttons->addWidget(disabled);
    buttons->addWidget(apply);
    for (QWidget *field : std::initializer_list<QWidget *>{edit, combo, editable, spin, check})
        fields->body()->addWidget(field);
    fields->body()->addLayout(buttons);
    fields->body()->addStretch();
    row->addWidget(fields, 1);

    auto *list = new Card(u"List"_s);
    auto *tree = new QTreeWidget;
    tree->setFrameShape(QFrame::NoFrame);
    tree->setHeaderLabels({u"Name"_s, u"Ready"_s});
    for (int i = 0; i < 30; ++i)
        new QTreeWidgetItem(tree, {u"orders-%1"_s.arg(i), u"3/5"_s});
    tree->setCurrentItem(tree->topLevelItem(2));
    list->body()->addWidget(tree);
    row->addWidget(list, 1);

    auto *others = new Card(u"Pills, icons"_s);
    auto *pills = new QHBoxLayout;
    for (const auto &[text, tone] : QList<std::pair<QString, Tone>>{{u"Running"_s, Tone::Ok},
                                                                    {u"Upgrade"_s, Tone::New},
                                                                    {u"old"_s, Tone::Old},
                                                                    {u"writes on"_s, Tone::Warn},
                                                                    {u"Invalid"_s, Tone::Bad},
                                                                    {u"accent"_s, Tone::Accent},
                                                                    {u"Unknown"_s, Tone::Neutral}})
        pills->addWidget(new Pill(text, tone));
    pills->addStretch();
    others->body()->addLayout(pills);
    auto *grid = new QGridLayout;
    int n = 0;
    for (const QString &file : QDir(u":/icons"_s).entryList()) {
        auto *button = new QToolButton;
        button->setIcon(icon(file.chopped(4)));
        button->setIconSize({24, 24});
        button->setAutoRaise(true);
        grid->addWidget(button, n / 8, n % 8);
        ++n;
    }
    others->body()->addLayout(grid);
    auto *logo = new QLabel;
    logo->setPixmap(applicationIcon().pixmap(64));
    others->body()->addWidget(logo);
    others->body()->addWidget(new Segmented({u"Side by side"_s, u"Unified"_s}));
    others->body()->addStretch();
    row->addWidget(others, 1);
    column->addLayout(row, 1);
    edit->setFocus();
    return page;
}

/// Every state, of both revisions and in several sizes.
QWidget *podsPage()
{
    class Page final : public QWidget
    {
        void paintEvent(QPaintEvent * /*event*/) override
        {
            using rollout::PodState;
            using rollout::Revision;
            QPainter painter(this);
            const Theme &theme = Theme::of(this);
            painter.fillRect(rect(), theme.surface);
            int x = 20;
            for (int state = 0; state <= static_cast<int>(PodState::Unknown); ++state) {
                int y = 40;
                for (const Revision revision : {Revision::Old, Revision::New}) {
                    for (const int radius : {56, 30, 22, 15, 11}) {
                        auto row = pods::pod(4, static_cast<PodState>(state), revision);
                        row.next = state == 3 && revision == Revision::Old;
                        row.master = state == 4;
                        paint(painter, boxIn(QRectF(x, y, 110, radius * 2)), picture(row, theme), theme);
                        y += radius * 2 + 20;
                    }
                }
                x += 140;
            }
        }
    };
    return new Page;
}

/// A replacement from above down, in steps of 100 ms: terminating, gone, pending, starting, ready.
QWidget *filmPage()
{
    class Page final : public QWidget
    {
        void paintEvent(QPaintEvent * /*event*/) override
        {
            using rollout::PodState;
            using rollout::Revision;
            using Time = PodAnimator::Time;
            QPainter painter(this);
            const Theme &theme = Theme::of(this);
            painter.fillRect(rect(), theme.surface);
            PodAnimator animator(pods::pod(4, PodState::Ready, Revision::Old), theme);
            const QList<rollout::PodRow> scenes{
                pods::pod(4, PodState::Terminating, Revision::Old), pods::pod(4, PodState::Missing, Revision::Unknown),
                pods::pod(4, PodState::Pending, Revision::New),     pods::pod(4, PodState::Starting, Revision::New),
                pods::pod(4, PodState::Ready, Revision::New),       pods::pod(4, PodState::Failed, Revision::New)};
            Time now{0};
            for (qsizetype scene = 0; scene < scenes.size(); ++scene) {
                animator.moveTo(scenes[scene], theme, now);
                for (int step = 0; step < 10; ++step) {
                    const PodFrame frame = animator.frame(now);
                    const QRectF box = boxIn(QRectF(30 + step * 120, 40 + static_cast<qreal>(scene) * 125, 80, 80));
                    if (frame.ghost)
                        paint(painter, box, *frame.ghost, theme);
                    paint(painter, box, frame.box, theme);
                    now += Time(100);
                }
            }
        }
    };
    return new Page;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"gallery"_s);
    if (!folder.mkpath(u"."_s))
        return 1;
    Appearance appearance;
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        appearance.setScheme(scheme);
        const QString suffix = scheme == Scheme::Dark ? u"-dark"_s : u"-light"_s;
        for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
            const auto save = [&](QWidget *page, const QString &name) {
                page->resize(size);
                page->show();
                QApplication::processEvents();
                page->grab().save(folder.filePath(name + u"-%1"_s.arg(size.width()) + suffix + u".png"_s));
                delete page;
            };
            for (const int count : {3, 5, 9, 30, 100, 300, 1000}) {
                PodTable model;
                model.reset(pods::rollout(count));
                save(rolloutPage(&model), u"lane-%1"_s.arg(count));
            }
            PodTable model;
            model.reset(pods::rollout(9));
            QFont large = QApplication::font();
            large.setPointSizeF(large.pointSizeF() * 1.7);
            QWidget *largePage = rolloutPage(&model);
            largePage->setFont(large);
            save(largePage, u"large-font"_s);
            QWidget *mirroredPage = rolloutPage(&model);
            mirroredPage->setLayoutDirection(Qt::RightToLeft);
            save(mirroredPage, u"right-to-left"_s);
            save(controlsPage(), u"controls"_s);
            save(podsPage(), u"pods"_s);
            save(filmPage(), u"film"_s);
        }
    }
    return 0;
}
