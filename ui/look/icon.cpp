// SPDX-License-Identifier: Apache-2.0
#include "look/icon.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QString fileOf(QStringView name)
{
    return u":/icons/"_s + name.toString() + u".svg"_s;
}

/// `file` in a square of `side` device pixels; in its own colours if `color` is invalid.
QPixmap drawn(const QString &file, const QColor &color, int side)
{
    const QString key = file + (color.isValid() ? color.name(QColor::HexArgb) : QString()) + QString::number(side);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QSvgRenderer renderer(file);
    QPainter painter(&image);
    renderer.render(&painter);
    if (color.isValid()) {
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), color);
    }
    painter.end();
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class Engine final : public QIconEngine
{
public:
    Engine(QString file, const QColor &color)
        : m_file(std::move(file))
        , m_color(color)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap(rect.size(), mode, state, ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State /*state*/, qreal scale) override
    {
        QPixmap pixmap = drawn(m_file, colorFor(mode), qRound(std::min(size.width(), size.height()) * scale));
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }

    [[nodiscard]] QIconEngine *clone() const override { return new Engine(m_file, m_color); }
    bool isNull() override { return false; }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        if (mode == QIcon::Disabled)
            return QGuiApplication::palette().color(QPalette::Disabled, QPalette::ButtonText);
        return m_color.isValid() ? m_color : QGuiApplication::palette().color(QPalette::ButtonText);
    }

    QString m_file;
    QColor m_color;
};

} // namespace

QIcon icon(QStringView name, const QColor &color)
{
    const QString file = fileOf(name);
    return QFile::exists(file) ? QIcon(new Engine(file, color)) : QIcon();
}

QPixmap iconPixmap(QStringView name, const QColor &color, int size, qreal devicePixelRatio)
{
    QPixmap pixmap = drawn(fileOf(name), color, qRound(size * devicePixelRatio));
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

QIcon applicationIcon()
{
    QIcon icon;
    for (const int side : {16, 24, 32, 48, 64, 128, 256})
        icon.addPixmap(drawn(fileOf(u"rollhive"), {}, side));
    return icon;
}

} // namespace ui
