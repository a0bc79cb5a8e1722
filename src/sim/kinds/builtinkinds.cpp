// SPDX-License-Identifier: Apache-2.0
#include "kinds/builtinkinds.h"

#include "kinds/builtintypes.h"
#include "kinds/cells.h"
#include "kinds/corerules.h"
#include "kinds/customkinds.h"
#include "kinds/podrules.h"
#include "kinds/workloadrules.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

enum Trait {
    Namespaced = 0x01,
    Status = 0x02, ///< /status, and generation follows the spec
    NoGeneration = 0x04, ///< /status without generation
    Scale = 0x08,
    ShowsDeleted = 0x10,
    Review = 0x20, ///< POST only, nothing is stored
    All = 0x40, ///< in the category "all"
};

const QStringList allVerbs{u"create"_s, u"delete"_s, u"deletecollection"_s, u"get"_s,
                           u"list"_s,   u"patch"_s,  u"update"_s,           u"watch"_s};

ServedKind kind(const QString &apiVersion, const QString &plural, const QString &name, int traits,
                const QStringList &shortNames = {}, const Rules &rules = {})
{
    ServedKind result;
    const bool core = !apiVersion.contains(u'/');
    result.type = {core ? QString() : apiVersion.section(u'/', 0, 0), core ? apiVersion : apiVersion.section(u'/', 1),
                   plural, name, bool(traits & Namespaced)};
    result.singular = name.toLower();
    result.listKind = name + u"List"_s;
    result.shortNames = shortNames;
    if (traits & All)
        result.categories = {u"all"_s};
    result.verbs = traits & Review ? QStringList{u"create"_s} : allVerbs;
    result.storageVersion = result.type.version;
    result.schema = builtInType(name);
    result.hasStatus = traits & (Status | NoGeneration);
    result.hasGeneration = traits & Status;
    result.needsVersion = name == "CustomResourceDefinition"_L1 || name == "PodDisruptionBudget"_L1;
    result.showsDeleted = traits & ShowsDeleted;
    result.storesNothing = traits & Review;
    if (traits & Scale)
        result.scale = ScalePaths{u".spec.replicas"_s, u".status.replicas"_s, {}};
    result.columns = builtInColumns(result.resource());
    result.rules = rules;
    return result;
}

ServedKind podKind()
{
    ServedKind result =
        kind(u"v1"_s, u"pods"_s, u"Pod"_s, Namespaced | NoGeneration | ShowsDeleted | All, {u"po"_s}, podRules());
    result.gracefulDeletion = true;
    result.otherSubresources = {u"binding"_s, u"eviction"_s, u"log"_s};
    return result;
}

ServedKind namespaceKind()
{
    ServedKind result =
        kind(u"v1"_s, u"namespaces"_s, u"Namespace"_s, NoGeneration | ShowsDeleted, {u"ns"_s}, namespaceRules());
    result.verbs.removeAll(u"deletecollection"_s);
    return result;
}

} // namespace

QList<KindPtr> builtInKinds()
{
    const QString apps = u"apps/v1"_s;
    const QString rbac = u"rbac.authorization.k8s.io/v1"_s;
    const QString authorization = u"authorization.k8s.io/v1"_s;
    const QList<ServedKind> kinds{
        kind(u"v1"_s, u"configmaps"_s, u"ConfigMap"_s, Namespaced, {u"cm"_s}),
        kind(u"v1"_s, u"endpoints"_s, u"Endpoints"_s, Namespaced, {u"ep"_s}),
        kind(u"v1"_s, u"events"_s, u"Event"_s, Namespaced, {u"ev"_s}, eventRules()),
        namespaceKind(),
        kind(u"v1"_s, u"nodes"_s, u"Node"_s, NoGeneration, {u"no"_s}, nodeRules()),
        kind(u"v1"_s, u"persistentvolumeclaims"_s, u"PersistentVolumeClaim"_s, Namespaced | NoGeneration | ShowsDeleted,
             {u"pvc"_s}, claimRules()),
        podKind(),
        kind(u"v1"_s, u"secrets"_s, u"Secret"_s, Namespaced, {}, secretRules()),
        kind(u"v1"_s, u"serviceaccounts"_s, u"ServiceAccount"_s, Namespaced | ShowsDeleted, {u"sa"_s}),
        kind(u"v1"_s, u"services"_s, u"Service"_s, Namespaced | NoGeneration | ShowsDeleted | All, {u"svc"_s},
             serviceRules()),
        kind(apps, u"controllerrevisions"_s, u"ControllerRevision"_s, Namespaced, {}, controllerRevisionRules()),
        kind(apps, u"daemonsets"_s, u"DaemonSet"_s, Namespaced | Status | All, {u"ds"_s}, daemonSetRules()),
        kind(apps, u"deployments"_s, u"Deployment"_s, Namespaced | Status | Scale | All, {u"deploy"_s},
             deploymentRules()),
        kind(apps, u"replicasets"_s, u"ReplicaSet"_s, Namespaced | Status | Scale | All, {u"rs"_s}, replicaSetRules()),
        kind(apps, u"statefulsets"_s, u"StatefulSet"_s, Namespaced | Status | Scale | All, {u"sts"_s},
             statefulSetRules()),
        kind(authorization, u"selfsubjectaccessreviews"_s, u"SelfSubjectAccessReview"_s, Review),
        kind(authorization, u"selfsubjectrulesreviews"_s, u"SelfSubjectRulesReview"_s, Review),
        kind(u"policy/v1"_s, u"poddisruptionbudgets"_s, u"PodDisruptionBudget"_s, Namespaced | Status, {u"pdb"_s},
             disruptionBudgetRules()),
        kind(rbac, u"clusterrolebindings"_s, u"ClusterRoleBinding"_s, 0, {}, bindingRules()),
        kind(rbac, u"clusterroles"_s, u"ClusterRole"_s, 0, {}, roleRules()),
        kind(rbac, u"rolebindings"_s, u"RoleBinding"_s, Namespaced, {}, bindingRules()),
        kind(rbac, u"roles"_s, u"Role"_s, Namespaced, {}, roleRules()),
        kind(u"apiextensions.k8s.io/v1"_s, u"customresourcedefinitions"_s, u"CustomResourceDefinition"_s, Status,
             {u"crd"_s, u"crds"_s}, definitionRules()),
        kind(u"discovery.k8s.io/v1"_s, u"endpointslices"_s, u"EndpointSlice"_s, Namespaced),
    };
    QList<KindPtr> result;
    for (const ServedKind &one : kinds)
        result.append(std::make_shared<const ServedKind>(one));
    return result;
}

} // namespace sim
