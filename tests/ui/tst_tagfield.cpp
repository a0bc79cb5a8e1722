// SPDX-License-Identifier: Apache-2.0
#include "edit/tagfield.h"
#include "look/appearance.h"
#include "look/theme.h"

#include <QAbstractItemView>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace ui;
using Verdict = redis::TagOffer::Verdict;

class tst_TagField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void judgesWhileTyping_data();
    void judgesWhileTyping();
    void refusesNoKeystroke();
    void marksWhatIsWrongInBothSchemes_data();
    void marksWhatIsWrongInBothSchemes();
    void listsWhatTheCatalogueOffers();
    void saysWhyATagIsListed();
    void takesATagFromTheListByKey();
    void whatIsTypedStaysWhenTheClusterChanges();
    void theOpenListStaysWhenNothingChanged();
    void judgesAgainForAnotherOperator();

private:
    void type(const QString &text);

    std::optional<redis::Catalogue> m_catalogue;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<TagField> m_field;
    redis::TagSituation m_situation;
};

void tst_TagField::initTestCase()
{
    kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    QVERIFY(catalogue);
    m_catalogue = *catalogue;
    m_appearance = std::make_unique<Appearance>();
    m_appearance->setScheme(Scheme::Light);
}

void tst_TagField::init()
{
    m_situation = {.currentTag = u"7.22.0-250"_s,
                   .runningTag = u"7.22.0-250"_s,
                   .operatorTag = u"7.22.2-21"_s,
                   .state = u"Running"_s};
    m_field = std::make_unique<TagField>();
    m_field->setSituation(*m_catalogue, m_situation);
    m_field->setTag(u"7.22.0-250"_s);
    m_field->resize(360, 34);
    m_field->show();
    QVERIFY(QTest::qWaitForWindowActive(m_field.get()));
    m_field->setFocus();
}

void tst_TagField::type(const QString &text)
{
    m_field->lineEdit()->selectAll();
    QTest::keyClicks(m_field.get(), text);
}

void tst_TagField::judgesWhileTyping_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("says");
    QTest::newRow("what the operator runs") << u"7.22.2-14"_s << Verdict::Offered << QString();
    QTest::newRow("equal to the present one") << u"7.22.0-250"_s << Verdict::Current << u"This tag is set now."_s;
    QTest::newRow("older than the present one")
        << u"7.8.6-13"_s << Verdict::Warned << u"This is older than 7.22.0-250. No way back is documented"_s;
    QTest::newRow("of another operator") << u"7.22.2-20"_s << Verdict::Warned
                                         << u"needs operator 7.22.2-22; operator 7.22.2-21 runs now"_s;
    QTest::newRow("a version without a build") << u"7.22.2"_s << Verdict::Refused << u"The build number is missing"_s;
    QTest::newRow("a word") << u"latest"_s << Verdict::Refused << u"A tag begins with three numbers"_s;
    QTest::newRow("a leading v") << u"v7.22.2-14"_s << Verdict::Refused << u"no leading 'v'"_s;
    QTest::newRow("a whole image") << u"redislabs/redis:7.22.2-14"_s << Verdict::Refused << u"only 7.22.2-14"_s;
    QTest::newRow("a blank") << u"7.22.2-14 "_s << Verdict::Refused << u"no blanks"_s;
    QTest::newRow("a flavour that does not exist") << u"7.22.2-14.rhel9"_s << Verdict::Refused << u"Behind this dot"_s;
}

void tst_TagField::judgesWhileTyping()
{
    QFETCH(QString, typed);
    QFETCH(QString, says);
    const QSignalSpy changed(m_field.get(), &TagField::tagChanged);
    type(typed);
    QCOMPARE(m_field->tag(), typed);
    QVERIFY(changed.size() >= typed.size());
    QTEST(m_field->offer().verdict, "verdict");
    const QString sentences = (m_field->offer().reasons + m_field->offer().notes).join(u' ');
    QVERIFY2(sentences.contains(says), qPrintable(sentences));
}

void tst_TagField::refusesNoKeystroke()
{
    const QString nonsense = u":/ \"<b>x</b>\" ..--%@"_s;
    type(nonsense);
    QCOMPARE(m_field->tag(), nonsense);
    QCOMPARE(m_field->offer().verdict, Verdict::Refused);
}

void tst_TagField::marksWhatIsWrongInBothSchemes_data()
{
    QTest::addColumn<Scheme>("scheme");
    QTest::newRow("light") << Scheme::Light;
    QTest::newRow("dark") << Scheme::Dark;
}

void tst_TagField::marksWhatIsWrongInBothSchemes()
{
    QFETCH(Scheme, scheme);
    m_appearance->setScheme(scheme);
    const auto isMarked = [this] {
        const QRgb ink = Theme::of(m_field.get()).bad.ink.rgb();
        const QImage picture = m_field->grab().toImage().convertToFormat(QImage::Format_RGB32);
        for (int y = 0; y < picture.height(); ++y) {
            const auto *line = reinterpret_cast<const QRgb *>(picture.constScanLine(y));
            if (std::find(line, line + picture.width(), ink) != line + picture.width())
                return true;
        }
        return false;
    };
    type(u"7.22.2-14.rhel9"_s);
    QVERIFY(isMarked());
    QCOMPARE(m_field->offer().problem->position, 10);
    QCOMPARE(m_field->offer().problem->length, 5);
    type(u"7.22.2-14"_s);
    QVERIFY(!isMarked());
    type(u"7.22.2-"_s);
    QVERIFY(!isMarked()); // what is only not finished is not wrong
    m_appearance->setScheme(Scheme::Light);
}

void tst_TagField::listsWhatTheCatalogueOffers()
{
    // The running operator's own build first, then what others run.
    QCOMPARE(m_field->itemText(0), u"7.22.2-14"_s);
    QVERIFY(m_field->findText(u"7.22.2-20"_s) > 0);
    QVERIFY(m_field->findText(u"7.8.6-13"_s) > 0);
    QCOMPARE(m_field->tag(), u"7.22.0-250"_s); // choosing is left to the person
}

void tst_TagField::saysWhyATagIsListed()
{
    const int row = m_field->findText(u"7.22.2-20"_s);
    const QModelIndex index = m_field->model()->index(row, 0);
    QVERIFY(index.data(Qt::ToolTipRole).toString().contains("needs operator 7.22.2-22"_L1));
    QVERIFY(index.data(Qt::AccessibleDescriptionRole).toString().contains("needs operator 7.22.2-22"_L1));
    QVERIFY(!index.data(Qt::DecorationRole).isNull());
}

void tst_TagField::takesATagFromTheListByKey()
{
    QTest::keyClick(m_field.get(), Qt::Key_Down);
    QCOMPARE(m_field->tag(), u"7.22.2-14"_s);
    QCOMPARE(m_field->offer().verdict, Verdict::Offered);
}

void tst_TagField::whatIsTypedStaysWhenTheClusterChanges()
{
    type(u"7.22.2"_s);
    m_field->lineEdit()->setSelection(2, 3);
    m_situation.state = u"Upgrade"_s;
    m_field->setSituation(*m_catalogue, m_situation);
    QCOMPARE(m_field->tag(), u"7.22.2"_s);
    QCOMPARE(m_field->lineEdit()->selectionStart(), 2);
    QCOMPARE(m_field->lineEdit()->selectedText(), u"22."_s);
    QTest::keyClick(m_field.get(), Qt::Key_Home);
    m_situation.state = u"Running"_s;
    m_field->setSituation(*m_catalogue, m_situation);
    QTest::keyClicks(m_field.get(), u"1"_s);
    QCOMPARE(m_field->tag(), u"17.22.2"_s); // the cursor stayed at the beginning
}

void tst_TagField::theOpenListStaysWhenNothingChanged()
{
    m_field->showPopup();
    m_field->view()->setCurrentIndex(m_field->model()->index(3, 0));
    m_field->setSituation(*m_catalogue, m_situation);
    QVERIFY(m_field->view()->isVisible());
    QCOMPARE(m_field->view()->currentIndex().row(), 3);
    m_field->hidePopup();
}

void tst_TagField::judgesAgainForAnotherOperator()
{
    type(u"7.22.2-20"_s);
    QCOMPARE(m_field->offer().verdict, Verdict::Warned);
    const QSignalSpy changed(m_field.get(), &TagField::tagChanged);
    m_situation.operatorTag = u"7.22.2-22"_s;
    m_field->setSituation(*m_catalogue, m_situation);
    QCOMPARE(m_field->offer().verdict, Verdict::Offered);
    QCOMPARE(m_field->itemText(0), u"7.22.2-20"_s);
    QCOMPARE(changed.size(), 1);
}

QTEST_MAIN(tst_TagField)
#include "tst_tagfield.moc"
