// SPDX-License-Identifier: Apache-2.0
#include "bundlectl.h"
#include "gitserver.h"
#include "gitupstream.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using testsupport::GitUpstream;
using testsupport::smallBundleText;

namespace {

QByteArray good()
{
    return smallBundleText({});
}

QByteArray without(const QByteArray &document)
{
    QByteArrayList kept;
    qsizetype from = 0;
    while (from < good().size()) {
        const qsizetype end = good().indexOf("---\n", from + 4);
        const QByteArray each = good().mid(from, end < 0 ? -1 : end - from);
        if (!each.contains(QByteArray("kind: " + document + '\n')))
            kept.append(each);
        from = end < 0 ? good().size() : end;
    }
    return kept.join();
}

/// The documents as the items of one List, in JSON's way of writing YAML.
QByteArray asList()
{
    QByteArray text = "apiVersion: v1\nkind: List\nitems:\n";
    bool isFirst = false;
    for (const QByteArray &line : good().split('\n')) {
        isFirst = isFirst || line == "---";
        if (line.isEmpty() || line == "---")
            continue;
        text += (std::exchange(isFirst, false) ? "- " : "  ") + line + '\n';
    }
    return text;
}

int lineOf(const QByteArray &text, const QByteArray &part)
{
    return 1 + int(text.first(text.indexOf(part)).count('\n'));
}

} // namespace

/// rollhivectl bundle plan with what is no bundle, or no repository: it ends with 2 and a sentence that says where and
/// what to do; what looks odd and is right is compared.
class tst_BundleInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void file_data();
    void file();
    void noSuchNamespace();
    void repository_data();
    void repository();
    void offlineTheCopyIsTaken();
};

void tst_BundleInput::file_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says"); // empty: it is compared
    const QByteArray service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: admission}\n";
    const int end = int(good().count('\n'));
    QTest::newRow("a syntax error has a line and a column")
        << QByteArray(good() + "---\nkind: [\n") << u"bundle.yaml, line %1, column 1: "_s.arg(end + 3);
    QTest::newRow("a tab where spaces should be") << QByteArray(good() + "---\nkind: Service\n\tmetadata: {}\n")
                                                  << u"bundle.yaml, line %1, column 1: "_s.arg(end + 3);
    QTest::newRow("two objects of one name have two lines")
        << QByteArray(good() + service)
        << u"bundle.yaml, line %1: Service admission stands in line %2 already."_s.arg(end + 2).arg(
               lineOf(good(), "apiVersion: v1\nkind: Service"));
    QTest::newRow("an unknown kind") << QByteArray(
        good() + "---\napiVersion: a.example/v1\nkind: Gadget\nmetadata: {name: g}\n")
                                     << u"These cannot be compared or written: Gadget g."_s;
    QTest::newRow("Windows line ends are nothing special") << QByteArray(good()).replace('\n', "\r\n") << QString();
    QTest::newRow("a byte order mark is nothing special") << QByteArray("\xef\xbb\xbf" + good()) << QString();
    QTest::newRow("a List is its items") << asList() << QString();
    QTest::newRow("no definition of the cluster")
        << without("CustomResourceDefinition") << u"bundle.yaml does not define RedisEnterpriseCluster"_s;
    QTest::newRow("no operator") << without("Deployment")
                                 << u"bundle.yaml holds no Deployment \"redis-enterprise-operator\""_s;
    QTest::newRow("a template")
        << QByteArray(good()).replace("redislabs/operator", "{{ .Values.image }}").replace("\"{{", "{{")
        << u": This is a template. Render it first"_s;
    QTest::newRow("an object without a name")
        << QByteArray(good() + "---\napiVersion: v1\nkind: Service\n")
        << u"bundle.yaml, line %1: This object has no metadata.name"_s.arg(end + 2);
    QTest::newRow("a document that is no object")
        << QByteArray(good() + "---\n- 1\n") << u"bundle.yaml, line %1: This is no Kubernetes object."_s.arg(end + 2);
    QTest::newRow("nothing") << QByteArray() << u"bundle.yaml holds no Deployment"_s;
    QTest::newRow("what is no text") << QByteArray("\x1f\x8b\x08\x00\xff\xfe\x00\x01", 8) << u"bundle.yaml, line 1"_s;
    QTest::newRow("50 MB") << QByteArray(50 << 20, '#') << u"bundle.yaml"_s;
}

void tst_BundleInput::file()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    BundleCtl bundle;
    const QString file = bundle.write(u"bundle.yaml"_s, text);
    for (const bool isFile : {true, false}) {
        const CtlRun::Result result =
            bundle.run({u"plan"_s, u"-f"_s, isFile ? file : u"-"_s}, isFile ? QByteArray() : text);
        if (says.isEmpty()) {
            QVERIFY2(result.out.contains("Deployment redis-enterprise-operator: new"_L1),
                     qPrintable(QString(result.out + result.err)));
            QCOMPARE(result.exitCode, 1);
        } else {
            const QString expected = isFile ? says : QString(says).replace("bundle.yaml"_L1, "standard input"_L1);
            QVERIFY2(result.err.contains(expected), qPrintable(QString(expected + u"\n---\n" + result.err)));
            QVERIFY2(result.err.size() < 1000, "that is not readable");
            QCOMPARE(result.exitCode, says.contains("cannot be compared"_L1) ? 1 : 2);
        }
    }
    QCOMPARE(bundle.run({u"apply"_s, u"--yes"_s, u"-f"_s, file}).exitCode, says.isEmpty() ? 0 : 2);
    QCOMPARE(bundle.resourceVersions().isEmpty(), !says.isEmpty());
}

void tst_BundleInput::noSuchNamespace()
{
    BundleCtl bundle;
    const CtlRun::Result result =
        bundle.run({u"apply"_s, u"--yes"_s, u"-n"_s, u"nowhere"_s, u"-f"_s, bundle.write(testsupport::SmallRelease())});
    QVERIFY2(result.err.contains("\"nowhere\""_L1), qPrintable(result.err));
    QCOMPARE(result.exitCode, 2);
    QVERIFY(bundle.resourceVersions().isEmpty());
}

void tst_BundleInput::repository_data()
{
    QTest::addColumn<QString>("address"); // %1: the test's own folder
    QTest::addColumn<QString>("says");
    QTest::newRow("nobody listens") << u"http://127.0.0.1:1/releases.git"_s << u"127.0.0.1:1"_s;
    QTest::newRow("a folder that is no repository") << u"%1/plain"_s << u"/plain"_s;
    QTest::newRow("a folder that is not there") << u"%1/nowhere"_s << u"/nowhere"_s;
    QTest::newRow("without tags") << u"%1/untagged"_s << u"It has no tag that names a release."_s;
    QTest::newRow("no address") << u"gopher://releases.example"_s << u"gopher://releases.example"_s;
}

void tst_BundleInput::repository()
{
    QFETCH(QString, address);
    QFETCH(QString, says);
    BundleCtl bundle;
    QVERIFY(QDir().mkdir(bundle.path(u"plain"_s)));
    const GitUpstream untagged(bundle.path(u"untagged"_s));
    untagged.git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"nothing yet"_s});
    address.replace("%1"_L1, bundle.path({}));
    const CtlRun::Result result =
        bundle.run({u"apply"_s, u"--yes"_s, u"--repository"_s, address, u"--release"_s, u"8.0.6-8"_s});
    QVERIFY2(result.err.startsWith("error: "_L1) && result.err.contains(says), qPrintable(result.err));
    QVERIFY2(result.err.count(u'\n') == 1, qPrintable(result.err));
    QCOMPARE(result.exitCode, 2);
    QVERIFY(bundle.resourceVersions().isEmpty());
}

void tst_BundleInput::offlineTheCopyIsTaken()
{
    BundleCtl bundle;
    const GitUpstream upstream(bundle.path(u"upstream"_s));
    upstream.release(u"v8.0.6-8"_s, {{u"bundle.yaml"_s, good()}});
    GitServer server(upstream.folder());
    const QStringList plan{u"plan"_s, u"--repository"_s, server.address(), u"--release"_s, u"8.0.6-8"_s};
    const CtlRun::Result online = bundle.run(plan);
    QVERIFY2(online.exitCode == 1, qPrintable(online.err));
    server.setRefusing(true);
    const CtlRun::Result offline = bundle.run(plan);
    QVERIFY2(offline.err.contains("The releases are those of "_L1), qPrintable(offline.err));
    QVERIFY(offline.out.contains("Deployment redis-enterprise-operator: new"_L1));
    QCOMPARE(offline.exitCode, 1);
}

QTEST_GUILESS_MAIN(tst_BundleInput)
#include "tst_bundleinput.moc"
