// SPDX-License-Identifier: Apache-2.0
#include "settagcommand.h"

#include "bookkeeping.h"
#include "discovery.h"
#include "imagechoice.h"
#include "operatorinfo.h"
#include "redisenterprisecluster.h"
#include "safetext.h"
#include "textdiff.h"

#include <QJsonDocument>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using redis::TagOffer;
using upgrade::ReviewedChange;

namespace ctl {

SetTagCommand::SetTagCommand(Invocation invocation)
    : Command(std::move(invocation))
    , m_journal(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/journal.jsonl"_s)
    , m_tag(this->invocation().words.at(2))
{
}

void SetTagCommand::start()
{
    const auto config = clusterConfig();
    if (!config)
        return;
    m_client = std::make_unique<kube::ApiClient>(*config, credentials(*config));
    m_key = {nameSpaceOf(*config), invocation().words.at(1)};
    const kube::ResourceType rec = redis::redisEnterpriseClusterType();
    kube::discover(*m_client, {rec.group}, this, [=, this](const kube::Result<kube::ServerInfo> &info) {
        if (!info)
            return fail(info.error().message);
        const kube::ResourceType *served = info->find(rec.group, rec.plural, {u"v1"_s, u"v1alpha1"_s});
        if (!served)
            return fail(
                tr("This server has no Redis Enterprise clusters: the kind RedisEnterpriseCluster is not installed."));
        discovered(*served);
    });
}

void SetTagCommand::discovered(const kube::ResourceType &type)
{
    m_type = type;
    m_client->sendForObject(
        kube::requests::get(type, m_key), this, [this](const kube::Result<kube::ApiObject> &cluster) {
            if (!cluster)
                return fail(cluster.error().message);
            upgrade::findOperator(*m_client, m_key.nameSpace, this,
                                  [this, cluster = cluster->object](const kube::Result<upgrade::OperatorInfo> &info) {
                                      judge(cluster, info ? info->tag : QString());
                                  });
        });
}

void SetTagCommand::judge(const QJsonObject &cluster, const QString &operatorTag)
{
    const kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    if (!catalogue)
        return fail(catalogue.error().message);
    const QJsonValue image = cluster["spec"_L1]["redisEnterpriseImageSpec"_L1];
    const TagOffer offer = redis::judgeTag(*catalogue,
                                           {.currentTag = image["versionTag"_L1].toString(),
                                            .runningTag = {},
                                            .operatorTag = operatorTag,
                                            .state = cluster["status"_L1]["state"_L1].toString(),
                                            .nodes = cluster["spec"_L1]["nodes"_L1].toInt(),
                                            .pinnedByDigest = !image["digestHash"_L1].isUndefined()},
                                           m_tag);
    for (const QString &sentence : offer.reasons + offer.notes)
        complain(sentence);
    if (offer.verdict == TagOffer::Verdict::Refused)
        return fail(tr("Nothing was written: \"%1\" is refused.").arg(yaml::safeText(m_tag)));
    prepare();
}

void SetTagCommand::prepare()
{
    const QJsonObject choice{
        {"spec"_L1, QJsonObject{{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, m_tag}}}}}};
    m_change = std::make_unique<ReviewedChange>(*m_client, m_journal, m_type, m_key, choice, tr("change the image tag"),
                                                &QDateTime::currentDateTimeUtc);
    connect(m_change.get(), &ReviewedChange::stateChanged, this, &SetTagCommand::onState, Qt::QueuedConnection);
    m_change->prepare();
}

void SetTagCommand::showReview(const upgrade::Review &review)
{
    if (invocation().json)
        return;
    const yaml::TextDiff diff = yaml::textDiff(upgrade::reviewText(review.live), upgrade::reviewText(review.proposed));
    print(yaml::unified(diff, tr("live"), tr("proposed")).trimmed());
    for (const QString &warning : review.warnings)
        complain(tr("Warning: %1").arg(warning));
}

void SetTagCommand::onState(ReviewedChange::State state)
{
    switch (state) {
    case ReviewedChange::State::Preparing:
    case ReviewedChange::State::Writing:
        return;
    case ReviewedChange::State::FindingOut:
        return complain(tr("The connection was lost while writing; asking the cluster what became of it…"));
    case ReviewedChange::State::Nothing:
        return report(u"unchanged"_s, tr("%1 has this tag already; nothing was written.").arg(m_key.name), 0);
    case ReviewedChange::State::Failed:
        return fail(m_change->error()->message);
    case ReviewedChange::State::Done:
        return report(u"written"_s, tr("%1 was changed, and read back.").arg(m_key.name), 0);
    case ReviewedChange::State::Ready:
        break;
    }
    if (m_asked && !m_change->review().moved.isEmpty())
        complain(tr("Somebody else changed the object meanwhile; nothing was written. This is the review on what is "
                    "there now:"));
    showReview(m_change->review());
    if (invocation().dryRun)
        return report(u"dry run"_s, tr("Nothing was written: this was a dry run."), 0);
    if (invocation().yes && m_asked)
        return fail(tr("Nothing was written: the object changed between review and write."));
    if (!invocation().yes && !ask(tr("Apply to %1, namespace %2?").arg(m_client->config().context, m_key.nameSpace))) {
        return report(u"declined"_s, tr("Nothing was written."), 1);
    }
    m_asked = true;
    m_change->apply();
}

void SetTagCommand::report(const QString &outcome, const QString &sentence, int exitCode)
{
    if (invocation().json) {
        const QJsonObject result{{"cluster"_L1, m_key.name},
                                 {"namespace"_L1, m_key.nameSpace},
                                 {"versionTag"_L1, m_tag},
                                 {"outcome"_L1, outcome}};
        print(QString::fromUtf8(QJsonDocument(result).toJson(QJsonDocument::Compact)));
    } else {
        complain(sentence);
    }
    finish(exitCode);
}

} // namespace ctl
