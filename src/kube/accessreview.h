// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "callback.h"
#include "object.h"
#include "resourcetype.h"

namespace kube {

class ApiClient;

/// May we? The server's own answer (SelfSubjectAccessReview), so that what is not allowed is shown as such before it
/// fails.
struct Access
{
    bool allowed = false;
    QString reason; ///< the server's, visible; often empty
};

/// `verb` as in RBAC: get, list, watch, patch, delete. An empty name asks for any object of the namespace, an empty
/// namespace for all. A server that cannot say is an Error, not a no. See Callback.
void reviewAccess(ApiClient &client, const QString &verb, const ResourceType &type, const ObjectKey &key,
                  QObject *context, Callback<Access> done);

} // namespace kube
