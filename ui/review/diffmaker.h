// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/prepareddiff.h"

#include <QJsonObject>
#include <QObject>
#include <QThreadPool>
#include <functional>
#include <memory>

namespace ui {

/// Makes the difference of two objects as YAML on a thread of its own, however large they are. Only the last that was
/// asked for is handed over; destroying it waits for the one that is being made.
class DiffMaker final : public QObject
{
    Q_OBJECT

public:
    explicit DiffMaker(QObject *parent = nullptr);
    ~DiffMaker() override;

    /// An empty object is an empty text: there is none. `done` is called later, on the thread of the maker.
    void make(const QJsonObject &before, const QJsonObject &after, std::function<void(PreparedDiff)> done);
    void forget(); ///< what was asked for
    [[nodiscard]] bool isMaking() const noexcept { return m_asked != m_made; }

private:
    quint64 m_asked = 0; ///< the number of the last that was asked for
    quint64 m_made = 0; ///< the same number once it is made
    QThreadPool m_thread;
};

} // namespace ui
