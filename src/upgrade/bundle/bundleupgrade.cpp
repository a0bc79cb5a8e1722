// SPDX-License-Identifier: Apache-2.0
#include "bundleupgrade.h"

#include "bookkeeping.h"
#include "operatorinfo.h"
#include "safetext.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;
using kube::ApiObject;
using kube::Error;
using kube::Result;
using DocumentState = upgrade::UpgradeDocument::State;

namespace upgrade {

namespace {

constexpr int mostRetries = 5; // as ReviewedChange

Error errorOf(const QString &message)
{
    return {.kind = Error::Kind::Api, .message = message};
}

bool hasCondition(const QJsonObject &definition, QLatin1StringView type, QLatin1StringView status)
{
    const QJsonArray conditions = definition["status"_L1]["conditions"_L1].toArray();
    return std::ranges::any_of(conditions, [&](const QJsonValue &condition) {
        return condition["type"_L1] == type && condition["status"_L1] == status;
    });
}

QString conditionMessage(const QJsonObject &definition, QLatin1StringView type)
{
    const QJsonArray conditions = definition["status"_L1]["conditions"_L1].toArray();
    const auto found =
        std::ranges::find_if(conditions, [&](const QJsonValue &condition) { return condition["type"_L1] == type; });
    return found == conditions.end() ? QString() : yaml::safeText((*found)["message"_L1].toString());
}

ObjectIdentity operatorIdentity()
{
    return {.group = u"apps"_s, .kind = u"Deployment"_s, .name = operatorKey({}).name};
}

} // namespace

BundleUpgrade::BundleUpgrade(kube::ApiClient &client, const Journal &journal, QString nameSpace, FindBase findBase,
                             std::function<QDateTime()> now, std::chrono::milliseconds pause, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_journal(journal)
    , m_nameSpace(std::move(nameSpace))
    , m_findBase(std::move(findBase))
    , m_now(std::move(now))
    , m_pause(pause)
    , m_worker(std::make_unique<QObject>())
{
    m_lookAgain.setSingleShot(true);
    m_lookAgain.setInterval(pause);
    m_worker->moveToThread(&m_thread);
    m_thread.setObjectName(u"bundle"_s);
    m_thread.start();
}

BundleUpgrade::~BundleUpgrade()
{
    m_thread.quit();
    m_thread.wait();
}

// A slot may destroy us: setState() is always the last thing done.
void BundleUpgrade::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged(state);
}

void BundleUpgrade::fail(const Error &error)
{
    m_error = error;
    setState(State::Failed);
}

// --- comparing -------------------------------------------------------------------------------------------------------

void BundleUpgrade::compare(Bundle bundle, Registry registry)
{
    if (m_state == State::Applying)
        return;
    m_bundle = std::move(bundle);
    m_registry = registry;
    m_movedText.clear();
    readCluster();
}

void BundleUpgrade::compareAgain()
{
    if (m_state == State::Applying || !m_bundle)
        return;
    m_movedText.clear();
    readCluster();
}

void BundleUpgrade::readCluster()
{
    m_lookAgain.stop();
    m_changes.clear(); // each may be what called
    m_changes.resize(size_t(m_documents.size()));
    m_error.reset();
    m_awaited.clear();
    m_calls = std::make_unique<QObject>();
    readLive(m_client, m_bundle->documents(), m_nameSpace, m_calls.get(), [this](const Result<LiveBundle> &live) {
        if (!live)
            return fail(live.error());
        m_live = *live;
        findBase();
    });
    setState(State::Comparing);
}

void BundleUpgrade::findBase()
{
    const QJsonObject deployment = m_live.objects.value(operatorIdentity());
    m_installation = installationOf(deployment);
    m_running = {.operatorTag = operatorTagOf(deployment), .isInstalled = !deployment.isEmpty(), .noBase = {}};
    if (!m_running.isInstalled)
        return compareSides({});
    if (m_running.operatorTag.isEmpty()) {
        m_running.noBase = tr("The operator that runs is named by digest: which release it is cannot be told.");
        return compareSides({});
    }
    m_findBase(m_running.operatorTag, m_bundle->isForOpenShift(), m_calls.get(), [this](const Result<Bundle> &base) {
        if (!base) {
            m_running.noBase = base.error().message;
            return compareSides({});
        }
        if (base->operatorTag() != m_running.operatorTag) {
            m_running.noBase = tr("What is kept as the bundle of %1 installs %2.")
                                   .arg(yaml::safeText(m_running.operatorTag), yaml::safeText(base->operatorTag()));
            return compareSides({});
        }
        readRest(*base);
    });
}

/// What only the release that runs has, to tell whether it is there.
void BundleUpgrade::readRest(const Bundle &base)
{
    QList<BundleDocument> rest = base.documents();
    rest.removeIf([this](const BundleDocument &document) { return m_bundle->find(document.identity) != nullptr; });
    if (rest.isEmpty())
        return compareSides(base);
    readLive(m_client, rest, m_nameSpace, m_calls.get(), [this, base](const Result<LiveBundle> &live) {
        if (!live)
            return fail(live.error());
        m_live.objects.insert(live->objects);
        compareSides(base);
    });
}

void BundleUpgrade::compareSides(const std::optional<Bundle> &base)
{
    const BundleSides sides{.theirs = *m_bundle,
                            .base = base,
                            .live = m_live,
                            .nameSpace = m_nameSpace,
                            .settled = m_settled,
                            .takesRegistry = m_registry == Registry::OfBundle};
    const std::weak_ptr<QObject> calls = m_calls;
    QMetaObject::invokeMethod(m_worker.get(), [this, calls, sides] {
        BundleComparison comparison = compareBundle(sides);
        QMetaObject::invokeMethod(this, [this, calls, comparison = std::move(comparison)] {
            if (!calls.expired()) // else another comparison was begun
                compared(comparison);
        });
    });
}

void BundleUpgrade::compared(const BundleComparison &comparison)
{
    m_comparedAt = m_now();
    m_documents = comparison.documents;
    m_changes.resize(size_t(m_documents.size()));
    m_findings = comparison.obstacles;
    m_findings += findingsOf(*m_bundle, m_running, m_installation, m_live.server.isOpenShift());
    for (const UpgradeDocument &document : std::as_const(m_documents))
        m_findings += findingsOf(document.plan);
    m_findings += findingsOfLeftBehind(comparison.leftBehind);
    std::ranges::stable_sort(m_findings, std::greater<>(), &BundleFinding::weight);
    goOn();
}

void BundleUpgrade::decide(const ObjectIdentity &identity, const yaml::Path &path, const QJsonValue &value)
{
    const qsizetype index = indexOf(identity);
    if (index < 0 || m_state == State::Applying || m_state == State::Comparing || !m_documents.at(index).plan.merge)
        return;
    UpgradeDocument &document = m_documents[index];
    const auto conflict = std::ranges::find(document.plan.merge->conflicts(), path, &yaml::Conflict::path);
    if (conflict == document.plan.merge->conflicts().end())
        return;
    m_settled.removeIf(
        [&](const SettledConflict &settled) { return settled.document == identity && settled.conflict.path == path; });
    m_settled.append({.document = identity, .conflict = *conflict, .value = value});
    document.plan.merge->decide(path, value);

    m_changes.at(size_t(index)).reset();
    const int serial = ++m_decisions;
    m_awaited.insert(index, serial);
    const std::weak_ptr<QObject> calls = m_calls;
    QMetaObject::invokeMethod(m_worker.get(), [this, calls, index, serial, copy = document]() mutable {
        updateFromPlan(copy);
        QMetaObject::invokeMethod(this, [this, calls, index, serial, copy = std::move(copy)] {
            if (calls.expired() || m_awaited.value(index) != serial)
                return; // it was decided anew meanwhile: of what was decided, nothing is taken back
            m_awaited.remove(index);
            m_documents[index] = copy;
            m_documents[index].error.reset();
            if (m_awaited.isEmpty())
                goOn();
            else
                Q_EMIT documentChanged(index);
        });
    });
    if (m_state != State::Deciding)
        setState(State::Deciding);
}

bool BundleUpgrade::isBlocked() const
{
    return std::ranges::any_of(m_documents, [](const UpgradeDocument &document) {
        return document.state == DocumentState::Undecided || document.state == DocumentState::Impossible
            || (!document.mayWrite && document.isPending());
    });
}

void BundleUpgrade::goOn()
{
    if (isBlocked())
        return setState(State::Deciding);
    m_step = Step::Trying;
    tryDocuments();
}

// --- dry run ---------------------------------------------------------------------------------------------------------

void BundleUpgrade::tryDocuments()
{
    for (qsizetype i = 0; i < m_documents.size(); ++i) {
        if (!m_documents.at(i).isPending())
            continue;
        std::unique_ptr<ReviewedChange> &change = m_changes.at(size_t(i));
        m_documents[i].state = DocumentState::Checking;
        if (change && change->state() == ReviewedChange::State::Ready) {
            m_documents[i].state = DocumentState::Accepted; // only another document was decided anew
            continue;
        }
        const UpgradeDocument &document = m_documents.at(i);
        const kube::ResourceType type = m_live.types.value(document.plan.identity);
        change = std::make_unique<ReviewedChange>(
            m_client, m_journal, type, keyOf(document.plan.identity, type, m_nameSpace), document.patch,
            tr("upgrade the operator to %1").arg(m_bundle->operatorTag()), m_now, m_pause);
        if (document.isNew())
            change->setIfMissing(ReviewedChange::IfMissing::Create);
        connect(change.get(), &ReviewedChange::stateChanged, this,
                [this, i](ReviewedChange::State state) { onChange(i, state); });
        change->prepare();
    }
    if (count(DocumentState::Checking) == 0)
        return allTried();
    setState(State::Checking);
}

void BundleUpgrade::onChange(qsizetype index, ReviewedChange::State state)
{
    if (m_step == Step::Writing)
        return onWrite(index, state);
    const ReviewedChange &change = *m_changes.at(size_t(index));
    if (m_step == Step::Verifying && state != ReviewedChange::State::Preparing && !isAsReviewed(index))
        m_moved.append(m_documents.at(index).plan.identity.text());
    switch (state) {
    case ReviewedChange::State::Ready:
        m_documents[index].warnings = change.review().warnings;
        setDocument(index, DocumentState::Accepted);
        break;
    case ReviewedChange::State::Nothing:
        setDocument(index, DocumentState::Unchanged);
        break;
    case ReviewedChange::State::Failed:
        setDocument(index, DocumentState::Refused, change.error());
        break;
    default:
        return;
    }
    // What was decided meanwhile is tried first, when it is worked in: see decide().
    if (count(DocumentState::Checking) > 0 || !m_awaited.isEmpty())
        return;
    if (m_step == Step::Verifying)
        allVerified();
    else
        allTried();
}

/// No answer is no refusal.
const Error *BundleUpgrade::unanswered() const
{
    for (const UpgradeDocument &document : m_documents) {
        if (document.state == DocumentState::Refused && document.error->kind != Error::Kind::Api)
            return &*document.error;
    }
    return nullptr;
}

void BundleUpgrade::allTried()
{
    if (const Error *error = unanswered())
        return fail(Error(*error));
    if (count(DocumentState::Refused) > 0)
        return setState(State::Refused);
    setState(count(DocumentState::Accepted) > 0 ? State::Ready : State::Nothing);
}

// --- writing ---------------------------------------------------------------------------------------------------------

void BundleUpgrade::apply()
{
    if (m_state != State::Ready)
        return;
    m_movedText.clear();
    m_step = Step::Verifying;
    m_reviewed.clear();
    m_moved.clear();
    for (size_t i = 0; i < m_changes.size(); ++i) {
        if (m_documents.at(qsizetype(i)).state == DocumentState::Accepted) {
            const Review &review = m_changes[i]->review();
            m_reviewed.insert(qsizetype(i), {reviewedPart(review.live), reviewedPart(review.proposed)});
            m_documents[qsizetype(i)].state = DocumentState::Checking;
        }
    }
    for (const qsizetype index : m_reviewed.keys())
        m_changes.at(size_t(index))->prepare();
    setState(State::Applying);
}

bool BundleUpgrade::isAsReviewed(qsizetype index) const
{
    const ReviewedChange &change = *m_changes.at(size_t(index));
    const auto before = m_reviewed.constFind(index);
    return change.state() == ReviewedChange::State::Ready && before != m_reviewed.cend()
        && reviewedPart(change.review().live) == before->live
        && reviewedPart(change.review().proposed) == before->proposed;
}

void BundleUpgrade::allVerified()
{
    m_reviewed.clear();
    if (const Error *error = unanswered()) {
        Error whole = *error;
        whole.message = tr("Nothing was written: %1").arg(error->message);
        return fail(whole);
    }
    if (m_moved.isEmpty()) {
        m_step = Step::Writing;
        return writeNext();
    }
    m_movedText = tr("Nothing was written: since you looked, something changed in %1. This is the comparison with what "
                     "is there now.")
                      .arg(m_moved.join(u", "_s));
    readCluster();
}

void BundleUpgrade::writeNext()
{
    const auto next = std::ranges::find(m_documents, DocumentState::Accepted, &UpgradeDocument::state);
    if (next == m_documents.end())
        return setState(State::Done);
    const qsizetype index = next - m_documents.begin();
    m_retries = 0;
    setDocument(index, DocumentState::Writing);
    m_changes.at(size_t(index))->apply();
}

void BundleUpgrade::onWrite(qsizetype index, ReviewedChange::State state)
{
    ReviewedChange &change = *m_changes.at(size_t(index));
    switch (state) {
    case ReviewedChange::State::Preparing:
        break;
    case ReviewedChange::State::Writing:
        setDocument(index, DocumentState::Writing);
        break;
    case ReviewedChange::State::FindingOut:
        setDocument(index, DocumentState::FindingOut, change.error());
        break;
    case ReviewedChange::State::Failed:
        stop(index, *change.error());
        break;
    case ReviewedChange::State::Ready:
        // Found untouched after the connection was lost, and the same as it was reviewed.
        if (change.error() && change.review().moved.isEmpty() && ++m_retries <= mostRetries)
            return change.apply();
        m_movedText = tr("%1 was changed by somebody else while the bundle was being written: it and what follows was "
                         "not written. This is the comparison with what is there now.")
                          .arg(m_documents.at(index).plan.identity.text());
        readCluster();
        break;
    case ReviewedChange::State::Nothing:
    case ReviewedChange::State::Done:
        if (change.wasOverwritten())
            m_documents[index].warnings.append(tr("Somebody changed it again right after it was written."));
        m_documents[index].writtenGeneration = change.writtenGeneration();
        m_looks = 0;
        if (m_documents.at(index).plan.identity.kind == "CustomResourceDefinition"_L1)
            return settle(index);
        setDocument(index, DocumentState::Written);
        writeNext();
        break;
    }
}

/// A definition is of use once the server serves it.
void BundleUpgrade::settle(qsizetype index)
{
    constexpr int mostLooks = 60;
    setDocument(index, DocumentState::Settling);
    const ObjectIdentity &identity = m_documents.at(index).plan.identity;
    const kube::ResourceType type = m_live.types.value(identity);
    m_client.sendForObject(
        kube::requests::get(type, keyOf(identity, type, m_nameSpace)), m_calls.get(),
        [this, index](const Result<ApiObject> &answer) {
            const QString name = m_documents.at(index).plan.identity.text();
            if (answer && hasCondition(answer->object, "Established"_L1, "True"_L1)
                && hasCondition(answer->object, "NamesAccepted"_L1, "True"_L1)) {
                setDocument(index, DocumentState::Written);
                return writeNext();
            }
            if (answer && hasCondition(answer->object, "NamesAccepted"_L1, "False"_L1))
                return stop(index,
                            errorOf(tr("%1 is written, and the server does not accept its names: %2")
                                        .arg(name, conditionMessage(answer->object, "NamesAccepted"_L1))));
            if (++m_looks >= mostLooks)
                return stop(index,
                            answer ? errorOf(tr("%1 is written, and the server does not serve it yet. Compare again "
                                                "in a while, and go on from there.")
                                                 .arg(name))
                                   : answer.error());
            m_lookAgain.disconnect(this);
            connect(&m_lookAgain, &QTimer::timeout, this, [this, index] { settle(index); });
            m_lookAgain.start();
        });
}

void BundleUpgrade::stop(qsizetype index, const Error &error)
{
    setDocument(index, DocumentState::Stopped, error);
    Error whole = error;
    const qsizetype written = count(DocumentState::Written);
    whole.message = tr("%1 could not be written: %2").arg(m_documents.at(index).plan.identity.text(), error.message)
        + u' '
        + (written == 0 ? tr("Nothing was written.")
                        : tr("%n document(s) before it are written and stay so; compare again to go on from there.",
                             nullptr, int(written)));
    fail(whole);
}

// --- what there is to tell -------------------------------------------------------------------------------------------

void BundleUpgrade::setDocument(qsizetype index, DocumentState state, const std::optional<Error> &error)
{
    m_documents[index].state = state;
    m_documents[index].error = error;
    Q_EMIT documentChanged(index);
}

qsizetype BundleUpgrade::indexOf(const ObjectIdentity &identity) const
{
    const auto found = std::ranges::find_if(
        m_documents, [&](const UpgradeDocument &document) { return document.plan.identity == identity; });
    return found == m_documents.end() ? -1 : found - m_documents.begin();
}

qsizetype BundleUpgrade::count(DocumentState state) const
{
    return std::ranges::count(m_documents, state, &UpgradeDocument::state);
}

const Review *BundleUpgrade::reviewOf(const ObjectIdentity &identity) const
{
    const qsizetype index = indexOf(identity);
    if (index < 0 || size_t(index) >= m_changes.size() || !m_changes.at(size_t(index)))
        return nullptr; // while it is compared anew there is none
    const ReviewedChange &change = *m_changes.at(size_t(index));
    return change.state() == ReviewedChange::State::Preparing || change.state() == ReviewedChange::State::Failed
        ? nullptr
        : &change.review();
}

QString BundleUpgrade::whyNot() const
{
    switch (m_state) {
    case State::Idle:
        return tr("Choose a release first.");
    case State::Comparing:
        return tr("The release is being compared with the cluster.");
    case State::Checking:
        return tr("The server is asked whether it would accept the documents.");
    case State::Refused:
        return tr("The server would refuse %n document(s), so none is written.", nullptr,
                  int(count(DocumentState::Refused)));
    case State::Ready:
        return {};
    case State::Nothing:
        return tr("The cluster is as this release wants it: there is nothing to write.");
    case State::Applying:
        return tr("The documents are being written.");
    case State::Done:
        return tr("Everything is written.");
    case State::Failed:
        return tr("Compare again to go on.");
    case State::Deciding:
        break;
    }
    QStringList impossible;
    QStringList forbidden;
    int conflicts = 0;
    for (const UpgradeDocument &document : m_documents) {
        if (document.state == DocumentState::Impossible)
            impossible.append(document.plan.identity.text());
        else if (!document.mayWrite && document.isPending())
            forbidden.append((document.isNew() ? tr("create %1") : tr("patch %1")).arg(document.plan.identity.text()));
        if (document.plan.merge) {
            conflicts +=
                int(std::ranges::count_if(document.plan.merge->conflicts(), [&](const yaml::Conflict &conflict) {
                    return !document.plan.merge->isDecided(conflict.path);
                }));
        }
    }
    QStringList sentences;
    if (!impossible.isEmpty())
        sentences.append(tr("These cannot be compared or written: %1.").arg(impossible.join(u", "_s)));
    if (!forbidden.isEmpty())
        sentences.append(tr("You are not permitted to %1. Ask for it, or let somebody apply this who is.")
                             .arg(forbidden.join(u", "_s)));
    if (!sentences.isEmpty())
        return sentences.join(u' ');
    return conflicts > 0 ? tr("%n conflict(s) are to be settled first.", nullptr, conflicts)
                         : tr("What was settled is being worked in.");
}

} // namespace upgrade
