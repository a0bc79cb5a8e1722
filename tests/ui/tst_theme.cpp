// SPDX-License-Identifier: Apache-2.0
#include "look/appearance.h"
#include "look/fonts.h"
#include "look/theme.h"

#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QStyle>
#include <QTest>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace ui;

class tst_Theme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void paletteTextIsReadable_data();
    void paletteTextIsReadable();
    void isFoundByPalette();
    void mixesColors();
    void applicationFollowsTheChosenScheme();
    void widgetsRepaintWhenTheSchemeChanges();
    void motionIsInTheStyleHint();
    void fontsAreSharesOfTheSystemFont();
};

namespace {

double luminance(const QColor &color)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// As WCAG 2 defines it.
double contrast(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

void addThemes()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("the light theme") << false;
    QTest::newRow("the dark theme") << true;
}

Theme theme(bool isDark)
{
    return isDark ? Theme::dark() : Theme::light();
}

} // namespace

void tst_Theme::textIsReadable_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("background");
    for (const bool isDark : {false, true}) {
        const Theme t = theme(isDark);
        const QList<std::pair<const char *, ToneColors>> tones{
            {"neutral", t.neutral}, {"accent", t.accent}, {"old", t.oldRevision}, {"new", t.newRevision},
            {"ok", t.ok},           {"warn", t.warn},     {"bad", t.bad}};
        const QList<std::pair<const char *, QColor>> grounds{
            {"window", t.window}, {"sidebar", t.sidebar}, {"surface", t.surface}};
        const char *scheme = isDark ? "dark" : "light";
        for (const auto &[name, ground] : grounds) {
            QTest::addRow("text on %s, %s", name, scheme) << t.text << ground;
            QTest::addRow("dim on %s, %s", name, scheme) << t.dim << ground;
        }
        for (const auto &[name, tone] : tones) {
            QTest::addRow("text on the fill of %s, %s", name, scheme) << t.text << tone.fill;
            QTest::addRow("dim on the fill of %s, %s", name, scheme) << t.dim << tone.fill;
            QTest::addRow("%s on window, %s", name, scheme) << tone.ink << t.window;
            QTest::addRow("%s on surface, %s", name, scheme) << tone.ink << t.surface;
            QTest::addRow("%s on sidebar, %s", name, scheme) << tone.ink << t.sidebar;
            QTest::addRow("%s on its fill, %s", name, scheme) << tone.ink << tone.fill;
        }
        QTest::addRow("text of a primary button, %s", scheme) << t.onAccent << t.accent.ink;
        QTest::addRow("text of a pressed primary button, %s", scheme) << t.onAccent << mixed(t.accent.ink, t.text, 0.2);
    }
}

void tst_Theme::textIsReadable()
{
    QFETCH(QColor, text);
    QFETCH(QColor, background);
    const double ratio = contrast(text, background);
    QVERIFY2(ratio >= 4.5, qPrintable(u"%1 on %2: %3"_s.arg(text.name(), background.name()).arg(ratio)));
}

void tst_Theme::paletteTextIsReadable_data()
{
    addThemes();
}

void tst_Theme::paletteTextIsReadable()
{
    QFETCH(bool, isDark);
    const QPalette palette = theme(isDark).palette();
    const QList<std::pair<QPalette::ColorRole, QPalette::ColorRole>> pairs{
        {QPalette::WindowText, QPalette::Window},
        {QPalette::Text, QPalette::Base},
        {QPalette::Text, QPalette::AlternateBase},
        {QPalette::ButtonText, QPalette::Button},
        {QPalette::HighlightedText, QPalette::Highlight},
        {QPalette::ToolTipText, QPalette::ToolTipBase},
        {QPalette::PlaceholderText, QPalette::Base},
        {QPalette::Link, QPalette::Base},
        {QPalette::Link, QPalette::Window},
        {QPalette::BrightText, QPalette::Window}};
    for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
        for (const auto &[text, background] : pairs) {
            const double ratio = contrast(palette.color(group, text), palette.color(group, background));
            QVERIFY2(ratio >= 4.5, qPrintable(u"group %1, role %2: %3"_s.arg(group).arg(text).arg(ratio)));
        }
    }
}

void tst_Theme::isFoundByPalette()
{
    QVERIFY(!Theme::of(Theme::light().palette()).isDark);
    QVERIFY(Theme::of(Theme::dark().palette()).isDark);
}

void tst_Theme::mixesColors()
{
    QCOMPARE(mixed(Qt::black, Qt::white, 0).rgb(), QColor(Qt::black).rgb());
    QCOMPARE(mixed(Qt::black, Qt::white, 1).rgb(), QColor(Qt::white).rgb());
    QCOMPARE(mixed(Qt::black, Qt::white, 0.5).red(), 128);
}

void tst_Theme::applicationFollowsTheChosenScheme()
{
    Appearance appearance;
    QCOMPARE(appearance.scheme(), Scheme::System);
    appearance.setScheme(Scheme::Dark);
    QVERIFY(appearance.isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::dark().window);
    appearance.setScheme(Scheme::Light);
    QVERIFY(!appearance.isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::light().window);
}

void tst_Theme::widgetsRepaintWhenTheSchemeChanges()
{
    Appearance appearance;
    appearance.setScheme(Scheme::Light);
    QLabel label(u"orders"_s);
    QTRY_VERIFY(!Theme::of(&label).isDark);
    const QColor before = label.grab().toImage().pixelColor(0, 0);
    appearance.setScheme(Scheme::Dark);
    QTRY_VERIFY(Theme::of(&label).isDark); // Qt tells widgets by an event
    QCOMPARE(before, Theme::light().window);
    QCOMPARE(label.grab().toImage().pixelColor(0, 0), Theme::dark().window);
}

void tst_Theme::motionIsInTheStyleHint()
{
    Appearance appearance;
    const auto duration = [] { return QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration); };
    appearance.setMotion(Motion::Reduced);
    QCOMPARE(duration(), 0);
    appearance.setMotion(Motion::Full);
    QCOMPARE_GT(duration(), 0);
    QCOMPARE(appearance.motion(), Motion::Full);
}

void tst_Theme::fontsAreSharesOfTheSystemFont()
{
    QFont base;
    base.setPointSizeF(10);
    QCOMPARE_GT(heading(base).pointSizeF(), title(base).pointSizeF());
    QCOMPARE_GT(title(base).pointSizeF(), base.pointSizeF());
    QCOMPARE_LT(small(base).pointSizeF(), base.pointSizeF());
    QCOMPARE_GT(strong(base).weight(), base.weight());
    QVERIFY(tabular(base).isFeatureSet("tnum"));
    QFont pixels;
    pixels.setPixelSize(20);
    QCOMPARE(title(pixels).pixelSize(), 23);
    QCOMPARE(fixedWidth(base).pointSizeF(), 10.0);
}

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
