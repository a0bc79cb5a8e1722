// SPDX-License-Identifier: Apache-2.0
#include "common/podstate.h"
#include "node/imagerules.h"
#include "node/placement.h"
#include "node/podruntime.h"
#include "node/quantity.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace sim;

namespace {

const QDateTime start(QDate(2026, 1, 1), QTime(12, 0), QTimeZone::UTC);
const NodeTiming timing{.create = 1s, .pull = 2s, .start = 1s, .ready = 3s, .stop = 2s};

RawObject podWith(const QList<QString> &images, const QJsonObject &containerFields = {}, const QJsonObject &spec = {})
{
    QJsonArray containers;
    for (const QString &image : images) {
        QJsonObject container = containerFields;
        container["name"_L1] = u"c%1"_s.arg(containers.size());
        container["image"_L1] = image;
        containers.append(container);
    }
    RawObject pod;
    pod.meta.name = u"rec-0"_s;
    pod.meta.nameSpace = u"redis"_s;
    pod.meta.uid = u"uid"_s;
    QJsonObject podSpec = spec;
    podSpec["containers"_L1] = containers;
    pod.json = {{"spec"_L1, podSpec}};
    return pod;
}

const QJsonObject execProbe{{"readinessProbe"_L1, QJsonObject{{"exec"_L1, QJsonObject()}, {"periodSeconds"_L1, 10}}}};
const QJsonObject httpProbe{{"readinessProbe"_L1, QJsonObject{{"httpGet"_L1, QJsonObject()}}}};

/// A pod on a node in virtual time.
class Life final
{
public:
    Life(const RawObject &pod, const QString &rules)
        : m_rules(ImageRules::fromText(rules))
        , m_runtime(pod, u"10.1.0.3"_s, u"172.18.0.2"_s, timing, &m_images, at(0ms))
    {
    }

    /// Goes through every due moment up to a time.
    void runUntil(Clock::Duration end)
    {
        while (m_runtime.nextDue() && *m_runtime.nextDue() <= end)
            m_runtime.advance(m_rules, at(*m_runtime.nextDue()));
        m_runtime.advance(m_rules, at(end));
        for (const PodEvent &event : m_runtime.takeEvents())
            m_events.append(event);
        m_now = end;
    }
    void terminate(Clock::Duration grace) { m_runtime.terminate(grace, at(m_now)); }
    void setRules(const QString &rules) { m_rules = ImageRules::fromText(rules); }
    void havePulled(const QString &image) { m_images.insert(image); }

    /// "Running 1/2": phase, ready of all; and the state of the first container.
    [[nodiscard]] QString text() const
    {
        const QJsonObject status = m_runtime.status();
        const QJsonArray containers = status["containerStatuses"_L1].toArray();
        int ready = 0;
        for (const QJsonValue &container : containers)
            ready += container["ready"_L1].toBool() ? 1 : 0;
        const QJsonObject state = containers.at(0)["state"_L1].toObject();
        const QString key = state.keys().value(0);
        const QString reason = state[key]["reason"_L1].toString();
        return u"%1 %2/%3 %4 restarts %5"_s.arg(status["phase"_L1].toString())
            .arg(ready)
            .arg(containers.size())
            .arg(reason.isEmpty() ? key : reason)
            .arg(containers.at(0)["restartCount"_L1].toInt());
    }
    [[nodiscard]] QStringList reasons() const
    {
        QStringList reasons;
        for (const PodEvent &event : m_events)
            reasons.append(event.reason);
        return reasons;
    }
    [[nodiscard]] const QList<PodEvent> &events() const { return m_events; }
    [[nodiscard]] PodRuntime &runtime() { return m_runtime; }

private:
    static Moment at(Clock::Duration elapsed) { return {elapsed, start.addDuration(elapsed)}; }

    QSet<QString> m_images;
    ImageRules m_rules;
    PodRuntime m_runtime;
    QList<PodEvent> m_events;
    Clock::Duration m_now{0};
};

RawObjectPtr node(const QString &name, const QJsonObject &spec = {}, const QMap<QString, QString> &labels = {})
{
    auto node = std::make_shared<RawObject>();
    node->meta.name = name;
    node->meta.labels = labels;
    node->meta.labels.insert(u"kubernetes.io/hostname"_s, name);
    node->json = {{"spec"_L1, spec},
                  {"status"_L1,
                   QJsonObject{{"allocatable"_L1,
                                QJsonObject{{"cpu"_L1, "4"_L1}, {"memory"_L1, "8Gi"_L1}, {"pods"_L1, "3"_L1}}}}}};
    return node;
}

RawObjectPtr bound(const QString &node, const QString &cpu = {}, const QString &app = {})
{
    auto pod = std::make_shared<RawObject>(podWith(
        {u"a"_s},
        cpu.isEmpty() ? QJsonObject()
                      : QJsonObject{{"resources"_L1, QJsonObject{{"requests"_L1, QJsonObject{{"cpu"_L1, cpu}}}}}}));
    pod->meta.labels.insert(u"app"_s, app);
    setValueAt(pod->json, u"spec.nodeName", node);
    return pod;
}

} // namespace

class tst_KubeletController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();

    void life_data();
    void life();
    void eventsOfAnOrdinaryStart();
    void eventsOfAMissingImage();
    void containersStartOneAfterTheOther();
    void aPresentImageIsNotPulled();
    void anImageThatAppearsIsPulled();
    void anImageThatIsNoReferenceIsRefused_data();
    void anImageThatIsNoReferenceIsRefused();
    void probesFailWithAnEventEachPeriod();
    void conditionsChangeTimeOnlyWithTheirStatus();
    void endsGracefully();
    void endsByTheGracePeriodAtTheLatest();
    void aPodThatNeverRanEndsAtOnce();

    void quantities_data();
    void quantities();
    void placements_data();
    void placements();
    void requestsMustFit();
};

void tst_KubeletController::rules_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("missing");
    QTest::addColumn<qint64>("boot"); // -1: none
    QTest::newRow("no rules") << u""_s << false << qint64(-1);
    QTest::newRow("an action alone") << u"missing :7\\.22$"_s << true << qint64(-1);
    QTest::newRow("an image that it does not fit") << u"missing :7\\.4$"_s << false << qint64(-1);
    QTest::newRow("seconds") << u"boot=4 redislabs/redis:"_s << false << qint64(4000);
    QTest::newRow("parts of a second") << u"boot=0.25 redis"_s << false << qint64(250);
    QTest::newRow("the first rule that fits counts") << u"boot=1 redis\nboot=2 redis"_s << false << qint64(1000);
    QTest::newRow("blanks around") << u"  missing \t redis  "_s << true << qint64(-1);
    QTest::newRow("comments and other lines are ignored")
        << u"# missing redis\nmissing\nfly redis"_s << false << qint64(-1);
    QTest::newRow("a broken expression is ignored") << u"missing [redis"_s << false << qint64(-1);
}

void tst_KubeletController::rules()
{
    QFETCH(const QString, text);
    const ImageRules rules = ImageRules::fromText(text);
    const QString image = u"redislabs/redis:7.22"_s;
    QTEST(rules.has(ImageRules::Action::Missing, image), "missing");
    QFETCH(const qint64, boot);
    QCOMPARE(rules.seconds(ImageRules::Action::Boot, image).value_or(-1ms).count(), boot);
}

void tst_KubeletController::life_data()
{
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QJsonObject>("container");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("text");

    const auto row = [](const char *name, const char *rules, const QJsonObject &container, int seconds,
                        const char *text) {
        QTest::newRow(name) << QString::fromLatin1(rules) << container << seconds << QString::fromLatin1(text);
    };
    const QJsonObject plain;
    row("at first it is being created", "", plain, 0, "Pending 0/1 ContainerCreating restarts 0");
    row("while its image is pulled it is being created", "", plain, 2, "Pending 0/1 ContainerCreating restarts 0");
    row("it runs after sandbox, pull and start", "", plain, 4, "Running 1/1 running restarts 0");
    row("with a probe it is not ready at once", "", httpProbe, 4, "Running 0/1 running restarts 0");
    row("with a probe it is ready later", "", httpProbe, 7, "Running 1/1 running restarts 0");
    row("a slow pull", "pull=10 redis", plain, 10, "Pending 0/1 ContainerCreating restarts 0");
    row("a slow pull ends", "pull=10 redis", plain, 12, "Running 1/1 running restarts 0");
    row("booting", "boot=20 redis", execProbe, 23, "Running 0/1 running restarts 0");
    row("booted", "boot=20 redis", execProbe, 24, "Running 1/1 running restarts 0");
    row("boot is about exec probes only", "boot=20 redis", httpProbe, 7, "Running 1/1 running restarts 0");
    row("never ready", "unready redis", execProbe, 3600, "Running 0/1 running restarts 0");
    row("a missing image is first an error", "missing redis", plain, 3, "Pending 0/1 ErrImagePull restarts 0");
    row("then backed off", "missing redis", plain, 4, "Pending 0/1 ImagePullBackOff restarts 0");
    row("and an error again after ten seconds and a pull", "missing redis", plain, 15,
        "Pending 0/1 ErrImagePull restarts 0");
    row("Always pulls and runs", "", {{"imagePullPolicy"_L1, "Always"_L1}}, 60, "Running 1/1 running restarts 0");
    row("a crash ends the container", "crash=5 redis", plain, 9, "Running 0/1 Error restarts 0");
    row("the first restart comes at once", "crash=5 redis", plain, 14, "Running 1/1 running restarts 1");
    row("the second waits", "crash=5 redis", plain, 22, "Running 0/1 CrashLoopBackOff restarts 1");
    row("ten seconds", "crash=5 redis", plain, 32, "Running 1/1 running restarts 2");
}

void tst_KubeletController::life()
{
    QFETCH(const QString, rules);
    QFETCH(const QJsonObject, container);
    QFETCH(const int, seconds);
    Life life(podWith({u"redislabs/redis:7.22.2-22"_s}, container), rules);
    life.runUntil(std::chrono::seconds(seconds));
    QTEST(life.text(), "text");
}

void tst_KubeletController::eventsOfAnOrdinaryStart()
{
    Life life(podWith({u"redislabs/redis:8"_s}), {});
    life.runUntil(10s);
    QCOMPARE(
        life.events(),
        (QList<PodEvent>{
            {false, u"Pulling"_s, u"Pulling image \"redislabs/redis:8\""_s, u"c0"_s},
            {false, u"Pulled"_s,
             u"Successfully pulled image \"redislabs/redis:8\" in 2s (2s including waiting). Image size: 512000000 bytes."_s,
             u"c0"_s},
            {false, u"Created"_s, u"Created container: c0"_s, u"c0"_s},
            {false, u"Started"_s, u"Started container c0"_s, u"c0"_s},
        }));
    QCOMPARE(life.runtime().status()["podIP"_L1].toString(), u"10.1.0.3"_s);
    QVERIFY(!life.runtime().nextDue()); // at rest
}

void tst_KubeletController::eventsOfAMissingImage()
{
    Life life(podWith({u"redislabs/redis:8"_s}), u"missing redis"_s);
    life.runUntil(5s);
    QCOMPARE(life.reasons(), (QStringList{u"Pulling"_s, u"Failed"_s, u"Failed"_s, u"BackOff"_s, u"Failed"_s}));
    QCOMPARE(
        life.events().at(1).message,
        u"Failed to pull image \"redislabs/redis:8\": rpc error: code = NotFound desc = failed to pull and unpack "
        "image \"redislabs/redis:8\": failed to resolve reference \"redislabs/redis:8\": redislabs/redis:8: not found"_s);
    QCOMPARE(life.events().at(2).message, u"Error: ErrImagePull"_s);
    QCOMPARE(life.events().at(3).message, u"Back-off pulling image \"redislabs/redis:8\""_s);
    QCOMPARE(life.events().at(4).message, u"Error: ImagePullBackOff"_s);
    // 3 s: failed; then every 1 + 10, 20, 40, ... + 2 s of pulling
    life.runUntil(3s + 13s + 23s + 43s);
    QCOMPARE(life.reasons().count(u"Pulling"_s), 4);
}

void tst_KubeletController::containersStartOneAfterTheOther()
{
    Life life(podWith({u"redis:1"_s, u"operator:1"_s}), {});
    life.runUntil(5s);
    QCOMPARE(life.text(), u"Pending 1/2 running restarts 0"_s); // the second has still to be pulled
    life.runUntil(7s);
    QCOMPARE(life.text(), u"Running 2/2 running restarts 0"_s);

    Life stuck(podWith({u"redis:1"_s, u"operator:1"_s}), u"missing redis:1"_s);
    stuck.runUntil(9s);
    QCOMPARE(stuck.text(), u"Pending 1/2 ImagePullBackOff restarts 0"_s); // the second is started all the same
}

void tst_KubeletController::aPresentImageIsNotPulled()
{
    Life life(podWith({u"redis:1"_s}), {});
    life.havePulled(u"redis:1"_s);
    life.runUntil(2s);
    QCOMPARE(life.text(), u"Running 1/1 running restarts 0"_s);
    QCOMPARE(life.events().first().message, u"Container image \"redis:1\" already present on machine"_s);
}

void tst_KubeletController::anImageThatAppearsIsPulled()
{
    Life life(podWith({u"redis:1"_s}), u"missing redis"_s);
    life.runUntil(5s);
    life.setRules({});
    life.runUntil(17s);
    QCOMPARE(life.text(), u"Running 1/1 running restarts 0"_s);
}

void tst_KubeletController::anImageThatIsNoReferenceIsRefused_data()
{
    QTest::addColumn<QString>("image");
    QTest::addColumn<bool>("isReference");
    QTest::newRow("name") << u"redis"_s << true;
    QTest::newRow("name and tag") << u"redislabs/redis:8.0.18-36.14"_s << true;
    QTest::newRow("registry with a port") << u"registry.example:5000/redislabs/redis:7.22.2-22"_s << true;
    QTest::newRow("tag and digest") << u"redis:8@sha256:"_s + QString(64, u'a') << true;
    QTest::newRow("empty") << u""_s << false;
    QTest::newRow("empty tag") << u"redislabs/redis:"_s << false;
    QTest::newRow("a blank in the tag") << u"redislabs/redis:7.4 2"_s << false;
    QTest::newRow("capital letters in the name") << u"redislabs/Redis:7"_s << false;
}

void tst_KubeletController::anImageThatIsNoReferenceIsRefused()
{
    QFETCH(const QString, image);
    QFETCH(const bool, isReference);
    Life life(podWith({image}), {});
    life.runUntil(60s);
    QCOMPARE(life.text(),
             isReference ? u"Running 1/1 running restarts 0"_s : u"Pending 0/1 InvalidImageName restarts 0"_s);
}

void tst_KubeletController::probesFailWithAnEventEachPeriod()
{
    Life life(podWith({u"redis:1"_s}, execProbe), u"unready redis"_s);
    life.runUntil(4s + 35s);
    QCOMPARE(life.reasons().count(u"Unhealthy"_s), 4);
    QCOMPARE(life.events().last().message,
             u"Readiness probe failed: node id file does not exist - pod is not yet bootstrapped"_s);
    life.setRules({});
    life.runUntil(60s);
    QCOMPARE(life.text(), u"Running 1/1 running restarts 0"_s);
}

void tst_KubeletController::conditionsChangeTimeOnlyWithTheirStatus()
{
    Life life(podWith({u"redis:1"_s}, httpProbe), {});
    life.runUntil(5s);
    QCOMPARE(conditionTime({{"status"_L1, life.runtime().status()}}, "Ready"_L1), start);
    QCOMPARE(conditionStatus({{"status"_L1, life.runtime().status()}}, "ContainersReady"_L1), u"False"_s);
    life.runUntil(30s);
    QCOMPARE(conditionTime({{"status"_L1, life.runtime().status()}}, "Ready"_L1), start.addSecs(7));
    QCOMPARE(conditionTime({{"status"_L1, life.runtime().status()}}, "PodScheduled"_L1), start);
    QVERIFY(isPodAvailable({{"status"_L1, life.runtime().status()}}, 10s, start.addSecs(17)));
    QVERIFY(!isPodAvailable({{"status"_L1, life.runtime().status()}}, 10s, start.addSecs(16)));
}

void tst_KubeletController::endsGracefully()
{
    Life life(podWith({u"redis:1"_s}), u"stop=5 redis"_s);
    life.runUntil(10s);
    life.terminate(3600s);
    life.runUntil(14s);
    QVERIFY(!life.runtime().isFinished());
    QCOMPARE(life.text(), u"Running 1/1 running restarts 0"_s);
    QCOMPARE(life.events().last().message, u"Stopping container c0"_s);
    life.runUntil(15s);
    QVERIFY(life.runtime().isFinished());
    QCOMPARE(life.text(), u"Running 0/1 Completed restarts 0"_s);
}

void tst_KubeletController::endsByTheGracePeriodAtTheLatest()
{
    Life life(podWith({u"redis:1"_s}), u"stop=500 redis"_s);
    life.runUntil(10s);
    life.terminate(30s);
    life.runUntil(39s);
    QVERIFY(!life.runtime().isFinished());
    life.runUntil(40s);
    QVERIFY(life.runtime().isFinished());
}

void tst_KubeletController::aPodThatNeverRanEndsAtOnce()
{
    Life life(podWith({u"redis:1"_s}), u"missing redis"_s);
    life.runUntil(10s);
    life.terminate(3600s);
    life.runUntil(10s);
    QVERIFY(life.runtime().isFinished());
}

void tst_KubeletController::quantities_data()
{
    QTest::addColumn<QJsonValue>("quantity");
    QTest::addColumn<double>("value");
    QTest::newRow("a number") << QJsonValue(2) << 2.0;
    QTest::newRow("a plain text") << QJsonValue("2"_L1) << 2.0;
    QTest::newRow("thousandths") << QJsonValue("500m"_L1) << 0.5;
    QTest::newRow("binary") << QJsonValue("4Gi"_L1) << 4294967296.0;
    QTest::newRow("decimal") << QJsonValue("4G"_L1) << 4e9;
    QTest::newRow("with an exponent") << QJsonValue("1e3"_L1) << 1000.0;
    QTest::newRow("nothing") << QJsonValue() << 0.0;
    QTest::newRow("nonsense") << QJsonValue("xGi"_L1) << 0.0;
}

void tst_KubeletController::quantities()
{
    QFETCH(const QJsonValue, quantity);
    QTEST(quantityValue(quantity), "value");
}

void tst_KubeletController::placements_data()
{
    QTest::addColumn<QList<RawObjectPtr>>("nodes");
    QTest::addColumn<QList<RawObjectPtr>>("pods");
    QTest::addColumn<QJsonObject>("spec");
    QTest::addColumn<QString>("result");

    using Objects = QList<RawObjectPtr>;
    const QJsonObject cordoned{{"unschedulable"_L1, true}};
    const QJsonObject tainted{
        {"taints"_L1,
         QJsonArray{QJsonObject{{"key"_L1, "gpu"_L1}, {"value"_L1, "yes"_L1}, {"effect"_L1, "NoSchedule"_L1}}}}};
    const QJsonObject apart{
        {"affinity"_L1,
         QJsonObject{{"podAntiAffinity"_L1,
                      QJsonObject{{"requiredDuringSchedulingIgnoredDuringExecution"_L1,
                                   QJsonArray{QJsonObject{
                                       {"topologyKey"_L1, "kubernetes.io/hostname"_L1},
                                       {"labelSelector"_L1,
                                        QJsonObject{{"matchLabels"_L1, QJsonObject{{"app"_L1, "redis"_L1}}}}}}}}}}}}};

    QTest::newRow("no nodes") << Objects() << Objects() << QJsonObject() << u"no nodes available to schedule pods"_s;
    QTest::newRow("equal nodes: the first by name")
        << Objects{node(u"b"_s), node(u"a"_s)} << Objects() << QJsonObject() << u"a"_s;
    QTest::newRow("the one with the fewest pods")
        << Objects{node(u"a"_s), node(u"b"_s)} << Objects{bound(u"a"_s)} << QJsonObject() << u"b"_s;
    QTest::newRow("not a cordoned one") << Objects{node(u"a"_s, cordoned), node(u"b"_s)} << Objects() << QJsonObject()
                                        << u"b"_s;
    QTest::newRow("all cordoned") << Objects{node(u"a"_s, cordoned), node(u"b"_s, cordoned)} << Objects()
                                  << QJsonObject() << u"0/2 nodes are available: 2 node(s) were unschedulable."_s;
    QTest::newRow("tainted") << Objects{node(u"a"_s, tainted)} << Objects() << QJsonObject()
                             << u"0/1 nodes are available: 1 node(s) had untolerated taint {gpu: yes}."_s;
    QTest::newRow("tainted and tolerated")
        << Objects{node(u"a"_s, tainted)} << Objects()
        << QJsonObject{{"tolerations"_L1, QJsonArray{QJsonObject{{"key"_L1, "gpu"_L1}, {"operator"_L1, "Exists"_L1}}}}}
        << u"a"_s;
    QTest::newRow("by a label") << Objects{node(u"a"_s), node(u"b"_s, {}, {{u"disk"_s, u"ssd"_s}})} << Objects()
                                << QJsonObject{{"nodeSelector"_L1, QJsonObject{{"disk"_L1, "ssd"_L1}}}} << u"b"_s;
    QTest::newRow("full and cordoned, both are told")
        << Objects{node(u"a"_s), node(u"b"_s, cordoned)} << Objects{bound(u"a"_s), bound(u"a"_s), bound(u"a"_s)}
        << QJsonObject() << u"0/2 nodes are available: 1 Too many pods, 1 node(s) were unschedulable."_s;
    QTest::newRow("apart from its like") << Objects{node(u"a"_s), node(u"b"_s)}
                                         << Objects{bound(u"a"_s, {}, u"redis"_s)} << apart << u"b"_s;
    QTest::newRow("no node without its like")
        << Objects{node(u"a"_s)} << Objects{bound(u"a"_s, {}, u"redis"_s)} << apart
        << u"0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules."_s;
}

void tst_KubeletController::placements()
{
    QFETCH(const QList<RawObjectPtr>, nodes);
    QFETCH(const QList<RawObjectPtr>, pods);
    QFETCH(const QJsonObject, spec);
    const Placement placement = placePod(podWith({u"redis:1"_s}, {}, spec), nodes, pods);
    const QString text = placement.node + placement.reason;
    QTEST(text, "result");
}

void tst_KubeletController::requestsMustFit()
{
    const RawObject large =
        podWith({u"redis:1"_s}, {{"resources"_L1, QJsonObject{{"requests"_L1, QJsonObject{{"cpu"_L1, "3"_L1}}}}}});
    QCOMPARE(placePod(large, {node(u"a"_s)}, {bound(u"a"_s, u"1500m"_s)}).reason,
             u"0/1 nodes are available: 1 Insufficient cpu."_s);
    QCOMPARE(placePod(large, {node(u"a"_s)}, {bound(u"a"_s, u"1000m"_s)}).node, u"a"_s);
}

QTEST_GUILESS_MAIN(tst_KubeletController)
#include "tst_kubeletcontroller.moc"
