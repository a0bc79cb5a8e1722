// SPDX-License-Identifier: Apache-2.0
#include "review/reviewsummary.h"

#include "blocks/card.h"
#include "blocks/label.h"
#include "blocks/notice.h"
#include "blocks/pill.h"
#include "blocks/valuelabel.h"
#include "safetext.h"
#include "yamlwriter.h"

#include <QGridLayout>
#include <QLabel>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::Review;

namespace ui {

namespace {

constexpr qsizetype mostRows = 6; // of one sort; the difference below has them all

/// A leaf as one line of YAML.
QString valueText(const QJsonValue &value)
{
    if (value.isUndefined())
        return ReviewSummary::tr("not set");
    return yaml::write(value).trimmed().replace(u'\n', u"⏎ "_s);
}

/// Whether Redis Enterprise pods run with another image when this changes.
bool restartsPods(const yaml::Path &path)
{
    const auto under = [&](const QString &field) { return path.startsWith({u"spec"_s, field}); };
    return under(u"redisEnterpriseImageSpec"_s) || under(u"bootstrapperImageSpec"_s);
}

} // namespace

ReviewSummary::ReviewSummary(QWidget *parent)
    : QWidget(parent)
    , m_card(new Card)
    , m_rows(new QGridLayout)
    , m_restarts(new Pill)
    , m_verdict(new Pill)
    , m_warnings(new Notice)
{
    auto *corner = new QWidget;
    auto *pills = new QHBoxLayout(corner);
    pills->setContentsMargins({});
    pills->setSpacing(8);
    pills->addWidget(m_restarts);
    pills->addWidget(m_verdict);
    m_card->setCornerWidget(corner);
    m_rows->setHorizontalSpacing(16);
    m_rows->setVerticalSpacing(4);
    m_rows->setColumnStretch(5, 1);
    m_card->body()->addLayout(m_rows);
    m_card->body()->addWidget(m_warnings);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(m_card);
}

void ReviewSummary::clear()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_lines.clear();
    m_nextRow = 0;
}

void ReviewSummary::addRow(const Row &row)
{
    const int at = m_nextRow++;
    const QString path = yaml::safeText(row.path.toString());
    const QString before = yaml::safeText(row.before);
    const QString after = yaml::safeText(row.after);
    m_rows->addWidget(new ValueLabel(path), at, 0);
    m_rows->addWidget(new ValueLabel(before, Tone::Old), at, 1);
    m_rows->addWidget(dimLabel(u"→"_s), at, 2);
    m_rows->addWidget(new ValueLabel(after, Tone::New), at, 3);
    if (!row.remark.isEmpty())
        m_rows->addWidget(new Pill(row.remark, row.isWarning ? Tone::Warn : Tone::Neutral), at, 4);
    QString line = path + u": "_s + before + u" -> "_s + after;
    if (!row.remark.isEmpty())
        line += u" ("_s + row.remark + u')';
    m_lines.append(line);
}

void ReviewSummary::addRows(const QList<Row> &rows)
{
    for (const Row &row : rows.first(std::min(rows.size(), mostRows)))
        addRow(row);
    if (rows.size() > mostRows)
        addWords(tr("and %n more, in the difference below", nullptr, int(rows.size() - mostRows)));
}

void ReviewSummary::addWords(const QString &text)
{
    m_rows->addWidget(dimLabel(text), m_nextRow++, 0, 1, 6);
    m_lines.append(text);
}

void ReviewSummary::setVerdict(const Review &review)
{
    if (review.changes.isEmpty()) {
        m_verdict->hide();
        m_warnings->clear();
        return;
    }
    m_verdict->show();
    if (review.warnings.isEmpty()) {
        m_verdict->setState(tr("dry run accepted by the server, no warnings"), Tone::Ok);
        m_warnings->clear();
        return;
    }
    m_verdict->setState(tr("dry run accepted by the server, %n warning(s)", nullptr, int(review.warnings.size())),
                        Tone::Warn);
    m_warnings->say(Tone::Warn, tr("The server warns: %1").arg(review.warnings.join(u'\n')));
}

void ReviewSummary::setReview(const Review &review, int pods)
{
    clear();
    QList<Row> chosen;
    QList<Row> added;
    for (const yaml::Change &change : review.changes) {
        const auto wanted = std::ranges::find(review.wanted, change.path, &yaml::Change::path);
        Row row{.path = change.path, .before = valueText(change.before), .after = valueText(change.after)};
        if (wanted == review.wanted.end()) {
            added.append(row);
            continue;
        }
        if (!yaml::isSame(wanted->after, change.after)) {
            row.remark = tr("you chose %1, the server makes this of it").arg(yaml::safeText(valueText(wanted->after)));
            row.isWarning = true;
        }
        chosen.append(row);
    }
    for (const yaml::Change &wanted : review.wanted) {
        // Something was chosen that the answer does not have: pruned, or set back by a webhook.
        if (std::ranges::find(review.changes, wanted.path, &yaml::Change::path) == review.changes.end()
            && !yaml::isSame(yaml::valueAt(review.proposed, wanted.path), wanted.after))
            chosen.append(
                {.path = wanted.path,
                 .before = valueText(wanted.before),
                 .after = valueText(yaml::valueAt(review.proposed, wanted.path)),
                 .remark =
                     tr("you chose %1, the server does not take it over").arg(yaml::safeText(valueText(wanted.after))),
                 .isWarning = true});
    }
    m_card->setTitle(review.changes.isEmpty() ? tr("No field changes")
                                              : tr("%n field(s) change", nullptr, int(review.changes.size())));
    addRows(chosen);
    if (!added.isEmpty()) {
        addWords(tr("Not chosen by you, but set by the server with it (defaults, webhooks):"));
        addRows(added);
    }
    const bool restarts = pods > 0 && std::ranges::any_of(review.changes, restartsPods, &yaml::Change::path);
    m_restarts->setVisible(restarts);
    m_restarts->setState(tr("restarts %n pod(s), one after the other", nullptr, pods), Tone::Warn);
    setVerdict(review);
}

} // namespace ui
