// SPDX-License-Identifier: Apache-2.0
#include "releaselist.h"

#include "safetext.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::Release)
};

QString withoutV(const QString &tag)
{
    return tag.startsWith(u'v') ? tag.sliced(1) : tag;
}

} // namespace

QList<Release> releasesOf(const QList<GitTag> &tags)
{
    QList<Release> releases;
    for (const GitTag &tag : tags) {
        if (const auto version = redis::OperatorTag::parse(withoutV(tag.name)))
            releases.append({.tag = tag.name, .version = version->version()});
    }
    std::ranges::stable_sort(releases, std::ranges::greater(), &Release::version);
    return releases;
}

const Release *findRelease(const QList<Release> &releases, const QString &text)
{
    const QString wanted = text.trimmed();
    auto found = std::ranges::find(releases, wanted, &Release::tag);
    if (found == releases.end()) {
        found = std::ranges::find_if(
            releases, [&wanted](const Release &release) { return withoutV(release.tag) == withoutV(wanted); });
    }
    return found == releases.end() ? nullptr : &*found;
}

QString mismatchText(const QString &tag, const QString &operatorTag)
{
    if (withoutV(tag) == operatorTag)
        return {};
    if (operatorTag.isEmpty())
        return Text::tr("The bundle under the tag %1 names its operator by digest: which release it is cannot be told.")
            .arg(yaml::safeText(tag));
    return Text::tr("The bundle under the tag %1 is not that release: it installs operator %2.")
        .arg(yaml::safeText(tag), yaml::safeText(operatorTag));
}

} // namespace upgrade
