// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QList>
#include <QPointer>
#include <functional>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace ui {

/// Everything the window can do, and everything in the fleet, by typing a part of its name (Ctrl+K). Floats over its
/// parent. Keyboard: type to filter, arrows choose, Enter runs, Escape closes and gives the focus back.
class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    struct Command
    {
        QString title; ///< plain text
        QString hint; ///< shortcut, or where the thing is
        std::function<void()> run;
    };

    explicit CommandPalette(QWidget *parent);

    /// Asked each time the palette opens, so that it lists what is possible now.
    void setSource(std::function<QList<Command>()> source) { m_source = std::move(source); }
    void open();

    [[nodiscard]] QLineEdit *field() const noexcept { return m_field; }
    [[nodiscard]] QStringList titles() const; ///< of what is listed now

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void list();
    void run(const QModelIndex &index);
    void close();

    std::function<QList<Command>()> m_source;
    QList<Command> m_commands;
    QLineEdit *m_field;
    QListView *m_view;
    QStandardItemModel *m_model;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ui
