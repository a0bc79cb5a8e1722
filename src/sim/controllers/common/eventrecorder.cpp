// SPDX-License-Identifier: Apache-2.0
#include "common/eventrecorder.h"

#include "common/reconciler.h"
#include "common/resources.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr qsizetype mostKnown = 4096; ///< as client-go's cache; forgotten events are written anew
constexpr qsizetype mostWaiting = 1000;

QJsonObject referenceTo(const Happening &happening)
{
    QJsonObject reference{{"apiVersion"_L1, happening.type.apiVersion()},
                          {"kind"_L1, happening.type.kind},
                          {"name"_L1, happening.object.name},
                          {"uid"_L1, happening.object.uid},
                          {"resourceVersion"_L1, happening.object.resourceVersion}};
    if (!happening.object.nameSpace.isEmpty())
        reference.insert("namespace"_L1, happening.object.nameSpace);
    if (!happening.fieldPath.isEmpty())
        reference.insert("fieldPath"_L1, happening.fieldPath);
    return reference;
}

} // namespace

EventRecorder::EventRecorder(Informers &informers, Clock &clock, QString component, QString host, QObject *parent)
    : QObject(parent)
    , m_informers(informers)
    , m_clock(clock)
    , m_component(std::move(component))
    , m_host(std::move(host))
    , m_sequence(QRandomGenerator::global()->generate64())
{
}

void EventRecorder::record(const Happening &happening)
{
    if (m_waiting.size() >= mostWaiting)
        return;
    // Events about what belongs to no namespace live in "default".
    const QString nameSpace = happening.object.nameSpace.isEmpty() ? u"default"_s : happening.object.nameSpace;
    const QString same = QStringList{happening.object.uid, happening.fieldPath, happening.reason, happening.message,
                                     QString::number(int(happening.isWarning))}
                             .join(u'\n');
    const QString now = timeText(m_clock.now());
    if (const auto known = m_known.find(same); known != m_known.end()) {
        ++known->count;
        m_waiting.append(kube::requests::patch(resources::events, {nameSpace, known->name}, kube::PatchType::Merge,
                                               QJsonObject{{"count"_L1, known->count}, {"lastTimestamp"_L1, now}},
                                               writeOptions(m_component)));
        sendNext();
        return;
    }
    if (m_known.size() >= mostKnown)
        m_known.clear();
    const QString name = happening.object.name + u'.' + QString::number(++m_sequence, 16);
    m_known.insert(same, {name, 1});

    QJsonObject source{{"component"_L1, m_component}};
    if (!m_host.isEmpty())
        source.insert("host"_L1, m_host);
    const QJsonObject event{{"apiVersion"_L1, "v1"_L1},
                            {"kind"_L1, "Event"_L1},
                            {"metadata"_L1, QJsonObject{{"name"_L1, name}, {"namespace"_L1, nameSpace}}},
                            {"involvedObject"_L1, referenceTo(happening)},
                            {"type"_L1, happening.isWarning ? "Warning"_L1 : "Normal"_L1},
                            {"reason"_L1, happening.reason},
                            {"message"_L1, happening.message.left(1024)},
                            {"count"_L1, 1},
                            {"firstTimestamp"_L1, now},
                            {"lastTimestamp"_L1, now},
                            {"source"_L1, source},
                            {"reportingComponent"_L1, m_component},
                            {"reportingInstance"_L1, m_host}};
    m_waiting.append(kube::requests::create(resources::events, nameSpace, event, writeOptions(m_component)));
    sendNext();
}

void EventRecorder::sendNext()
{
    if (m_isSending || m_waiting.isEmpty())
        return;
    m_isSending = true;
    m_informers.client().send(m_waiting.takeFirst(), this, [this](const auto & /*answer*/) {
        m_isSending = false;
        sendNext();
    });
}

} // namespace sim
