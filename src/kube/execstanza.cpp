// SPDX-License-Identifier: Apache-2.0
#include "execstanza.h"

#include "errortext.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::Kubeconfig)
};

/// The fields below "exec", by the same rules as those of the stanza.
class ExecReader final
{
public:
    explicit ExecReader(StanzaReader &user)
        : m_user(user)
        , m_fields(user.object(u"exec"_s))
    {
    }

    QString text(const QString &field) { return textOf(m_fields, field, u"exec."_s + field); }

    bool flag(const QString &field)
    {
        const QJsonValue value = m_fields.value(field);
        if (!value.isBool() && !isAbsent(value))
            problem(field, Text::tr("The value must be true or false."));
        return value.toBool();
    }

    QStringList texts(const QString &field)
    {
        QStringList result;
        for (const QJsonValue item : list(field)) {
            if (!item.isString() || item.toString().contains(QChar::Null))
                problem(field, Text::tr("Each value in the list must be text. Put it in quotes."));
            result.append(item.toString());
        }
        return result;
    }

    QList<std::pair<QString, QString>> environment()
    {
        QList<std::pair<QString, QString>> result;
        for (const QJsonValue item : list(u"env"_s)) {
            const QJsonObject variable = item.toObject();
            const QString name = textOf(variable, u"name"_s, u"exec.env.name"_s);
            const QString value = textOf(variable, u"value"_s, u"exec.env.value"_s);
            if (name.isEmpty() || name.contains(u'='))
                problem(u"env"_s, Text::tr("Each variable needs a name without \"=\". Add or correct it."));
            result.emplaceBack(name, value);
        }
        return result;
    }

    void problem(const QString &field, const QString &sentence) { m_user.problem(u"exec."_s + field, sentence); }

private:
    static bool isAbsent(const QJsonValue &value) { return value.isNull() || value.isUndefined(); }

    QString textOf(const QJsonObject &object, const QString &field, const QString &place)
    {
        const QJsonValue value = object.value(field);
        if ((!value.isString() && !isAbsent(value)) || value.toString().contains(QChar::Null))
            m_user.problem(place, Text::tr("The value must be text. Put it in quotes."));
        return value.toString();
    }

    QJsonArray list(const QString &field)
    {
        const QJsonValue value = m_fields.value(field);
        if (!value.isArray() && !isAbsent(value))
            problem(field, Text::tr("The value must be a list."));
        return value.toArray();
    }

    StanzaReader &m_user;
    QJsonObject m_fields;
};

QString readApiVersion(ExecReader &reader)
{
    QString version = reader.text(u"apiVersion"_s);
    if (version.isEmpty()) {
        reader.problem(u"apiVersion"_s,
                       Text::tr("No version is given. Write \"client.authentication.k8s.io/v1\" or "
                                "\"client.authentication.k8s.io/v1beta1\", whichever the plugin speaks."));
    } else if (version != u"client.authentication.k8s.io/v1" && version != u"client.authentication.k8s.io/v1beta1") {
        reader.problem(u"apiVersion"_s,
                       Text::tr("The version \"%1\" is not supported. Update the plugin, and write "
                                "\"client.authentication.k8s.io/v1\" or \"client.authentication.k8s.io/v1beta1\".")
                           .arg(quotable(version)));
    }
    return version;
}

ExecConfig::Interactive readInteractiveMode(ExecReader &reader, const QString &apiVersion)
{
    const QString mode = reader.text(u"interactiveMode"_s);
    if (mode == u"Never")
        return ExecConfig::Interactive::Never;
    if (mode == u"Always")
        return ExecConfig::Interactive::Always;
    if (mode.isEmpty() && !apiVersion.endsWith(u"/v1beta1")) {
        reader.problem(u"interactiveMode"_s,
                       Text::tr("No mode is given. Write \"Never\", \"IfAvailable\" or \"Always\"."));
    } else if (!mode.isEmpty() && mode != u"IfAvailable") {
        reader.problem(u"interactiveMode"_s,
                       Text::tr("The mode \"%1\" is unknown. Write \"Never\", \"IfAvailable\" or \"Always\".")
                           .arg(quotable(mode)));
    }
    return ExecConfig::Interactive::IfAvailable;
}

} // namespace

ExecConfig readExecConfig(StanzaReader &user)
{
    ExecReader reader(user);
    ExecConfig exec;
    exec.apiVersion = readApiVersion(reader);
    exec.interactive = readInteractiveMode(reader, exec.apiVersion);

    exec.command = reader.text(u"command"_s);
    if (exec.command.isEmpty())
        reader.problem(u"command"_s, Text::tr("No command is given. Write the program that prints the credential."));
    else if (exec.command.contains(QDir::separator()))
        exec.command = user.resolved(exec.command);

    exec.arguments = reader.texts(u"args"_s);
    exec.environment = reader.environment();
    exec.installHint = reader.text(u"installHint"_s);
    exec.provideClusterInfo = reader.flag(u"provideClusterInfo"_s);
    return exec;
}

} // namespace kube
