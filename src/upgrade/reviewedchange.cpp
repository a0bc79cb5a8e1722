// SPDX-License-Identifier: Apache-2.0
#include "reviewedchange.h"

#include <QUuid>
#include <algorithm>

using namespace Qt::StringLiterals;
using kube::ApiObject;
using kube::Error;
using kube::Result;

namespace upgrade {

namespace {

/// What every write changes by itself, and what is not the writer's: no part of a review.
QJsonObject withoutBookkeeping(QJsonObject object, bool keepStatus)
{
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    for (const auto key : {"managedFields"_L1, "resourceVersion"_L1, "generation"_L1})
        metadata.remove(key);
    object.insert("metadata"_L1, metadata);
    if (!keepStatus)
        object.remove("status"_L1);
    return object;
}

/// No answer came, or one that says that the request may still be under way.
bool isOutcomeOpen(const Error &error)
{
    return error.kind == Error::Kind::Network || error.kind == Error::Kind::Timeout || error.code == 504
        || (error.kind == Error::Kind::Protocol && error.code == 0) || (error.code >= 500 && error.reason.isEmpty());
}

} // namespace

QString Review::resourceVersion() const
{
    return live["metadata"_L1]["resourceVersion"_L1].toString();
}

QString Review::uid() const
{
    return live["metadata"_L1]["uid"_L1].toString();
}

ReviewedChange::ReviewedChange(kube::ApiClient &client, const Journal &journal, kube::ResourceType type,
                               kube::ObjectKey key, QJsonObject choice, QString why, std::function<QDateTime()> now,
                               QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_journal(journal)
    , m_type(std::move(type))
    , m_key(std::move(key))
    , m_choice(std::move(choice))
    , m_why(std::move(why))
    , m_now(std::move(now))
{
    m_askAgain.setSingleShot(true);
    connect(&m_askAgain, &QTimer::timeout, this, &ReviewedChange::findOut);
}

void ReviewedChange::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged(state);
}

void ReviewedChange::fail(const Error &error)
{
    m_error = error;
    setState(State::Failed);
}

// --- review ----------------------------------------------------------------------------------------------------------

void ReviewedChange::prepare()
{
    if (m_state == State::Writing || m_state == State::FindingOut || m_state == State::Done)
        return;
    m_error.reset();
    setState(State::Preparing);
    fetch(Purpose::Show);
}

void ReviewedChange::objectSeen(const QString &uid, const QString &resourceVersion)
{
    if (m_state == State::Ready && (uid != m_review.uid() || resourceVersion != m_review.resourceVersion()))
        fetch(Purpose::Show); // the old review stays until the new one is there; apply() is guarded anyway
}

void ReviewedChange::fetch(Purpose purpose)
{
    m_calls = std::make_unique<QObject>();
    m_client.sendForObject(
        kube::requests::get(m_type, m_key), m_calls.get(), [=, this](const Result<ApiObject> &answer) {
            if (answer)
                return propose(purpose, answer->object);
            Error error = answer.error();
            if (error.isNotFound()) {
                error.message =
                    tr("%1 \"%2\" in namespace \"%3\" does not exist any more: somebody deleted it. Nothing was "
                       "written.")
                        .arg(m_type.kind, m_key.name, m_key.nameSpace);
            }
            if (purpose == Purpose::GoOn)
                endJournal(JournalEntry::Outcome::NotWritten, error.message);
            fail(error);
        });
}

void ReviewedChange::propose(Purpose purpose, const QJsonObject &live)
{
    Review review;
    review.live = live;
    const QJsonObject wanted = yaml::applyMergePatch(live, m_choice).toObject();
    review.wanted = yaml::differences(live, wanted);
    if (review.wanted.isEmpty() && purpose == Purpose::Show) {
        review.proposed = live;
        m_review = review;
        m_hasReview = true;
        return setState(State::Nothing);
    }
    review.patch = yaml::mergePatch(live, wanted);
    QJsonObject guard{{"resourceVersion"_L1, review.resourceVersion()}, {"uid"_L1, review.uid()}};
    review.patch.insert("metadata"_L1, guard);

    m_client.sendForObject(
        request(review.patch, true), m_calls.get(), [=, this](const Result<ApiObject> &answer) mutable {
            if (!answer) {
                if (answer.error().isConflict())
                    return fetch(purpose); // it moved between the two calls
                if (purpose == Purpose::GoOn)
                    endJournal(JournalEntry::Outcome::NotWritten, answer.error().message);
                return fail(answer.error());
            }
            review.proposed = answer->object;
            review.warnings = answer->warnings;
            review.changes =
                yaml::differences(withoutBookkeeping(review.live, true), withoutBookkeeping(review.proposed, true));
            reviewed(purpose, std::move(review));
        });
}

void ReviewedChange::reviewed(Purpose purpose, Review review)
{
    bool same = false;
    if (m_hasReview) {
        review.moved =
            yaml::differences(withoutBookkeeping(m_review.live, false), withoutBookkeeping(review.live, false));
        same = review.moved.isEmpty() && review.uid() == m_review.uid() && review.warnings == m_review.warnings
            && withoutBookkeeping(review.proposed, false) == withoutBookkeeping(m_review.proposed, false);
        if (same)
            review.moved = m_review.moved; // still what the person was told
    }
    m_review = std::move(review);
    m_hasReview = true;
    if (purpose == Purpose::GoOn && same)
        return write();
    if (purpose == Purpose::GoOn)
        endJournal(JournalEntry::Outcome::NotWritten,
                   tr("The object was changed by somebody else; the review was made again."));
    setState(State::Ready);
}

// --- write -----------------------------------------------------------------------------------------------------------

kube::ApiRequest ReviewedChange::request(const QJsonObject &patch, bool dryRun) const
{
    return kube::requests::patch(m_type, m_key, kube::PatchType::Merge, patch, {.dryRun = dryRun});
}

void ReviewedChange::apply()
{
    if (m_state != State::Ready)
        return;
    m_calls.reset(); // a review that is being made again
    m_retries = 0;
    m_acknowledged = false;
    m_entry = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const JournalEntry entry{.id = m_entry,
                             .begun = m_now(),
                             .ended = {},
                             .context = m_client.config().context,
                             .server = m_client.config().server.toString(),
                             .user = m_client.config().user,
                             .apiVersion = m_type.apiVersion(),
                             .kind = m_type.kind,
                             .nameSpace = m_key.nameSpace,
                             .name = m_key.name,
                             .uid = m_review.uid(),
                             .why = m_why,
                             .changes = m_review.wanted,
                             .outcome = JournalEntry::Outcome::Pending,
                             .message = {}};
    if (const Result<void> begun = m_journal.begin(entry); !begun)
        return fail(begun.error());
    setState(State::Writing);
    write();
}

void ReviewedChange::write()
{
    m_calls = std::make_unique<QObject>();
    m_client.sendForObject(request(m_review.patch, false), m_calls.get(),
                           [this](const Result<ApiObject> &answer) { written(answer); });
}

void ReviewedChange::written(const Result<ApiObject> &answer)
{
    m_acknowledged = answer.has_value();
    if (m_acknowledged)
        return findOut(); // the server says that it wrote; the GET tells whether it is still so
    const Error &error = answer.error();
    // A conflict may be the echo of our own write: Qt sends a request again when the connection breaks.
    if (isOutcomeOpen(error) || error.isConflict()) {
        m_lost = error;
        if (!error.isConflict())
            setState(State::FindingOut);
        return findOut();
    }
    endJournal(JournalEntry::Outcome::NotWritten, error.message);
    fail(error);
}

void ReviewedChange::findOut()
{
    m_calls = std::make_unique<QObject>();
    m_client.sendForObject(kube::requests::get(m_type, m_key), m_calls.get(),
                           [this](const Result<ApiObject> &live) { foundOut(live); });
}

void ReviewedChange::foundOut(const Result<ApiObject> &live)
{
    if (!live) {
        if (live.error().isNotFound()) {
            endJournal(m_acknowledged ? JournalEntry::Outcome::Written : JournalEntry::Outcome::Unknown,
                       live.error().message);
            Error error = live.error();
            error.message = tr("%1 \"%2\" does not exist any more: somebody deleted it while it was being written.")
                                .arg(m_type.kind, m_key.name);
            return fail(error);
        }
        // Still no answer: ask until there is one. The state says so, and so does the journal if we are ended
        // meanwhile.
        m_error = live.error();
        if (m_state != State::FindingOut)
            setState(State::FindingOut);
        constexpr std::chrono::milliseconds pause{2'000};
        m_askAgain.start(pause);
        return;
    }
    m_error.reset();
    const QJsonObject object = live->object;
    if (m_acknowledged)
        return done(object);
    const QString version = object["metadata"_L1]["resourceVersion"_L1].toString();
    if (object["metadata"_L1]["uid"_L1].toString() == m_review.uid() && version != m_review.resourceVersion()
        && isAsWanted(object))
        return done(object);
    if (version == m_review.resourceVersion()) {
        Error error = *m_lost;
        error.message =
            tr("The connection was lost while writing, and the cluster was asked since: nothing was written. "
               "You can apply again.");
        endJournal(JournalEntry::Outcome::NotWritten, m_lost->message);
        m_error = error;
        return setState(State::Ready);
    }
    // Moved. Review again from the same choice; go on by itself only if the review stays the same to the letter.
    constexpr int mostRetries = 5; // kubectl apply's
    if (m_lost->isConflict() && ++m_retries <= mostRetries)
        return fetch(Purpose::GoOn);
    endJournal(m_lost->isConflict() ? JournalEntry::Outcome::NotWritten : JournalEntry::Outcome::Unknown,
               m_lost->message);
    setState(State::Preparing);
    fetch(Purpose::Show);
}

void ReviewedChange::done(const QJsonObject &live)
{
    m_overwritten = !isAsWanted(live);
    endJournal(JournalEntry::Outcome::Written);
    setState(State::Done);
}

bool ReviewedChange::isAsWanted(const QJsonObject &object) const
{
    return std::ranges::all_of(m_review.wanted, [&](const yaml::Change &difference) {
        return yaml::valueAt(object, difference.path) == difference.after;
    });
}

void ReviewedChange::endJournal(JournalEntry::Outcome outcome, const QString &message)
{
    // The request is out already; a journal that fails now leaves the entry Pending, which says as much.
    if (const Result<void> ended = m_journal.end(m_entry, outcome, m_now(), message); !ended)
        qWarning("%s", qPrintable(ended.error().message));
}

} // namespace upgrade
