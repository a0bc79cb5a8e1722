// SPDX-License-Identifier: Apache-2.0
#include "taggedscalar.h"

#include "safetext.h"
#include "scalars.h"

#include <QCoreApplication>

namespace yaml {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(yaml)
};

/// Of "tag:yaml.org,2002:int" the "int"; empty for a tag that is not YAML's own.
std::string_view coreType(std::string_view tag)
{
    constexpr std::string_view prefix = "tag:yaml.org,2002:";
    return tag.starts_with(prefix) ? tag.substr(prefix.size()) : std::string_view();
}

bool isOfType(const PlainScalar &scalar, std::string_view type)
{
    using Kind = PlainScalar::Kind;
    const bool isInteger = scalar.kind == Kind::Integer || scalar.kind == Kind::Unsigned;
    if (type == "int")
        return isInteger;
    if (type == "float")
        return isInteger || scalar.kind == Kind::Float || scalar.kind == Kind::NotFinite;
    return scalar.kind == (type == "bool" ? Kind::Boolean : Kind::Null);
}

} // namespace

std::expected<TaggedScalar, QString> resolveTagged(const std::string &tag, const std::string &raw, const QString &text,
                                                   bool isKey)
{
    TaggedScalar string{.value = text, .key = text};
    const bool isPlain = tag == "?";
    const std::string_view type = coreType(tag);
    if (type == "merge" || (isPlain && raw == "<<"))
        return TaggedScalar{.value = text, .key = text, .isMerge = true};
    if (type == "binary")
        return std::unexpected(
            Text::tr("Binary values (!!binary) have no place in a Kubernetes object. Write the base64 text as a "
                     "quoted string."));
    const bool isChecked = type == "int" || type == "float" || type == "bool" || type == "null";
    if (!isPlain && !isChecked)
        return string;

    const PlainScalar scalar = resolvePlain(raw);
    if (isChecked && !isOfType(scalar, type))
        return std::unexpected(Text::tr("“%1” is not a value of the type !!%2.")
                                   .arg(excerpt(text), QString::fromUtf8(type.data(), qsizetype(type.size()))));
    if (scalar.kind == PlainScalar::Kind::String)
        return string;
    if (scalar.kind == PlainScalar::Kind::NotFinite && !isKey)
        return std::unexpected(
            Text::tr("“%1” is not a number that JSON can hold. Quote it if a text is meant.").arg(excerpt(text)));
    return TaggedScalar{.value = scalar.json(), .key = scalar.key()};
}

QString excerpt(const QString &text)
{
    constexpr qsizetype most = 60;
    return safeText(text.size() > most ? QString(text.first(most) + u'…') : text);
}

} // namespace yaml
