// SPDX-License-Identifier: Apache-2.0
#include "imagereference.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using redis::ImageReference;

class tst_ImageReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesApart_data();
    void takesApart();
    void refuses_data();
    void refuses();
    void changesTheTag();
    void changesTheRegistry();
    void givesBackWhatItReads();
};

namespace {

QString digest()
{
    return u"sha256:" + QString(64, u'a');
}

ImageReference image(const QString &text)
{
    const auto read = ImageReference::parse(text);
    if (!read)
        qFatal("%s is no image", qPrintable(text));
    return *read;
}

} // namespace

void tst_ImageReference::takesApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("registry");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("digest");

    const QString none;
    QTest::newRow("a path alone") << u"redis"_s << none << u"redis"_s << none << none;
    QTest::newRow("two parts are no registry") << u"redislabs/redis"_s << none << u"redislabs/redis"_s << none << none;
    QTest::newRow("a tag") << u"redislabs/redis:8.0.6-54"_s << none << u"redislabs/redis"_s << u"8.0.6-54"_s << none;
    QTest::newRow("a number behind a colon is a tag when no slash follows")
        << u"redis:5000"_s << none << u"redis"_s << u"5000"_s << none;
    QTest::newRow("a host with a dot") << u"registry.connect.redhat.com/redislabs/redis-enterprise"_s
                                       << u"registry.connect.redhat.com"_s << u"redislabs/redis-enterprise"_s << none
                                       << none;
    QTest::newRow("a host with a port") << u"registry:5000/redislabs/redis:8.0.6-54"_s << u"registry:5000"_s
                                        << u"redislabs/redis"_s << u"8.0.6-54"_s << none;
    QTest::newRow("a port and no tag") << u"localhost:5000/redis"_s << u"localhost:5000"_s << u"redis"_s << none
                                       << none;
    QTest::newRow("localhost") << u"localhost/redis"_s << u"localhost"_s << u"redis"_s << none << none;
    QTest::newRow("a host in capitals") << u"Registry/redis"_s << u"Registry"_s << u"redis"_s << none << none;
    QTest::newRow("an IPv6 address") << u"[2001:db8::1]:5000/redis:7"_s << u"[2001:db8::1]:5000"_s << u"redis"_s
                                     << u"7"_s << none;
    QTest::newRow("an IPv6 address without a port") << u"[::1]/redis"_s << u"[::1]"_s << u"redis"_s << none << none;
    QTest::newRow("a digest") << QString(u"quay.io/a/b@" + digest()) << u"quay.io"_s << u"a/b"_s << none << digest();
    QTest::newRow("a tag and a digest") << QString(u"host:5000/a/b:8.0.6-54@" + digest()) << u"host:5000"_s << u"a/b"_s
                                        << u"8.0.6-54"_s << digest();
    QTest::newRow("separators within a part")
        << u"a.b/c__d/e---f/g_h"_s << u"a.b"_s << u"c__d/e---f/g_h"_s << none << none;
    QTest::newRow("a tag of all its characters") << u"a:_A.z-9"_s << none << u"a"_s << u"_A.z-9"_s << none;
    QTest::newRow("a digest algorithm of two parts") << QString(u"a@sha512+b64:" + QString(32, u'0')) << none << u"a"_s
                                                     << none << QString(u"sha512+b64:" + QString(32, u'0'));
}

void tst_ImageReference::takesApart()
{
    QFETCH(QString, text);
    QVERIFY(ImageReference::parse(text));
    const ImageReference taken = image(text);
    QTEST(taken.registry(), "registry");
    QTEST(taken.path(), "path");
    QTEST(taken.tag(), "tag");
    QTEST(taken.digest(), "digest");
    QCOMPARE(taken.toString(), text);
    QCOMPARE(image(taken.repository()).repository(), taken.repository());
}

void tst_ImageReference::refuses_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("nothing") << u""_s;
    QTest::newRow("a tag alone") << u":8.0.6-54"_s;
    QTest::newRow("an empty tag") << u"redis:"_s;
    QTest::newRow("a tag that begins with a dot") << u"redis:.8"_s;
    QTest::newRow("a tag of 129 characters") << QString(u"redis:" + QString(129, u'a'));
    QTest::newRow("capitals in the path") << u"redislabs/Redis"_s;
    QTest::newRow("capitals alone") << u"Redis"_s;
    QTest::newRow("a blank") << u"redis :8"_s;
    QTest::newRow("a scheme") << u"https://host/redis"_s;
    QTest::newRow("two slashes") << u"host.io//redis"_s;
    QTest::newRow("a slash at the end") << u"host.io/redis/"_s;
    QTest::newRow("a registry alone with a slash") << u"host.io/"_s;
    QTest::newRow("three underscores") << u"a___b"_s;
    QTest::newRow("two dots") << u"a..b"_s;
    QTest::newRow("a dot and a hyphen") << u"a.-b"_s;
    QTest::newRow("a hyphen at the end") << u"a-"_s;
    QTest::newRow("a port that is no number") << u"host:port/redis"_s;
    QTest::newRow("an empty port") << u"host:/redis"_s;
    QTest::newRow("a host that ends with a hyphen") << u"host-.io/redis"_s;
    QTest::newRow("an open bracket") << u"[::1/redis"_s;
    QTest::newRow("an empty bracket") << u"[]:1/redis"_s;
    QTest::newRow("an empty digest") << u"redis@"_s;
    QTest::newRow("a short digest") << u"redis@sha256:abc"_s;
    QTest::newRow("a digest that is no hex") << QString(u"redis@sha256:" + QString(64, u'g'));
    QTest::newRow("a digest without an algorithm") << QString(u"redis@" + QString(64, u'a'));
    QTest::newRow("an algorithm that begins with a digit") << QString(u"redis@2sha:" + QString(64, u'a'));
    QTest::newRow("an algorithm that ends with a separator") << QString(u"redis@sha256+:" + QString(64, u'a'));
    QTest::newRow("a path of 256 characters") << QString(256, u'a');
    QTest::newRow("letters of another script") << u"редис"_s;
}

void tst_ImageReference::refuses()
{
    QFETCH(QString, text);
    QVERIFY(!ImageReference::parse(text));
}

void tst_ImageReference::changesTheTag()
{
    const ImageReference old = image(u"host:5000/redislabs/redis:8.0.2-17@" + digest());
    QCOMPARE(old.withTag(u"8.0.6-54"_s), std::optional(image(u"host:5000/redislabs/redis:8.0.6-54"_s)));
    QVERIFY(!old.withTag(u"8.0.6 54"_s));
    QVERIFY(!old.withTag(QString()));
}

void tst_ImageReference::changesTheRegistry()
{
    const ImageReference old = image(u"redislabs/redis:8.0.2-17"_s);
    const ImageReference moved = image(u"host:5000/redislabs/redis:8.0.2-17"_s);
    QCOMPARE(old.withRegistry(u"host:5000"_s), std::optional(moved));
    QCOMPARE(moved.withRegistry(QString()), std::optional(old));
    QVERIFY(!old.withRegistry(u"mirror"_s)); // would be read as part of the path
    QVERIFY(!old.withRegistry(u"host:5000/"_s));
    QVERIFY(!old.withRegistry(u"host.io/team"_s)); // team would be read as part of the path
}

void tst_ImageReference::givesBackWhatItReads()
{
    static const QStringList pieces{u"a"_s, u"redis"_s, u"/"_s, u":"_s, u"."_s, u"-"_s, u"_"_s,   u"@"_s,
                                    u"A"_s, u"5000"_s,  u"["_s, u"]"_s, u" "_s, u"é"_s, digest(), u"host.io/"_s};
    QRandomGenerator random(20260802);
    int read = 0;
    for (int i = 0; i < 50000; ++i) {
        QString text;
        for (int n = 1 + random.bounded(7); n > 0; --n)
            text += pieces.at(random.bounded(pieces.size()));
        if (const auto image = ImageReference::parse(text)) {
            ++read;
            QCOMPARE(image->toString(), text);
            QVERIFY(!image->path().isEmpty());
        }
    }
    QVERIFY(read > 500);
}

QTEST_GUILESS_MAIN(tst_ImageReference)
#include "tst_imagereference.moc"
