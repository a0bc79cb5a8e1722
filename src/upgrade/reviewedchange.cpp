// SPDX-License-Identifier: Apache-2.0
#include "reviewedchange.h"

#include "bookkeeping.h"
#include "bundle/storedform.h"
#include "fieldowners.h"
#include "safetext.h"

#include <QUuid>
#include <algorithm>

using namespace Qt::StringLiterals;
using kube::ApiObject;
using kube::Error;
using kube::Result;

namespace upgrade {

namespace {

/// No answer came, or one after which the request may still have been carried out (etcd that timed out is a 500).
bool isOutcomeOpen(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Configuration:
    case Error::Kind::Credentials:
        return false; // nothing was sent
    case Error::Kind::Api:
    case Error::Kind::Protocol:
        // A conflict may be the echo of our own write: Qt sends a request again when the connection breaks.
        return error.code < 300 || error.code >= 500 || error.isConflict();
    default:
        return true;
    }
}

/// Of the answer to the dry run of a creation: what the server makes up anew each time stands for nothing.
QJsonObject withoutWhatIsMade(const QJsonObject &created)
{
    return yaml::withValue(withoutServerFields(created), {u"metadata"_s, u"namespace"_s},
                           created["metadata"_L1]["namespace"_L1])
        .toObject();
}

constexpr int mostRetries = 5; // kubectl apply's

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
                               std::chrono::milliseconds pause, QObject *parent)
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
    m_askAgain.setInterval(pause);
    connect(&m_askAgain, &QTimer::timeout, this, &ReviewedChange::findOut);
}

// A slot may destroy us: setState() is always the last thing done.
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

void ReviewedChange::failUnwritten(const Error &error)
{
    endJournal(JournalEntry::Outcome::NotWritten, error.message);
    fail(error);
}

Error ReviewedChange::inOurWords(Error error) const
{
    if (error.isNotFound() && m_ifMissing == IfMissing::Fail)
        error.message = tr("%1 \"%2\" in namespace \"%3\" does not exist any more: somebody deleted it. Nothing was "
                           "written.")
                            .arg(m_type.kind, yaml::safeText(m_key.name), yaml::safeText(m_key.nameSpace));
    return error;
}

// --- review ----------------------------------------------------------------------------------------------------------

void ReviewedChange::prepare()
{
    if (m_state == State::Writing || m_state == State::FindingOut || m_state == State::Done)
        return;
    m_error.reset();
    fetch();
    setState(State::Preparing);
}

void ReviewedChange::objectSeen(const QString &uid, const QString &resourceVersion)
{
    if ((m_state != State::Ready && m_state != State::Nothing) || resourceVersion == m_seenVersion
        || (uid == m_review.uid() && resourceVersion == m_review.resourceVersion()))
        return;
    m_seenVersion = resourceVersion; // seen again while the answer is under way: no reason to ask anew
    fetch(); // the old review stays until the new one is there; apply() is guarded anyway
}

void ReviewedChange::fetch()
{
    m_conflicts = 0;
    fetchAgain();
}

void ReviewedChange::fetchAgain()
{
    m_calls = std::make_unique<QObject>();
    m_client.sendForObject(kube::requests::get(m_type, m_key), m_calls.get(), [this](const Result<ApiObject> &answer) {
        if (answer)
            propose(answer->object);
        else if (answer.error().isNotFound() && m_ifMissing == IfMissing::Create)
            propose({});
        else
            failUnwritten(inOurWords(answer.error()));
    });
}

void ReviewedChange::propose(const QJsonObject &live)
{
    Review review;
    review.live = live;
    const QJsonObject wanted = yaml::applyMergePatch(live, m_choice).toObject();
    review.wanted = yaml::differences(live, wanted);
    if (review.wanted.isEmpty()) {
        review.proposed = live;
        m_review = review;
        m_hasReview = true;
        endJournal(JournalEntry::Outcome::NotWritten, tr("The object was already as wanted."));
        return setState(State::Nothing);
    }
    if (review.creates()) {
        review.patch = m_choice;
    } else {
        review.patch = yaml::mergePatch(live, wanted);
        QJsonObject metadata = review.patch.value("metadata"_L1).toObject();
        metadata.insert("resourceVersion"_L1, review.resourceVersion());
        metadata.insert("uid"_L1, review.uid());
        review.patch.insert("metadata"_L1, metadata);
    }

    const kube::ApiRequest dryRun = request(review, true);
    m_client.sendForObject(
        dryRun, m_calls.get(), [this, review = std::move(review)](const Result<ApiObject> &answer) mutable {
            if (!answer) {
                // Also what was to be created and is there now.
                if (answer.error().isConflict() && ++m_conflicts <= mostRetries)
                    return fetchAgain(); // it moved between the two calls
                return failUnwritten(inOurWords(answer.error()));
            }
            review.proposed = review.creates() ? withoutWhatIsMade(answer->object) : answer->object;
            review.warnings = answer->warnings;
            review.changes = yaml::differences(withoutBookkeeping(review.live), withoutBookkeeping(review.proposed));
            reviewed(std::move(review));
        });
}

void ReviewedChange::reviewed(Review review)
{
    bool same = false;
    if (m_hasReview) {
        review.moved = yaml::differences(reviewedPart(m_review.live), reviewedPart(review.live));
        same = review.moved.isEmpty() && review.uid() == m_review.uid() && review.warnings == m_review.warnings
            && reviewedPart(review.proposed) == reviewedPart(m_review.proposed);
        if (same)
            review.moved = m_review.moved; // still what the person was told
    }
    m_review = std::move(review);
    m_hasReview = true;
    if (m_state == State::Writing && same)
        return write();
    endJournal(JournalEntry::Outcome::NotWritten,
               tr("The object was changed by somebody else; the review was made again."));
    setState(State::Ready);
}

// --- write -----------------------------------------------------------------------------------------------------------

kube::ApiRequest ReviewedChange::request(const Review &review, bool dryRun) const
{
    if (review.creates())
        return kube::requests::create(m_type, m_key.nameSpace, review.patch, {.dryRun = dryRun});
    return kube::requests::patch(m_type, m_key, kube::PatchType::Merge, review.patch, {.dryRun = dryRun});
}

void ReviewedChange::apply()
{
    if (m_state != State::Ready)
        return;
    m_calls.reset(); // a review that is being made again
    m_error.reset();
    m_retries = 0;
    JournalEntry entry{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
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
                       .changes = m_review.creates()
                           ? QList{yaml::Change{.path = {}, .before = QJsonValue::Undefined, .after = m_choice}}
                           : m_review.wanted,
                       .outcome = JournalEntry::Outcome::Pending,
                       .message = {}};
    if (const Result<void> begun = m_journal.begin(entry); !begun)
        return fail(begun.error());
    m_entry = entry.id;
    write();
    setState(State::Writing);
}

void ReviewedChange::write()
{
    m_acknowledged = false;
    m_askedOnce = false;
    m_calls = std::make_unique<QObject>();
    m_client.sendForObject(request(m_review, false), m_calls.get(),
                           [this](const Result<ApiObject> &answer) { written(answer); });
}

void ReviewedChange::written(const Result<ApiObject> &answer)
{
    m_acknowledged = answer.has_value();
    if (m_acknowledged) {
        endJournal(JournalEntry::Outcome::Written);
        return findOut(); // whether it is still so
    }
    if (!isOutcomeOpen(answer.error()))
        return failUnwritten(inOurWords(answer.error()));
    m_lost = answer.error();
    findOut();
    if (!m_lost.isConflict())
        setState(State::FindingOut);
}

void ReviewedChange::findOut()
{
    m_calls = std::make_unique<QObject>();
    m_client.sendForObject(kube::requests::get(m_type, m_key), m_calls.get(),
                           [this](const Result<ApiObject> &live) { foundOut(live); });
}

void ReviewedChange::foundOut(const Result<ApiObject> &live)
{
    if (!live && live.error().isNotFound())
        return foundNothing(live.error());
    if (!live) {
        // Ask until there is an answer. The state says so, and so does the journal if we are ended meanwhile.
        m_error = live.error();
        m_askAgain.start();
        return m_state == State::FindingOut ? void() : setState(State::FindingOut);
    }
    m_error.reset();
    const QString version = live->object["metadata"_L1]["resourceVersion"_L1].toString();
    const bool isUntouched = version == m_review.resourceVersion();
    const bool isOurs = m_review.creates() || live->object["metadata"_L1]["uid"_L1].toString() == m_review.uid();
    const Author author = isOurs && !isUntouched ? authorOf(live->object) : Author::Somebody;
    if (m_acknowledged || author != Author::Somebody) {
        m_overwritten = !isOurs || !isAsWanted(live->object);
        m_writtenGeneration = live->object["metadata"_L1]["generation"_L1].toInteger();
        if (m_acknowledged || author == Author::Us)
            endJournal(JournalEntry::Outcome::Written);
        else
            endJournal(JournalEntry::Outcome::Unknown,
                       tr("The object is as wanted. Whether this write made it so, or another in the same moment, the "
                          "server does not say."));
        return setState(State::Done);
    }
    if (isUntouched)
        return foundUntouched();
    // Moved. Review again from the same choice; go on by itself only if the review stays the same to the letter.
    if (m_lost.isConflict() && ++m_retries <= mostRetries) {
        fetch();
        return m_state == State::Writing ? void() : setState(State::Writing);
    }
    endJournal(m_lost.isConflict() ? JournalEntry::Outcome::NotWritten : JournalEntry::Outcome::Unknown,
               m_lost.message);
    m_error = m_lost;
    m_error->message = m_lost.isConflict()
        ? tr("The object changes faster than it can be written. Nothing was written; you can apply again.")
        : tr("The connection was lost while writing, and the object has changed since: whether this write was part of "
             "it is not known. This is the review of what is there now.");
    fetch();
    setState(State::Preparing);
}

void ReviewedChange::foundNothing(const Error &notFound)
{
    if (m_review.creates() && !m_acknowledged)
        return foundUntouched();
    Error error = notFound;
    error.message = tr("%1 \"%2\" does not exist any more: somebody deleted it while it was being written.")
                        .arg(m_type.kind, yaml::safeText(m_key.name));
    endJournal(JournalEntry::Outcome::Unknown, error.message);
    fail(error);
}

void ReviewedChange::foundUntouched()
{
    // The server may still be at it; a second look, a pause later, decides.
    if (!m_askedOnce) {
        m_askedOnce = true;
        m_askAgain.start();
        return m_state == State::FindingOut ? void() : setState(State::FindingOut);
    }
    endJournal(JournalEntry::Outcome::NotWritten, m_lost.message);
    if (m_lost.code >= 300)
        return fail(m_lost);
    m_error = m_lost;
    m_error->message = tr("The connection was lost while writing, and the cluster was asked since: nothing was "
                          "written. You can apply again.");
    setState(State::Ready);
}

bool ReviewedChange::isAsWanted(const QJsonObject &object) const
{
    // As the server put it in the dry run: it may write a value in another way than we did.
    return std::ranges::all_of(m_review.wanted, [&](const yaml::Change &change) {
        return yaml::isSame(yaml::valueAt(object, change.path), yaml::valueAt(m_review.proposed, change.path));
    });
}

/// Who made the object as wanted. An object that is not has somebody else for an author.
ReviewedChange::Author ReviewedChange::authorOf(const QJsonObject &object) const
{
    if (!isAsWanted(object))
        return Author::Somebody;
    // Who changes a field takes it from all others; so what is ours now, nobody wrote after us, or before us alike.
    Author author = Author::Unknown;
    for (const yaml::Change &change : m_review.wanted) {
        const QList<FieldOwner> owners = ownersOf(object, change.path);
        if (owners.isEmpty())
            continue;
        if (std::ranges::find(owners, kube::WriteOptions().fieldManager, &FieldOwner::manager) == owners.end())
            return Author::Somebody;
        author = Author::Us;
    }
    return author;
}

void ReviewedChange::endJournal(JournalEntry::Outcome outcome, const QString &message)
{
    if (m_entry.isEmpty())
        return; // none begun, or ended already
    // The request is out already; a journal that fails now leaves the entry Pending, which says as much.
    if (const Result<void> ended = m_journal.end(m_entry, outcome, m_now(), message); !ended)
        qWarning("%s", qPrintable(ended.error().message));
    m_entry.clear();
}

} // namespace upgrade
