// SPDX-License-Identifier: Apache-2.0
#include "command.h"
#include "translations.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimer>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(rollhivectl)
};

int fail(const QString &sentence)
{
    std::fprintf(stderr, "error: %s\n", qPrintable(sentence));
    return 2;
}

QString withoutEnd(QString sentence)
{
    if (sentence.endsWith(u'.'))
        sentence.chop(1);
    return sentence;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    // The window and this program share their settings, journal and what was allowed.
    QCoreApplication::setApplicationName(u"rollhive"_s);
    QCoreApplication::setOrganizationName(u"Rollhive"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ROLLHIVE_VERSION));

    installTranslations(application);

    QCommandLineParser parser;
    parser.setApplicationDescription(Text::tr("Rolling upgrades of Redis Enterprise on Kubernetes, without a window."));
    const QCommandLineOption help({u"h"_s, u"help"_s}, Text::tr("Show this help."));
    const QCommandLineOption version({u"v"_s, u"version"_s}, Text::tr("Show the version."));
    parser.addPositionalArgument(u"command"_s, Text::tr("What to do; without one, the commands are listed."),
                                 u"command…"_s);
    const QCommandLineOption kubeconfig(
        u"kubeconfig"_s, Text::tr("Use this file alone instead of KUBECONFIG or ~/.kube/config."), u"file"_s);
    const QCommandLineOption context(u"context"_s, Text::tr("Use this context of the kubeconfig."), u"name"_s);
    const QCommandLineOption nameSpace({u"n"_s, u"namespace"_s}, Text::tr("Work in this namespace."), u"name"_s);
    const QCommandLineOption allNamespaces({u"A"_s, u"all-namespaces"_s}, Text::tr("List all namespaces."));
    const QCommandLineOption execPolicy(
        u"exec-policy"_s, Text::tr("Whether credential plugins of the kubeconfig are run: ask, allow-all or deny-all."),
        u"policy"_s, u"ask"_s);
    const QCommandLineOption output({u"o"_s, u"output"_s}, Text::tr("json, for programs."), u"format"_s);
    const QCommandLineOption dryRun(u"dry-run"_s, Text::tr("Show the difference and write nothing."));
    const QCommandLineOption yes({u"y"_s, u"yes"_s}, Text::tr("Do not ask before writing."));
    const QCommandLineOption watch({u"w"_s, u"watch"_s}, Text::tr("true or false: follow a rollout to its end."),
                                   u"bool"_s, u"true"_s);
    const QCommandLineOption timeout(u"timeout"_s, Text::tr("Stop following after so many seconds."), u"seconds"_s);
    const QCommandLineOption writeKubeconfig(u"write-kubeconfig"_s, Text::tr("Where sim serve writes its kubeconfig."),
                                             u"file"_s);
    const QCommandLineOption speed(u"speed"_s, Text::tr("How fast pods of sim serve start and stop."), u"factor"_s,
                                   u"1"_s);
    const QCommandLineOption repository(
        u"repository"_s, Text::tr("Take releases from this git repository instead of the public one."), u"address"_s);
    const QCommandLineOption release(u"release"_s, Text::tr("The release of the operator, such as 8.0.6-8."), u"tag"_s);
    const QCommandLineOption file(
        {u"f"_s, u"file"_s}, Text::tr("Take the bundle from this file or folder; - is standard input."), u"file"_s);
    const QCommandLineOption registry(
        u"registry"_s, Text::tr("Take the images of the bundle from this registry: host, host:port or host:port/path."),
        u"registry"_s);
    const QCommandLineOption platform(
        u"platform"_s, Text::tr("plain or openshift: which bundle of a release; otherwise as the cluster is."),
        u"name"_s);
    const QCommandLineOption conflicts(
        u"conflicts"_s, Text::tr("yours or theirs: settle what you and the release both changed."), u"side"_s);
    parser.addOptions({repository, release, file, registry, platform, conflicts});
    parser.addOptions({help, version, writeKubeconfig, speed, kubeconfig, context, nameSpace, allNamespaces, execPolicy,
                       output, dryRun, yes, watch, timeout});
    if (!parser.parse(QCoreApplication::arguments()))
        return fail(Text::tr("%1; --help lists what there is.").arg(withoutEnd(parser.errorText())));
    if (parser.isSet(help)) {
        std::printf("%s\n%s\n", qPrintable(parser.helpText()), qPrintable(ctl::usage()));
        return 0;
    }
    if (parser.isSet(version)) {
        std::printf("rollhivectl %s\n", ROLLHIVE_VERSION);
        return 0;
    }

    const auto policy = kube::execPolicyFromName(parser.value(execPolicy));
    if (!policy)
        return fail(Text::tr("--exec-policy is ask, allow-all or deny-all."));
    if (parser.isSet(output) && parser.value(output) != "json"_L1)
        return fail(Text::tr("--output is json."));
    const QString watching = parser.value(watch);
    if (watching != "true"_L1 && watching != "false"_L1)
        return fail(Text::tr("--watch is true or false."));
    bool isNumber = true;
    QString seconds = parser.value(timeout);
    if (seconds.endsWith(u's'))
        seconds.chop(1); // kubectl's "60s"
    const int timeoutSeconds = parser.isSet(timeout) ? seconds.toInt(&isNumber) : 0;
    if (!isNumber || timeoutSeconds < 0)
        return fail(Text::tr("--timeout is a number of seconds."));

    if (!(parser.value(speed).toDouble() > 0))
        return fail(Text::tr("--speed is a number above 0."));
    const auto isOneOf = [&parser](const QCommandLineOption &option, const QStringList &values) {
        return !parser.isSet(option) || values.contains(parser.value(option));
    };
    if (!isOneOf(platform, {u"plain"_s, u"openshift"_s}))
        return fail(Text::tr("--platform is plain or openshift."));
    if (!isOneOf(conflicts, {u"yours"_s, u"theirs"_s}))
        return fail(Text::tr("--conflicts is yours or theirs."));
    if (parser.isSet(file) && parser.isSet(release))
        return fail(Text::tr("--file and --release name two bundles; give one of them."));
    const ctl::Invocation invocation{.words = parser.positionalArguments(),
                                     .kubeconfig = parser.value(kubeconfig),
                                     .context = parser.value(context),
                                     .nameSpace = parser.value(nameSpace),
                                     .allNamespaces = parser.isSet(allNamespaces),
                                     .execPolicy = *policy,
                                     .json = parser.isSet(output),
                                     .dryRun = parser.isSet(dryRun),
                                     .yes = parser.isSet(yes),
                                     .watch = watching == "true"_L1,
                                     .timeoutSeconds = timeoutSeconds,
                                     .writeKubeconfig = parser.value(writeKubeconfig),
                                     .speed = parser.value(speed).toDouble(),
                                     .repository = parser.value(repository),
                                     .release = parser.value(release),
                                     .file = parser.value(file),
                                     .registry = parser.value(registry),
                                     .platform = parser.value(platform),
                                     .conflicts = parser.value(conflicts)};
    QString complaint;
    std::unique_ptr<ctl::Command> command = ctl::makeCommand(invocation, complaint);
    if (!command)
        return fail(complaint);
    QTimer::singleShot(0, command.get(), &ctl::Command::start);
    const int exitCode = QCoreApplication::exec();
    // Connections end their threads while there still is an application.
    command.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return exitCode;
}
