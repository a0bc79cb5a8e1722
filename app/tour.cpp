// SPDX-License-Identifier: Apache-2.0
#include "tour.h"

#include "edit/imageeditor.h"
#include "edit/tagfield.h"
#include "lane/lanewidget.h"
#include "pages/clusterpage.h"
#include "pages/rolloutpage.h"
#include "window/mainwindow.h"

#include <QFile>
#include <QPixmap>
#include <QPushButton>

using namespace Qt::StringLiterals;
using rollout::Rollout;

Tour::Tour(ui::MainWindow &window, const QString &folder, QString tag, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_folder(folder)
    , m_tag(std::move(tag))
    , m_stageBegan(QDateTime::currentDateTimeUtc())
{
    m_look.setInterval(std::chrono::milliseconds(50));
    connect(&m_look, &QTimer::timeout, this, &Tour::look);
    m_look.start();
}

void Tour::begin(Stage stage)
{
    m_stage = stage;
    m_stageBegan = QDateTime::currentDateTimeUtc();
}

void Tour::picture(const QString &name)
{
    const QString file = u"%1-%2.png"_s.arg(++m_pictures, 2, 10, QChar(u'0')).arg(name);
    if (!m_window.grab().save(m_folder.filePath(file)))
        end(tr("The picture %1 cannot be saved.").arg(m_folder.filePath(file)));
}

void Tour::note(const QString &sentence)
{
    if (std::exchange(m_said, sentence) != sentence)
        m_report.append(QDateTime::currentDateTimeUtc().toString(u"HH:mm:ss "_s) + sentence);
}

void Tour::takeOnce(const QString &name)
{
    m_seen.insert(name, {});
    picture(name);
}

/// A picture of each pod on its way out and on its way in.
void Tour::followPods(const Rollout &rollout)
{
    constexpr int half = 900; // milliseconds: when there is most to see of a pod that fades or fills
    for (const rollout::PodRow &row : rollout.rows) {
        const bool isOut = row.state == rollout::PodState::Terminating;
        if (!isOut && row.state != rollout::PodState::Starting)
            continue;
        const QString name = u"pod-%1-%2"_s.arg(row.ordinal).arg(isOut ? u"out"_s : u"in"_s);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const auto seen = m_seen.constFind(name);
        if (seen == m_seen.constEnd())
            m_seen.insert(name, now);
        else if (seen->isValid() && seen->msecsTo(now) >= half)
            takeOnce(name);
    }
}

void Tour::end(const QString &problem)
{
    if (m_stage == Stage::Done)
        return;
    m_stage = Stage::Done;
    m_look.stop();
    QFile report(m_folder.filePath(u"report.txt"_s));
    if (report.open(QIODevice::WriteOnly))
        report.write((m_report.join(u'\n') + u'\n').toUtf8());
    Q_EMIT finished(problem);
}

void Tour::look()
{
    if (!m_folder.exists() && !m_folder.mkpath(u"."_s))
        return end(tr("The folder %1 cannot be made.").arg(m_folder.path()));
    constexpr int longest = 300'000; // milliseconds for one stage
    constexpr int settling = 300; // until what was changed is laid out
    const qint64 age = m_stageBegan.msecsTo(QDateTime::currentDateTimeUtc());
    if (age < settling)
        return;
    if (age > longest)
        return end(tr("The tour did not get on; the last picture shows where."));
    ui::ClusterPage *page = m_window.clusterPage();
    if (!page || !m_window.isSettled())
        return;
    const Rollout &rollout = page->follower().rollout();
    const auto cluster = page->follower().cluster();
    auto *apply = page->findChild<QPushButton *>(u"apply"_s);
    switch (m_stage) {
    case Stage::Opening:
        if (!cluster || cluster->state != redis::ClusterState::Running || rollout.isUnderWay() || rollout.replicas == 0)
            return;
        picture(u"cluster"_s);
        page->findChild<ui::TagField *>()->setTag(m_tag);
        return begin(Stage::Choosing);
    case Stage::Choosing:
        if (!page->editor()->canReview())
            return;
        picture(u"tag"_s);
        page->open(ui::ClusterPage::Step::Review);
        return begin(Stage::Reviewing);
    case Stage::Reviewing:
        if (!apply || !apply->isEnabled())
            return;
        picture(u"review"_s);
        apply->click();
        return begin(Stage::Rolling);
    case Stage::Rolling:
        if (page->openStep() != ui::ClusterPage::Step::Rollout)
            return;
        note(rollout.gate.sentence.isEmpty() ? rollout.status.message
                                             : rollout.status.message + u"\n         "_s + rollout.gate.sentence);
        followPods(rollout);
        if (cluster && cluster->image.versionTag == m_tag && rollout.phase == Rollout::Phase::Done
            && !page->rolloutPage()->lane()->isMoving()) {
            picture(u"done"_s);
            end({});
        }
        return;
    case Stage::Done:
        return;
    }
}
