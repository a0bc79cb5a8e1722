// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/clock.h"
#include "common/informers.h"
#include "common/rawobject.h"

#include <QHash>

namespace sim {

/// What an event is about, and what it says.
struct Happening
{
    kube::ResourceType type;
    kube::ObjectMeta object;
    bool isWarning = false;
    QString reason; ///< such as "SuccessfulCreate"
    QString message;
    QString fieldPath; ///< such as "spec.containers{redis}"
};

/// Writes core/v1 Events in the name of one component. The same happening again raises the count of its event instead
/// of making another, as client-go's recorder does. Events are written one after the other; one that cannot be written
/// is dropped, since nothing depends on it.
class EventRecorder final : public QObject
{
    Q_OBJECT

public:
    EventRecorder(Informers &informers, Clock &clock, QString component, QString host = {}, QObject *parent = nullptr);

    void record(const Happening &happening);

private:
    struct Known
    {
        QString name;
        int count = 0;
    };

    void sendNext();

    Informers &m_informers;
    Clock &m_clock;
    const QString m_component;
    const QString m_host;
    QHash<QString, Known> m_known;
    QList<kube::ApiRequest> m_waiting;
    bool m_isSending = false;
    quint64 m_sequence = 0;
};

} // namespace sim
