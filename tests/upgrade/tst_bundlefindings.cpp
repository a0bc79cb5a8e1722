// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundlefindings.h"
#include "smallbundle.h"

#include <QTest>
#include <functional>

using namespace Qt::StringLiterals;
using testsupport::smallBundle;
using upgrade::BundleFinding;
using upgrade::DocumentPlan;
using upgrade::Installation;
using upgrade::RunningRelease;
using Weight = upgrade::BundleFinding::Weight;

namespace {

const upgrade::ObjectIdentity service{QString(), u"Service"_s, u"admission"_s};
const kube::ResourceType services{
    .group = {}, .version = u"v1"_s, .plural = u"services"_s, .kind = u"Service"_s, .namespaced = true};

/// A Service of the bundle, and a cluster that has it.
struct Pair
{
    upgrade::BundleDocument document{.identity = service, .apiVersion = u"v1"_s, .object = {}};
    upgrade::LiveBundle live;

    Pair() { live.types.insert(service, services); }
};

} // namespace

Q_DECLARE_METATYPE(Pair)

class tst_BundleFindings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatIsToBeKnown_data();
    void tellsWhatIsToBeKnown();
    void theGravestComesFirst();
    void explainsTraps_data();
    void explainsTraps();
    void tellsWhatStandsInTheWay_data();
    void tellsWhatStandsInTheWay();
    void namesWhatIsLeftBehind();
};

void tst_BundleFindings::tellsWhatIsToBeKnown_data()
{
    QTest::addColumn<QString>("running");
    QTest::addColumn<QString>("noBase");
    QTest::addColumn<bool>("isHelm");
    QTest::addColumn<bool>("isOpenShift");
    QTest::addColumn<QStringList>("says"); // of each finding
    const QString none;
    QTest::newRow("an upgrade") << u"7.22.2-40"_s << none << false << false << QStringList{};
    QTest::newRow("the same release again") << u"8.0.6-8"_s << none << false << false << QStringList{};
    QTest::newRow("no operator yet") << none << none << false << false << QStringList{};
    QTest::newRow("a step down") << u"8.2.0-1"_s << none << false << false << QStringList{u"This is a step down"_s};
    QTest::newRow("a step down by the build number alone")
        << u"8.0.6-10"_s << none << false << false << QStringList{u"operator 8.0.6-10 runs"_s};
    QTest::newRow("a tag that cannot be compared") << u"latest"_s << none << false << false << QStringList{};
    QTest::newRow("Helm's") << u"7.22.2-40"_s << none << true << false << QStringList{u"Helm installed"_s};
    QTest::newRow("on OpenShift") << u"7.22.2-40"_s << none << false << true
                                  << QStringList{u"The cluster is OpenShift"_s};
    QTest::newRow("without a base") << u"7.22.2-40"_s << u"It is not in the repository."_s << false << false
                                    << QStringList{u"It is not in the repository."_s};
    QTest::newRow("everything at once") << u"8.2.0-1"_s << u"Gone."_s << true << true
                                        << QStringList{u"This is a step down"_s, u"Helm installed"_s,
                                                       u"The cluster is OpenShift"_s, u"Gone."_s};
}

void tst_BundleFindings::tellsWhatIsToBeKnown()
{
    QFETCH(QString, running);
    QFETCH(QString, noBase);
    QFETCH(bool, isHelm);
    QFETCH(bool, isOpenShift);
    QFETCH(QStringList, says);
    const Installation installation{.manager = isHelm ? Installation::Manager::Helm : Installation::Manager::Bundle,
                                    .name = {}};
    const QList<BundleFinding> findings =
        upgrade::findingsOf(smallBundle({.tag = u"8.0.6-8"_s}),
                            RunningRelease{.operatorTag = running, .isInstalled = !running.isEmpty(), .noBase = noBase},
                            installation, isOpenShift);
    QCOMPARE(findings.size(), says.size());
    for (qsizetype i = 0; i < says.size(); ++i) {
        QVERIFY2(findings.at(i).text.contains(says.at(i)), qPrintable(findings.at(i).text));
        QVERIFY(findings.at(i).text.endsWith(u'.'));
        QVERIFY(!findings.at(i).document);
    }
}

void tst_BundleFindings::theGravestComesFirst()
{
    const QList<BundleFinding> findings = upgrade::findingsOf(
        smallBundle({.tag = u"8.0.6-8"_s}),
        RunningRelease{.operatorTag = u"8.2.0-1"_s, .isInstalled = true, .noBase = u"Gone."_s}, {}, false);
    QCOMPARE(findings.size(), 2);
    QCOMPARE(findings.first().weight, Weight::Warning);
    QCOMPARE(findings.last().weight, Weight::Note);
}

void tst_BundleFindings::explainsTraps_data()
{
    QTest::addColumn<int>("trap");
    QTest::addColumn<int>("weight");
    QTest::addColumn<QString>("says");
    QTest::newRow("a stored version that is gone")
        << int(DocumentPlan::Trap::StoredVersion) << int(Weight::Warning) << u"no way back over this step"_s;
    QTest::newRow("another storage version")
        << int(DocumentPlan::Trap::StorageFlips) << int(Weight::Note) << u"in another version than now"_s;
    QTest::newRow("unknown fields are kept")
        << int(DocumentPlan::Trap::PreserveUnknownFields) << int(Weight::Warning) << u"preserveUnknownFields"_s;
}

void tst_BundleFindings::explainsTraps()
{
    QFETCH(int, trap);
    QFETCH(int, weight);
    QFETCH(QString, says);
    DocumentPlan plan{.identity = {u"apiextensions.k8s.io"_s, u"CustomResourceDefinition"_s, u"recs.example"_s},
                      .apiVersion = {},
                      .theirs = {}};
    QVERIFY(upgrade::findingsOf(plan).isEmpty());
    plan.traps = {DocumentPlan::Trap(trap)};
    const QList<BundleFinding> findings = upgrade::findingsOf(plan);
    QCOMPARE(findings.size(), 1);
    QCOMPARE(int(findings.first().weight), weight);
    QCOMPARE(findings.first().document, plan.identity);
    QVERIFY2(findings.first().text.contains(says) && findings.first().text.contains("recs.example"_L1),
             qPrintable(findings.first().text));
}

void tst_BundleFindings::tellsWhatStandsInTheWay_data()
{
    QTest::addColumn<Pair>("pair");
    QTest::addColumn<QString>("says"); // empty: nothing
    const auto row = [](const char *name, const QString &says, const std::function<void(Pair &)> &change) {
        Pair pair;
        change(pair);
        QTest::newRow(name) << pair << says;
    };
    row("nothing", {}, [](Pair &) { });
    row("a kind that is not there", u"The server has no Service in v1."_s, [](Pair &pair) { pair.live.types.clear(); });
    row("a version that is not served any more",
        u"Service admission is written for v1beta1, which the server does not serve; it serves v1."_s,
        [](Pair &pair) { pair.document.apiVersion = u"v1beta1"_s; });
    row("what may not be read", u"Service admission could not be compared: No."_s,
        [](Pair &pair) { pair.live.unreadable.insert(service, kube::Error{.message = u"No."_s}); });
    const auto inNamespace = [](const QString &name) {
        return [name](Pair &pair) { pair.document.object = {{"metadata"_L1, QJsonObject{{"namespace"_L1, name}}}}; };
    };
    row("its own namespace", {}, inNamespace(u"redis"_s));
    row("another namespace", u"Service admission is written for the namespace \"other\", not for \"redis\"."_s,
        inNamespace(u"other"_s));
    row("a namespace where none matters", {}, [&](Pair &pair) {
        inNamespace(u"other"_s)(pair);
        pair.live.types[service].namespaced = false;
    });
}

void tst_BundleFindings::tellsWhatStandsInTheWay()
{
    QFETCH(Pair, pair);
    QFETCH(QString, says);
    const auto obstacle = upgrade::obstacleOf(pair.document, pair.live, u"redis"_s);
    QCOMPARE(obstacle.has_value(), !says.isEmpty());
    if (!obstacle)
        return;
    QVERIFY2(obstacle->text.contains(says), qPrintable(obstacle->text));
    QCOMPARE(obstacle->weight, Weight::Obstacle);
    QCOMPARE(obstacle->document, service);
}

void tst_BundleFindings::namesWhatIsLeftBehind()
{
    const QList<BundleFinding> findings = upgrade::findingsOfLeftBehind({service});
    QCOMPARE(findings.size(), 1);
    QVERIFY(findings.first().text.startsWith("Service admission belongs to the release that runs now"_L1));
    QCOMPARE(findings.first().weight, Weight::Note);
}

QTEST_GUILESS_MAIN(tst_BundleFindings)
#include "tst_bundlefindings.moc"
