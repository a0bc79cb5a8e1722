// SPDX-License-Identifier: Apache-2.0
#include "bundle/sourcecard.h"

#include "blocks/card.h"
#include "blocks/label.h"
#include "blocks/markedlist.h"
#include "blocks/notice.h"
#include "blocks/segmented.h"
#include "bundle/releasemodel.h"
#include "bundle/releasetext.h"
#include "look/icon.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using upgrade::ReleaseRepository;

namespace ui {

SourceCard::SourceCard(BundleSource &source, std::function<QDateTime()> now, QWidget *parent)
    : QWidget(parent)
    , m_source(source)
    , m_now(std::move(now))
    , m_address(new QComboBox)
    , m_update(new QPushButton)
    , m_cancel(new QPushButton(tr("&Cancel")))
    , m_state(dimLabel())
    , m_progress(new QProgressBar)
    , m_trouble(new Notice)
    , m_model(new ReleaseModel(this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit)
    , m_list(new MarkedList(tr("Releases")))
    , m_fileNotice(new Notice)
    , m_open(new QPushButton(tr("&Open a file or folder")))
    , m_platform(new Segmented({tr("Kubernetes"), tr("OpenShift")}))
    , m_platformWhy(dimLabel())
    , m_word(new Notice)
    , m_comparison(new QPushButton(tr("Sho&w the comparison")))
    , m_compare(new QPushButton(tr("Com&pare with the cluster")))
{
    m_address->setEditable(true);
    m_address->setInsertPolicy(QComboBox::NoInsert);
    m_address->setCompleter(nullptr); // completing would put an address there that nobody typed
    m_address->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_address->setMinimumContentsLength(20);
    m_address->setAccessibleName(tr("Repository of releases"));
    m_address->addItem(ReleaseRepository::publicAddress());
    m_address->lineEdit()->setPlaceholderText(ReleaseRepository::publicAddress());
    m_address->setObjectName(u"releaseRepository"_s);
    m_update->setObjectName(u"updateReleases"_s);
    m_cancel->setObjectName(u"cancelUpdate"_s);
    m_state->setObjectName(u"releasesState"_s);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_progress->setAccessibleName(tr("Releases fetched"));
    m_trouble->setObjectName(u"releasesTrouble"_s);
    m_fileNotice->setObjectName(u"bundleFile"_s);
    m_word->setObjectName(u"choiceWord"_s);
    m_compare->setObjectName(u"compareBundle"_s);
    m_compare->setDefault(true);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAccessibleName(tr("Filter the releases"));
    m_filter->addAction(icon(u"search"), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_proxy);
    m_list->setObjectName(u"releases"_s);
    m_list->installEventFilter(this);
    auto *menu = new QMenu(m_open);
    menu->addAction(tr("A &file…"), this, &SourceCard::openFile);
    menu->addAction(tr("A f&older…"), this, &SourceCard::openFolder);
    m_open->setMenu(menu);

    auto *address = new QHBoxLayout;
    address->setSpacing(10);
    address->addWidget(m_address, 1);
    address->addWidget(m_update);
    address->addWidget(m_cancel);
    auto *state = new QHBoxLayout;
    state->setSpacing(10);
    state->addWidget(m_progress);
    state->addWidget(m_state, 1);
    auto *platform = new QHBoxLayout;
    platform->setSpacing(10);
    platform->addWidget(plainLabel(tr("Bundle for")));
    platform->addWidget(m_platform);
    platform->addWidget(m_platformWhy, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addWidget(m_open);
    buttons->addStretch();
    m_comparison->hide();
    m_comparison->setObjectName(u"showComparison"_s);
    buttons->addWidget(m_comparison);
    buttons->addWidget(m_compare);

    auto *card = new Card(tr("Release"));
    for (QLayout *row : {address, state})
        card->body()->addLayout(row);
    for (QWidget *part : std::initializer_list<QWidget *>{m_trouble, m_filter})
        card->body()->addWidget(part);
    card->body()->addWidget(m_list, 1);
    card->body()->addWidget(m_fileNotice);
    card->body()->addLayout(platform);
    card->body()->addWidget(m_word);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(card, 1);
    layout->addLayout(buttons);

    connect(m_address->lineEdit(), &QLineEdit::editingFinished, this, &SourceCard::takeAddress);
    connect(m_address, &QComboBox::activated, this, &SourceCard::takeAddress);
    connect(m_update, &QPushButton::clicked, this, &SourceCard::update);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_source.repository().cancel(); });
    connect(m_trouble, &Notice::actionTriggered, this, &SourceCard::update);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_proxy->setFilterFixedString(text);
        keepChoice();
    });
    connect(m_list, &MarkedList::currentRowChanged, this, [this](int row) {
        if (row >= 0 && !m_isKeeping)
            m_chosenTag = m_model->releases().at(m_proxy->mapToSource(m_proxy->index(row, 0)).row()).tag;
        updateChoice();
    });
    connect(m_list, &QListView::doubleClicked, m_compare, &QPushButton::click);
    connect(m_fileNotice, &Notice::actionTriggered, this, [this] { chooseFile({}); });
    connect(m_platform, &Segmented::currentChanged, this, [this] {
        m_hasPlatform = true;
        showPlatform();
        updateChoice();
    });
    connect(m_compare, &QPushButton::clicked, this, &SourceCard::compareRequested);
    connect(m_comparison, &QPushButton::clicked, this, &SourceCard::comparisonRequested);
    connect(m_word, &Notice::actionTriggered, this, &SourceCard::comparedAnywayRequested);
    connect(&source, &BundleSource::repositoryChanged, this, &SourceCard::followRepository);
    connect(&source, &BundleSource::fileChanged, this, &SourceCard::updateChoice);
    m_age.start(1min);
    connect(&m_age, &QTimer::timeout, this, &SourceCard::showRepository);
    followRepository();
    showPlatform();
}

// --- the repository --------------------------------------------------------------------------------------------------

void SourceCard::followRepository()
{
    m_address->setEditText(yaml::safeText(m_source.address()));
    connect(&m_source.repository(), &ReleaseRepository::changed, this, &SourceCard::showRepository);
    connect(&m_source.repository(), &ReleaseRepository::progress, this, &SourceCard::showProgress);
    m_chosenTag.clear();
    showRepository();
}

void SourceCard::takeAddress()
{
    const QString before = m_source.address();
    m_source.setAddress(m_address->currentText());
    if (m_source.address() != before)
        Q_EMIT addressChanged(m_source.address());
    else
        m_address->setEditText(yaml::safeText(before));
}

void SourceCard::update()
{
    takeAddress();
    m_source.repository().update();
}

void SourceCard::showRepository()
{
    const ReleaseRepository &repository = m_source.repository();
    m_model->setReleases(repository.releases(), m_runningTag);
    keepChoice();
    m_update->setText(repository.isLocal() ? tr("&Read again") : tr("&Update"));
    m_update->setVisible(!repository.isUpdating());
    m_cancel->setVisible(repository.isUpdating());
    m_progress->setVisible(repository.isUpdating());
    m_trouble->clear();
    if (repository.isUpdating())
        return showProgress({});
    m_state->setText(stateText(repository, m_now()));
    if (!repository.error())
        return;
    const bool isCancelled = repository.error()->kind == kube::Error::Kind::Cancelled;
    const QString why = isCancelled ? tr("The update was cancelled; what was fetched is kept, and the next one goes on "
                                         "from there.")
                                    : repository.error()->message;
    if (repository.releases().isEmpty())
        m_trouble->say(isCancelled ? Tone::Neutral : Tone::Bad, why);
    else if (repository.updatedAt().isValid() && !repository.isLocal())
        m_trouble->say(Tone::Warn, tr("As of %1: could not be updated. %2")
                                       .arg(agoText(repository.updatedAt(), m_now()), why));
    else
        m_trouble->say(Tone::Warn, why);
    m_trouble->setAction(tr("&Try again"));
}

void SourceCard::showProgress(const ReleaseRepository::Progress &progress)
{
    if (!m_source.repository().isUpdating())
        return; // the last of what was told, after the end
    QString text = ui::progressText(progress.fetch);
    if (progress.totalTags > 0) {
        m_progress->setRange(0, int(progress.totalTags));
        m_progress->setValue(int(progress.tags));
        text = tr("Tags %1 of %2 · %3").arg(progress.tags).arg(progress.totalTags).arg(text);
    } else {
        m_progress->setRange(0, 0);
    }
    m_state->setText(text);
}

QString SourceCard::progressText() const
{
    return m_state->text();
}

QLineEdit *SourceCard::addressField() const
{
    return m_address->lineEdit();
}

// --- the choice ------------------------------------------------------------------------------------------------------

void SourceCard::setRunningTag(const QString &operatorTag)
{
    m_runningTag = operatorTag;
    m_model->setReleases(m_source.repository().releases(), m_runningTag);
}

void SourceCard::keepChoice()
{
    const upgrade::Release *chosen =
        m_chosenTag.isEmpty() ? nullptr : upgrade::findRelease(m_model->releases(), m_chosenTag);
    const int row = chosen ? int(chosen - m_model->releases().constData()) : 0; // the newest
    m_isKeeping = true;
    m_list->setCurrentRow(m_proxy->mapFromSource(m_model->index(row, 0)).row());
    m_isKeeping = false;
    updateChoice();
}

const upgrade::Release *SourceCard::release() const
{
    const QModelIndex index = m_proxy->mapToSource(m_list->currentIndex());
    return index.isValid() && m_source.file().isEmpty() ? &m_model->releases().at(index.row()) : nullptr;
}

bool SourceCard::forOpenShift() const
{
    return m_platform->currentIndex() == 1;
}

bool SourceCard::canCompare() const
{
    return !m_isReading && (!m_source.file().isEmpty() || release());
}

void SourceCard::setCluster(bool isOpenShift)
{
    m_isOpenShift = isOpenShift;
    if (!m_hasPlatform) {
        const QSignalBlocker quiet(m_platform); // nobody chose
        m_platform->setCurrentIndex(isOpenShift ? 1 : 0);
    }
    showPlatform();
}

void SourceCard::showPlatform()
{
    if (!m_isOpenShift)
        m_platformWhy->setText(tr("What the cluster is, is not known yet."));
    else if (*m_isOpenShift)
        m_platformWhy->setText(forOpenShift() ? tr("The cluster serves routes, as OpenShift does.")
                                              : tr("The cluster is OpenShift: it serves routes."));
    else
        m_platformWhy->setText(forOpenShift() ? tr("The cluster is not OpenShift: it serves no routes.")
                                              : tr("The cluster serves no routes, as OpenShift does."));
}

void SourceCard::setBusy(bool isReading)
{
    m_isReading = isReading;
    m_compare->setEnabled(canCompare());
    m_compare->setText(isReading ? tr("Reading the bundle…") : tr("Com&pare with the cluster"));
}

void SourceCard::setHasComparison(bool has)
{
    m_comparison->setVisible(has);
}

void SourceCard::updateChoice()
{
    const bool isFile = !m_source.file().isEmpty();
    if (isFile) {
        m_fileNotice->say(Tone::Accent, tr("The bundle is read from %1.").arg(yaml::safeText(m_source.file())));
        m_fileNotice->setAction(tr("Use the repository"));
    } else {
        m_fileNotice->clear();
    }
    m_filter->setVisible(!isFile);
    m_list->setVisible(!isFile);
    const QString tag = release() ? release()->tag : QString();
    const QString choice = u"%1\n%2\n%3"_s.arg(m_source.file(), tag).arg(forOpenShift());
    if (choice != m_choice)
        m_word->clear(); // it was about another one
    m_choice = choice;
    m_compare->setEnabled(canCompare());
}

void SourceCard::sayProblem(const QString &sentence)
{
    m_word->say(Tone::Bad, sentence);
    m_word->setAction({});
}

void SourceCard::askWhether(const QString &sentence)
{
    m_word->say(Tone::Bad, sentence);
    m_word->setAction(tr("Compare it a&nyway"));
}

void SourceCard::chooseFile(const QString &path)
{
    m_source.setFile(path);
    Q_EMIT fileChanged(path);
}

void SourceCard::openFile()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a bundle"), {}, tr("YAML (*.yaml *.yml);;All (*)"));
    if (!file.isEmpty())
        chooseFile(file);
}

void SourceCard::openFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a folder with a bundle"));
    if (!folder.isEmpty())
        chooseFile(folder);
}

bool SourceCard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (watched == m_list && isEnter) {
        m_compare->click();
        return true;
    }
    if (watched == m_filter && key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    if (watched == m_filter && (key == Qt::Key_Down || isEnter)) {
        m_list->setFocus(Qt::TabFocusReason);
        if (m_list->currentRow() < 0)
            m_list->setCurrentRow(0);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
