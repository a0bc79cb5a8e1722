// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/clock.h"
#include "common/informers.h"
#include "common/rawobject.h"
#include "requests.h"

#include <QHash>
#include <QPointer>
#include <optional>

namespace sim {

/// One write that a controller wants, and what to do with the answer.
struct Write
{
    kube::ApiRequest request;
    kube::ResourceType type;
    kube::ObjectKey key;
    QString uid; ///< of an object to delete or change; empty: of one to create
    std::function<void(const kube::Result<QJsonObject> &answer)> answered; ///< may be empty
    /// The writes after it are sent even if this one fails.
    bool isOptional = false;
};

/// A controller: whenever something changes that concerns an object, compares what is with what should be, and writes
/// the difference.
///
/// Guarantees of the loop: one reconcile() at a time for each key; its writes are sent one after the other, and what
/// they changed is seen in the stores before reconcile() is called for that key again (so that a slow watch never makes
/// it do a thing twice); a write that fails ends the pass, which is tried again with a growing delay. Nothing is done
/// before each followed kind is listed once. Destroying it stops it; what is on its way is not waited for.
class Reconciler : public QObject
{
    Q_OBJECT

public:
    Reconciler(Informers &informers, Clock &clock, QObject *parent = nullptr);
    ~Reconciler() override;

    void start();

protected:
    struct Outcome
    {
        QList<Write> writes;
        std::optional<Clock::Duration> again; ///< look again after this time, though nothing changes
    };
    using Keys = QList<kube::ObjectKey>;

    /// Called by start(): follow() what is needed.
    virtual void followKinds() = 0;
    virtual Outcome reconcile(const kube::ObjectKey &key) = 0;

    /// Follows a kind; a changed object makes the keys that it concerns be reconciled.
    const kube::ObjectStore &follow(const kube::ResourceType &type, std::function<Keys(const RawObject &)> concerns,
                                    const kube::Selection &selection = {}, const QString &nameSpace = {});
    /// A keysOf for the objects themselves, and for what they control of a kind.
    [[nodiscard]] static Keys itself(const RawObject &object);
    [[nodiscard]] static std::function<Keys(const RawObject &)> controllerOfKind(const QString &kind);

    void enqueue(const kube::ObjectKey &key);
    [[nodiscard]] Informers &informers() const { return m_informers; }
    [[nodiscard]] Clock &clock() const { return m_clock; }

private:
    /// What a write changed and the store does not show yet.
    struct Awaited
    {
        const kube::ObjectStore *store = nullptr;
        kube::ObjectKey key;
        QString uid; ///< of the object
        QString version; ///< at least this; empty: other than `before`
        QString before;
        bool isRemoval = false;

        [[nodiscard]] bool isSeen() const;
    };

    struct Work
    {
        bool isQueued = false; ///< reconcile() is to be called
        QList<Write> writes; ///< still to be sent
        bool isWriting = false;
        QList<Awaited> awaited;
        quint64 awaitedSince = 0; ///< counts, to tell a late time-out from the present one
        int failures = 0;
        std::optional<Clock::Duration> due; ///< when it wanted to be called again
    };

    void schedule();
    void runQueued();
    void run(const kube::ObjectKey &key);
    void sendNext(const kube::ObjectKey &key);
    void onAnswer(const kube::ObjectKey &key, const Write &write, const QString &before,
                  const kube::Result<QJsonObject> &answer);
    void onWritten(const kube::ObjectKey &key);
    void retryLater(const kube::ObjectKey &key);
    [[nodiscard]] bool isSynced() const;

    Informers &m_informers;
    Clock &m_clock;
    struct Followed
    {
        kube::ResourceType type;
        const kube::ObjectStore *store = nullptr;
    };
    [[nodiscard]] const kube::ObjectStore *storeOf(const kube::ResourceType &type) const;

    QList<Followed> m_followed;
    QHash<kube::ObjectKey, Work> m_work;
    QList<kube::ObjectKey> m_queue;
    bool m_isScheduled = false;
    quint64 m_counter = 0;
};

/// The options of a controller's writes: its name as field manager, and the server's own validation.
[[nodiscard]] kube::WriteOptions writeOptions(const QString &fieldManager);

} // namespace sim
