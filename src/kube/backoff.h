// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

namespace kube {

/// How long to wait before the next attempt: doubling with jitter, and from the start again after a quiet time. The
/// numbers are client-go's (reflector.go). Pure: time and chance are passed in.
class Backoff final
{
public:
    using Milliseconds = std::chrono::milliseconds;

    struct Limits
    {
        Milliseconds first{800};
        Milliseconds most{30'000};
        Milliseconds forgetAfter{120'000}; ///< without a failure
    };

    explicit Backoff(const Limits &limits) noexcept
        : m_limits(limits)
        , m_next(limits.first)
    {
    }

    /// After a failure at `now` (any steady origin), with chance in [0, 1): a delay in [d, 2d).
    [[nodiscard]] Milliseconds next(Milliseconds now, double chance) noexcept
    {
        if (now - m_lastFailure > m_limits.forgetAfter)
            m_next = m_limits.first;
        m_lastFailure = now;
        const Milliseconds delay = m_next;
        m_next = std::min(m_next * 2, m_limits.most);
        return delay + Milliseconds(Milliseconds::rep(double(delay.count()) * chance));
    }

    void reset() noexcept { m_next = m_limits.first; }

private:
    Limits m_limits;
    Milliseconds m_next;
    Milliseconds m_lastFailure{0};
};

} // namespace kube
