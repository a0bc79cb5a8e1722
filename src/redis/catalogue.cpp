// SPDX-License-Identifier: Apache-2.0
#include "catalogue.h"

#include "cataloguereader.h"

#include <QFile>
#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

// Names a symbol of the resource, which a linker leaves out of a static library otherwise. Not in a namespace: the
// macro declares a function of the global one.
static void initResource()
{
    Q_INIT_RESOURCE(catalogue);
}

namespace redis {

kube::Result<Catalogue> Catalogue::load(const QByteArray &json)
{
    return CatalogueReader().read(json);
}

kube::Result<Catalogue> Catalogue::builtIn()
{
    initResource();
    QFile file(u":/catalogue/catalogue.json"_s);
    return load(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
}

bool Catalogue::knows(const OperatorTag &operatorTag) const
{
    return std::ranges::any_of(
        m_releases, [&](const Release &release) { return release.operatorTag.version() == operatorTag.version(); });
}

bool Catalogue::knows(const ImageTag &tag) const
{
    return std::ranges::any_of(m_releases, [&](const Release &release) { return release.tags.contains(tag); });
}

QList<ImageTag> Catalogue::tagsOf(const OperatorTag &operatorTag) const
{
    QList<ImageTag> tags;
    for (const Release &release : m_releases) {
        if (release.operatorTag.version() != operatorTag.version())
            continue;
        for (const ImageTag &tag : release.tags) {
            if (!tags.contains(tag))
                tags.append(tag);
        }
    }
    std::ranges::stable_sort(tags, std::ranges::greater(), &ImageTag::version);
    return tags;
}

QList<OperatorTag> Catalogue::operatorsOf(const ImageTag &tag) const
{
    QList<OperatorTag> operators;
    for (const Release &release : m_releases) {
        const bool runs = std::ranges::contains(release.tags, tag.version(), &ImageTag::version);
        if (runs && !operators.contains(release.operatorTag))
            operators.append(release.operatorTag);
    }
    return operators;
}

std::optional<bool> Catalogue::isDirectUpgrade(const OperatorTag &from, const OperatorTag &to) const
{
    const auto found = m_directUpgrades.constFind(to.toString());
    if (found == m_directUpgrades.cend())
        return std::nullopt;
    if (found->contains(from.toString()))
        return true;
    return m_directUpgrades.contains(from.toString()) ? std::optional(false) : std::nullopt;
}

std::optional<OperatorTag> Catalogue::operatorOfDigest(const QString &digest) const
{
    const auto found = m_operatorDigests.constFind(digest);
    return found == m_operatorDigests.cend() ? std::nullopt : std::optional(*found);
}

std::optional<ImageTag> Catalogue::tagOfDigest(const QString &digest) const
{
    const auto found = m_redisDigests.constFind(digest);
    return found == m_redisDigests.cend() ? std::nullopt : std::optional(*found);
}

QMap<QString, Catalogue::Support> Catalogue::kubernetesOf(const OperatorTag &operatorTag) const
{
    return m_kubernetes.value(operatorTag.toString());
}

} // namespace redis
