// SPDX-License-Identifier: Apache-2.0
#include "kubeconfiglocations.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace kube {

KubeconfigLocations KubeconfigLocations::fromEnvironment(const QString &explicitFile,
                                                         const QProcessEnvironment &environment)
{
    KubeconfigLocations locations;
    locations.explicitFile = explicitFile;

    const QString variable = environment.value(u"KUBECONFIG"_s);
    locations.listed = !variable.isEmpty();
    locations.listedFiles = variable.split(QDir::listSeparator(), Qt::SkipEmptyParts);
    locations.listedFiles.removeDuplicates();
    if (const QString home = environment.value(u"HOME"_s); !home.isEmpty())
        locations.homeFile = home + u"/.kube/config"_s;

    locations.serviceHost = environment.value(u"KUBERNETES_SERVICE_HOST"_s);
    locations.servicePort = environment.value(u"KUBERNETES_SERVICE_PORT"_s);
    locations.podNamespace = environment.value(u"POD_NAMESPACE"_s);
    return locations;
}

QStringList KubeconfigLocations::files() const
{
    if (!explicitFile.isEmpty())
        return {explicitFile};
    if (listed)
        return listedFiles;
    return homeFile.isEmpty() ? QStringList() : QStringList{homeFile};
}

} // namespace kube
