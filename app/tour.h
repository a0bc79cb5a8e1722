// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QDir>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace ui {
class ClusterPage;
class MainWindow;
}
namespace rollout {
struct Rollout;
}

/// Plays one whole upgrade in the window, as a person would do it, and leaves a picture of each step and a report of
/// what was said when. For the demo: it applies a change.
class Tour final : public QObject
{
    Q_OBJECT

public:
    /// `tag`: what the first cluster is upgraded to. Makes the folder.
    Tour(ui::MainWindow &window, const QString &folder, QString tag, QObject *parent = nullptr);

Q_SIGNALS:
    /// Last; an empty sentence is success.
    void finished(const QString &problem);

private:
    enum class Stage { Opening, Choosing, Reviewing, Rolling, Done };

    void look();
    void begin(Stage stage);
    void picture(const QString &name);
    void followPods(const rollout::Rollout &rollout);
    void takeOnce(const QString &name);
    void note(const QString &sentence);
    void end(const QString &problem);

    ui::MainWindow &m_window;
    const QDir m_folder;
    const QString m_tag;
    Stage m_stage = Stage::Opening;
    QTimer m_look;
    QDateTime m_stageBegan;
    QStringList m_report;
    int m_pictures = 0;
    QHash<QString, QDateTime> m_seen; ///< pictures of pods: since when there is something to see; invalid once taken
    QString m_said;
};
