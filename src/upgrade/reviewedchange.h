// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiclient.h"
#include "journal.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace upgrade {

/// What a person is shown before a write, and exactly what will be written.
struct Review
{
    QJsonObject live; ///< the object as it is, whole; empty: it will be created
    QJsonObject proposed; ///< the server's answer to the dry run; of a creation, without what is made up anew each time
    QJsonObject patch; ///< merge patch of exactly the changed leaves, guarded by uid and resource version; to create:
                       ///< the whole object, which is guarded by its name
    QList<yaml::Change> wanted; ///< what the patch changes
    QList<yaml::Change>
        changes; ///< all that differs between live and proposed, book-keeping left out: defaults and webhooks too
    QList<yaml::Change> moved; ///< since the review before this one, by somebody else; empty for a first review
    QStringList warnings; ///< of the server

    [[nodiscard]] bool creates() const noexcept { return live.isEmpty(); }
    [[nodiscard]] QString resourceVersion() const;
    [[nodiscard]] QString uid() const;
};

/// One change to one object, from a person's choice to a verified write:
///
///     GET -> patch of the changed leaves -> server dry run (strict) -> review -> the identical request -> GET ->
///     journal
///
/// Nothing is written that was not reviewed in exactly that form: the patch carries the resource version of the review.
/// If the object moved, nothing is written and the review is made again from the same choice; only if it moved in
/// nothing but its status and book-keeping, so that the review would be the same to the letter, it goes on by itself.
/// If the connection is lost during the write, the outcome is found out by GET, never guessed.
///
/// Destroying it before Writing leaves the cluster untouched; during Writing the outcome stays Pending in the journal.
class ReviewedChange final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Preparing, ///< fetching the object, asking the server for a dry run
        Ready, ///< review() is to be looked at
        Nothing, ///< the object is already as wanted
        Writing,
        FindingOut, ///< the connection was lost while writing: asking the cluster what became of it
        Done, ///< written and read back
        Failed, ///< error() says why, and whether anything was written. prepare() may be called again
    };
    Q_ENUM(State)

    enum class IfMissing {
        Fail,
        Create, ///< from the choice, which must then be a whole object
    };

    /// `choice`: the wanted fields, as an RFC 7396 merge patch without uid and resource version. `why`: for the
    /// journal, a short phrase. `now` gives UTC. `pause`: between two questions to a cluster that does not answer. The
    /// client and the journal must outlive it.
    ReviewedChange(kube::ApiClient &client, const Journal &journal, kube::ResourceType type, kube::ObjectKey key,
                   QJsonObject choice, QString why, std::function<QDateTime()> now,
                   std::chrono::milliseconds pause = std::chrono::seconds(2), QObject *parent = nullptr);
    /// Before prepare(). Fail, unless it is called.
    void setIfMissing(IfMissing ifMissing) noexcept { m_ifMissing = ifMissing; }

    [[nodiscard]] State state() const noexcept { return m_state; }
    [[nodiscard]] const kube::ObjectKey &key() const noexcept { return m_key; }
    /// In Ready, Nothing, Writing, FindingOut and Done.
    [[nodiscard]] const Review &review() const noexcept { return m_review; }
    /// In Failed and FindingOut: why. In Ready: why an attempt to write came to nothing, if there was one.
    [[nodiscard]] const std::optional<kube::Error> &error() const noexcept { return m_error; }
    /// In Done: something of what was written has been changed by somebody else since.
    [[nodiscard]] bool wasOverwritten() const noexcept { return m_overwritten; }

    /// In Done: metadata.generation of the object as it was read back.
    [[nodiscard]] qint64 writtenGeneration() const noexcept { return m_writtenGeneration; }

    /// Makes the review, or makes it again.
    void prepare();
    /// The object was seen with this resource version (by a watch): in Ready and Nothing, another one makes the review
    /// again.
    void objectSeen(const QString &uid, const QString &resourceVersion);
    /// Writes what was reviewed. Only in Ready.
    void apply();

Q_SIGNALS:
    void stateChanged(upgrade::ReviewedChange::State state);

private:
    void setState(State state);
    void fail(const kube::Error &error);
    void failUnwritten(const kube::Error &error);
    [[nodiscard]] kube::Error inOurWords(kube::Error error) const;
    void fetch();
    void fetchAgain();
    void propose(const QJsonObject &live);
    void reviewed(Review review);
    [[nodiscard]] kube::ApiRequest request(const Review &review, bool dryRun) const;
    void write();
    void written(const kube::Result<kube::ApiObject> &answer);
    void findOut();
    void foundOut(const kube::Result<kube::ApiObject> &live);
    void foundNothing(const kube::Error &error);
    void foundUntouched();
    [[nodiscard]] bool isAsWanted(const QJsonObject &object) const;
    enum class Author { Us, Somebody, Unknown };
    [[nodiscard]] Author authorOf(const QJsonObject &object) const;
    void endJournal(JournalEntry::Outcome outcome, const QString &message = {});

    kube::ApiClient &m_client;
    const Journal &m_journal;
    const kube::ResourceType m_type;
    const kube::ObjectKey m_key;
    const QJsonObject m_choice;
    const QString m_why;
    const std::function<QDateTime()> m_now;
    IfMissing m_ifMissing = IfMissing::Fail;

    State m_state = State::Preparing;
    Review m_review;
    bool m_hasReview = false;
    std::optional<kube::Error> m_error;
    kube::Error m_lost; ///< what the last write was answered with, or the connection lost with
    QString m_seenVersion; ///< by objectSeen()
    QString m_entry; ///< of the journal, from its begin to its end
    int m_conflicts = 0; ///< of the dry run, one after the other
    int m_retries = 0; ///< of a write that met an object moved in its status alone
    bool m_acknowledged = false; ///< the server answered the write with success
    bool m_askedOnce = false; ///< and the object was untouched
    bool m_overwritten = false;
    qint64 m_writtenGeneration = 0;
    std::unique_ptr<QObject> m_calls; ///< context of the calls under way
    QTimer m_askAgain;
};

} // namespace upgrade
