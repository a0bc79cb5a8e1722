// SPDX-License-Identifier: Apache-2.0
#include "xdiff.h"

#include <git2/diff.h>
#include <git2/global.h>

namespace yaml {

namespace {

/// libgit2 counts how often it was begun and ended; once for the life of the process is cheapest.
struct Library
{
    Library() { git_libgit2_init(); }
    ~Library() { git_libgit2_shutdown(); }
    Library(const Library &) = delete;
    Library &operator=(const Library &) = delete;
};

int addEdit(const git_diff_delta * /*delta*/, const git_diff_hunk *hunk, void *payload)
{
    // An empty side is said to begin behind the line before.
    const auto first = [](int start, int count) { return qsizetype(count == 0 ? start : start - 1); };
    static_cast<QList<Edit> *>(payload)->append({.left = first(hunk->old_start, hunk->old_lines),
                                                 .leftCount = hunk->old_lines,
                                                 .right = first(hunk->new_start, hunk->new_lines),
                                                 .rightCount = hunk->new_lines});
    return 0;
}

qsizetype countLines(QByteArrayView text)
{
    return text.count('\n') + (text.isEmpty() || text.endsWith('\n') ? 0 : 1);
}

} // namespace

QList<Edit> edits(QByteArrayView left, QByteArrayView right)
{
    if (left == right)
        return {};
    static const Library library;
    git_diff_options options{};
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_PATIENCE | GIT_DIFF_INDENT_HEURISTIC;
    options.context_lines = 0;
    options.max_size = -1;
    QList<Edit> result;
    if (git_diff_buffers(left.data(), size_t(left.size()), nullptr, right.data(), size_t(right.size()), nullptr,
                         &options, nullptr, nullptr, addEdit, nullptr, &result)
        != 0)
        return {{.left = 0, .leftCount = countLines(left), .right = 0, .rightCount = countLines(right)}};
    return result;
}

} // namespace yaml
