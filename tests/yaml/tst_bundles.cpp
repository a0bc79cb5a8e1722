// SPDX-License-Identifier: Apache-2.0
#include "yamlreader.h"
#include "yamlwriter.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

/// The real files of upstream, where they are at hand: each is read, written, and read again.
class tst_Bundles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void survives_data();
    void survives();
    void readsInTime();

private:
    QDir m_folder{QDir::cleanPath(QStringLiteral(TEST_DATA "/../../../shared/data"))};
};

void tst_Bundles::initTestCase()
{
    if (!m_folder.exists())
        QSKIP("../shared/data is not there: the real bundles are not read.");
}

void tst_Bundles::survives_data()
{
    QTest::addColumn<QString>("path");
    QDirIterator files(m_folder.path(), {u"*.yaml"_s, u"*.yml"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QTest::addRow("%s", qPrintable(m_folder.relativeFilePath(path))) << path;
    }
}

void tst_Bundles::survives()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray text = file.readAll();
    const auto documents = yaml::read(QByteArrayView(text));
    QVERIFY2(documents, documents ? "" : qPrintable(documents.error().message));
    QVERIFY(!documents->isEmpty());
    for (const yaml::Document &document : *documents) {
        QVERIFY(!document.object().value(u"kind"_s).toString().isEmpty());
        const auto again = yaml::read(yaml::write(document.value()));
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
        QCOMPARE(again->size(), 1);
        QVERIFY(again->first().value() == document.value());
        const auto kind = document.places().value({u"kind"_s});
        QVERIFY(kind);
        const QByteArray line = text.split('\n').at(kind->start.line - 1);
        QVERIFY2(line.startsWith("kind:"), line.constData());
        QVERIFY2(line.contains(document.object().value(u"kind"_s).toString().toUtf8()), line.constData());
    }
}

/// Far above what a release build takes: this one is instrumented, and the machine may be busy.
void tst_Bundles::readsInTime()
{
    QFile file(m_folder.filePath(u"redis-enterprise-k8s-docs/v8.0.6-8/bundle.yaml"_s));
    if (!file.open(QFile::ReadOnly))
        QSKIP("The bundle of 8.0.6-8 is not there.");
    const QByteArray text = file.readAll();
    QElapsedTimer timer;
    timer.start();
    const auto documents = yaml::read(QByteArrayView(text));
    const qint64 read = timer.restart();
    QVERIFY(documents);
    qsizetype written = 0;
    for (const yaml::Document &document : *documents)
        written += yaml::write(document.value()).size();
    const qint64 write = timer.elapsed();
    qInfo("%lld bytes read in %lld ms, %lld characters written in %lld ms", qlonglong(text.size()), read,
          qlonglong(written), write);
    QVERIFY(read < 30'000);
    QVERIFY(write < 10'000);
}

QTEST_GUILESS_MAIN(tst_Bundles)
#include "tst_bundles.moc"
