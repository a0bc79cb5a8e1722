// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "callback.h"

#include <QMetaObject>
#include <QObject>

namespace kube {

/// Keeps the promise of Callback: done is called on the thread of context after the caller has returned, and not at all
/// if context is gone by then.
template <typename T>
void answerLater(QObject *context, Callback<T> done, Result<T> result)
{
    QMetaObject::invokeMethod(
        context, [done = std::move(done), result = std::move(result)] { done(result); }, Qt::QueuedConnection);
}

} // namespace kube
