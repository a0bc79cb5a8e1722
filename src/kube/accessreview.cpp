// SPDX-License-Identifier: Apache-2.0
#include "accessreview.h"

#include "apiclient.h"
#include "safetext.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace kube {

void reviewAccess(ApiClient &client, const QString &verb, const ResourceType &type, const ObjectKey &key,
                  QObject *context, Callback<Access> done)
{
    const ResourceType reviews{.group = u"authorization.k8s.io"_s,
                               .version = u"v1"_s,
                               .plural = u"selfsubjectaccessreviews"_s,
                               .kind = u"SelfSubjectAccessReview"_s,
                               .namespaced = false};
    const QJsonObject attributes{{"verb"_L1, verb},
                                 {"group"_L1, type.group},
                                 {"version"_L1, type.version},
                                 {"resource"_L1, type.plural},
                                 {"namespace"_L1, key.nameSpace},
                                 {"name"_L1, key.name}};
    const QJsonObject review{{"apiVersion"_L1, reviews.apiVersion()},
                             {"kind"_L1, reviews.kind},
                             {"spec"_L1, QJsonObject{{"resourceAttributes"_L1, attributes}}}};
    client.sendForObject(requests::create(reviews, {}, review, {}), context,
                         [done = std::move(done)](const Result<ApiObject> &answer) {
                             if (!answer)
                                 return done(std::unexpected(answer.error()));
                             const QJsonObject status = answer->object.value("status"_L1).toObject();
                             done(Access{.allowed = status.value("allowed"_L1).toBool(),
                                         .reason = yaml::safeText(status.value("reason"_L1).toString())});
                         });
}

} // namespace kube
