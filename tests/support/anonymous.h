// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "credentials.h"

namespace testsupport {

/// No credential at all.
class Anonymous final : public kube::CredentialSource
{
public:
    void get(QObject *context, kube::Callback<kube::Credential> done) override
    {
        QMetaObject::invokeMethod(
            context, [done = std::move(done)] { done(kube::Credential()); }, Qt::QueuedConnection);
    }
    [[nodiscard]] bool reject(const kube::Credential &) override { return false; }
};

} // namespace testsupport
