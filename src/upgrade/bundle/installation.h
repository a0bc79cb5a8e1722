// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>

namespace upgrade {

/// What installed the operator and will write its objects again.
struct Installation
{
    enum class Manager {
        Bundle, ///< kubectl, this program, or nobody on record
        Helm,
        Olm, ///< the Operator Lifecycle Manager of OpenShift
        ArgoCd,
        Flux,
    };

    Manager manager = Manager::Bundle;
    QString name; ///< of the release, the ClusterServiceVersion, the application; may be empty

    [[nodiscard]] bool operator==(const Installation &) const = default;
};

/// By what they leave on the operator's Deployment: labels, annotations, owners, and the managers of its fields. An
/// empty object is nobody's. Pure.
[[nodiscard]] Installation installationOf(const QJsonObject &operatorDeployment);

/// How the operator of such an installation is upgraded instead, and what happens to a bundle applied over it, as
/// sentences; empty for Bundle.
[[nodiscard]] QString upgradeAdvice(const Installation &installation);

} // namespace upgrade
