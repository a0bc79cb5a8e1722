// SPDX-License-Identifier: Apache-2.0
#include "fleet/fleetmodel.h"

#include "ownership.h"
#include "safetext.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using redis::RedisEnterpriseCluster;
using rollout::StatefulSet;
using upgrade::ClusterSession;

namespace ui {

namespace {

template <typename T>
std::map<kube::ObjectKey, std::shared_ptr<const T>> sorted(const kube::Watcher *watcher)
{
    std::map<kube::ObjectKey, std::shared_ptr<const T>> result;
    if (watcher) {
        for (const kube::ObjectPtr &object : watcher->store().objects())
            result.emplace(object->meta.key(), std::static_pointer_cast<const T>(object));
    }
    return result;
}

/// The row as its watcher lets it be trusted.
FleetRow trusted(FleetRow row, const kube::Watcher &watcher)
{
    if (watcher.state() != kube::Watcher::State::Watching)
        makeStale(row, watcher.lastContact());
    return row;
}

FleetRow message(const QString &text, Tone tone)
{
    FleetRow row;
    row.title = text;
    row.tone = tone;
    return row;
}

/// Nothing twice: a context has its state at the end of the row.
QString spoken(const FleetRow &row)
{
    QStringList parts{row.title, row.subtitle, row.trailing, row.state};
    parts.removeAll(QString());
    parts.removeDuplicates();
    return parts.join(u", "_s);
}

/// One row is the other in another state.
bool isSame(const FleetRow &a, const FleetRow &b)
{
    return a.kind == b.kind && a.key == b.key && a.context == b.context
        && (a.kind != FleetRow::Kind::Message || a.title == b.title);
}

} // namespace

FleetModel::FleetModel(upgrade::Fleet &fleet, QObject *parent)
    : QAbstractItemModel(parent)
    , m_fleet(fleet)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &FleetModel::change);
    connect(&fleet, &upgrade::Fleet::opened, this, &FleetModel::follow);
    connect(&fleet, &upgrade::Fleet::aboutToClose, this, &FleetModel::changeSoon);
    for (const kube::ContextSummary &context : fleet.contexts()) {
        auto node = std::make_unique<Node>();
        node->parent = &m_root;
        node->row = fleetRowOf(context, nullptr);
        m_root.children.push_back(std::move(node));
        if (fleet.session(context.name))
            follow(context.name);
    }
}

FleetModel::~FleetModel() = default;

void FleetModel::follow(const QString &context)
{
    const ClusterSession *session = m_fleet.session(context);
    connect(session, &ClusterSession::watchersChanged, this, [this, context] { followStores(context); });
    connect(session, &ClusterSession::freshnessChanged, this, [this, context] { changeSoon(context); });
    followStores(context);
}

void FleetModel::followStores(const QString &context)
{
    const ClusterSession *session = m_fleet.session(context);
    auto &connections = m_connections[context];
    connections = std::make_unique<QObject>();
    for (const kube::Watcher *watcher : {session->clusters(), session->statefulSets()}) {
        if (!watcher)
            continue;
        const auto changed = [this, context] { changeSoon(context); };
        connect(&watcher->store(), &kube::ObjectStore::changed, connections.get(), changed);
        connect(&watcher->store(), &kube::ObjectStore::synced, connections.get(), changed);
    }
    changeSoon(context);
}

void FleetModel::changeSoon(const QString &context)
{
    if (!m_changed.contains(context))
        m_changed.append(context);
    if (!m_soon.isActive())
        m_soon.start();
}

void FleetModel::change()
{
    const QStringList changed = std::exchange(m_changed, {});
    const QList<kube::ContextSummary> &contexts = m_fleet.contexts();
    for (size_t i = 0; i < m_root.children.size(); ++i) {
        const kube::ContextSummary &context = contexts.at(qsizetype(i));
        if (changed.contains(context.name))
            update(*m_root.children[i], wantedOf(context));
    }
}

FleetModel::Wanted FleetModel::wantedOf(const kube::ContextSummary &context) const
{
    const ClusterSession *session = m_fleet.session(context.name);
    Wanted wanted{fleetRowOf(context, session), {}};
    if (!session || session->state() != ClusterSession::State::Open)
        return wanted;

    const auto clusters = sorted<RedisEnterpriseCluster>(session->clusters());
    auto sets = sorted<StatefulSet>(session->statefulSets());
    for (const auto &[key, cluster] : clusters) {
        std::shared_ptr<const StatefulSet> set;
        if (const auto found = sets.find(key); found != sets.end()
            && rollout::statefulSetOwnership(cluster->meta, found->second->meta) != rollout::Ownership::None) {
            set = found->second;
            sets.erase(found);
        }
        Wanted row{trusted(fleetRowOf(*cluster, set.get()), *session->clusters()), {}};
        if (set)
            row.children.push_back({trusted(fleetRowOf(*set, true), *session->statefulSets()), {}});
        wanted.children.push_back(std::move(row));
    }
    if (!session->clusterType()) {
        wanted.children.push_back(
            {message(tr("This server has no Redis Enterprise clusters: its kind is not installed. "
                        "Plain StatefulSets are listed."),
                     Tone::Neutral),
             {}});
    } else if (session->clusters()->error() && !session->clusters()->store().isSynced()) {
        wanted.children.push_back({message(session->clusters()->error()->message, Tone::Bad), {}});
    }
    if (session->statefulSets() && session->statefulSets()->error() && !session->statefulSets()->store().isSynced())
        wanted.children.push_back({message(session->statefulSets()->error()->message, Tone::Bad), {}});
    if (!sets.empty()) {
        FleetRow heading;
        heading.kind = FleetRow::Kind::OtherGroup;
        heading.title = tr("Other StatefulSets");
        heading.trailing = QString::number(sets.size());
        Wanted group{heading, {}};
        for (const auto &[key, set] : sets)
            group.children.push_back({trusted(fleetRowOf(*set, false), *session->statefulSets()), {}});
        wanted.children.push_back(std::move(group));
    }
    // Rows know their context, however deep.
    const auto name = [&](auto &self, Wanted &row) -> void {
        row.row.context = context.name;
        for (Wanted &child : row.children)
            self(self, child);
    };
    name(name, wanted);
    return wanted;
}

void FleetModel::update(Node &node, Wanted wanted)
{
    if (node.row != wanted.row) {
        node.row = wanted.row;
        const QModelIndex index = indexOf(node);
        Q_EMIT dataChanged(index, index);
    }
    // Both lists are in one order, so that one pass finds what came and went.
    size_t at = 0;
    while (at < wanted.children.size()) {
        Wanted &child = wanted.children[at];
        const auto found = std::ranges::find_if(node.children.begin() + ptrdiff_t(at), node.children.end(),
                                                [&](const auto &present) { return isSame(present->row, child.row); });
        if (found == node.children.end()) {
            // At the end, all that is left comes in one go: that is how a first list arrives.
            const size_t count = at == node.children.size() ? wanted.children.size() - at : 1;
            beginInsertRows(indexOf(node), int(at), int(at + count) - 1);
            for (size_t i = at; i < at + count; ++i)
                node.children.insert(node.children.begin() + ptrdiff_t(i), make(std::move(wanted.children[i]), node));
            endInsertRows();
            at += count;
            continue;
        }
        if (const auto gone = size_t(found - node.children.begin()) - at; gone > 0) {
            beginRemoveRows(indexOf(node), int(at), int(at + gone) - 1);
            node.children.erase(node.children.begin() + ptrdiff_t(at), found);
            endRemoveRows();
        }
        update(*node.children[at], std::move(child));
        ++at;
    }
    if (at < node.children.size()) {
        beginRemoveRows(indexOf(node), int(at), int(node.children.size()) - 1);
        node.children.resize(at);
        endRemoveRows();
    }
}

std::unique_ptr<FleetModel::Node> FleetModel::make(Wanted wanted, Node &parent)
{
    auto node = std::make_unique<Node>();
    node->row = std::move(wanted.row);
    node->parent = &parent;
    for (Wanted &child : wanted.children)
        node->children.push_back(make(std::move(child), *node));
    return node;
}

const FleetModel::Node *FleetModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const Node *>(index.constInternalPointer()) : &m_root;
}

QModelIndex FleetModel::indexOf(const Node &node) const
{
    if (!node.parent)
        return {};
    const auto &siblings = node.parent->children;
    const auto found = std::ranges::find_if(siblings, [&](const auto &sibling) { return sibling.get() == &node; });
    return createIndex(int(found - siblings.begin()), 0, &node);
}

QModelIndex FleetModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeAt(parent)->children[size_t(row)].get());
}

QModelIndex FleetModel::parent(const QModelIndex &index) const
{
    const Node *node = nodeAt(index);
    return node->parent ? indexOf(*node->parent) : QModelIndex();
}

int FleetModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeAt(parent)->children.size());
}

int FleetModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant FleetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FleetRow &row = nodeAt(index)->row;
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return spoken(row);
    case Qt::AccessibleDescriptionRole:
        return row.details;
    case RowRole:
        return QVariant::fromValue(row);
    case SearchRole:
        return QStringList{row.title, row.subtitle, row.key.nameSpace, row.state}.join(u' ');
    default:
        return {};
    }
}

Qt::ItemFlags FleetModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const FleetRow::Kind kind = nodeAt(index)->row.kind;
    if (kind == FleetRow::Kind::Message)
        return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

QModelIndex FleetModel::contextIndex(const QString &context) const
{
    for (const auto &node : m_root.children) {
        if (node->row.context == context)
            return indexOf(*node);
    }
    return {};
}

QModelIndex FleetModel::find(const QString &context, FleetRow::Kind kind, const kube::ObjectKey &key) const
{
    const auto search = [&](auto &self, const Node &node) -> const Node * {
        if (node.row.kind == kind && node.row.key == key)
            return &node;
        for (const auto &child : node.children) {
            if (const Node *found = self(self, *child))
                return found;
        }
        return nullptr;
    };
    for (const auto &node : m_root.children) {
        if (node->row.context != context)
            continue;
        if (const Node *found = search(search, *node))
            return indexOf(*found);
    }
    return {};
}

} // namespace ui
