// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"
#include "stanza.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace kube {

/// What one kubeconfig file says, by name. Fields of stanzas are not looked at yet: a broken one spoils only the
/// contexts that use it.
struct KubeconfigFile
{
    QMap<QString, Stanza> contexts;
    QMap<QString, Stanza> clusters;
    QMap<QString, Stanza> users;
    QString currentContext;
    QStringList warnings;

    [[nodiscard]] bool hasSecrets() const;
};

/// path is absolute; it is only named here, not opened. UTF-8, or UTF-16 with a byte order mark.
[[nodiscard]] Result<KubeconfigFile> parseKubeconfigFile(const QByteArray &text, const QString &path);

} // namespace kube
