// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "ctlrun.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace Qt::StringLiterals;

/// rollhivectl sim serve.
class tst_SimServe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAKubeconfigThatWorks();
    void printsTheKubeconfigOtherwise();
    void saysThatTheFileCannotBeWritten();

private:
    CtlRun m_ctl;
};

void tst_SimServe::writesAKubeconfigThatWorks()
{
    const QString file = m_ctl.home() + u"/sim.kubeconfig"_s;
    const auto server = m_ctl.start({u"sim"_s, u"serve"_s, u"--write-kubeconfig"_s, file, u"--speed"_s, u"100"_s});
    QStringList lines;
    QVERIFY(CtlRun::waitForLines(*server, &lines, 1));
    QVERIFY2(lines.constFirst().startsWith("Serving on http://127.0.0.1:"_L1), qPrintable(lines.constFirst()));
    QVERIFY2(lines.constFirst().endsWith(u"KUBECONFIG="_s + file), qPrintable(lines.constFirst()));
    QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());

    const CtlRun::Result clusters = m_ctl.run({u"get"_s, u"rec"_s, u"-A"_s, u"--kubeconfig"_s, file});
    QCOMPARE(clusters.exitCode, 0);
    QCOMPARE(clusters.err, u"There are no rec in any namespace.\n"_s);
    server->terminate();
    QVERIFY(CtlRun::waitForEnd(*server));
    const CtlRun::Result after = m_ctl.run({u"get"_s, u"rec"_s, u"--kubeconfig"_s, file});
    QCOMPARE(after.exitCode, 1);
    QVERIFY2(after.err.contains("refuses the connection"_L1), qPrintable(after.err));
}

void tst_SimServe::printsTheKubeconfigOtherwise()
{
    const auto server = m_ctl.start({u"sim"_s, u"serve"_s});
    QStringList lines;
    QVERIFY(CtlRun::waitForLines(*server, &lines, 10));
    QVERIFY(lines.contains(u"kind: Config"_s));
    server->terminate();
    QVERIFY(CtlRun::waitForEnd(*server));
}

void tst_SimServe::saysThatTheFileCannotBeWritten()
{
    const QString file = m_ctl.home() + u"/nowhere/config"_s;
    const CtlRun::Result result = m_ctl.run({u"sim"_s, u"serve"_s, u"--write-kubeconfig"_s, file});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.startsWith(u"error: The kubeconfig %1 cannot be written: "_s.arg(file)),
             qPrintable(result.err));
}

QTEST_GUILESS_MAIN(tst_SimServe)
#include "tst_simserve.moc"
