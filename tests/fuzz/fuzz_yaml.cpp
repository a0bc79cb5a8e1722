// SPDX-License-Identifier: Apache-2.0
#include "require.h"
#include "valuediff.h"
#include "yamlreader.h"
#include "yamlwriter.h"

#include <QByteArrayView>

namespace {

void checkPlaces(const yaml::Document &document, int lines)
{
    for (int line = 1; line <= lines; ++line) {
        const yaml::Path path = document.places().pathAt({.line = line, .column = 1'000'000});
        const auto range = document.places().value(path);
        require(range && range->start <= range->end);
        require(range->end.line <= lines);
    }
}

} // namespace

/// Reading ends, with values or with an error in a place; what was read survives being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView text(data, qsizetype(size));
    const yaml::Limits limits{.bytes = 100'000, .depth = 100, .nodes = 10'000};
    const auto documents = yaml::read(text, limits);
    if (!documents) {
        require(documents.error().line >= 1 && documents.error().column >= 1 && !documents.error().message.isEmpty());
        return 0;
    }
    const auto lines = int(text.count('\n') + text.count('\r') + 1);
    for (const yaml::Document &document : *documents) {
        const auto again = yaml::read(yaml::write(document.value()));
        require(again && again->size() == 1);
        require(yaml::isSame(again->first().value(), document.value()));
        checkPlaces(document, lines);
    }
    return 0;
}
