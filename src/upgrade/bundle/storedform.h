// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keyedlists.h"

#include <QJsonObject>

namespace upgrade {

/// What an API server would keep of an object of a bundle: what is left out has its default, quantities are canonical
/// ("4000m" is "4"). For comparing a file with an object of a cluster without the noise of what the server added. Knows
/// the kinds of the operator's bundles; of other kinds, and of fields that a server fills in from elsewhere (addresses,
/// status), it says nothing. Source: the defaults of k8s.io/kubernetes pkg/apis/*/v1/defaults.go, release 1.32.
[[nodiscard]] QJsonObject storedForm(const QJsonObject &object);

/// Removes what only the server writes, or the request says: status, namespace, uid, resource version, managed fields,
/// the revision of a Deployment, the addresses of a Service, and the annotation in which kubectl keeps what it applied.
[[nodiscard]] QJsonObject withoutServerFields(QJsonObject object);
/// The object with those of `live` in their places.
[[nodiscard]] QJsonObject withServerFields(QJsonObject object, const QJsonObject &live);

/// How the entries of lists in an object of this kind are told apart: containers by their name, subjects by what they
/// name. Source: x-kubernetes-list-map-keys and x-kubernetes-patch-merge-key of Kubernetes' OpenAPI document.
[[nodiscard]] QList<yaml::ListRule> listRules(const QString &kind);

} // namespace upgrade
