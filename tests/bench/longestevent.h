// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QApplication>
#include <QElapsedTimer>

/// An application that knows how long the longest event took: for so long the window did not answer.
class LongestEvent final : public QApplication
{
    Q_OBJECT

public:
    LongestEvent(int &argc, char **argv)
        : QApplication(argc, argv)
    {
    }

    void reset() { m_events.clear(); }
    struct Event
    {
        double milliseconds = 0;
        QString what; ///< type and receiver
    };
    /// Since reset(), the longest first; of 1 ms and more.
    [[nodiscard]] QList<Event> events() const;

protected:
    bool notify(QObject *receiver, QEvent *event) override;

private:
    QList<Event> m_events;
    int m_depth = 0; ///< events that are sent while one is delivered are part of it
};
