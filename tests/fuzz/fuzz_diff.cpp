// SPDX-License-Identifier: Apache-2.0
#include "require.h"
#include "textdiff.h"

#include <QByteArrayView>
#include <QStringList>

namespace {

using yaml::DiffRow;

void checkSpans(const QString &text, const QList<yaml::Span> &spans)
{
    qsizetype next = 0;
    for (const yaml::Span &span : spans) {
        require(span.start >= next && span.length > 0);
        next = span.start + span.length;
    }
    require(next <= text.size());
}

/// All lines of one side, in order, are the text.
void checkSide(const yaml::TextDiff &diff, const QString &text, int DiffRow::*number, QString DiffRow::*line,
               bool endsOpen)
{
    QString joined;
    int last = 0;
    for (const DiffRow &row : diff.rows) {
        if (row.*number == 0) {
            require((row.*line).isEmpty());
            continue;
        }
        require(row.*number == ++last);
        joined += row.*line + u'\n';
    }
    if (endsOpen)
        joined.chop(1);
    require(joined == text);
}

void checkFolds(const yaml::TextDiff &diff, qsizetype context)
{
    qsizetype next = 0;
    for (const yaml::DiffSection &section : yaml::fold(diff, context)) {
        require(section.first == next && section.count > 0);
        next += section.count;
    }
    require(next == diff.rows.size());
}

} // namespace

/// The first byte is the context, the texts stand on both sides of the first NUL. No line is lost or made up.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView bytes(data + 1, qsizetype(size) - 1);
    const qsizetype middle = bytes.indexOf('\0') < 0 ? bytes.size() / 2 : bytes.indexOf('\0');
    const QString left = QString::fromUtf8(bytes.first(middle));
    const QString right = QString::fromUtf8(bytes.sliced(middle));

    const yaml::TextDiff diff = yaml::textDiff(left, right);
    checkSide(diff, left, &DiffRow::left, &DiffRow::leftText, diff.leftEndsOpen);
    checkSide(diff, right, &DiffRow::right, &DiffRow::rightText, diff.rightEndsOpen);
    for (const DiffRow &row : diff.rows) {
        checkSpans(row.leftText, row.leftSpans);
        checkSpans(row.rightText, row.rightSpans);
        require(row.kind != DiffRow::Kind::Same || row.leftText == row.rightText);
    }
    require(diff.isEmpty() == (left == right));
    checkFolds(diff, data[0] % 8);
    require(yaml::unified(diff, {}, {}, data[0] % 8).isEmpty() == (left == right));
    return 0;
}
