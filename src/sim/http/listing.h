// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/request.h"
#include "kinds/servedkind.h"
#include "store/selector.h"
#include "store/storage.h"

namespace sim {

/// Which objects of a kind a list or a watch is about.
struct Selection
{
    QString resource;
    QString nameSpace; ///< empty: all
    QString name; ///< empty: all
    LabelSelector labels;
    FieldSelector fields;

    [[nodiscard]] bool isSelective() const { return !labels.isEmpty() || !fields.isEmpty(); }
    [[nodiscard]] bool matches(const Stored &object) const;
};

[[nodiscard]] Outcome<Selection> readSelection(const Request &request, const ServedKind &kind, const QString &nameSpace,
                                               const QString &name);

/// A page of a list, as of one revision.
struct Page
{
    QList<StoredPtr> items;
    qint64 revision = 0;
    QString continueToken; ///< empty: the last page
    std::optional<qint64> remaining; ///< known only without selectors
};

/// Answers ?limit, ?continue, ?resourceVersion and ?resourceVersionMatch as an API server does: all pages of a list
/// show one revision, and end with 410 when that is forgotten.
[[nodiscard]] Outcome<Page> listPage(const Storage &storage, const Selection &selection, const Request &request);

/// What is wrong with the options of a list or watch, if anything is.
[[nodiscard]] std::optional<Failure> wrongListOptions(const Request &request, bool watch);

/// A resourceVersion as a number; the failure of the real server if it is none.
[[nodiscard]] Outcome<qint64> readRevision(const QString &text);

} // namespace sim
