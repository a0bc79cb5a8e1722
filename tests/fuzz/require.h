// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

/// What must hold for every input. libFuzzer keeps the input for which it does not, and its log says which line it was.
inline void require(bool holds, const std::source_location &where = std::source_location::current())
{
    if (holds)
        return;
    std::fprintf(stderr, "%s:%u: does not hold\n", where.file_name(), unsigned(where.line()));
    std::abort();
}
