// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <functional>

namespace kube {

/// How a one-shot call answers. The promise of every function that takes a context and a Callback: it is called once,
/// on the thread of the context, never before the call returns, and never after the context is gone. Destroying the
/// context cancels the call.
template <typename T>
using Callback = std::function<void(Result<T>)>;

} // namespace kube
