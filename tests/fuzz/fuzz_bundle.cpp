// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundleplan.h"
#include "bundle/rbacrules.h"
#include "bundle/storedform.h"
#include "keyedlists.h"
#include "require.h"

#include <QByteArrayView>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::Bundle;
using upgrade::BundleDocument;
using upgrade::DocumentMerge;

namespace {

/// Choices; when they are used up, the first of everything.
class Choices final
{
public:
    explicit Choices(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] qsizetype below(qsizetype count)
    {
        if (m_bytes.isEmpty() || count < 2)
            return 0;
        const auto byte = uint8_t(m_bytes.front());
        m_bytes = m_bytes.sliced(1);
        return byte % count;
    }
    [[nodiscard]] bool isUsedUp() const { return m_bytes.isEmpty(); }

private:
    QByteArrayView m_bytes;
};

QJsonValue replaced(const QJsonValue &value, Choices &choices)
{
    QJsonArray list = value.toArray();
    if (!list.isEmpty() && choices.below(2) == 0) {
        const qsizetype at = choices.below(list.size());
        if (choices.below(2) == 0)
            list.append(list.at(at));
        else
            list.append(list.takeAt(at));
        return list;
    }
    const QList<QJsonValue> others{QJsonValue::Undefined,
                                   QJsonValue::Null,
                                   u"other"_s,
                                   u"reg.example:5000/a/operator:1.2.3-4"_s,
                                   7,
                                   true,
                                   QJsonObject(),
                                   QJsonObject{{"name"_L1, "other"_L1}},
                                   QJsonArray(),
                                   QJsonArray{u"other"_s}};
    return others.at(choices.below(others.size()));
}

/// Something somewhere in it is different, or not there, or new.
QJsonValue edited(const QJsonValue &value, Choices &choices)
{
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        const QStringList keys = object.keys();
        const qsizetype at = choices.below(keys.size() + 2);
        if (at >= keys.size())
            return at == keys.size() ? replaced(value, choices) : (object.insert(u"other"_s, 1), object);
        const QJsonValue child = edited(object.value(keys.at(at)), choices);
        object.remove(keys.at(at));
        if (!child.isUndefined())
            object.insert(keys.at(at), child);
        return object;
    }
    if (value.isArray()) {
        QJsonArray list = value.toArray();
        const qsizetype at = choices.below(list.size() + 1);
        if (at == list.size())
            return replaced(value, choices);
        const QJsonValue child = edited(list.at(at), choices);
        if (child.isUndefined())
            list.removeAt(at);
        else
            list[at] = child;
        return list;
    }
    return replaced(value, choices);
}

/// As a cluster has it in which somebody edited what was installed.
QJsonObject liveOf(const QJsonObject &installed, Choices &choices)
{
    QJsonObject live = installed;
    for (qsizetype count = choices.below(4); count > 0; --count)
        live = edited(live, choices).toObject();
    QJsonObject metadata = live.value("metadata"_L1).toObject();
    metadata["name"_L1] = installed["metadata"_L1]["name"_L1];
    live["metadata"_L1] = metadata;
    live["kind"_L1] = installed["kind"_L1];
    live["apiVersion"_L1] = installed["apiVersion"_L1];
    return upgrade::storedForm(live);
}

bool isSameInAnyOrder(const QJsonObject &left, const QJsonObject &right)
{
    const yaml::KeyedLists lists(upgrade::listRules(left["kind"_L1].toString()), {.ours = left, .theirs = right});
    return yaml::isSame(lists.keyed().ours, lists.keyed().theirs);
}

QJsonObject withoutRules(QJsonObject role)
{
    role.remove("rules"_L1);
    return role;
}

/// Nobody edited anything, so it becomes the new release's.
void requireTheRelease(const QJsonObject &base, const QJsonObject &theirs)
{
    const DocumentMerge merge(base, upgrade::storedForm(base), theirs);
    require(merge.conflicts().isEmpty() && merge.kept().isEmpty());
    const QJsonObject merged = upgrade::withoutServerFields(merge.merged());
    const QJsonObject expected = upgrade::withoutServerFields(upgrade::storedForm(theirs));
    if (!merged["kind"_L1].toString().endsWith("Role"_L1)) {
        require(isSameInAnyOrder(merged, expected));
        return;
    }
    require(yaml::isSame(withoutRules(merged), withoutRules(expected)));
    require(upgrade::isSamePermission(merged["rules"_L1].toArray(), expected["rules"_L1].toArray()));
}

void checkMerge(const QJsonObject &base, const QJsonObject &live, const QJsonObject &theirs, Choices &choices)
{
    DocumentMerge merge(base, live, theirs);
    const QList<yaml::Conflict> conflicts = merge.conflicts();
    require(merge.isWhollyDecided() == conflicts.isEmpty());
    QList<yaml::Path> ours;
    for (const yaml::Conflict &conflict : conflicts) {
        const bool isOurs = choices.below(2) == 0;
        merge.decide(conflict.path, isOurs ? conflict.ours : conflict.theirs);
        if (isOurs)
            ours.append(conflict.path);
    }
    require(merge.isWhollyDecided());
    const QJsonObject wanted = merge.merged();
    require(upgrade::ObjectIdentity::of(wanted) == upgrade::ObjectIdentity::of(theirs));
    if (merge.changes().isEmpty())
        require(isSameInAnyOrder(wanted, live) || live["apiVersion"_L1] != theirs["apiVersion"_L1]);
    static_cast<void>(merge.kept());

    // Applied, it is what it should be, whichever release is held to run now.
    const QJsonObject applied = upgrade::storedForm(wanted);
    for (const QJsonObject &running : {theirs, base}) {
        const DocumentMerge again(running, applied, theirs);
        require(again.changes().isEmpty());
        require(yaml::isSame(again.merged(), applied));
        for (const yaml::Conflict &conflict : again.conflicts())
            require(ours.contains(conflict.path));
    }
}

/// A release that changes nothing, whatever is in the cluster.
void requireTheCluster(const QJsonObject &live, const QJsonObject &theirs)
{
    const DocumentMerge merge(theirs, live, theirs);
    require(merge.conflicts().isEmpty());
    QJsonObject expected = live;
    expected["apiVersion"_L1] = theirs["apiVersion"_L1];
    require(yaml::isSame(merge.merged(), expected));
}

constexpr qsizetype mostEdits = 256; // bytes

} // namespace

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

/// Every other time the edits alone: most changes to a bundle make it none.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize, unsigned seed)
{
    const QByteArrayView bytes(data, qsizetype(size));
    const qsizetype end = bytes.lastIndexOf('\0') + 1;
    if (seed % 2 == 0 || bytes.count('\0') < 2 || bytes.size() - end > mostEdits)
        return LLVMFuzzerMutate(data, size, maxSize);
    const auto room = std::min<qsizetype>(mostEdits, qsizetype(maxSize) - end);
    return size_t(end) + LLVMFuzzerMutate(data + end, size_t(bytes.size() - end), size_t(room));
}

/// Three parts with a NUL between them: the release that runs, the new one, and what was edited in the cluster.
/// What is read, or refused in a sentence, can be planned; and a plan keeps its promises (DocumentMerge).
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes(data, qsizetype(size));
    const qsizetype first = bytes.indexOf('\0');
    const auto base = Bundle::read(first < 0 ? bytes : bytes.first(first), u"base"_s);
    require(base || !base.error().message.isEmpty());
    if (!base || first < 0)
        return 0;
    const qsizetype second = bytes.indexOf('\0', first + 1);
    const QByteArrayView rest = bytes.sliced(first + 1, (second < 0 ? bytes.size() : second) - first - 1);
    const auto theirs = Bundle::read(rest, u"theirs"_s);
    if (!theirs)
        return 0;

    Choices choices(second < 0 ? QByteArrayView() : bytes.sliced(second + 1));
    QMap<upgrade::ObjectIdentity, QJsonObject> live;
    for (const BundleDocument &document : base->documents()) {
        live.insert(document.identity, liveOf(document.object, choices));
        require(yaml::isSame(upgrade::storedForm(live[document.identity]), live[document.identity]));
    }
    const upgrade::BundlePlan plan(*theirs, &*base, live);
    require(plan.documents().size() == theirs->documents().size());
    for (const upgrade::DocumentPlan &document : plan.documents()) {
        const BundleDocument *before = base->find(document.identity);
        require(document.isNew() == !before);
        if (!before)
            continue;
        const QJsonObject present = live.value(document.identity);
        requireTheRelease(before->object, document.theirs);
        requireTheCluster(present, document.theirs);
        checkMerge(before->object, present, document.theirs, choices);
        static_cast<void>(DocumentMerge(std::nullopt, present, document.theirs).merged());
    }
    return 0;
}
