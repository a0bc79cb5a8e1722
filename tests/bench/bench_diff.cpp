// SPDX-License-Identifier: Apache-2.0
// The review's difference of an object of 500 kB: from the two objects to the painted picture, and moving in it. Run
// with QT_QPA_PLATFORM=offscreen.
#include "benchtable.h"
#include "look/appearance.h"
#include "review/diffcard.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonObject>

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

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
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
    return 0;
}
