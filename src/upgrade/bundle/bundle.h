// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object.h"
#include "result.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace upgrade {

/// What makes two objects of a bundle, or of a bundle and a cluster, the same one: not the version of its API, which
/// moves between releases, and not its place in the file.
struct ObjectIdentity
{
    QString group; ///< "apps"; empty for the core group. "extensions" is where apps, networking and policy were once
    QString kind;
    QString name;

    /// By apiVersion, kind and metadata.name.
    [[nodiscard]] static ObjectIdentity of(const QJsonObject &object);
    /// "Deployment redis-enterprise-operator", for a person.
    [[nodiscard]] QString text() const;

    [[nodiscard]] auto operator<=>(const ObjectIdentity &) const = default;
};

/// One object of a bundle, and where it begins.
struct BundleDocument
{
    ObjectIdentity identity;
    QString apiVersion;
    QJsonObject object;
    int line = 1;
};

/// The image of the operator in its Deployment; empty where there is none.
[[nodiscard]] QString operatorImageOf(const QJsonObject &deployment);
/// The tag of the operator's image in its Deployment; empty where the image is named by digest alone, or is not there.
[[nodiscard]] QString operatorTagOf(const QJsonObject &deployment);

/// A release of the operator as one YAML file: roles, definitions of custom resources, Service and Deployment, as
/// bundle.yaml and openshift.bundle.yaml of the public repository are.
class Bundle final
{
public:
    /// Reads a file called `source` in messages. An error names file, line and column: no YAML, a template that was not
    /// rendered, an object without kind or name, two of one identity, no operator's Deployment, no definition of
    /// RedisEnterpriseCluster. Items of a List count as documents. Cost: 9 MB/s; call it on a worker thread.
    [[nodiscard]] static kube::Result<Bundle> read(QByteArrayView text, const QString &source);

    [[nodiscard]] const QString &source() const noexcept { return m_source; }
    /// In the order of the file.
    [[nodiscard]] const QList<BundleDocument> &documents() const noexcept { return m_documents; }
    [[nodiscard]] const BundleDocument *find(const ObjectIdentity &identity) const;

    /// Of the container redis-enterprise-operator: what release this is, whatever the file or its git tag is called.
    [[nodiscard]] QString operatorImage() const;
    [[nodiscard]] QString operatorTag() const; ///< empty where the image is named by digest alone
    /// The same with the images of its workloads in another registry: "host:port" keeps their paths, "host:port/path"
    /// their names alone. An error if that makes no image.
    [[nodiscard]] kube::Result<Bundle> withRegistry(const QString &registry) const;
    /// Made for OpenShift: the operator is told so.
    [[nodiscard]] bool isForOpenShift() const;

private:
    QString m_source;
    QList<BundleDocument> m_documents;
};

} // namespace upgrade
