// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "blocks/markedrow.h"
#include "bundle/upgradedocument.h"

namespace ui {

// What there is to say of an object of a bundle, in words. Pure; all text is fit to be shown.

/// Kind, name, how far it is, and what was found out about it.
[[nodiscard]] MarkedRow rowOf(const upgrade::UpgradeDocument &document);
/// How many of its conflicts are to be settled.
[[nodiscard]] qsizetype undecidedOf(const upgrade::UpgradeDocument &document);
/// "3 conflicts are to be settled: 2 in Role redis-enterprise-operator, 1 in ..."; empty if none is.
[[nodiscard]] QString undecidedText(const QList<upgrade::UpgradeDocument> &documents);
/// What it was compared with, a sentence. `runningTag`: of the release that runs now.
[[nodiscard]] QString baseText(const upgrade::UpgradeDocument &document, const QString &runningTag);
/// Why a conflict is one, a sentence.
[[nodiscard]] QString reasonText(const upgrade::DocumentPlan &plan, const yaml::Conflict &conflict,
                                 const QString &runningTag);

/// A value as YAML, cut after `mostLines`; Undefined as "not set". Cost: as yaml::write().
[[nodiscard]] QString valueText(const QJsonValue &value, qsizetype mostLines);
/// The same in one line.
[[nodiscard]] QString valueLine(const QJsonValue &value);

} // namespace ui
