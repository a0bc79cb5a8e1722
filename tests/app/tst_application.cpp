// SPDX-License-Identifier: Apache-2.0
#include "application.h"
#include "blocks/notice.h"
#include "clusterscene.h"
#include "fleet/fleetpanel.h"
#include "pages/clusterpage.h"
#include "pages/messagepage.h"

#include <QPushButton>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;

/// From a kubeconfig to the window, as rollhive wires them.
class tst_Application : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void saysWhatIsWrongWithTheKubeconfig_data();
    void saysWhatIsWrongWithTheKubeconfig();
    void withoutAnyItIsNoMistake();
    void warnsOfAKubeconfigVariableThatNamesNothing();
    void opensContextAndCluster();
    void anotherKubeconfigTakesThePlace();
    void showsWhatAPluginSays();
    void opensTheDemo();

private:
    void open(const QString &file, const Application::Options &options = {});
    [[nodiscard]] ui::MessagePage *message() const { return m_application->window()->findChild<ui::MessagePage *>(); }

    QTemporaryDir m_home;
    std::unique_ptr<ClusterScene> m_scene;
    std::unique_ptr<Application> m_application;
};

void tst_Application::initTestCase()
{
    for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
        qputenv(name, m_home.path().toUtf8());
    qunsetenv("KUBECONFIG");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.path());
    QCoreApplication::setOrganizationName(u"Rollhive"_s);
    QCoreApplication::setApplicationName(u"rollhive"_s);
}

void tst_Application::init()
{
    m_scene = std::make_unique<ClusterScene>();
}

void tst_Application::cleanup()
{
    m_application.reset();
    qunsetenv("KUBECONFIG");
    QSettings().clear();
}

void tst_Application::open(const QString &file, const Application::Options &options)
{
    kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    QVERIFY(catalogue);
    m_application = std::make_unique<Application>(std::move(*catalogue), options);
    m_application->openKubeconfig(file);
    QVERIFY(m_application->window());
}

void tst_Application::saysWhatIsWrongWithTheKubeconfig_data()
{
    QTest::addColumn<QString>("file"); ///< in the scene's folder
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says"); ///< FILE stands for its path
    QTest::newRow("empty")
        << u"empty"_s << QByteArray()
        << u"No context was found in FILE. Name another kubeconfig with --kubeconfig, or create one."_s;
    QTest::newRow("no YAML") << u"broken"_s << QByteArray("contexts: [") << u"FILE is not valid YAML: line "_s;
    QTest::newRow("not text") << u"binary"_s
                              << QByteArray("\x7f"
                                            "ELF\xff\xfe")
                              << u"FILE is not a text file in UTF-8."_s;
    QTest::newRow("not there") << u"nothing"_s << QByteArray() << u"FILE does not exist."_s;
    QTest::newRow("a folder in its place") << u"."_s << QByteArray() << u" is a folder, not a file."_s;
}

void tst_Application::saysWhatIsWrongWithTheKubeconfig()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    QString path = m_home.filePath(file);
    if (file != "."_L1 && file != "nothing"_L1)
        path = m_scene->write(file, content);
    open(path);
    QVERIFY2(message()->problem().contains(says.replace(u"FILE"_s, path)), qPrintable(message()->problem()));
    QCOMPARE(message()->title(), u"The kubeconfig cannot be used"_s);
}

void tst_Application::withoutAnyItIsNoMistake()
{
    open({});
    QCOMPARE(message()->problem(), QString());
    QVERIFY(message()->text().contains("the demo cluster needs none"_L1));
}

void tst_Application::warnsOfAKubeconfigVariableThatNamesNothing()
{
    qputenv("KUBECONFIG", m_home.filePath(u"gone"_s).toUtf8());
    open({});
    QVERIFY2(
        message()->problem().contains(u"None of the files in KUBECONFIG exists: %1."_s.arg(m_home.filePath(u"gone"_s))),
        qPrintable(message()->problem()));
}

void tst_Application::opensContextAndCluster()
{
    m_scene->putBoth();
    m_scene->putBoth({.name = u"sessions"_s});
    open(m_scene->write(u"config"_s, m_scene->kubeconfig()), {.context = u"staging"_s, .cluster = u"redis/sessions"_s});
    QTRY_VERIFY(m_application->window()->clusterPage());
    QCOMPARE(m_application->window()->clusterPage()->key().name, u"sessions"_s);
    QCOMPARE(m_application->window()->clusterPage()->session().config().context, u"staging"_s);
}

void tst_Application::anotherKubeconfigTakesThePlace()
{
    m_scene->putBoth();
    open(m_scene->write(u"empty"_s, {}));
    const QPointer<ui::MainWindow> first = m_application->window();
    Q_EMIT first->kubeconfigRequested(m_scene->write(u"config"_s, m_scene->kubeconfig()));
    QTRY_VERIFY(!first);
    QTRY_VERIFY(m_application->window()->clusterPage());
    QVERIFY(m_application->window()->isVisible());
}

void tst_Application::showsWhatAPluginSays()
{
    // It waits for the person, who has gone to the page it names and comes back.
    const auto write = [this](const QString &name, const QByteArray &content) {
        QFile file(m_home.filePath(name));
        return file.open(QFile::WriteOnly) && file.write(content) == content.size();
    };
    const QByteArray plugin =
        "#!/bin/sh\n"
        "echo 'Open https://login.example' >&2; echo 'and enter A<b>C' >&2\n"
        "while [ ! -e \"$0.go\" ]; do sleep 0.01; done\n"
        "echo '{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": \"ExecCredential\", "
        "\"status\": {\"token\": \"t\"}}'\n";
    QVERIFY(write(u"plugin"_s, plugin));
    QVERIFY(QFile::setPermissions(m_home.filePath(u"plugin"_s), QFile::ReadOwner | QFile::ExeOwner));
    const QString file = m_home.filePath(u"config"_s);
    const QString config = u"{apiVersion: v1, kind: Config, current-context: a, "
                           "clusters: [{name: a, cluster: {server: 'https://127.0.0.1:1'}}], "
                           "users: [{name: a, user: {exec: {apiVersion: client.authentication.k8s.io/v1, "
                           "interactiveMode: IfAvailable, command: '%1'}}}], "
                           "contexts: [{name: a, context: {cluster: a, user: a}}]}"_s.arg(m_home.filePath(u"plugin"_s));
    QVERIFY(write(u"config"_s, config.toUtf8()));
    open(file, {.execPolicy = kube::ExecPolicy::AllowAll});
    const auto *words = m_application->window()->findChild<ui::Notice *>(u"pluginWords"_s);
    QTRY_COMPARE(words->text(), u"plugin says: Open https://login.example\nand enter A<b>C"_s);
    QVERIFY(words->isVisible());
    const int height = m_application->window()->fleetPanel()->height();
    QTest::mouseClick(words->button(), Qt::LeftButton);
    QVERIFY(!words->isVisible());
    QTRY_VERIFY(m_application->window()->fleetPanel()->height() > height + words->height()); // with its margins
    QVERIFY(write(u"plugin.go"_s, "x"));
}

void tst_Application::opensTheDemo()
{
    open({});
    Q_EMIT m_application->window()->demoRequested();
    QTRY_VERIFY_WITH_TIMEOUT(m_application->window()->clusterPage(), 20'000);
    QCOMPARE(m_application->window()->clusterPage()->key().name, u"orders"_s);
}

QTEST_MAIN(tst_Application)
#include "tst_application.moc"
