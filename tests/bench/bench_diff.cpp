// SPDX-License-Identifier: Apache-2.0
// The review's difference of an object of 500 kB: from the two objects to the painted picture, and moving in it; and
// the same as one object of a bundle, where the difference is made on another thread. Run with
// QT_QPA_PLATFORM=offscreen.
#include "benchtable.h"
#include "bundle/bundlecomparison.h"
#include "bundle/documentpane.h"
#include "look/appearance.h"
#include "review/diffcard.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonObject>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using ui::DiffCard;

namespace {

constexpr int fields = 13'000; // lines of 38 bytes

/// Every 500th annotation is another one after the change.
QJsonObject object(bool isChanged)
{
    QJsonObject annotations;
    for (int i = 0; i < fields; ++i)
        annotations[u"annotation-%1"_s.arg(i, 5, 10, QChar(u'0'))] =
            isChanged && i % 500 == 7 ? u"another value, longer"_s : u"value %1"_s.arg(i);
    return {{"apiVersion"_L1, "app.redislabs.com/v1"_L1},
            {"kind"_L1, "RedisEnterpriseCluster"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, "orders"_L1}, {"annotations"_L1, annotations}}}};
}

double milliseconds(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

/// Knows the longest time that one event took: nothing else was drawn or heard meanwhile.
class TimedApplication final : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        ++m_depth;
        QElapsedTimer timer;
        timer.start();
        const bool result = QApplication::notify(receiver, event);
        m_longest = std::max(m_longest, milliseconds(timer));
        --m_depth;
        return result;
    }
    [[nodiscard]] double takeLongest() { return std::exchange(m_longest, 0); }

private:
    double m_longest = 0;
    int m_depth = 0;
};

upgrade::UpgradeDocument document(const QJsonObject &live, const QJsonObject &theirs)
{
    upgrade::UpgradeDocument document;
    document.plan.identity = upgrade::ObjectIdentity::of(live);
    document.plan.base = upgrade::DocumentPlan::Base::Release;
    document.plan.theirs = theirs;
    document.plan.merge.emplace(live, live, theirs);
    document.live = live;
    upgrade::updateFromPlan(document);
    return document;
}

void measureBundle(TimedApplication &application, const QJsonObject &live, const QJsonObject &theirs)
{
    const upgrade::UpgradeDocument changed = document(live, theirs);
    QList<double> opening;
    QList<double> longest;
    QList<double> frames;
    for (int i = 0; i < 10; ++i) {
        ui::DocumentPane pane;
        pane.resize(1200, 800);
        pane.show();
        QApplication::processEvents();
        (void)application.takeLongest();
        QElapsedTimer timer;
        timer.start();
        pane.setDocument(changed, nullptr);
        const double first = milliseconds(timer);
        while (pane.isMakingDifference())
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QApplication::processEvents();
        opening.append(milliseconds(timer));
        while (!pane.difference()->view()->isHighlighted())
            QApplication::processEvents();
        longest.append(std::max(first, application.takeLongest()));
        for (int frame = 0; frame < 20; ++frame) {
            timer.restart();
            pane.difference()->view()->goToNextChange();
            pane.difference()->view()->viewport()->repaint();
            frames.append(milliseconds(timer));
        }
    }
    bench::report(u"object of a bundle, 500 kB: opened, median of 10"_s, bench::median(opening), u"ms"_s, 300);
    bench::report(u"object of a bundle, 500 kB: longest the window was busy, worst of 10"_s, std::ranges::max(longest),
                  u"ms"_s, 16);
    bench::report(u"object of a bundle, 500 kB: going to a change, worst of 200"_s, std::ranges::max(frames), u"ms"_s,
                  16);
}

} // namespace

int main(int argc, char **argv)
{
    TimedApplication application(argc, argv);
    ui::Appearance appearance;
    appearance.setScheme(ui::Scheme::Light);
    const QJsonObject before = object(false);
    const QJsonObject after = object(true);
    QList<double> opening;
    QList<double> frames;
    for (int i = 0; i < 10; ++i) {
        DiffCard card;
        card.resize(1200, 800);
        card.show();
        QApplication::processEvents();
        QElapsedTimer timer;
        timer.start();
        card.setObjects(before, after, {});
        card.grab();
        opening.append(milliseconds(timer));
        for (int frame = 0; frame < 20; ++frame) {
            timer.restart();
            card.view()->goToNextChange();
            card.view()->viewport()->grab();
            frames.append(milliseconds(timer));
        }
    }
    bench::report(u"review of 500 kB: opened, median of 10"_s, bench::median(opening), u"ms"_s, 300);
    bench::report(u"review of 500 kB: going to a change, median of 200"_s, bench::median(frames), u"ms"_s);
    measureBundle(application, before, after);
    return 0;
}
