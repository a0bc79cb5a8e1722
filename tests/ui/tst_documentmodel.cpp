// SPDX-License-Identifier: Apache-2.0
#include "bundle/documentmodel.h"
#include "settingsdocument.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using upgrade::DocumentPlan;
using upgrade::UpgradeDocument;
using State = upgrade::UpgradeDocument::State;

namespace {

using Data = QMap<QString, QString>;

const Data before{{u"a"_s, u"1"_s}, {u"b"_s, u"1"_s}};

UpgradeDocument changed()
{
    return settingsDocument(before, before, {{u"a"_s, u"2"_s}, {u"b"_s, u"1"_s}});
}

UpgradeDocument conflicting()
{
    return settingsDocument(before, Data{{u"a"_s, u"mine"_s}, {u"b"_s, u"mine"_s}},
                            {{u"a"_s, u"2"_s}, {u"b"_s, u"2"_s}});
}

MarkedRow row(const DocumentModel &model, int index)
{
    return model.index(index).data(MarkedRowDelegate::Role).value<MarkedRow>();
}

} // namespace

class tst_DocumentModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysTheState_data();
    void saysTheState();
    void saysWhatItWasComparedWith();
    void whatWasAppliedBeforeSaysSo();
    void aRowThatChangesStays();
    void otherDocumentsAreOtherRows();
    void isReadAloud();
    void hiddenCharactersAreSeen();
    void saysWhereConflictsAre();
    void saysWhyItIsAConflict_data();
    void saysWhyItIsAConflict();
    void saysTheBase_data();
    void saysTheBase();
    void cutsLongValues();
};

void tst_DocumentModel::saysTheState_data()
{
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("word");
    QTest::addColumn<Tone>("tone");
    QTest::addColumn<QString>("remark");
    QTest::newRow("to be written") << State::Changed << u"1 change(s)"_s << Tone::New << QString();
    QTest::newRow("as it should be") << State::Unchanged << u"unchanged"_s << Tone::Neutral << QString();
    QTest::newRow("neither compared nor written") << State::Impossible << u"impossible"_s << Tone::Bad << QString();
    QTest::newRow("the server is asked") << State::Checking << u"checking…"_s << Tone::Accent << u"1 change(s)"_s;
    QTest::newRow("accepted by the server") << State::Accepted << u"accepted"_s << Tone::Ok << u"1 change(s)"_s;
    QTest::newRow("refused by the server") << State::Refused << u"refused"_s << Tone::Bad << u"1 change(s)"_s;
    QTest::newRow("being written") << State::Writing << u"writing…"_s << Tone::Accent << u"1 change(s)"_s;
    QTest::newRow("the connection was lost")
        << State::FindingOut << u"finding out…"_s << Tone::Warn << u"1 change(s)"_s;
    QTest::newRow("not served yet") << State::Settling << u"waiting to be served"_s << Tone::Accent << u"1 change(s)"_s;
    QTest::newRow("written") << State::Written << u"written"_s << Tone::Ok << QString();
    QTest::newRow("not written after all") << State::Stopped << u"not written"_s << Tone::Bad << u"1 change(s)"_s;
}

void tst_DocumentModel::saysTheState()
{
    QFETCH(State, state);
    UpgradeDocument document = changed();
    document.state = state;
    const MarkedRow row = rowOf(document);
    QCOMPARE(row.title, u"ConfigMap"_s);
    QCOMPARE(row.subtitle, u"settings"_s);
    QTEST(row.state, "word");
    QTEST(row.tone, "tone");
    QTEST(row.remark, "remark");
    QVERIFY(row.badge != Badge::None); // never colour alone
}

void tst_DocumentModel::saysWhatItWasComparedWith()
{
    const MarkedRow isNew = rowOf(settingsDocument({}, {}, before));
    QCOMPARE(isNew.state, u"new"_s);
    QCOMPARE(isNew.remark, QString());
    const UpgradeDocument twoWay = settingsDocument({}, Data{{u"a"_s, u"mine"_s}}, {{u"a"_s, u"2"_s}});
    QCOMPARE(rowOf(twoWay).state, u"1 conflict(s)"_s);
    QCOMPARE(rowOf(twoWay).remark, u"two-way"_s);
    UpgradeDocument lastApplied = changed();
    lastApplied.plan.base = DocumentPlan::Base::LastApplied;
    lastApplied.state = State::Accepted;
    lastApplied.mayWrite = false;
    QCOMPARE(rowOf(lastApplied).remark, u"1 change(s) · last-applied · read only"_s);
}

void tst_DocumentModel::whatWasAppliedBeforeSaysSo()
{
    const UpgradeDocument document =
        settingsDocument(before, Data{{u"a"_s, u"2"_s}, {u"b"_s, u"1"_s}}, {{u"a"_s, u"2"_s}, {u"b"_s, u"1"_s}});
    QCOMPARE(rowOf(document).state, u"already applied"_s);
    QCOMPARE(rowOf(document).tone, Tone::Ok);
}

void tst_DocumentModel::aRowThatChangesStays()
{
    DocumentModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setDocuments({changed()});
    QSignalSpy resets(&model, &DocumentModel::modelReset);
    QSignalSpy changes(&model, &DocumentModel::dataChanged);
    UpgradeDocument accepted = changed();
    accepted.state = State::Accepted;
    model.setDocuments({accepted});
    QCOMPARE(resets.size(), 0);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(row(model, 0).state, u"accepted"_s);
    model.setDocument(0, accepted);
    QCOMPARE(changes.size(), 1); // nothing new
}

void tst_DocumentModel::otherDocumentsAreOtherRows()
{
    DocumentModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    UpgradeDocument other = changed();
    other.plan.identity.name = u"others"_s;
    model.setDocuments({changed()});
    model.setDocuments({changed(), other});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.find(other.plan.identity), 1);
    QCOMPARE(model.find({.group = {}, .kind = u"Role"_s, .name = u"none"_s}), -1);
    model.setDocuments({});
    QCOMPARE(model.rowCount(), 0);
}

void tst_DocumentModel::isReadAloud()
{
    DocumentModel model;
    model.setDocuments({conflicting()});
    QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(), u"ConfigMap, settings, 2 conflict(s)"_s);
}

void tst_DocumentModel::hiddenCharactersAreSeen()
{
    UpgradeDocument document = changed();
    document.plan.identity.name = u"set\u202etings"_s;
    QCOMPARE(rowOf(document).subtitle, u"set\\u202etings"_s);
}

void tst_DocumentModel::saysWhereConflictsAre()
{
    UpgradeDocument other = conflicting();
    other.plan.identity = {.group = {}, .kind = u"Role"_s, .name = u"r"_s};
    other.plan.merge->decide({u"data"_s, u"a"_s}, u"2"_s);
    QCOMPARE(undecidedOf(other), 1);
    QCOMPARE(undecidedText({changed(), conflicting(), other}),
             u"3 conflict(s) to be settled: 2 in ConfigMap settings, 1 in Role r."_s);
    QCOMPARE(undecidedText({changed()}), QString());
}

void tst_DocumentModel::saysWhyItIsAConflict_data()
{
    QTest::addColumn<QJsonValue>("base");
    QTest::addColumn<QJsonValue>("ours");
    QTest::addColumn<QJsonValue>("theirs");
    QTest::addColumn<QString>("reason");
    const QJsonValue none(QJsonValue::Undefined);
    QTest::newRow("both changed it") << QJsonValue(1) << QJsonValue(2) << QJsonValue(3)
                                     << u"You changed it since 7.4.2-2, and the release changed it too."_s;
    QTest::newRow("both added it")
        << none << QJsonValue(2) << QJsonValue(3)
        << u"You added it since 7.4.2-2, and the release added it too, with another value."_s;
    QTest::newRow("we took it out") << QJsonValue(1) << none << QJsonValue(3)
                                    << u"You took it out since 7.4.2-2, and the release changed it."_s;
    QTest::newRow("the release takes it out")
        << QJsonValue(1) << QJsonValue(2) << none << u"You changed it since 7.4.2-2, and the release takes it out."_s;
}

void tst_DocumentModel::saysWhyItIsAConflict()
{
    QFETCH(QJsonValue, base);
    QFETCH(QJsonValue, ours);
    QFETCH(QJsonValue, theirs);
    DocumentPlan plan;
    plan.base = DocumentPlan::Base::Release;
    QTEST(reasonText(plan, {.path = {u"a"_s}, .base = base, .ours = ours, .theirs = theirs}, u"7.4.2-2"_s), "reason");
}

void tst_DocumentModel::saysTheBase_data()
{
    QTest::addColumn<DocumentPlan::Base>("base");
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("says");
    QTest::newRow("the release that runs") << DocumentPlan::Base::Release << State::Changed << u"release 7.4.2-2"_s;
    QTest::newRow("what kubectl noted") << DocumentPlan::Base::LastApplied << State::Changed << u"kubectl noted"_s;
    QTest::newRow("nothing") << DocumentPlan::Base::None << State::Changed << u"two ways"_s;
    QTest::newRow("it could not be compared") << DocumentPlan::Base::Release << State::Impossible << u"not compared"_s;
}

void tst_DocumentModel::saysTheBase()
{
    QFETCH(DocumentPlan::Base, base);
    QFETCH(State, state);
    QFETCH(QString, says);
    UpgradeDocument document = changed();
    document.plan.base = base;
    document.state = state;
    const QString text = baseText(document, u"7.4.2-2"_s);
    QVERIFY2(text.contains(says), qPrintable(text));
}

void tst_DocumentModel::cutsLongValues()
{
    QCOMPARE(valueText(QJsonValue::Undefined, 3), u"not set"_s);
    QCOMPARE(valueText(u"1"_s, 3), u"\"1\""_s); // a text, not a number
    const QJsonObject value{{"a"_L1, 1}, {"b"_L1, 2}, {"c"_L1, 3}, {"d"_L1, 4}};
    QCOMPARE(valueText(value, 2), u"a: 1\nb: 2\n… and more"_s);
    QCOMPARE(valueLine(QJsonObject{{"a"_L1, 1}, {"b"_L1, 2}}), u"a: 1⏎ b: 2"_s);
}

QTEST_MAIN(tst_DocumentModel)
#include "tst_documentmodel.moc"
