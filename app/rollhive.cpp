// SPDX-License-Identifier: Apache-2.0
#include "application.h"
#include "look/icon.h"
#include "screenshot.h"
#include "tour.h"
#include "translations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(rollhive)
};

int fail(const QString &sentence)
{
    std::fprintf(stderr, "rollhive: %s\n", qPrintable(sentence));
    return 2;
}

std::optional<ui::Scheme> schemeFromName(const QString &name)
{
    if (name == "system"_L1)
        return ui::Scheme::System;
    if (name == "light"_L1)
        return ui::Scheme::Light;
    if (name == "dark"_L1)
        return ui::Scheme::Dark;
    return std::nullopt;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"rollhive"_s);
    QApplication::setOrganizationName(u"Rollhive"_s);
    QApplication::setApplicationDisplayName(u"Rollhive"_s);
    QApplication::setApplicationVersion(QStringLiteral(ROLLHIVE_VERSION));
    QApplication::setDesktopFileName(u"rollhive"_s);

    installTranslations(application);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        Text::tr("Rolling upgrades of Redis Enterprise on Kubernetes, by pointing and clicking."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(u"demo"_s, Text::tr("Open the built-in demo cluster."));
    const QCommandLineOption demoSpeed(u"demo-speed"_s,
                                       Text::tr("How fast time runs in the demo: 1 is about a minute for three nodes."),
                                       u"factor"_s, u"1"_s);
    const QCommandLineOption kubeconfig(
        u"kubeconfig"_s, Text::tr("Use this file alone instead of KUBECONFIG or ~/.kube/config."), u"file"_s);
    const QCommandLineOption context(u"context"_s, Text::tr("Open this context of the kubeconfig."), u"name"_s);
    const QCommandLineOption cluster(u"cluster"_s, Text::tr("Show this Redis Enterprise cluster of the context."),
                                     u"namespace/name"_s);
    const QCommandLineOption execPolicy(
        u"exec-policy"_s, Text::tr("Whether credential plugins of the kubeconfig are run: ask, allow-all or deny-all."),
        u"policy"_s, u"ask"_s);
    const QCommandLineOption scheme(u"scheme"_s, Text::tr("Colours: system, light or dark."), u"scheme"_s, u"system"_s);
    const QCommandLineOption size(u"size"_s, Text::tr("Size of the window, as 1280x800."), u"size"_s);
    const QCommandLineOption screenshot(
        u"screenshot"_s, Text::tr("Save a picture of the window once it shows the cluster, and end."), u"file"_s);
    const QCommandLineOption tour(
        u"tour"_s, Text::tr("With --demo: play a whole upgrade, leave pictures and a report, and end."), u"folder"_s);
    parser.addOptions({tour, demo, demoSpeed, kubeconfig, context, cluster, execPolicy, scheme, size, screenshot});
    parser.process(application);
    if (!parser.positionalArguments().isEmpty())
        return fail(Text::tr("\"%1\" is no option; --help lists them.").arg(parser.positionalArguments().constFirst()));

    const double speed = parser.value(demoSpeed).toDouble();
    if (!(speed > 0))
        return fail(Text::tr("--demo-speed is a number above 0."));
    const auto policy = kube::execPolicyFromName(parser.value(execPolicy));
    if (!policy)
        return fail(Text::tr("--exec-policy is ask, allow-all or deny-all."));
    const auto chosenScheme = schemeFromName(parser.value(scheme));
    if (!chosenScheme)
        return fail(Text::tr("--scheme is system, light or dark."));
    kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    if (!catalogue)
        return fail(catalogue.error().message);

    QApplication::setWindowIcon(ui::applicationIcon());
    Application wiring(std::move(*catalogue),
                       {.kubeconfig = parser.value(kubeconfig),
                        .context = parser.value(context),
                        .cluster = parser.value(cluster),
                        .execPolicy = *policy,
                        .demoSpeed = speed,
                        .scheme = parser.isSet(scheme) ? chosenScheme : std::nullopt});
    if (parser.isSet(demo))
        wiring.openDemo();
    else
        wiring.openKubeconfig(parser.value(kubeconfig));
    if (parser.isSet(size)) {
        const QStringList sides = parser.value(size).split(u'x');
        const QSize wanted(sides.value(0).toInt(), sides.value(1).toInt());
        if (sides.size() != 2 || wanted.isEmpty())
            return fail(Text::tr("--size is a width and a height, as 1280x800."));
        wiring.window()->resize(wanted);
    }
    if (parser.isSet(screenshot)) {
        auto *picture = new Screenshot(*wiring.window(), parser.value(screenshot), &wiring);
        QObject::connect(picture, &Screenshot::done, &application, [&](bool saved) {
            QCoreApplication::exit(
                saved ? 0 : fail(Text::tr("The picture could not be saved as %1.").arg(parser.value(screenshot))));
        });
    }
    if (parser.isSet(tour)) {
        if (!parser.isSet(demo))
            return fail(Text::tr("--tour changes a cluster, and goes with --demo alone."));
        QObject::connect(&wiring, &Application::demoReady, &wiring, [&] {
            auto *played = new Tour(*wiring.window(), parser.value(tour), u"7.22.2-14"_s, &wiring);
            QObject::connect(played, &Tour::finished, &application, [](const QString &problem) {
                QCoreApplication::exit(problem.isEmpty() ? 0 : fail(problem));
            });
        });
    }
    return QApplication::exec();
}
