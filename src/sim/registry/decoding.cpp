// SPDX-License-Identifier: Apache-2.0
#include "registry/decoding.h"

#include "kinds/namerules.h"
#include "schema/shape.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QString shownJson(const JsonText &text)
{
    return quoted(QString::fromUtf8(compactJson(text.value.toObject())));
}

class Decoder
{
public:
    Decoder(const ServedKind &kind, const JsonText &text, DecodeFor use)
        : m_kind(kind)
        , m_text(text)
        , m_use(use)
    {
    }

    /// The failure for a problem with the object, told as its use demands.
    [[nodiscard]] Failure refused(const QString &why) const
    {
        if (m_use == DecodeFor::Patched)
            return invalid({}, {}, {}, {invalidCause(u"patch"_s, shownJson(m_text), why)});
        const QJsonObject object = m_text.value.toObject();
        const QString kind = object.value("kind"_L1).toString(m_kind.type.kind);
        const QString version = object.value("apiVersion"_L1).toString(m_kind.type.apiVersion()).section(u'/', -1);
        return badRequest(
            u"%1 in version \"%2\" cannot be handled as a %3: %4"_s.arg(kind, version, m_kind.type.kind, why));
    }

    /// apiVersion and kind must be those of the path; built-in kinds may leave them out.
    [[nodiscard]] std::optional<Failure> wrongKind() const
    {
        const QJsonObject object = m_text.value.toObject();
        const QString kind = object.value("kind"_L1).toString();
        const QString version = object.value("apiVersion"_L1).toString();
        if (m_kind.custom && kind.isEmpty())
            return badRequest(u"Object 'Kind' is missing in '%1'"_s.arg(QString::fromUtf8(compactJson(object))));
        if ((kind.isEmpty() || kind == m_kind.type.kind) && (version.isEmpty() || version == m_kind.type.apiVersion()))
            return {};
        if (m_kind.custom)
            return badRequest(
                kind == m_kind.type.kind
                    ? u"the API version in the data (%1) does not match the expected API version (%2)"_s.arg(
                          version, m_kind.type.apiVersion())
                    : u"the kind in the data (%1) does not match the expected kind (%2)"_s.arg(kind, m_kind.type.kind));
        return refused(u"no kind \"%1\" is registered for version \"%2\" in scheme \"%3\""_s.arg(
            kind.isEmpty() ? m_kind.type.kind : kind, version.isEmpty() ? m_kind.type.apiVersion() : version,
            u"pkg/api/legacyscheme/scheme.go:30"_s));
    }

    [[nodiscard]] Outcome<QJsonObject> decode(FieldValidation validation, QStringList &warnings) const
    {
        const QJsonObject object = m_text.value.toObject();
        Shaped shaped;
        if (m_kind.custom) {
            shaped = shapeCustom(object, m_kind.schema);
        } else {
            auto read = shapeBuiltIn(object, m_kind.schema);
            if (!read)
                return std::unexpected(refused(read.error()));
            shaped = *read;
        }
        QStringList problems;
        for (const QString &field : m_text.duplicates)
            problems.append(u"duplicate field \"%1\""_s.arg(field));
        for (const QString &field : std::as_const(shaped.unknown))
            problems.append(u"unknown field \"%1\""_s.arg(field));
        if (!problems.isEmpty() && validation == FieldValidation::Strict)
            return std::unexpected(refused(u"strict decoding error: "_s + problems.join(u", "_s)));
        if (validation == FieldValidation::Warn)
            warnings += problems;

        QJsonObject result = withDefaults(shaped.object, m_kind.schema).toObject();
        result.insert(u"apiVersion"_s, m_kind.type.apiVersion());
        result.insert(u"kind"_s, m_kind.type.kind);
        if (m_kind.rules.defaults)
            m_kind.rules.defaults(result);
        return result;
    }

private:
    const ServedKind &m_kind;
    const JsonText &m_text;
    DecodeFor m_use;
};

} // namespace

Outcome<QJsonObject> decodeObject(const ServedKind &kind, const JsonText &text, FieldValidation validation,
                                  QStringList &warnings, DecodeFor use)
{
    const Decoder decoder(kind, text, use);
    if (const std::optional<Failure> failure = decoder.wrongKind())
        return std::unexpected(*failure);
    return decoder.decode(validation, warnings);
}

Outcome<QJsonObject> decodeBody(const ServedKind &kind, const QByteArray &body, FieldValidation validation,
                                QStringList &warnings)
{
    const auto unrecognized = [&](const QString &why) {
        return badRequest(u"the object provided is unrecognized (must be of type %1): couldn't get version/kind; json "
                          "parse error: %2"_s.arg(kind.type.kind, why));
    };
    const auto text = readJson(body);
    if (!text)
        return std::unexpected(unrecognized(text.error()));
    if (!text->value.isObject())
        return std::unexpected(unrecognized(u"json: cannot unmarshal a value that is no object"_s));
    return decodeObject(kind, *text, validation, warnings, DecodeFor::Body);
}

} // namespace sim
