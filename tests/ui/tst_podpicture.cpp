// SPDX-License-Identifier: Apache-2.0
#include "lane/podpicture.h"
#include "lane/podsprites.h"
#include "podtable.h"

#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using rollout::PodRow;
using rollout::PodState;
using rollout::Revision;

Q_DECLARE_METATYPE(ui::Badge)
Q_DECLARE_METATYPE(ui::Tone)

class tst_PodPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stateHasItsPicture_data();
    void stateHasItsPicture();
    void revisionHasItsColorAndMark();
    void greenIsDoneAndNothingLess();
    void masterAndNextAreMarked();
    void everyStateIsToldApartInGrey_data();
    void everyStateIsToldApartInGrey();
    void spritesAreTheSamePicture_data();
    void spritesAreTheSamePicture();
    void staysInsideItsRect_data();
    void staysInsideItsRect();
    void boxKeepsTheProportionOfAHexagon();
};

namespace {

const QList<PodState> allStates{PodState::Missing,  PodState::Pending, PodState::Starting,    PodState::Ready,
                                PodState::NotReady, PodState::Failed,  PodState::Terminating, PodState::Unknown};

QImage drawn(const PodPicture &picture, int radius, PodSprites *sprites = nullptr)
{
    QImage image(radius * 4, radius * 4, QImage::Format_ARGB32_Premultiplied);
    image.fill(Theme::light().surface);
    QPainter painter(&image);
    QRectF box = boxIn(QRectF(radius, radius, radius * 2, radius * 2));
    box.moveLeft(std::floor(box.left()));
    paint(painter, box, picture, Theme::light(), sprites);
    return image;
}

QImage grey(const QImage &image)
{
    return image.convertToFormat(QImage::Format_Grayscale8);
}

/// How many pixels differ by more than what an eye may miss.
int difference(const QImage &a, const QImage &b, int tolerance)
{
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor left = a.pixelColor(x, y);
            const QColor right = b.pixelColor(x, y);
            if (std::abs(left.red() - right.red()) > tolerance || std::abs(left.green() - right.green()) > tolerance
                || std::abs(left.blue() - right.blue()) > tolerance)
                ++count;
        }
    }
    return count;
}

} // namespace

void tst_PodPicture::stateHasItsPicture_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<double>("level");
    QTest::addColumn<double>("opacity");
    QTest::addColumn<bool>("isSunk");
    QTest::addColumn<Badge>("badge");
    QTest::addColumn<Tone>("tone");

    const auto add = [](const char *name, PodState state, double level, double opacity, bool isSunk, Badge badge,
                        Tone tone) {
        QTest::newRow(name) << static_cast<int>(state) << level << opacity << isSunk << badge << tone;
    };
    add("missing is an empty dashed place", PodState::Missing, 0, 1, false, Badge::None, Tone::Neutral);
    add("pending is a dashed outline", PodState::Pending, 0, 1, false, Badge::None, Tone::Neutral);
    add("starting is partly filled", PodState::Starting, 0.55, 1, false, Badge::None, Tone::Neutral);
    add("ready and done has a green tick", PodState::Ready, 1, 1, false, Badge::Tick, Tone::Ok);
    add("not ready has a warning", PodState::NotReady, 1, 1, false, Badge::Exclamation, Tone::Warn);
    add("failed has a cross", PodState::Failed, 1, 1, false, Badge::Cross, Tone::Bad);
    add("terminating is faded and sunk", PodState::Terminating, 1, 0.4, true, Badge::None, Tone::Neutral);
    add("unknown has a question mark", PodState::Unknown, 1, 1, false, Badge::Question, Tone::Neutral);
}

void tst_PodPicture::stateHasItsPicture()
{
    QFETCH(int, state);
    QFETCH(double, level);
    QFETCH(double, opacity);
    QFETCH(bool, isSunk);
    QFETCH(Badge, badge);
    QFETCH(Tone, tone);
    for (const Theme *theme : {&Theme::light(), &Theme::dark()}) {
        const PodPicture result = picture(pods::pod(2, static_cast<PodState>(state), Revision::New), *theme);
        QCOMPARE(result.level, level);
        QCOMPARE(result.opacity, opacity);
        QCOMPARE(result.sink > 0, isSunk);
        QCOMPARE(result.badge, badge);
        QCOMPARE(result.badgeTone, tone);
        QCOMPARE(result.badgeProgress, 1.0);
        QCOMPARE(result.scale, 1.0);
        QCOMPARE(result.shift, 0.0);
    }
}

void tst_PodPicture::revisionHasItsColorAndMark()
{
    const Theme &theme = Theme::light();
    const PodPicture before = picture(pods::pod(2, PodState::Ready, Revision::Old), theme);
    const PodPicture after = picture(pods::pod(2, PodState::Ready, Revision::New), theme);
    QCOMPARE(before.outline, theme.oldRevision.ink);
    QCOMPARE(before.fill, theme.oldRevision.fill);
    QCOMPARE(before.seal, 0.0);
    QCOMPARE(after.outline, theme.newRevision.ink);
    QCOMPARE(after.fill, theme.newRevision.fill);
    QCOMPARE(after.seal, 1.0);
    QCOMPARE(picture(pods::pod(2, PodState::Ready, Revision::Current), theme).outline, theme.oldRevision.ink);
    QCOMPARE(picture(pods::pod(2, PodState::Ready, Revision::Unknown), theme).outline, theme.neutral.ink);
}

void tst_PodPicture::greenIsDoneAndNothingLess()
{
    PodRow row = pods::pod(2, PodState::Ready, Revision::New);
    QCOMPARE(picture(row, Theme::light()).badgeTone, Tone::Ok);
    row.done = false;
    QCOMPARE(picture(row, Theme::light()).badge, Badge::Tick);
    QCOMPARE(picture(row, Theme::light()).badgeTone, Tone::New);
    row.revision = Revision::Old;
    QCOMPARE(picture(row, Theme::light()).badge, Badge::None);
}

void tst_PodPicture::masterAndNextAreMarked()
{
    PodRow row = pods::pod(2, PodState::Ready, Revision::Old);
    row.master = true;
    row.next = true;
    QCOMPARE(picture(row, Theme::light()).star, 1.0);
    QCOMPARE(picture(row, Theme::light()).next, 1.0);
    const PodPicture plain = picture(pods::pod(2, PodState::Ready, Revision::Old), Theme::light());
    for (const int radius : {12, 22, 60})
        QCOMPARE_GT(difference(drawn(picture(row, Theme::light()), radius), drawn(plain, radius), 24), 20);
}

void tst_PodPicture::everyStateIsToldApartInGrey_data()
{
    QTest::addColumn<int>("radius");
    QTest::newRow("in a honeycomb of a thousand") << 11;
    QTest::newRow("in a grid of a hundred") << 22;
    QTest::newRow("in a lane of three") << 62;
}

void tst_PodPicture::everyStateIsToldApartInGrey()
{
    QFETCH(int, radius);
    QList<std::pair<QString, QImage>> pictures;
    for (const Revision revision : {Revision::Old, Revision::New}) {
        for (const PodState state : allStates) {
            // Without a pod there is no revision; before it is filled there is no lid that could carry a mark.
            const bool hasLid = state != PodState::Missing && state != PodState::Pending && state != PodState::Starting;
            if (!hasLid && revision == Revision::Old)
                continue;
            const PodPicture result = picture(pods::pod(2, state, revision), Theme::light());
            pictures.emplace_back(
                u"state %1, revision %2"_s.arg(static_cast<int>(state)).arg(static_cast<int>(revision)),
                grey(drawn(result, radius)));
        }
    }
    for (qsizetype i = 0; i < pictures.size(); ++i) {
        for (qsizetype j = i + 1; j < pictures.size(); ++j) {
            const int pixels = difference(pictures[i].second, pictures[j].second, 20);
            QVERIFY2(
                pixels >= radius,
                qPrintable(u"%1 and %2 differ in %3 pixels"_s.arg(pictures[i].first, pictures[j].first).arg(pixels)));
        }
    }
}

void tst_PodPicture::spritesAreTheSamePicture_data()
{
    everyStateIsToldApartInGrey_data();
}

void tst_PodPicture::spritesAreTheSamePicture()
{
    QFETCH(int, radius);
    PodSprites sprites;
    for (const Revision revision : {Revision::Old, Revision::New}) {
        for (const PodState state : allStates) {
            const PodPicture result = picture(pods::pod(2, state, revision), Theme::light());
            const QImage direct = drawn(result, radius);
            // Twice: the second time from the cache.
            for (int i = 0; i < 2; ++i)
                QCOMPARE(drawn(result, radius, &sprites), direct);
        }
    }
}

void tst_PodPicture::staysInsideItsRect_data()
{
    everyStateIsToldApartInGrey_data();
}

void tst_PodPicture::staysInsideItsRect()
{
    QFETCH(int, radius);
    const QRectF box = boxIn(QRectF(radius, radius, radius * 2, radius * 2));
    const QRect allowed = paintedRect(box).toAlignedRect();
    for (const PodState state : allStates) {
        PodRow row = pods::pod(2, state, Revision::New);
        row.master = true;
        row.next = true;
        PodPicture result = picture(row, Theme::light());
        for (const double move : {-0.1, 0.1}) {
            result.shift = move;
            QImage image(radius * 4, radius * 4, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paint(painter, box, result, Theme::light());
            painter.setCompositionMode(QPainter::CompositionMode_Clear);
            painter.fillRect(allowed, Qt::transparent);
            painter.end();
            QImage empty(image.size(), image.format());
            empty.fill(Qt::transparent);
            QCOMPARE(image, empty);
        }
    }
}

void tst_PodPicture::boxKeepsTheProportionOfAHexagon()
{
    const QRectF wide = boxIn(QRectF(0, 0, 400, 100));
    QCOMPARE(wide.height(), 100.0);
    QCOMPARE(wide.center(), QPointF(200, 50));
    const QRectF narrow = boxIn(QRectF(0, 0, 50, 400));
    QCOMPARE(narrow.width(), 50.0);
    QVERIFY(std::abs(narrow.width() / narrow.height() - wide.width() / wide.height()) < 1e-9);
}

QTEST_MAIN(tst_PodPicture)
#include "tst_podpicture.moc"
