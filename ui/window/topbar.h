// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class Pill;

/// The strip above everything: who we are, the way to the command palette, and how the connection of what is shown is
/// doing.
class TopBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(QWidget *parent = nullptr);

    struct Connection
    {
        QString text; ///< "prod-eu · live"; empty while nothing is shown
        Tone tone = Tone::Neutral;
        QString details;
        bool insecure = false; ///< the server's certificate is not checked
        bool demo = false;
    };
    void setConnection(const Connection &connection);
    [[nodiscard]] QString connectionText() const;

Q_SIGNALS:
    void paletteRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPushButton *m_search;
    QLabel *m_dot;
    QLabel *m_connection;
    Pill *m_insecure;
    Pill *m_demo;
};

} // namespace ui
