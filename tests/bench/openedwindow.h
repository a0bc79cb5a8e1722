// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.h"

#include <QElapsedTimer>

/// Looks at the window of an Application and tells when what it shows is whole: the cluster, its StatefulSet and each
/// of its pods, ready.
class OpenedWindow final : public QObject
{
    Q_OBJECT

public:
    explicit OpenedWindow(Application &application);

Q_SIGNALS:
    void firstFrame(); ///< something is painted, the window's own furniture at least
    void complete(); ///< after the frame that shows it is painted; once

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void look();
    [[nodiscard]] bool isComplete() const;

    Application &m_application;
    QTimer m_look; ///< for the case that nothing had to be painted any more
    bool m_hasFrame = false;
    bool m_done = false;
};
