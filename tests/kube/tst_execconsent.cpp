// SPDX-License-Identifier: Apache-2.0
#include "execconsent.h"
#include "testfiles.h"

#include <QTest>

using namespace Qt::StringLiterals;
using kube::AskingConsent;
using kube::ExecCommand;

namespace {

ExecCommand command(const QStringList &arguments = {})
{
    return {.program = u"/usr/bin/aws"_s, .arguments = arguments, .environment = {}};
}

/// A person who answers when the test says so.
struct Person
{
    QList<ExecCommand> asked;
    std::function<void(bool)> answer;

    [[nodiscard]] AskingConsent::Ask ask()
    {
        return [this](const ExecCommand &command, const std::function<void(bool)> &given) {
            asked.append(command);
            answer = given;
        };
    }
};

/// What came back from requests.
struct Answers
{
    QObject context;
    QList<kube::Result<void>> all;

    void request(kube::ExecConsent &consent, const ExecCommand &command)
    {
        const qsizetype before = all.size();
        consent.request(command, &context, [this](const kube::Result<void> &result) { all.append(result); });
        if (all.size() != before)
            qFatal("The answer came before the call returned");
    }
};

} // namespace

class tst_ExecConsent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsThePolicies();
    void fixedPoliciesAskNobody();
    void showsTheWholeCommand_data();
    void showsTheWholeCommand();
    void tellsCommandsApart_data();
    void tellsCommandsApart();
    void asksOnceAndRemembers();
    void asksAgainWhenTheCommandChanged();
    void aDenialLastsUntilItIsForgotten();
    void oneQuestionForAllWhoWaitForIt();
    void anAnswerMayComeLateOrTwice();
    void keepsItsFileToItself();
    void doesNotBelieveAFileThatOthersCanChange();
    void worksWithoutAFile();
    void findsTheProgram_data();
    void findsTheProgram();
};

void tst_ExecConsent::knowsThePolicies()
{
    QCOMPARE(kube::execPolicyFromName(u"ask"), kube::ExecPolicy::Ask);
    QCOMPARE(kube::execPolicyFromName(u"allow-all"), kube::ExecPolicy::AllowAll);
    QCOMPARE(kube::execPolicyFromName(u"deny-all"), kube::ExecPolicy::DenyAll);
    QVERIFY(!kube::execPolicyFromName(u"AllowAll"));
    QVERIFY(!kube::execPolicyFromName(u""));
}

void tst_ExecConsent::fixedPoliciesAskNobody()
{
    Person person;
    Answers answers;
    const auto allow = kube::makeExecConsent(kube::ExecPolicy::AllowAll, person.ask(), {});
    answers.request(*allow, command());
    QTRY_COMPARE(answers.all.size(), 1);
    QVERIFY(answers.all.constLast());

    const auto deny = kube::makeExecConsent(kube::ExecPolicy::DenyAll, person.ask(), {});
    answers.request(*deny, command({u"hunter2"_s}));
    QTRY_COMPARE(answers.all.size(), 2);
    QVERIFY(!answers.all.constLast());
    const kube::Error error = answers.all.constLast().error();
    QCOMPARE(error.kind, kube::Error::Kind::Credentials);
    QVERIFY2(error.message.contains(u"\"deny-all\"") && error.message.contains(u"/usr/bin/aws"), qPrintable(error.message));
    QVERIFY(!error.message.contains(u"hunter2")); // an argument may be a secret
    QVERIFY(person.asked.isEmpty());
}

void tst_ExecConsent::showsTheWholeCommand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("text");

    QTest::newRow("no argument") << QStringList() << u"/usr/bin/aws"_s;
    QTest::newRow("plain words") << QStringList {u"eks"_s, u"get-token"_s, u"--region=eu-1"_s}
                                 << u"/usr/bin/aws eks get-token --region=eu-1"_s;
    QTest::newRow("a word with a blank") << QStringList {u"two words"_s} << u"/usr/bin/aws 'two words'"_s;
    QTest::newRow("an empty word") << QStringList {QString()} << u"/usr/bin/aws ''"_s;
    QTest::newRow("what a shell would obey") << QStringList {u"$(rm -r ~); x"_s} << u"/usr/bin/aws '$(rm -r ~); x'"_s;
    QTest::newRow("a quote") << QStringList {u"it's"_s} << u"/usr/bin/aws $'it\\'s'"_s;
    QTest::newRow("a backslash") << QStringList {u"a\\b"_s} << u"/usr/bin/aws $'a\\\\b'"_s;
    QTest::newRow("a line break") << QStringList {u"a\nb"_s} << u"/usr/bin/aws $'a\\nb'"_s;
    QTest::newRow("an escape sequence") << QStringList {u"\u001b[2K"_s} << u"/usr/bin/aws $'\\u001b[2K'"_s;
    QTest::newRow("a right-to-left override") << QStringList {u"a\u202eb"_s} << u"/usr/bin/aws $'a\\u202eb'"_s;
    QTest::newRow("letters beyond ASCII") << QStringList {u"ünï"_s} << u"/usr/bin/aws 'ünï'"_s;
}

void tst_ExecConsent::showsTheWholeCommand()
{
    QFETCH(QStringList, arguments);
    QTEST(command(arguments).text(), "text");
    ExecCommand withVariables = command();
    withVariables.environment = {{u"AWS_PROFILE"_s, u"my shop"_s}, {u"EMPTY"_s, QString()}};
    QCOMPARE(withVariables.text(), u"AWS_PROFILE='my shop' EMPTY= /usr/bin/aws"_s);
}

void tst_ExecConsent::tellsCommandsApart_data()
{
    QTest::addColumn<ExecCommand>("other");

    const QList<std::pair<QString, QString>> variable {{u"A"_s, u"b"_s}};
    QTest::newRow("another program") << ExecCommand {u"/usr/local/bin/aws"_s, {u"a"_s, u"b"_s}, variable};
    QTest::newRow("another argument") << ExecCommand {u"/usr/bin/aws"_s, {u"a"_s, u"c"_s}, variable};
    QTest::newRow("one argument more") << ExecCommand {u"/usr/bin/aws"_s, {u"a"_s, u"b"_s, QString()}, variable};
    QTest::newRow("one argument less") << ExecCommand {u"/usr/bin/aws"_s, {u"a"_s}, variable};
    QTest::newRow("arguments in another order") << ExecCommand {u"/usr/bin/aws"_s, {u"b"_s, u"a"_s}, variable};
    QTest::newRow("two arguments in one") << ExecCommand {u"/usr/bin/aws"_s, {u"a b"_s}, variable};
    QTest::newRow("no variable") << ExecCommand {u"/usr/bin/aws"_s, {u"a"_s, u"b"_s}, {}};
    QTest::newRow("another value") << ExecCommand {u"/usr/bin/aws"_s, {u"a"_s, u"b"_s}, {{u"A"_s, u"c"_s}}};
    QTest::newRow("another variable") << ExecCommand {u"/usr/bin/aws"_s, {u"a"_s, u"b"_s}, {{u"B"_s, u"b"_s}}};
    QTest::newRow("a variable that looks like an argument")
        << ExecCommand {u"/usr/bin/aws"_s, {u"a"_s, u"b"_s, u"A"_s, u"b"_s}, {}};
}

void tst_ExecConsent::tellsCommandsApart()
{
    QFETCH(ExecCommand, other);
    const ExecCommand one {u"/usr/bin/aws"_s, {u"a"_s, u"b"_s}, {{u"A"_s, u"b"_s}}};
    QCOMPARE(one.fingerprint(), ExecCommand(one).fingerprint());
    QCOMPARE(one.fingerprint().size(), 64);
    QVERIFY(one.fingerprint() != other.fingerprint());
}

void tst_ExecConsent::asksOnceAndRemembers()
{
    const TestFiles files;
    Person person;
    Answers answers;
    {
        AskingConsent consent(person.ask(), files.path(u"state/allowed"_s));
        answers.request(consent, command());
        QCOMPARE(person.asked, QList {command()});
        person.answer(true);
        QTRY_COMPARE(answers.all.size(), 1);
        QVERIFY(answers.all.constLast());
        answers.request(consent, command());
        QTRY_COMPARE(answers.all.size(), 2);
        QVERIFY(answers.all.constLast());
    }
    AskingConsent afterRestart(person.ask(), files.path(u"state/allowed"_s));
    answers.request(afterRestart, command());
    QTRY_COMPARE(answers.all.size(), 3);
    QVERIFY(answers.all.constLast());
    QCOMPARE(person.asked.size(), 1);
}

void tst_ExecConsent::asksAgainWhenTheCommandChanged()
{
    const TestFiles files;
    Person person;
    Answers answers;
    AskingConsent consent(person.ask(), files.path(u"allowed"_s));
    for (const QStringList &arguments : {QStringList(), {u"a"_s}, {u"b"_s}}) {
        answers.request(consent, command(arguments));
        QCOMPARE(person.asked.constLast().arguments, arguments);
        person.answer(true);
    }
    QTRY_COMPARE(answers.all.size(), 3);
    QCOMPARE(person.asked.size(), 3);
}

void tst_ExecConsent::aDenialLastsUntilItIsForgotten()
{
    const TestFiles files;
    Person person;
    Answers answers;
    AskingConsent consent(person.ask(), files.path(u"allowed"_s));
    answers.request(consent, command());
    person.answer(false);
    answers.request(consent, command());
    QTRY_COMPARE(answers.all.size(), 2);
    for (const kube::Result<void> &answer : std::as_const(answers.all)) {
        QVERIFY(!answer);
        QVERIFY2(answer.error().message.contains(u"did not allow to run the credential plugin /usr/bin/aws"),
                 qPrintable(answer.error().message));
    }
    QCOMPARE(person.asked.size(), 1);
    QVERIFY(!QFile::exists(files.path(u"allowed"_s)));

    consent.forgetDenials();
    answers.request(consent, command());
    QCOMPARE(person.asked.size(), 2);
    person.answer(true);
    QTRY_COMPARE(answers.all.size(), 3);
    QVERIFY(answers.all.constLast());
}

void tst_ExecConsent::oneQuestionForAllWhoWaitForIt()
{
    const TestFiles files;
    Person person;
    Answers answers;
    auto gone = std::make_unique<Answers>();
    AskingConsent consent(person.ask(), files.path(u"allowed"_s));
    answers.request(consent, command());
    gone->request(consent, command());
    answers.request(consent, command());
    QCOMPARE(person.asked.size(), 1);
    gone.reset(); // is not answered
    person.answer(true);
    QTRY_COMPARE(answers.all.size(), 2);
}

void tst_ExecConsent::anAnswerMayComeLateOrTwice()
{
    const TestFiles files;
    Person person;
    Answers answers;
    auto consent = std::make_unique<AskingConsent>(person.ask(), files.path(u"allowed"_s));
    answers.request(*consent, command());
    person.answer(false);
    person.answer(true); // too late to change it
    QTRY_COMPARE(answers.all.size(), 1);
    QVERIFY(!answers.all.constLast());
    answers.request(*consent, command({u"other"_s}));
    consent.reset();
    person.answer(true);
    QCoreApplication::processEvents();
    QCOMPARE(answers.all.size(), 1);
}

void tst_ExecConsent::keepsItsFileToItself()
{
    const TestFiles files;
    Person person;
    Answers answers;
    AskingConsent consent(person.ask(), files.path(u"state/allowed"_s));
    answers.request(consent, command({u"hunter2"_s}));
    person.answer(true);
    const QFile::Permissions everybodyElse = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
        | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(QFile::permissions(files.path(u"state"_s)) & everybodyElse, QFile::Permissions());
    QCOMPARE(QFile::permissions(files.path(u"state/allowed"_s)) & everybodyElse, QFile::Permissions());
    QFile file(files.path(u"state/allowed"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), command({u"hunter2"_s}).fingerprint() + '\n'); // and nothing of the command
}

void tst_ExecConsent::doesNotBelieveAFileThatOthersCanChange()
{
    const TestFiles files;
    Person person;
    Answers answers;
    const QString path = files.write(u"allowed"_s, command().fingerprint() + '\n',
                                     QFile::ReadOwner | QFile::WriteOwner | QFile::WriteOther);
    AskingConsent consent(person.ask(), path);
    answers.request(consent, command());
    QCOMPARE(person.asked.size(), 1);
    person.answer(true);
    answers.request(consent, command({u"other"_s}));
    person.answer(true);
    // Only what the person said is in it from now on.
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), command().fingerprint() + '\n' + command({u"other"_s}).fingerprint() + '\n');
    QVERIFY(!(file.permissions() & QFile::WriteOther));
}

void tst_ExecConsent::worksWithoutAFile()
{
    const TestFiles files;
    files.write(u"file"_s, {});
    Person person;
    Answers answers;
    const QString impossible = files.path(u"file/allowed"_s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^%1: "_s.arg(QRegularExpression::escape(impossible))));
    AskingConsent consent(person.ask(), impossible);
    answers.request(consent, command());
    person.answer(true);
    answers.request(consent, command());
    QTRY_COMPARE(answers.all.size(), 2);
    QVERIFY(answers.all.constLast()); // until the end of the program
    QCOMPARE(person.asked.size(), 1);
}

void tst_ExecConsent::findsTheProgram_data()
{
    QTest::addColumn<QString>("written"); // %1 is the folder of the test
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("found"); // below that folder; empty: not
    QTest::addColumn<QString>("says");

    QTest::newRow("in PATH") << u"tool"_s << u"%1/a:%1/b"_s << u"/a/tool"_s << QString();
    QTest::newRow("later in PATH") << u"other"_s << u"%1/a:%1/b"_s << u"/b/other"_s << QString();
    QTest::newRow("what cannot be run is passed over") << u"text"_s << u"%1/a:%1/b"_s << u"/b/text"_s << QString();
    QTest::newRow("a folder is passed over") << u"folder"_s << u"%1/a:%1/b"_s << u"/b/folder"_s << QString();
    QTest::newRow("not in PATH") << u"nowhere"_s << u"%1/a:%1/b"_s << QString() << u"\"nowhere\" was not found in PATH"_s;
    QTest::newRow("an empty PATH") << u"tool"_s << QString() << QString() << u"was not found in PATH"_s;
    QTest::newRow("a relative entry is not believed") << u"tool"_s << u".:a"_s << QString() << u"was not found in PATH"_s;
    QTest::newRow("by its path") << u"%1/a/tool"_s << QString() << u"/a/tool"_s << QString();
    QTest::newRow("by a path with a detour") << u"%1/b/../a/./tool"_s << QString() << u"/a/tool"_s << QString();
    QTest::newRow("by a path with a blank") << u"%1/a/my tool"_s << QString() << u"/a/my tool"_s << QString();
    QTest::newRow("by a path that does not exist") << u"%1/a/gone"_s << u"%1/a"_s << QString() << u"/a/gone does not exist"_s;
    QTest::newRow("a file that cannot be run") << u"%1/a/text"_s << QString() << QString() << u"is not a program"_s;
    QTest::newRow("a folder") << u"%1/a/folder"_s << QString() << QString() << u"is not a program"_s;
}

void tst_ExecConsent::findsTheProgram()
{
    QFETCH(QString, written);
    QFETCH(QString, path);
    QFETCH(QString, found);
    QFETCH(QString, says);
    const TestFiles files;
    const QFile::Permissions executable = QFile::ReadOwner | QFile::ExeOwner;
    for (const QString &name : {u"a/tool"_s, u"b/tool"_s, u"b/other"_s, u"b/text"_s, u"b/folder"_s, u"a/my tool"_s})
        files.write(name, "x", executable);
    files.write(u"a/text"_s, "x");
    QVERIFY(QDir().mkpath(files.path(u"a/folder"_s)));
    QVERIFY(QDir::setCurrent(files.path(u"."_s))); // what a relative entry would mean

    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, path.replace(u"%1"_s, files.path(u"."_s)));
    kube::ExecConfig exec;
    exec.command = written.replace(u"%1"_s, files.path(u"."_s));
    exec.arguments = {u"get-token"_s};
    exec.environment = {{u"A"_s, u"b"_s}};
    exec.installHint = u"Get it at https://tools.example\u001b[31m"_s;
    const auto resolved = kube::resolveExecCommand(exec, environment);
    QCOMPARE(bool(resolved), !found.isEmpty());
    if (resolved) {
        QCOMPARE(resolved->program, QDir::cleanPath(files.path(u"."_s) + found));
        QCOMPARE(resolved->arguments, exec.arguments);
        QCOMPARE(resolved->environment, exec.environment);
        return;
    }
    const QString message = resolved.error().message;
    QVERIFY2(message.contains(says), qPrintable(message));
    // The hint is for what is missing; it comes from a file and may hold anything.
    QCOMPARE(message.contains(u"Get it at https://tools.example\\u001b[31m"), !says.contains(u"not a program"));
}

QTEST_GUILESS_MAIN(tst_ExecConsent)
#include "tst_execconsent.moc"
