// SPDX-License-Identifier: Apache-2.0
#include "common/reconciler.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sim {

namespace {

/// How long to wait for the watch to show a write. All writes are guarded by name, uid or version: going on without
/// having seen one costs a refused write, no more.
constexpr auto patience = 5s;
constexpr auto firstRetry = 50ms;
constexpr auto lastRetry = 30'000ms;

/// Refusals that say that the work is done, or that the stores lag behind it.
bool isAlreadyDone(const Write &write, const kube::Error &error)
{
    if (write.request.method == "POST")
        return error.reason == "AlreadyExists"_L1;
    return write.request.method == "DELETE" && (error.isNotFound() || error.isConflict());
}

} // namespace

Reconciler::Reconciler(Informers &informers, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_informers(informers)
    , m_clock(clock)
{
}

Reconciler::~Reconciler() = default;

void Reconciler::start()
{
    followKinds();
    schedule();
}

const kube::ObjectStore &Reconciler::follow(const kube::ResourceType &type,
                                            std::function<Keys(const RawObject &)> concerns,
                                            const kube::Selection &selection, const QString &nameSpace)
{
    const kube::ObjectStore &store = m_informers.follow(type, selection, nameSpace);
    const auto enqueueAll = [this, concerns = std::move(concerns)](const auto &objects) {
        for (const kube::ObjectPtr &object : objects) {
            for (const kube::ObjectKey &key : concerns(static_cast<const RawObject &>(*object)))
                enqueue(key);
        }
    };
    connect(&store, &kube::ObjectStore::changed, this, [this, enqueueAll](const kube::ObjectStore::Changes &changes) {
        enqueueAll(changes.removed);
        enqueueAll(changes.added);
        enqueueAll(changes.modified);
        schedule(); // somebody may have waited to see just this
    });
    connect(&store, &kube::ObjectStore::synced, this, &Reconciler::schedule);
    m_followed.append({type, &store});
    enqueueAll(store.objects());
    return store;
}

Reconciler::Keys Reconciler::itself(const RawObject &object)
{
    return {object.meta.key()};
}

std::function<Reconciler::Keys(const RawObject &)> Reconciler::controllerOfKind(const QString &kind)
{
    return [kind](const RawObject &object) -> Keys {
        const kube::OwnerReference *owner = object.meta.controller();
        if (!owner || owner->kind != kind)
            return {};
        return {{object.meta.nameSpace, owner->name}};
    };
}

void Reconciler::enqueue(const kube::ObjectKey &key)
{
    Work &work = m_work[key];
    if (!work.isQueued) {
        work.isQueued = true;
        m_queue.append(key);
    }
    schedule();
}

void Reconciler::schedule()
{
    if (m_isScheduled)
        return;
    m_isScheduled = true;
    QMetaObject::invokeMethod(this, &Reconciler::runQueued, Qt::QueuedConnection);
}

bool Reconciler::isSynced() const
{
    return std::ranges::all_of(m_followed, [](const Followed &followed) { return followed.store->isSynced(); });
}

const kube::ObjectStore *Reconciler::storeOf(const kube::ResourceType &type) const
{
    const auto found = std::ranges::find(m_followed, type, &Followed::type);
    return found == m_followed.end() ? nullptr : found->store;
}

void Reconciler::runQueued()
{
    m_isScheduled = false;
    if (!isSynced())
        return;
    const QList<kube::ObjectKey> keys = std::exchange(m_queue, {});
    for (const kube::ObjectKey &key : keys)
        run(key);
}

bool Reconciler::Awaited::isSeen() const
{
    const kube::ObjectPtr object = store->find(key);
    if (isRemoval && (!object || object->meta.uid != uid))
        return true;
    if (!object)
        return !uid.isEmpty(); // it was there and is gone; what was created is still to come
    return version.isEmpty() ? object->meta.resourceVersion != before
                             : isAtLeast(object->meta.resourceVersion, version);
}

void Reconciler::run(const kube::ObjectKey &key)
{
    Work &before = m_work[key];
    before.awaited.removeIf(std::mem_fn(&Awaited::isSeen));
    if (before.isWriting || !before.awaited.isEmpty()) {
        m_queue.append(key); // stays queued; schedule() comes with the answer or the event
        return;
    }
    before.isQueued = false;
    before.due.reset();
    Outcome outcome = reconcile(key);
    Work &work = m_work[key]; // anew: reconcile() may have enqueued others
    if (outcome.again) {
        const Clock::Duration due = m_clock.elapsed() + *outcome.again;
        work.due = due;
        m_clock.after(*outcome.again, this, [this, key, due] {
            const auto found = m_work.constFind(key);
            if (found != m_work.constEnd() && found->due == due)
                enqueue(key);
        });
    }
    work.writes = std::move(outcome.writes);
    if (!work.writes.isEmpty()) {
        sendNext(key);
    } else {
        work.failures = 0;
        if (!work.due)
            m_work.remove(key);
    }
}

void Reconciler::sendNext(const kube::ObjectKey &key)
{
    Work &work = m_work[key];
    work.isWriting = true;
    const Write write = work.writes.takeFirst();
    QString before;
    if (const kube::ObjectStore *store = storeOf(write.type)) {
        if (const kube::ObjectPtr object = store->find(write.key))
            before = object->meta.resourceVersion;
    }
    m_informers.client().sendForObject(
        write.request, this, [this, key, write, before](const kube::Result<kube::ApiObject> &answer) {
            onAnswer(key, write, before, answer.transform([](const auto &ok) { return ok.object; }));
        });
}

void Reconciler::onAnswer(const kube::ObjectKey &key, const Write &write, const QString &before,
                          const kube::Result<QJsonObject> &answer)
{
    if (write.answered)
        write.answered(answer);
    Work &work = m_work[key];
    work.isWriting = false;
    if (answer) {
        if (const kube::ObjectStore *store = storeOf(write.type)) {
            work.awaited.append({.store = store,
                                 .key = write.key,
                                 .uid = write.uid,
                                 .version = valueAt(*answer, u"metadata.resourceVersion").toString(),
                                 .before = before,
                                 .isRemoval = write.request.method == "DELETE"});
        }
    } else if (!write.isOptional && !isAlreadyDone(write, answer.error())) {
        work.writes.clear();
        onWritten(key);
        retryLater(key);
        return;
    }
    if (!work.writes.isEmpty()) {
        sendNext(key);
    } else {
        work.failures = 0;
        onWritten(key);
    }
}

void Reconciler::onWritten(const kube::ObjectKey &key)
{
    Work &work = m_work[key];
    work.awaited.removeIf(std::mem_fn(&Awaited::isSeen));
    if (!work.awaited.isEmpty()) {
        work.awaitedSince = ++m_counter;
        QTimer::singleShot(patience, this, [this, key, since = work.awaitedSince] {
            const auto found = m_work.find(key);
            if (found == m_work.end() || found->awaitedSince != since || found->awaited.isEmpty())
                return;
            found->awaited.clear();
            enqueue(key);
            schedule();
        });
    }
    // A pass that wrote something is always followed by one that looks at the result.
    enqueue(key);
}

void Reconciler::retryLater(const kube::ObjectKey &key)
{
    Work &work = m_work[key];
    m_queue.removeAll(key);
    work.isQueued = true; // changes in between do not shorten the delay
    const auto delay = std::min(firstRetry * (1 << std::min(work.failures, 12)), lastRetry);
    ++work.failures;
    QTimer::singleShot(delay, this, [this, key] {
        m_queue.append(key);
        schedule();
    });
}

kube::WriteOptions writeOptions(const QString &fieldManager)
{
    kube::WriteOptions options;
    options.fieldManager = fieldManager;
    options.fieldValidation = kube::FieldValidation::Warn;
    return options;
}

} // namespace sim
