// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "objectserver.h"
#include "reviewedchange.h"

#include <QTemporaryDir>

/// What the tests of ReviewedChange begin with, each time anew: a server of one Redis Enterprise cluster, "orders" with
/// oldTag, that keeps Kubernetes' rules and breaks off where the test says; and an empty journal.
class ReviewedChangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

protected:
    using State = upgrade::ReviewedChange::State;
    using Outcome = upgrade::JournalEntry::Outcome;

    static const QString oldTag;
    static const QString newTag;
    static const QStringList reviewCalls; ///< what is asked for a review

    // Merge patches.
    [[nodiscard]] static QJsonObject spec(const QJsonObject &fields);
    [[nodiscard]] static QJsonObject imageSpec(const QString &tag);
    [[nodiscard]] static QJsonObject status(const QString &state);

    void start(const QJsonObject &choice = imageSpec(newTag)); ///< and no more
    void reviewed(const QJsonObject &choice = imageSpec(newTag)); ///< started, and waited for
    void applied(); ///< what was reviewed; begins m_states anew
    void loseWrites(); ///< drops each before it is carried out

    [[nodiscard]] QString liveTag() const;
    [[nodiscard]] QList<upgrade::JournalEntry> entries() const;
    [[nodiscard]] Outcome onlyOutcome() const; ///< of the only entry of the journal
    [[nodiscard]] QStringList movedPaths() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<upgrade::Journal> m_journal;
    std::unique_ptr<testsupport::ObjectServer> m_server;
    std::unique_ptr<kube::ApiClient> m_client;
    std::unique_ptr<upgrade::ReviewedChange> m_change;
    QList<State> m_states; ///< that it went through
};
