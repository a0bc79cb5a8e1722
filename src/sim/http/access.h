// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.h"
#include "http/route.h"
#include "kinds/kindcatalog.h"

namespace sim {

struct User
{
    QString name;
    QStringList groups;
};

/// Who wants to do what.
struct AccessRequest
{
    User user;
    QString verb;
    QString group;
    QString resource; ///< "pods", "pods/eviction"
    QString nameSpace;
    QString name;
    QString path; ///< of something that is no object, such as "/version"; then the other parts are empty
};

using Authorizer = std::function<bool(const AccessRequest &)>;

/// These users may look at everything and change nothing; all others may do everything.
[[nodiscard]] Authorizer readOnlyFor(const QStringList &users);

[[nodiscard]] AccessRequest accessOf(const User &user, const Request &request, const std::optional<Route> &route);
/// The refusal in the words of RBAC.
[[nodiscard]] Failure refusal(const AccessRequest &access);

/// The answer to a SelfSubjectAccessReview: its status.
[[nodiscard]] QJsonObject accessReviewStatus(const QJsonObject &review, const User &user, const Authorizer &authorizer);
/// The answer to a SelfSubjectRulesReview.
[[nodiscard]] QJsonObject rulesReviewStatus(const QJsonObject &review, const User &user, const Authorizer &authorizer,
                                            const KindCatalog &kinds);

} // namespace sim
