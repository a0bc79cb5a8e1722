// SPDX-License-Identifier: Apache-2.0
#include "bundle/releasemodel.h"

#include "blocks/markedrow.h"
#include "safetext.h"

using namespace Qt::StringLiterals;
using upgrade::Release;

namespace ui {

void ReleaseModel::setReleases(const QList<Release> &releases, const QString &runningTag)
{
    if (releases == m_releases && runningTag == m_runningTag)
        return;
    const bool areTheSame = releases == m_releases;
    if (!areTheSame)
        beginResetModel();
    m_releases = releases;
    m_runningTag = runningTag;
    const Release *running = runningTag.isEmpty() ? nullptr : upgrade::findRelease(m_releases, runningTag);
    m_running = running ? int(running - m_releases.constData()) : -1;
    if (!areTheSame)
        endResetModel();
    else if (!m_releases.isEmpty())
        Q_EMIT dataChanged(createIndex(0, 0), createIndex(int(m_releases.size()) - 1, 0));
}

int ReleaseModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_releases.size());
}

QVariant ReleaseModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Release &release = m_releases.at(index.row());
    MarkedRow row{.title = yaml::safeText(release.tag)};
    const auto running = redis::OperatorTag::parse(m_runningTag);
    // The newest come first: the first of a line is its newest.
    const bool isNewest = index.row() == 0 || !m_releases.at(index.row() - 1).version.isSameLine(release.version);
    if (running && release.version == running->version()) {
        row.state = tr("runs now");
        row.tone = Tone::Old;
    } else if (running && release.version < running->version()) {
        row.state = tr("a step down");
        row.isQuiet = true;
    } else if (isNewest) {
        const redis::TagVersion &version = release.version;
        row.state = tr("newest of %1").arg(u"%1.%2.%3"_s.arg(version.major).arg(version.minor).arg(version.patch));
        row.tone = Tone::New;
    } else {
        row.isQuiet = true;
    }
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return row.text();
    case MarkedRowDelegate::Role:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

} // namespace ui
