// SPDX-License-Identifier: Apache-2.0
#include "kubeconfigyaml.h"

#include "errortext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>
#include <QtNumeric>
#include <algorithm>
#include <cmath>
#include <yaml-cpp/yaml.h>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::KubeconfigYaml)
};

// YAML 1.1, as kubectl reads plain scalars.
QJsonValue plainScalar(const QString &text)
{
    static const QStringList nulls{u""_s, u"~"_s, u"null"_s, u"Null"_s, u"NULL"_s};
    static const QRegularExpression yes(u"^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$"_s);
    static const QRegularExpression no(u"^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$"_s);
    static const QRegularExpression integer(u"^[-+]?(0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)$"_s);
    static const QRegularExpression noNumber(u"^([-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN))$"_s);
    static const QRegularExpression number(u"^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$"_s);

    if (nulls.contains(text))
        return QJsonValue::Null;
    if (yes.match(text).hasMatch())
        return true;
    if (no.match(text).hasMatch())
        return false;
    if (integer.match(text).hasMatch()) {
        QString digits = text;
        digits.remove(u'_').replace(u"0o"_s, u"0"_s); // toLongLong's base 0 knows 0, 0x and 0b
        bool fits = false;
        if (const qlonglong value = digits.toLongLong(&fits, 0); fits)
            return value;
    }
    if (noNumber.match(text).hasMatch())
        return qQNaN();
    if (number.match(text).hasMatch()) {
        if (const double value = text.toDouble(); std::isfinite(value))
            return value;
    }
    return text;
}

/// Turns a node graph, in which aliases may make circles, into a tree of bounded size.
class Unfolding final
{
public:
    explicit Unfolding(qsizetype textSize)
        : m_nodesLeft(std::min<qsizetype>(textSize + 1000, 2'000'000))
    {
    }

    QJsonValue value(const YAML::Node &node)
    {
        if (--m_nodesLeft < 0)
            return failure(node, Text::tr("aliases make it too large"));
        if (m_depth >= 100)
            return failure(node, Text::tr("it is nested too deeply"));
        ++m_depth;
        const QJsonValue result = byType(node);
        --m_depth;
        return result;
    }

    [[nodiscard]] QString problem() const { return m_problem; }

private:
    QJsonValue byType(const YAML::Node &node)
    {
        switch (node.Type()) {
        case YAML::NodeType::Map:
            return map(node);
        case YAML::NodeType::Sequence:
            return sequence(node);
        case YAML::NodeType::Scalar:
            return scalar(node);
        case YAML::NodeType::Null:
        case YAML::NodeType::Undefined:
            break;
        }
        return QJsonValue::Null;
    }

    QJsonValue map(const YAML::Node &node)
    {
        QJsonObject object;
        for (const auto &field : node) {
            if (!field.first.IsScalar())
                return failure(field.first, Text::tr("a key must be a name"));
            const QString key = QString::fromStdString(field.first.Scalar());
            if (key == u"<<")
                return failure(field.first, Text::tr("merge keys (\"<<\") are not supported"));
            if (object.contains(key))
                return failure(field.first, Text::tr("the key \"%1\" is given twice").arg(quotable(key)));
            object.insert(key, value(field.second));
            if (!m_problem.isEmpty())
                break;
        }
        return object;
    }

    QJsonValue sequence(const YAML::Node &node)
    {
        QJsonArray array;
        for (const auto &item : node) {
            array.append(value(item));
            if (!m_problem.isEmpty())
                break;
        }
        return array;
    }

    QJsonValue scalar(const YAML::Node &node)
    {
        const QString text = QString::fromStdString(node.Scalar());
        const std::string &tag = node.Tag();
        if (tag == "!" || tag == "tag:yaml.org,2002:str")
            return text;
        if (tag == "?" || tag.empty())
            return plainScalar(text);
        return failure(node, Text::tr("tags such as \"!!binary\" are not supported"));
    }

    QJsonValue failure(const YAML::Node &node, const QString &why)
    {
        if (m_problem.isEmpty()) {
            const YAML::Mark mark = node.Mark();
            m_problem = Text::tr("line %1, column %2: %3")
                            .arg(QString::number(mark.line + 1), QString::number(mark.column + 1), why);
        }
        return QJsonValue::Null;
    }

    qsizetype m_nodesLeft;
    int m_depth = 0;
    QString m_problem;
};

Error invalid(const QString &file, const QString &why)
{
    return configurationError(
        Text::tr("%1 is not valid YAML: %2. Correct it, or leave this file out.").arg(shownPath(file), why));
}

QString place(const YAML::Exception &exception)
{
    // What follows a colon is text of the file, which may be a secret ("password: *secret").
    const QString why = QString::fromStdString(exception.msg).section(u':', 0, 0);
    return Text::tr("line %1, column %2: %3")
        .arg(QString::number(exception.mark.line + 1), QString::number(exception.mark.column + 1), why);
}

} // namespace

Result<QJsonObject> readKubeconfigText(const QByteArray &text, const QString &file)
{
    try {
        const YAML::Node root = YAML::Load(text.toStdString());
        Unfolding unfolding(text.size());
        const QJsonValue value = unfolding.value(root);
        if (!unfolding.problem().isEmpty())
            return std::unexpected(invalid(file, unfolding.problem()));
        if (!value.isObject() && !value.isNull()) {
            return std::unexpected(
                configurationError(Text::tr("%1 is not a kubeconfig: it holds no fields.").arg(shownPath(file))));
        }
        return value.toObject();
    } catch (const YAML::Exception &exception) {
        return std::unexpected(invalid(file, place(exception)));
    } catch (const std::exception &) {
        return std::unexpected(invalid(file, Text::tr("it cannot be read")));
    }
}

} // namespace kube
