// SPDX-License-Identifier: Apache-2.0
#include "yamlreader.h"

#include "documentbuilder.h"
#include "parsererrors.h"

#include <QCoreApplication>
#include <spanstream>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace yaml {

namespace {

std::unexpected<Error> error(const SourceText &text, qsizetype offset, const QString &message)
{
    const Position position = text.position(offset);
    return std::unexpected(Error{.line = position.line, .column = position.column, .message = message});
}

QString forbidden(const SourceText &text, qsizetype offset)
{
    const std::string_view rest = text.view().substr(size_t(offset));
    const bool isTwoBytes = rest.size() > 1 && rest[0] == '\xC2' && uchar(rest[1]) >= 0x80 && uchar(rest[1]) < 0xA0;
    if (uchar(rest.front()) >= 0x80 && !isTwoBytes)
        return QCoreApplication::translate("yaml", "The text is not UTF-8 here. Save it as UTF-8.");
    return QCoreApplication::translate("yaml", "A control character stands here (U+%1). Remove it.")
        .arg(QString::number(uchar(rest[isTwoBytes]), 16).toUpper().rightJustified(4, u'0'));
}

} // namespace

std::expected<QList<Document>, Error> read(QByteArrayView utf8, const Limits &limits)
{
    if (utf8.size() > limits.bytes)
        return std::unexpected(Error{
            .line = 1,
            .column = 1,
            .message = QCoreApplication::translate("yaml", "The text is larger than %1 MB, the most that is read.")
                           .arg(double(limits.bytes) / (1024 * 1024), 0, 'g', 3)});
    const auto text = std::make_shared<const SourceText>(utf8.toByteArray());
    if (const auto offset = text->firstForbidden())
        return error(*text, *offset, forbidden(*text, *offset));

    DocumentBuilder builder(text, limits);
    // Without a last line end the parser takes a bracket that is never closed for a key.
    const std::string lines = std::string(text->view()) + '\n';
    try {
        std::ispanstream stream{std::span(lines)};
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) { }
    } catch (const Failure &failure) {
        return error(*text, failure.offset, failure.message);
    } catch (const YAML::Exception &exception) {
        const qsizetype offset = exception.mark.is_null() ? text->size() : exception.mark.pos;
        if (const auto tab = text->tabInIndentation(offset))
            return error(*text, *tab, tabSentence());
        return error(*text, offset, parserSentence(exception.msg));
    } catch (const std::exception &exception) {
        return error(*text, 0, parserSentence(exception.what()));
    }
    return builder.takeDocuments();
}

std::expected<QList<Document>, Error> read(const QString &text, const Limits &limits)
{
    return read(QByteArrayView(text.toUtf8()), limits);
}

} // namespace yaml
