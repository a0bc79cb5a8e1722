// SPDX-License-Identifier: Apache-2.0
#include "bundlecommand.h"

#include "bundletext.h"
#include "discovery.h"

#include <QJsonDocument>
#include <QStandardPaths>
#include <algorithm>
#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;
using upgrade::BundleUpgrade;
using upgrade::UpgradeDocument;

namespace ctl {

BundleCommand::BundleCommand(Invocation invocation)
    : Command(std::move(invocation))
    , m_journal(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/journal.jsonl"_s)
    , m_source({.repository = this->invocation().repository,
                .release = this->invocation().release,
                .file = this->invocation().file})
{
    connect(&m_source, &BundleSource::said, this, &BundleCommand::complain);
    if (::isatty(STDERR_FILENO) != 0) {
        connect(&m_source, &BundleSource::progressed, this,
                [](const QString &line) { std::fprintf(stderr, "\r\033[K%s", qPrintable(line)); });
    }
}

BundleCommand::~BundleCommand() = default;

bool BundleCommand::knows(const QStringList &words)
{
    return words.size() == 1 && QStringList{u"diff"_s, u"plan"_s, u"apply"_s}.contains(words.constFirst());
}

void BundleCommand::failWith(const QString &sentence)
{
    complain(u"error: "_s + sentence);
    finish(2);
}

void BundleCommand::start()
{
    const bool asks = invocation().words.at(1) == "apply"_L1 && !invocation().yes && !invocation().dryRun;
    if (asks && invocation().file == "-"_L1)
        return failWith(tr("Standard input is the bundle, so that nobody can answer the question before the write. Add "
                           "--yes, or take the bundle from a file."));
    const auto config = clusterConfig();
    if (!config)
        return finish(2);
    m_client = std::make_unique<kube::ApiClient>(*config, credentials(*config));
    m_nameSpace = nameSpaceOf(*config);
    kube::discover(*m_client, {}, this, [this](const kube::Result<kube::ServerInfo> &info) {
        if (!info)
            return failWith(info.error().message);
        const QString platform = invocation().platform;
        m_forOpenShift = platform.isEmpty() ? info->isOpenShift() : platform == "openshift"_L1;
        m_source.read(m_forOpenShift, this, [this](const kube::Result<upgrade::Bundle> &bundle) { compare(bundle); });
    });
}

void BundleCommand::compare(const kube::Result<upgrade::Bundle> &read)
{
    if (::isatty(STDERR_FILENO) != 0)
        std::fprintf(stderr, "\r\033[K");
    if (!read)
        return failWith(read.error().message);
    if (!m_source.mismatch().isEmpty()) {
        complain(tr("Warning: %1").arg(m_source.mismatch()));
        if (invocation().words.at(1) == "apply"_L1 && invocation().yes)
            return failWith(tr("Nothing was written: apply that release by its own name, or without --yes."));
    }
    const QString registry = invocation().registry;
    const kube::Result<upgrade::Bundle> bundle = registry.isEmpty() ? *read : read->withRegistry(registry);
    if (!bundle)
        return failWith(bundle.error().message);
    m_upgrade = std::make_unique<BundleUpgrade>(
        *m_client, m_journal, m_nameSpace,
        [this](const QString &tag, bool forOpenShift, QObject *context, const kube::Callback<upgrade::Bundle> &done) {
            m_source.readBase(tag, forOpenShift, context, done);
        },
        &QDateTime::currentDateTimeUtc);
    connect(m_upgrade.get(), &BundleUpgrade::stateChanged, this, &BundleCommand::onState, Qt::QueuedConnection);
    connect(m_upgrade.get(), &BundleUpgrade::documentChanged, this, &BundleCommand::onDocument);
    m_upgrade->compare(*bundle, registry.isEmpty() ? BundleUpgrade::Registry::Kept : BundleUpgrade::Registry::OfBundle);
}

void BundleCommand::onState(BundleUpgrade::State state)
{
    if (state != m_upgrade->state())
        return; // an old one, from the queue
    switch (state) {
    case BundleUpgrade::State::Idle:
    case BundleUpgrade::State::Comparing:
    case BundleUpgrade::State::Checking:
    case BundleUpgrade::State::Applying:
        return;
    case BundleUpgrade::State::Failed:
        return failWith(m_upgrade->error()->message);
    case BundleUpgrade::State::Done:
        complain(tr("The bundle is applied. The operator leaves each cluster alone until its image tag is changed to "
                    "one that it runs."));
        return finish(0);
    case BundleUpgrade::State::Deciding:
        if (!invocation().conflicts.isEmpty() && std::ranges::any_of(m_upgrade->documents(), [](const auto &document) {
                return document.state == UpgradeDocument::State::Undecided;
            }))
            return settleConflicts();
        break;
    case BundleUpgrade::State::Refused:
    case BundleUpgrade::State::Ready:
    case BundleUpgrade::State::Nothing:
        break;
    }
    if (!m_upgrade->movedText().isEmpty())
        complain(m_upgrade->movedText());
    show();
}

void BundleCommand::onDocument(qsizetype index)
{
    const UpgradeDocument &document = m_upgrade->documents().at(index);
    const bool isTried = document.state == UpgradeDocument::State::Accepted;
    if (m_upgrade->state() != BundleUpgrade::State::Applying || isTried || invocation().json)
        return;
    const QString line = progressText(document);
    if (line != m_said)
        print(line);
    m_said = line;
}

/// All the same way; one by one is what the window is for.
void BundleCommand::settleConflicts()
{
    const bool isTheirs = invocation().conflicts == "theirs"_L1;
    const QList<UpgradeDocument> documents = m_upgrade->documents();
    for (const UpgradeDocument &document : documents) {
        if (document.state != UpgradeDocument::State::Undecided)
            continue;
        for (const yaml::Conflict &conflict : document.plan.merge->conflicts()) {
            if (!document.plan.merge->isDecided(conflict.path))
                m_upgrade->decide(document.plan.identity, conflict.path, isTheirs ? conflict.theirs : conflict.ours);
        }
    }
}

void BundleCommand::show()
{
    const QString verb = invocation().words.at(1);
    if (invocation().json)
        print(QString::fromUtf8(QJsonDocument(planJson(*m_upgrade)).toJson()).trimmed());
    else if (verb == "diff"_L1)
        print(diffText(*m_upgrade).trimmed());
    else
        print(planText(*m_upgrade));
    const BundleUpgrade::State state = m_upgrade->state();
    if (state == BundleUpgrade::State::Nothing) {
        complain(m_upgrade->whyNot());
        return finish(0);
    }
    if (state != BundleUpgrade::State::Ready) {
        if (verb != "apply"_L1 && m_upgrade->state() == BundleUpgrade::State::Deciding) {
            complain(m_upgrade->whyNot());
            return finish(1);
        }
        return failWith(m_upgrade->whyNot());
    }
    if (verb != "apply"_L1 || invocation().dryRun)
        return finish(1);
    confirm();
}

void BundleCommand::confirm()
{
    if (m_asked && invocation().yes)
        return failWith(tr("Nothing more was written: the cluster changed between review and write."));
    if (invocation().yes && m_upgrade->installation().manager != upgrade::Installation::Manager::Bundle)
        return failWith(tr("Nothing was written. %1 To apply the bundle all the same, leave out --yes.")
                            .arg(upgrade::upgradeAdvice(m_upgrade->installation())));
    if (!invocation().yes
        && !ask(tr("Apply to %1, namespace %2?").arg(m_client->config().context, m_upgrade->nameSpace()))) {
        complain(tr("Nothing was written."));
        return finish(1);
    }
    m_asked = true;
    m_upgrade->apply();
}

} // namespace ctl
