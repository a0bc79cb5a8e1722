// SPDX-License-Identifier: Apache-2.0
#include "windowtest.h"

#include "edit/tagfield.h"
#include "pages/messagepage.h"
#include "window/topbar.h"

#include <QPushButton>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;

void WindowTest::initTestCase()
{
    QCoreApplication::setOrganizationName(u"Rollhive"_s);
    QCoreApplication::setApplicationName(u"rollhive"_s);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

void WindowTest::init()
{
    QSettings().clear();
    m_appearance = std::make_unique<Appearance>();
    m_scene = std::make_unique<ClusterScene>();
}

void WindowTest::cleanup()
{
    m_window.reset();
    m_other.reset();
    m_scene.reset();
    m_appearance.reset();
}

void WindowTest::show(upgrade::Fleet *fleet, const MainWindow::Options &options)
{
    m_window = std::make_unique<MainWindow>(fleet, m_scene->catalogue(), m_scene->journal(), *m_appearance,
                                            &QDateTime::currentDateTimeUtc, options);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void WindowTest::open(const MainWindow::Options &options)
{
    m_window.reset();
    m_other.reset();
    show(&m_scene->fleet(), options);
}

void WindowTest::openFile(const QByteArray &kubeconfig, const MainWindow::Options &options)
{
    m_window.reset();
    m_other = ClusterScene::fleetOf(kubeconfig, u"/home/ada/.kube/config"_s);
    show(m_other.get(), options);
}

void WindowTest::openWithoutAFleet(const MainWindow::Options &options)
{
    m_window.reset();
    show(nullptr, options);
}

TagField *WindowTest::tag() const
{
    return m_window->findChild<TagField *>();
}

MessagePage *WindowTest::message() const
{
    return m_window->findChild<MessagePage *>();
}

QString WindowTest::said() const
{
    if (!message()->isVisible())
        return {};
    return message()->title() + u'\n' + message()->text() + u'\n' + message()->problem();
}

QString WindowTest::connection() const
{
    return m_window->findChild<TopBar *>()->connectionText();
}

QPushButton *WindowTest::button(const QString &text) const
{
    for (QPushButton *one : m_window->findChildren<QPushButton *>()) {
        if (one->text() == text && one->isVisible())
            return one;
    }
    return nullptr;
}

CommandPalette *WindowTest::palette() const
{
    return m_window->findChild<CommandPalette *>();
}

void WindowTest::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_window->windowHandle(), key, modifiers);
}
