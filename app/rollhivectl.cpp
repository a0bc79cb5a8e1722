// SPDX-License-Identifier: Apache-2.0
#include "command.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimer>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

int fail(const QString &sentence)
{
    std::fprintf(stderr, "error: %s\n", qPrintable(sentence));
    return 2;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    // The window and this program share their settings, journal and what was allowed.
    QCoreApplication::setApplicationName(u"rollhive"_s);
    QCoreApplication::setOrganizationName(u"Rollhive"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ROLLHIVE_VERSION));

    const auto tr = [](const char *text) { return QCoreApplication::translate("rollhivectl", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Rolling upgrades of Redis Enterprise on Kubernetes, without a window."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(u"command"_s, tr("What to do; without one, the commands are listed."), u"command…"_s);
    const QCommandLineOption kubeconfig(u"kubeconfig"_s,
                                        tr("Use this file alone instead of KUBECONFIG or ~/.kube/config."), u"file"_s);
    const QCommandLineOption context(u"context"_s, tr("Use this context of the kubeconfig."), u"name"_s);
    const QCommandLineOption nameSpace({u"n"_s, u"namespace"_s}, tr("Work in this namespace."), u"name"_s);
    const QCommandLineOption allNamespaces({u"A"_s, u"all-namespaces"_s}, tr("List all namespaces."));
    const QCommandLineOption execPolicy(
        u"exec-policy"_s, tr("Whether credential plugins of the kubeconfig are run: ask, allow-all or deny-all."),
        u"policy"_s, u"ask"_s);
    const QCommandLineOption output({u"o"_s, u"output"_s}, tr("json, for programs."), u"format"_s);
    const QCommandLineOption dryRun(u"dry-run"_s, tr("Show the difference and write nothing."));
    const QCommandLineOption yes({u"y"_s, u"yes"_s}, tr("Do not ask before writing."));
    const QCommandLineOption watch({u"w"_s, u"watch"_s}, tr("true or false: follow a rollout to its end."), u"bool"_s,
                                   u"true"_s);
    const QCommandLineOption timeout(u"timeout"_s, tr("Stop following after so many seconds."), u"seconds"_s);
    parser.addOptions({kubeconfig, context, nameSpace, allNamespaces, execPolicy, output, dryRun, yes, watch, timeout});
    parser.process(application);

    const auto policy = kube::execPolicyFromName(parser.value(execPolicy));
    if (!policy)
        return fail(tr("--exec-policy is ask, allow-all or deny-all."));
    if (parser.isSet(output) && parser.value(output) != "json"_L1)
        return fail(tr("--output is json."));
    const QString watching = parser.value(watch);
    if (watching != "true"_L1 && watching != "false"_L1)
        return fail(tr("--watch is true or false."));
    bool isNumber = true;
    QString seconds = parser.value(timeout);
    if (seconds.endsWith(u's'))
        seconds.chop(1); // kubectl's "60s"
    const int timeoutSeconds = parser.isSet(timeout) ? seconds.toInt(&isNumber) : 0;
    if (!isNumber || timeoutSeconds < 0)
        return fail(tr("--timeout is a number of seconds."));

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
                                     .timeoutSeconds = timeoutSeconds};
    QString usage;
    const std::unique_ptr<ctl::Command> command = ctl::makeCommand(invocation, usage);
    if (!command) {
        std::fprintf(stderr, "%s\n\n%s\n", qPrintable(parser.helpText()), qPrintable(usage));
        return 2;
    }
    QTimer::singleShot(0, command.get(), &ctl::Command::start);
    return QCoreApplication::exec();
}
