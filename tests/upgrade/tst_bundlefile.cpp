// SPDX-License-Identifier: Apache-2.0
#include "release/bundlefile.h"
#include "smallbundle.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using testsupport::smallBundleText;
using upgrade::Bundle;

class tst_BundleFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void readsTheFileOfAFolder();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void readsADeviceToItsEnd();
    void refusesWhatIsTooLarge();
    void answersOnTheCallersThread();
    void answersNobodyWhoIsGone();

private:
    QString write(const QString &name, const QByteArray &content);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_BundleFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QString tst_BundleFile::write(const QString &name, const QByteArray &content)
{
    QFile file(m_folder->filePath(name));
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

void tst_BundleFile::readsTheFileOfAFolder()
{
    const QString plain = write(u"bundle.yaml"_s, smallBundleText({.tag = u"8.0.6-8"_s}));
    write(u"openshift.bundle.yaml"_s, smallBundleText({.tag = u"8.0.6-9"_s}));
    QCOMPARE(upgrade::readBundleFile(m_folder->path(), false)->operatorTag(), u"8.0.6-8"_s);
    QCOMPARE(upgrade::readBundleFile(m_folder->path(), true)->operatorTag(), u"8.0.6-9"_s);
    QCOMPARE(upgrade::readBundleFile(plain, true)->operatorTag(), u"8.0.6-8"_s); // it was named
    QCOMPARE(upgrade::readBundleFile(plain, false)->source(), plain);
}

void tst_BundleFile::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("says");
    QTest::newRow("a folder without a bundle") << u"empty"_s << u"has no file bundle.yaml"_s;
    QTest::newRow("no such file") << u"nowhere.yaml"_s << u"nowhere.yaml"_s;
    QTest::newRow("a syntax error") << u"broken.yaml"_s << u"broken.yaml, line 2, column 1: "_s;
}

void tst_BundleFile::saysWhatIsWrong()
{
    QFETCH(QString, name);
    QFETCH(QString, says);
    QVERIFY(QDir(m_folder->path()).mkdir(u"empty"_s));
    write(u"broken.yaml"_s, "kind: [\n");
    const auto bundle = upgrade::readBundleFile(m_folder->filePath(name), false);
    QVERIFY(!bundle);
    QVERIFY2(bundle.error().message.contains(says), qPrintable(bundle.error().message));
}

void tst_BundleFile::readsADeviceToItsEnd()
{
    QByteArray text = smallBundleText({});
    QBuffer device(&text);
    QVERIFY(device.open(QBuffer::ReadOnly));
    const auto bundle = upgrade::readBundle(device, u"standard input"_s);
    QVERIFY(bundle);
    QCOMPARE(bundle->source(), u"standard input"_s);
    QCOMPARE(bundle->documents().size(), 6);
}

void tst_BundleFile::refusesWhatIsTooLarge()
{
    QByteArray text(upgrade::largestBundle + 1, '#');
    QBuffer device(&text);
    QVERIFY(device.open(QBuffer::ReadOnly));
    const auto ofDevice = upgrade::readBundle(device, u"standard input"_s);
    QVERIFY(!ofDevice);
    QVERIFY2(ofDevice.error().message.contains("standard input is larger than 16 MB"_L1),
             qPrintable(ofDevice.error().message));
    const auto ofFile = upgrade::readBundleFile(write(u"large.yaml"_s, text), false);
    QVERIFY(!ofFile);
    QVERIFY2(ofFile.error().message.contains("large.yaml"_L1), qPrintable(ofFile.error().message));
}

void tst_BundleFile::answersOnTheCallersThread()
{
    const QString file = write(u"bundle.yaml"_s, smallBundleText({}));
    std::optional<kube::Result<Bundle>> answer;
    upgrade::readBundleFile(file, false, this, [&](const kube::Result<Bundle> &bundle) {
        QCOMPARE(QThread::currentThread(), thread());
        answer = bundle;
    });
    QVERIFY(!answer);
    QTRY_VERIFY(answer);
    QVERIFY(answer->has_value());
}

void tst_BundleFile::answersNobodyWhoIsGone()
{
    const QString file = write(u"bundle.yaml"_s, smallBundleText({}));
    auto context = std::make_unique<QObject>();
    int answers = 0;
    upgrade::readBundleFile(file, false, context.get(), [&](const kube::Result<Bundle> &) { ++answers; });
    context.reset();
    // The one behind it is answered.
    upgrade::readBundleFile(file, false, this, [&](const kube::Result<Bundle> &) { answers += 10; });
    QTRY_VERIFY(answers >= 10);
    QCOMPARE(answers, 10);
}

QTEST_GUILESS_MAIN(tst_BundleFile)
#include "tst_bundlefile.moc"
