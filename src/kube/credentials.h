// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "callback.h"

#include <QByteArray>
#include <QDateTime>
#include <QObject>

namespace kube {

/// Who we are to the server, ready to be sent. Empty in all parts: anonymous.
struct Credential
{
    QByteArray token; ///< checked: fit for a header
    QByteArray certificate; ///< PEM
    QByteArray key; ///< PEM
    QDateTime expires; ///< UTC; invalid: not known to end

    [[nodiscard]] bool operator==(const Credential &) const = default;
};

/// Where an ApiClient gets its credential from before each request.
class CredentialSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// The credential now. Cheap while a fresh one is kept; may run a plugin or read a file otherwise. Callers that ask
    /// while one is being fetched share its answer.
    virtual void get(QObject *context, Callback<Credential> done) = 0;

    /// The server answered 401 to this one: forget it, unless a newer one is already kept. False if asking again could
    /// only give the same (a fixed token or certificate), so that a retry is pointless.
    [[nodiscard]] virtual bool reject(const Credential &credential) = 0;
};

} // namespace kube
