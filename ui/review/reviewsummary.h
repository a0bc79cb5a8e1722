// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reviewedchange.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace ui {

class Card;
class Notice;
class Pill;

/// The fields that a review changes, before and after, and what the server said in its dry run. What the person chose
/// and what the server adds by itself, or makes of it, are told apart in words.
class ReviewSummary final : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewSummary(QWidget *parent = nullptr);

    /// `pods`: how many the cluster has.
    void setReview(const upgrade::Review &review, int pods);

    /// The rows as text, for tests and for whoever cannot see colours: "path: before -> after".
    [[nodiscard]] QStringList lines() const { return m_lines; }

private:
    struct Row
    {
        yaml::Path path;
        QString before;
        QString after;
        QString remark; ///< in words; empty for what was chosen and is done
        bool isWarning = false;
    };

    void clear();
    void addRow(const Row &row);
    void addRows(const QList<Row> &rows);
    void addWords(const QString &words);
    void setVerdict(const upgrade::Review &review);

    Card *m_card;
    QGridLayout *m_rows;
    Pill *m_restarts;
    Pill *m_verdict;
    Notice *m_warnings;
    QStringList m_lines;
    int m_nextRow = 0;
};

} // namespace ui
