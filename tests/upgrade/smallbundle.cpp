// SPDX-License-Identifier: Apache-2.0
#include "smallbundle.h"

using namespace Qt::StringLiterals;

namespace testsupport {

namespace {

const QString service = uR"(---
apiVersion: v1
kind: Service
metadata: {name: admission}
spec:
  selector: {name: redis-enterprise-operator}
  ports: [{port: 443, targetPort: 8443}]
)"_s;

const QString rest = uR"(---
apiVersion: apps/v1
kind: Deployment
metadata: {name: redis-enterprise-operator}
spec:
  replicas: 1
  strategy: {type: Recreate}
  selector: {matchLabels: {name: redis-enterprise-operator}}
  template:
    metadata: {labels: {name: redis-enterprise-operator}}
    spec:
      serviceAccountName: redis-enterprise-operator
      containers:
        - name: redis-enterprise-operator
          image: "redislabs/operator:%1"
          env:
            - {name: LOG_LEVEL, value: "%2"}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: redis-enterprise-operator}
subjects: [{kind: ServiceAccount, name: redis-enterprise-operator}]
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: redis-enterprise-operator}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: redis-enterprise-operator}
rules:
  - {apiGroups: [""], resources: [secrets], verbs: [%3]}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: redis-enterprise-operator}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: redisenterpriseclusters.app.redislabs.com}
spec:
  group: app.redislabs.com
  scope: Namespaced
  names: {kind: RedisEnterpriseCluster, listKind: RedisEnterpriseClusterList, plural: redisenterpriseclusters, singular: redisenterprisecluster}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                nodes: {type: %4}
)"_s;

} // namespace

QByteArray smallBundleText(const SmallRelease &release)
{
    const QString text = rest.arg(release.tag, release.logLevel, release.verbs, release.field);
    return (release.hasService ? QString(service + text) : text).toUtf8();
}

upgrade::Bundle smallBundle(const SmallRelease &release)
{
    auto bundle = upgrade::Bundle::read(smallBundleText(release), release.tag);
    if (!bundle)
        qFatal("%s", qPrintable(bundle.error().message));
    return *bundle;
}

} // namespace testsupport
