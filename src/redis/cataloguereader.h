// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalogue.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace redis {

/// Turns catalogue.json into a Catalogue. Used once; stops at the first entry that is malformed and says which.
class CatalogueReader final
{
    Q_DECLARE_TR_FUNCTIONS(redis::CatalogueReader)

public:
    [[nodiscard]] kube::Result<Catalogue> read(const QByteArray &json);

private:
    void readReleases(const QJsonValue &releases);
    void readDirectUpgrades(const QJsonObject &upgrades);
    void readDigests(const QJsonObject &operators, const QJsonObject &images);
    void readKubernetes(const QJsonObject &rows);
    void readNotes(const QJsonValue &notes);
    std::optional<Note::Range> readRange(const QJsonValue &range);

    /// Read a tag, or complain.
    std::optional<ImageTag> imageTag(const QJsonValue &text);
    std::optional<OperatorTag> operatorTag(const QJsonValue &text);
    void complain(const QString &what);

    Catalogue m_catalogue;
    QString m_complaint;
};

} // namespace redis
