// SPDX-License-Identifier: Apache-2.0
#include "podtable.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;
using rollout::PodRow;
using rollout::PodState;
using rollout::Revision;

int PodTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_pods.size());
}

QVariant PodTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole)
        return m_pods[index.row()].name;
    return role == PodRole ? QVariant::fromValue(m_pods[index.row()]) : QVariant();
}

void PodTable::reset(QList<PodRow> pods)
{
    beginResetModel();
    m_pods = std::move(pods);
    endResetModel();
}

void PodTable::set(int row, const PodRow &pod)
{
    m_pods[row] = pod;
    Q_EMIT dataChanged(index(row), index(row), {PodRole});
}

void PodTable::insert(int row, const PodRow &pod)
{
    beginInsertRows({}, row, row);
    m_pods.insert(row, pod);
    endInsertRows();
}

void PodTable::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_pods.removeAt(row);
    endRemoveRows();
}

namespace pods {

QDateTime noon()
{
    return {QDate(2026, 3, 1), QTime(12, 0), QTimeZone::UTC};
}

PodRow pod(int ordinal, PodState state, Revision revision)
{
    PodRow row;
    row.ordinal = ordinal;
    row.name = u"orders-%1"_s.arg(ordinal);
    row.state = state;
    row.revision = revision;
    row.since = noon().addSecs(-38);
    if (state == PodState::Missing)
        return row;
    row.uid = u"%1-%2"_s.arg(ordinal).arg(revision == Revision::New ? u"new"_s : u"old"_s);
    row.tag = revision == Revision::New ? u"7.22.2-14"_s : u"7.22.0-250"_s;
    row.image = u"redislabs/redis:"_s + row.tag;
    row.done = state == PodState::Ready && (revision == Revision::New || revision == Revision::Current);
    if (state != PodState::Pending) {
        row.ip = u"10.0.%1.%2"_s.arg(ordinal / 200 + 1).arg(ordinal % 200 + 9);
        row.node = u"node-%1"_s.arg(QChar(static_cast<char16_t>(u'a' + ordinal % 3)));
    }
    if (state == PodState::Failed) {
        row.reason = u"ImagePullBackOff"_s;
        row.message = u"Back-off pulling image \"redislabs/redis:7.22.2-14\": not found"_s;
    }
    return row;
}

QList<PodRow> rollout(int count)
{
    QList<PodRow> result;
    const int middle = count / 2;
    const QList<PodState> others{PodState::Starting, PodState::Pending, PodState::Terminating, PodState::Failed,
                                 PodState::NotReady, PodState::Unknown, PodState::Missing};
    for (int ordinal = 0; ordinal < count; ++ordinal) {
        const int distance = middle - ordinal;
        if (distance < 0) {
            result << pod(ordinal, PodState::Ready, Revision::New);
        } else if (distance < std::max(1, std::min<int>(count - 3, static_cast<int>(others.size())))) {
            const PodState state = others[distance];
            const bool isOld = state == PodState::Terminating || state == PodState::Unknown;
            result << pod(ordinal, state, isOld ? Revision::Old : Revision::New);
            if (state == PodState::NotReady)
                result.last().restarts = 3;
        } else {
            result << pod(ordinal, PodState::Ready, Revision::Old);
        }
    }
    for (qsizetype i = result.size() - 1; i >= 0; --i) {
        if (result[i].state == PodState::Ready && result[i].revision == Revision::Old) {
            result[i].next = true;
            break;
        }
    }
    if (!result.isEmpty())
        result.first().master = true;
    return result;
}

} // namespace pods
