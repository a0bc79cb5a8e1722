// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <functional>

namespace kube {
class ApiClient;
}

namespace upgrade {

/// Something to know about the way from the API server to the operator's admission webhook, which judges every write of
/// a database.
struct AdmissionFinding
{
    enum class Severity {
        Ok, ///< what was checked and is as it should be
        Unknown, ///< what could not be checked
        Warning,
        Problem, ///< writes of databases are refused, or go unjudged
    };

    Severity severity = Severity::Unknown;
    QString sentence; ///< with what to do; translated, quotes the cluster and is not safe to show unescaped

    [[nodiscard]] bool operator==(const AdmissionFinding &) const = default;
};

/// What the cluster says about admission, or why it does not.
struct AdmissionFacts
{
    QString nameSpace; ///< of the operator
    QString operatorTag; ///< empty if it is not known
    kube::Result<QList<QJsonObject>> configurations; ///< all ValidatingWebhookConfigurations
    /// data.cert of the Secret admission-tls; empty if there is no such Secret, or nothing in it. Nothing else of it
    /// is kept.
    kube::Result<QByteArray> certificate;
    /// Of the Services that the configurations of this namespace name: whether an Endpoints object has an address.
    QHash<QString, kube::Result<bool>> services;
};

/// The Services of this namespace that configurations send databases to.
[[nodiscard]] QStringList admissionServices(const QList<QJsonObject> &configurations, const QString &nameSpace);

/// The most severe first. Holds no certificate and nothing else of a Secret. Pure.
[[nodiscard]] QList<AdmissionFinding> admissionFindings(const AdmissionFacts &facts);

/// Reads the facts and judges them. Calls back once, on the thread of `context`, never before it returns, and not at
/// all when that is gone. What cannot be read is a finding.
void readAdmission(kube::ApiClient &client, const QString &nameSpace, const QString &operatorTag, QObject *context,
                   std::function<void(const QList<AdmissionFinding> &)> done);

} // namespace upgrade
