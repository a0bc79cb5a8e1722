// SPDX-License-Identifier: Apache-2.0
#include "safetext.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_SafeText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsHidden_data();
    void showsWhatIsHidden();
};

void tst_SafeText::showsWhatIsHidden_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");

    QTest::newRow("plain text stays") << u"orders-2 runs"_s << u"orders-2 runs"_s;
    QTest::newRow("tab and newline stay") << u"a\tb\nc"_s << u"a\tb\nc"_s;
    QTest::newRow("an escape sequence loses its escape") << u"\u001b[31mred"_s << u"\\u001b[31mred"_s;
    QTest::newRow("a right-to-left override is shown") << u"a\u202eb"_s << u"a\\u202eb"_s;
    QTest::newRow("a zero-width space is shown") << u"a\u200bb"_s << u"a\\u200bb"_s;
    QTest::newRow("a line separator is shown") << u"a\u2028b"_s << u"a\\u2028b"_s;
    QTest::newRow("letters of other scripts stay") << u"заказы"_s << u"заказы"_s;
    QTest::newRow("carriage return is shown") << u"a\rb"_s << u"a\\u000db"_s;
    QTest::newRow("a control of the second block is shown") << u"a\u009bb"_s << u"a\\u009bb"_s;
    QTest::newRow("a soft hyphen is shown") << u"a\u00adb"_s << u"a\\u00adb"_s;
    QTest::newRow("a byte order mark is shown") << u"\ufeffa"_s << u"\\ufeffa"_s;
    QTest::newRow("a bidirectional isolate is shown") << u"\u2066a\u2069"_s << u"\\u2066a\\u2069"_s;
    QTest::newRow("a tag character is shown") << u"a\U000e0001b"_s << u"a\\U000e0001b"_s;
    QTest::newRow("a musical control is shown") << u"\U0001d173"_s << u"\\U0001d173"_s;
    QTest::newRow("half a surrogate pair is shown") << QString(QChar(0xd83d)) + u"a"_s << u"\\ud83da"_s;
    QTest::newRow("the other half is shown") << QString(QChar(0xde00)) << u"\\ude00"_s;
    QTest::newRow("an emoji stays") << u"a😀b"_s << u"a😀b"_s;
    QTest::newRow("the joiner in an emoji is shown") << u"👩\u200d🚀"_s << u"👩\\u200d🚀"_s;
    QTest::newRow("a combining accent stays") << u"e\u0301"_s << u"e\u0301"_s;
    QTest::newRow("nothing stays nothing") << u""_s << u""_s;
}

void tst_SafeText::showsWhatIsHidden()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(yaml::safeText(text), shown);
}

QTEST_GUILESS_MAIN(tst_SafeText)
#include "tst_safetext.moc"
