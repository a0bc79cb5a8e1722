// SPDX-License-Identifier: Apache-2.0
#include "look/icon.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;

class tst_Icon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isDrawnInOneColor_data();
    void isDrawnInOneColor();
    void isSharpAtEveryRatio();
    void takesThePaletteWithoutAColor();
    void unknownNameIsEmpty();
    void applicationIconHasItsOwnColors();
};

namespace {

/// The colours of the pixels that are fully drawn.
QSet<QRgb> colors(const QImage &image)
{
    QSet<QRgb> result;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (const QColor color = image.pixelColor(x, y); color.alpha() == 255)
                result << color.rgb();
        }
    }
    return result;
}

} // namespace

void tst_Icon::isDrawnInOneColor_data()
{
    QTest::addColumn<QString>("name");
    const QStringList files = QDir(u":/icons"_s).entryList();
    QCOMPARE_GE(files.size(), 20);
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << file.chopped(4);
}

void tst_Icon::isDrawnInOneColor()
{
    QFETCH(QString, name);
    const QColor color(0x5B3FD6);
    const QPixmap pixmap = icon(name, color).pixmap(QSize(64, 64));
    QCOMPARE(pixmap.size(), QSize(64, 64));
    QCOMPARE(colors(pixmap.toImage()), QSet<QRgb>{color.rgb()});
}

void tst_Icon::isSharpAtEveryRatio()
{
    const QPixmap pixmap = icon(u"search", Qt::red).pixmap(QSize(16, 16), 2.0);
    QCOMPARE(pixmap.size(), QSize(32, 32));
    QCOMPARE(pixmap.devicePixelRatio(), 2.0);
    const QPixmap direct = iconPixmap(u"search", Qt::red, 16, 1.5);
    QCOMPARE(direct.size(), QSize(24, 24));
    QCOMPARE(direct.deviceIndependentSize(), QSizeF(16, 16));
}

void tst_Icon::takesThePaletteWithoutAColor()
{
    const QIcon search = icon(u"search");
    QPalette palette;
    for (const QColor &color : {QColor(0x112233), QColor(0xDDEEFF)}) {
        palette.setColor(QPalette::ButtonText, color);
        QGuiApplication::setPalette(palette);
        QCOMPARE(colors(search.pixmap(QSize(64, 64)).toImage()), QSet<QRgb>{color.rgb()});
    }
}

void tst_Icon::unknownNameIsEmpty()
{
    QVERIFY(icon(u"no such icon").isNull());
    QVERIFY(icon(u"", Qt::red).isNull());
    QVERIFY(!icon(u"search").isNull());
}

void tst_Icon::applicationIconHasItsOwnColors()
{
    const QPixmap pixmap = applicationIcon().pixmap(QSize(64, 64));
    QVERIFY(colors(pixmap.toImage()).contains(QColor(0x5B3FD6).rgb()));
    QVERIFY(colors(pixmap.toImage()).contains(QColor(Qt::white).rgb()));
}

QTEST_MAIN(tst_Icon)
#include "tst_icon.moc"
