// SPDX-License-Identifier: Apache-2.0
#include "blocks/segmented.h"

#include "look/fonts.h"
#include "look/paint.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace ui {

namespace {

class Segment final : public QAbstractButton
{
public:
    Segment(const QString &text, QWidget *parent)
        : QAbstractButton(parent)
    {
        setText(text);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const QFontMetrics metrics(strong(font())); // as wide as when it is chosen, so that nothing moves
        return {metrics.horizontalAdvance(text()) + 28, std::max(26, metrics.height() + 10)};
    }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        if (isChecked())
            drawRounded(painter, rect(), fieldRadius, theme.accent.fill);
        else if (underMouse() && isEnabled())
            drawRounded(painter, rect(), fieldRadius, theme.window);
        if (showsFocus(this))
            drawFocusRing(painter, rect(), fieldRadius, theme);
        painter.setFont(isChecked() ? strong(font()) : font());
        painter.setPen(isChecked() && isEnabled() ? theme.accent.ink : theme.dim);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextShowMnemonic, text());
    }

    void enterEvent(QEnterEvent *event) override
    {
        QAbstractButton::enterEvent(event);
        update();
    }
    void leaveEvent(QEvent *event) override
    {
        QAbstractButton::leaveEvent(event);
        update();
    }
};

} // namespace

Segmented::Segmented(const QStringList &labels, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(4);
    for (const QString &label : labels) {
        auto *segment = new Segment(label, this);
        m_group->addButton(segment, static_cast<int>(m_group->buttons().size()));
        row->addWidget(segment);
    }
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCurrentIndex(0);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool isChecked) {
        if (isChecked)
            Q_EMIT currentChanged(index);
    });
}

int Segmented::currentIndex() const
{
    return m_group->checkedId();
}

void Segmented::setCurrentIndex(int index)
{
    if (QAbstractButton *segment = m_group->button(index))
        segment->setChecked(true);
}

QAbstractButton *Segmented::button(int index) const
{
    return m_group->button(index);
}

} // namespace ui
