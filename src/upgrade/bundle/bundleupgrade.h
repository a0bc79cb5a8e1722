// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundlecomparison.h"
#include "bundlefindings.h"
#include "reviewedchange.h"

#include <QDateTime>
#include <QHash>
#include <QMap>
#include <QObject>
#include <QThread>
#include <QTimer>
#include <functional>
#include <memory>
#include <vector>

namespace upgrade {

/// A release of the operator, from its bundle to objects that are written:
///
///     read the cluster -> compare three ways -> settle conflicts -> dry run of every document -> review ->
///     the identical requests, one after the other, each guarded and read back -> done
///
/// All or nothing: before the first write every document is read and tried once more; if one moved or would be refused,
/// none is written. What is there already is found by comparing, never remembered: a run that was ended in the middle
/// goes on from what the cluster has, and after a whole one there is nothing to do. Objects that exist are changed by a
/// patch of exactly what changes (see ReviewedChange); new ones are created.
///
/// Compares on a thread of its own; all else is on the thread it lives on. Destroying it while Applying leaves the rest
/// unwritten.
class BundleUpgrade final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle, ///< before compare()
        Comparing,
        Deciding, ///< conflicts are to be settled, or an obstacle stands in the way
        Checking, ///< the server is asked for a dry run of every document
        Refused, ///< at least one document: nothing was written
        Ready, ///< every document was accepted and is to be looked at
        Nothing, ///< the cluster is as the release wants it
        Applying,
        Done,
        Failed, ///< error() says why, the documents what is written. compare() may be called again
    };
    Q_ENUM(State)

    /// Finds the bundle of the release that an operator tag names; an error is a reason to go on without it.
    using FindBase = std::function<void(const QString &operatorTag, bool forOpenShift, QObject *context,
                                        kube::Callback<Bundle> done)>;

    /// `now` gives UTC; `pause`: between two questions to a server that is not ready or does not answer. Client and
    /// journal must outlive it.
    BundleUpgrade(kube::ApiClient &client, const Journal &journal, QString nameSpace, FindBase findBase,
                  std::function<QDateTime()> now, std::chrono::milliseconds pause = std::chrono::seconds(1),
                  QObject *parent = nullptr);
    ~BundleUpgrade() override;

    [[nodiscard]] State state() const noexcept { return m_state; }
    [[nodiscard]] const QString &nameSpace() const noexcept { return m_nameSpace; }
    [[nodiscard]] const std::optional<kube::Error> &error() const noexcept { return m_error; } ///< in Failed
    [[nodiscard]] const std::optional<Bundle> &bundle() const noexcept { return m_bundle; }
    [[nodiscard]] const RunningRelease &running() const noexcept { return m_running; }
    [[nodiscard]] const Installation &installation() const noexcept { return m_installation; }
    [[nodiscard]] QDateTime comparedAt() const { return m_comparedAt; } ///< UTC; invalid: not yet

    /// In the order in which they are applied.
    [[nodiscard]] const QList<UpgradeDocument> &documents() const noexcept { return m_documents; }
    [[nodiscard]] const QList<BundleFinding> &findings() const noexcept { return m_findings; }
    /// Since the comparison before this one, by somebody else; a sentence, or empty.
    [[nodiscard]] const QString &movedText() const noexcept { return m_movedText; }
    /// Why apply() would do nothing, a full sentence that names what is missing; empty in Ready.
    [[nodiscard]] QString whyNot() const;
    /// What will be written of a document, to the letter; null unless it was accepted.
    [[nodiscard]] const Review *reviewOf(const ObjectIdentity &document) const;

    enum class Registry { Kept, OfBundle };
    /// Begins anew with this bundle. What was decided is kept where the conflict is the same to the letter. Not while
    /// Applying. `registry`: of the images, when both the cluster and the bundle have one of their own.
    void compare(Bundle bundle, Registry registry = Registry::Kept);
    void compareAgain();
    /// Settles a conflict, at its path, with any value; Undefined takes the field out. The dry run is made anew. Not
    /// while Applying.
    void decide(const ObjectIdentity &document, const yaml::Path &conflict, const QJsonValue &value);
    /// Writes what was reviewed. Only in Ready.
    void apply();

Q_SIGNALS:
    void stateChanged(upgrade::BundleUpgrade::State state);
    /// Between two changes of the state. May not be answered by destroying the object; stateChanged() may.
    void documentChanged(qsizetype index);

private:
    enum class Step { Trying, Verifying, Writing }; ///< what the changes are about

    void setState(State state);
    void fail(const kube::Error &error);
    void readCluster();
    void findBase();
    void readRest(const Bundle &base);
    void compareSides(const std::optional<Bundle> &base);
    void compared(const BundleComparison &comparison);
    void goOn();
    void tryDocuments();
    void onChange(qsizetype index, ReviewedChange::State state);
    void onWrite(qsizetype index, ReviewedChange::State state);
    void allTried();
    void allVerified();
    void writeNext();
    void settle(qsizetype index);
    void stop(qsizetype index, const kube::Error &error);
    void setDocument(qsizetype index, UpgradeDocument::State state, const std::optional<kube::Error> &error = {});
    [[nodiscard]] qsizetype indexOf(const ObjectIdentity &document) const; ///< -1: none
    [[nodiscard]] qsizetype count(UpgradeDocument::State state) const;
    [[nodiscard]] bool isBlocked() const;
    [[nodiscard]] bool isAsReviewed(qsizetype index) const; ///< while Verifying
    [[nodiscard]] const kube::Error *unanswered()
        const; ///< of a document that the server could not be asked about; or null

    /// What was reviewed, to see whether it still is so.
    struct Reviewed
    {
        QJsonObject live;
        QJsonObject proposed;
    };

    kube::ApiClient &m_client;
    const Journal &m_journal;
    const QString m_nameSpace;
    const FindBase m_findBase;
    const std::function<QDateTime()> m_now;
    const std::chrono::milliseconds m_pause;

    State m_state = State::Idle;
    std::optional<kube::Error> m_error;
    std::optional<Bundle> m_bundle;
    Registry m_registry = Registry::Kept;
    LiveBundle m_live;
    RunningRelease m_running;
    Installation m_installation;
    QDateTime m_comparedAt;
    QList<UpgradeDocument> m_documents;
    QList<BundleFinding> m_findings;
    QList<SettledConflict> m_settled;
    QString m_movedText;

    Step m_step = Step::Trying;
    std::vector<std::unique_ptr<ReviewedChange>> m_changes; ///< one for each document; null: none is needed
    QMap<qsizetype, Reviewed> m_reviewed; ///< by document; while Verifying
    QStringList m_moved; ///< documents that are not as they were reviewed; while Verifying
    int m_decisions = 0;
    QHash<qsizetype, int> m_awaited; ///< documents that are worked out anew, for the last of these decisions
    int m_retries = 0; ///< of the document that is written
    int m_looks = 0; ///< at the document that settles
    QTimer m_lookAgain;
    std::shared_ptr<QObject> m_calls; ///< context of what is under way in one comparison; new with each
    QThread m_thread;
    std::unique_ptr<QObject> m_worker; ///< lives on the thread
};

} // namespace upgrade
