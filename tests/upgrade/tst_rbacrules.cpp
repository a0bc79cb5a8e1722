// SPDX-License-Identifier: Apache-2.0
#include "bundle/rbacrules.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using upgrade::isSamePermission;
using upgrade::mergeRules;

namespace {

/// "apps pods,services get,list; url /healthz get": rules, as short as can be.
QJsonArray rules(const QString &text)
{
    QJsonArray result;
    for (const QString &part : text.split(u';', Qt::SkipEmptyParts)) {
        const QStringList words = part.trimmed().split(u' ');
        const auto list = [&](qsizetype at) { return QJsonArray::fromStringList(words.at(at).split(u',')); };
        if (words.first() == "url"_L1) {
            result.append(QJsonObject{{"nonResourceURLs"_L1, list(1)}, {"verbs"_L1, list(2)}});
            continue;
        }
        QJsonObject rule{{"apiGroups"_L1, list(0)}, {"resources"_L1, list(1)}, {"verbs"_L1, list(2)}};
        if (words.size() > 3)
            rule["resourceNames"_L1] = list(3);
        result.append(rule);
    }
    return result;
}

QString text(const QJsonArray &rules)
{
    return QString::fromUtf8(QJsonDocument(rules).toJson(QJsonDocument::Compact));
}

QJsonArray randomRules(QRandomGenerator &random)
{
    const auto some = [&random](const QStringList &of) {
        QStringList chosen;
        for (const QString &word : of) {
            if (random.bounded(2) == 0)
                chosen.append(word);
        }
        return QJsonArray::fromStringList(chosen.isEmpty() ? of.first(1) : chosen);
    };
    QJsonArray result;
    for (int i = random.bounded(4); i > 0; --i)
        result.append(QJsonObject{{"apiGroups"_L1, some({u"core"_s, u"apps"_s})},
                                  {"resources"_L1, some({u"a"_s, u"b"_s, u"c"_s})},
                                  {"verbs"_L1, some({u"get"_s, u"list"_s, u"watch"_s})}});
    return result;
}

} // namespace

class tst_RbacRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void merges_data();
    void merges();
    void keepsWhatNobodyChanged();
    void mergesTheSameAgain();
    void loosesAndGrantsNothingUnasked();
};

void tst_RbacRules::merges_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &base, const QString &ours, const QString &theirs,
                        const QString &expected) { QTest::newRow(name) << base << ours << theirs << expected; };
    row("a rule that was added stays", u"apps a get"_s, u"apps a get; x pods get"_s, u"apps a get,list"_s,
        u"apps a get,list; x pods get"_s);
    row("a verb that was added to a rule stays", u"apps a get"_s, u"apps a get,watch"_s, u"apps a,b get"_s,
        u"apps a,b get; apps a watch"_s);
    row("what was added and is in the release now is not said twice", u"apps a get"_s, u"apps a get,list"_s,
        u"apps a get,list"_s, u"apps a get,list"_s);
    row("what was taken out stays out", u"apps a,b get"_s, u"apps a get"_s, u"apps a,b,c get"_s, u"apps a,c get"_s);
    row("a name is a permission of its own", u"apps a get"_s, u"apps a get; x s get n"_s, u"apps b get"_s,
        u"apps b get; x s get n"_s);
    row("paths of the server", u"apps a get"_s, u"apps a get; url /healthz get"_s, u"apps b get"_s,
        u"apps b get; url /healthz get"_s);
    row("written otherwise is the same", u"apps a,b get"_s, u"apps a get; apps b get; x p get"_s, u"apps b,a get"_s,
        u"apps a get; apps b get; x p get"_s);
    row("without a base, nothing is lost", QString(), u"apps a get; x p get"_s, u"apps a get,list"_s,
        u"apps a get,list; x p get"_s);
}

void tst_RbacRules::merges()
{
    QFETCH(QString, base);
    QFETCH(QString, ours);
    QFETCH(QString, theirs);
    QFETCH(QString, expected);
    QCOMPARE(text(mergeRules(rules(base), rules(ours), rules(theirs))), text(rules(expected)));
}

void tst_RbacRules::keepsWhatNobodyChanged()
{
    QRandomGenerator random(1);
    for (int i = 0; i < 2000; ++i) {
        const QJsonArray base = randomRules(random);
        const QJsonArray other = randomRules(random);
        QCOMPARE(text(mergeRules(base, other, base)), text(other));
        if (!isSamePermission(base, other))
            QCOMPARE(text(mergeRules(base, base, other)), text(other));
    }
}

void tst_RbacRules::mergesTheSameAgain()
{
    QRandomGenerator random(2);
    for (int i = 0; i < 2000; ++i) {
        const QJsonArray theirs = randomRules(random);
        const QJsonArray once = mergeRules(randomRules(random), randomRules(random), theirs);
        QCOMPARE(text(mergeRules(theirs, once, theirs)), text(once));
    }
}

void tst_RbacRules::loosesAndGrantsNothingUnasked()
{
    QRandomGenerator random(3);
    for (int i = 0; i < 2000; ++i) {
        const QJsonArray base = randomRules(random);
        const QJsonArray ours = randomRules(random);
        const QJsonArray theirs = randomRules(random);
        const QJsonArray merged = mergeRules(base, ours, theirs);
        const auto permits = [](const QJsonArray &all, const QString &one) {
            QJsonArray with = all;
            for (const QJsonValue &rule : rules(one))
                with.append(rule);
            return isSamePermission(all, with);
        };
        for (const QString &group : {u"core"_s, u"apps"_s}) {
            for (const QString &resource : {u"a"_s, u"b"_s, u"c"_s}) {
                for (const QString &verb : {u"get"_s, u"list"_s, u"watch"_s}) {
                    const QString one = u"%1 %2 %3"_s.arg(group, resource, verb);
                    const bool before = permits(base, one);
                    const bool here = permits(ours, one);
                    const bool there = permits(theirs, one);
                    QCOMPARE(permits(merged, one), here == before ? there : here);
                }
            }
        }
    }
}

QTEST_GUILESS_MAIN(tst_RbacRules)
#include "tst_rbacrules.moc"
