// SPDX-License-Identifier: Apache-2.0
#include "parsererrors.h"

#include "safetext.h"

#include <QCoreApplication>
#include <array>
#include <span>
#include <string_view>
#include <yaml-cpp/exceptions.h>

namespace yaml {

namespace {

namespace Said = YAML::ErrorMsg;

struct Sentence
{
    std::string_view said; ///< by the parser; what follows it is the subject
    const char *sentence; ///< %1 is the subject
};

constexpr auto tabs = QT_TRANSLATE_NOOP("yaml", "A tab cannot indent YAML. Use blanks.");

std::span<const Sentence> sentences()
{
    static const std::array all{
        Sentence{
            Said::END_OF_MAP,
            QT_TRANSLATE_NOOP("yaml",
                              "This does not fit into the mapping around it. Look at the indentation, and for a colon "
                              "or a quote that is missing here or in the line before.")},
        Sentence{Said::END_OF_MAP_FLOW, QT_TRANSLATE_NOOP("yaml", "A closing } or a comma is missing here.")},
        Sentence{
            Said::END_OF_SEQ,
            QT_TRANSLATE_NOOP("yaml",
                              "This does not fit into the list around it. Look at the indentation, and for a dash that "
                              "is missing.")},
        Sentence{Said::END_OF_SEQ_FLOW, QT_TRANSLATE_NOOP("yaml", "A closing ] or a comma is missing here.")},
        Sentence{Said::MULTIPLE_TAGS, QT_TRANSLATE_NOOP("yaml", "A value can have one tag only.")},
        Sentence{Said::MULTIPLE_ANCHORS, QT_TRANSLATE_NOOP("yaml", "A value can have one anchor only.")},
        Sentence{Said::ALIAS_CONTENT, QT_TRANSLATE_NOOP("yaml", "An alias stands alone: nothing can follow it here.")},
        Sentence{Said::INVALID_HEX,
                 QT_TRANSLATE_NOOP("yaml", "The escape in this quoted text needs hexadecimal digits.")},
        Sentence{Said::INVALID_UNICODE,
                 QT_TRANSLATE_NOOP("yaml", "The escape in this quoted text is no character: %1.")},
        Sentence{Said::INVALID_ESCAPE,
                 QT_TRANSLATE_NOOP("yaml", "“%1” is no escape. Write \\\\ for a backslash in double quotes.")},
        Sentence{Said::UNKNOWN_TOKEN,
                 QT_TRANSLATE_NOOP("yaml", "No value can begin with this character. Quote the text.")},
        Sentence{Said::DOC_IN_SCALAR,
                 QT_TRANSLATE_NOOP("yaml", "The document ends inside a quoted text: its closing quote is missing.")},
        Sentence{Said::EOF_IN_SCALAR,
                 QT_TRANSLATE_NOOP("yaml", "The text ends inside a quoted text: its closing quote is missing.")},
        Sentence{Said::TAB_IN_INDENTATION, tabs},
        Sentence{Said::FLOW_END, QT_TRANSLATE_NOOP("yaml", "This bracket closes nothing that is open.")},
        Sentence{
            Said::BLOCK_ENTRY,
            QT_TRANSLATE_NOOP("yaml", "A list cannot begin here. Begin it on a line of its own, or quote the text.")},
        Sentence{Said::MAP_KEY, QT_TRANSLATE_NOOP("yaml", "A key cannot stand here. Look at the indentation.")},
        Sentence{
            Said::MAP_VALUE,
            QT_TRANSLATE_NOOP("yaml",
                              "A second colon cannot stand here. Look at the indentation, or quote the text that holds "
                              "the colon.")},
        Sentence{Said::ALIAS_NOT_FOUND,
                 QT_TRANSLATE_NOOP("yaml", "A name must follow the *. Quote the text if none is meant.")},
        Sentence{Said::ANCHOR_NOT_FOUND,
                 QT_TRANSLATE_NOOP("yaml", "A name must follow the &. Quote the text if none is meant.")},
        Sentence{Said::CHAR_IN_ALIAS,
                 QT_TRANSLATE_NOOP("yaml", "This character cannot stand in the name of an alias.")},
        Sentence{Said::CHAR_IN_ANCHOR,
                 QT_TRANSLATE_NOOP("yaml", "This character cannot stand in the name of an anchor.")},
        Sentence{Said::ZERO_INDENT_IN_BLOCK,
                 QT_TRANSLATE_NOOP("yaml", "The indentation of a text block is at least 1.")},
        Sentence{
            Said::CHAR_IN_BLOCK,
            QT_TRANSLATE_NOOP("yaml", "The text of a block begins on the next line; nothing can follow | or > here.")},
        Sentence{Said::UNKNOWN_ANCHOR,
                 QT_TRANSLATE_NOOP("yaml", "The alias “%1” names no anchor that stands before it.")},
        Sentence{Said::CHAR_IN_TAG_HANDLE, QT_TRANSLATE_NOOP("yaml", "This character cannot stand in a tag.")},
        Sentence{Said::TAG_WITH_NO_SUFFIX, QT_TRANSLATE_NOOP("yaml", "A name must follow the tag's exclamation mark.")},
        Sentence{Said::END_OF_VERBATIM_TAG, QT_TRANSLATE_NOOP("yaml", "The closing > of the tag is missing.")},
        Sentence{Said::YAML_DIRECTIVE_ARGS, QT_TRANSLATE_NOOP("yaml", "A %YAML line needs one version.")},
        Sentence{Said::YAML_VERSION, QT_TRANSLATE_NOOP("yaml", "“%1” is not a version of YAML.")},
        Sentence{Said::YAML_MAJOR_VERSION, QT_TRANSLATE_NOOP("yaml", "This version of YAML is not known.")},
        Sentence{Said::REPEATED_YAML_DIRECTIVE, QT_TRANSLATE_NOOP("yaml", "The %YAML line stands twice.")},
        Sentence{Said::TAG_DIRECTIVE_ARGS, QT_TRANSLATE_NOOP("yaml", "A %TAG line needs a handle and a prefix.")},
        Sentence{Said::BAD_FILE, QT_TRANSLATE_NOOP("yaml", "Values are nested too deeply here.")},
        Sentence{Said::REPEATED_TAG_DIRECTIVE, QT_TRANSLATE_NOOP("yaml", "This tag handle is defined twice.")},
    };
    return all;
}

} // namespace

QString tabSentence()
{
    return QCoreApplication::translate("yaml", tabs);
}

QString parserSentence(const std::string &message)
{
    const auto translated = [](const char *text) { return QCoreApplication::translate("yaml", text); };
    // Not starts_with alone: one message begins another.
    const Sentence *best = nullptr;
    for (const Sentence &candidate : sentences())
        if (std::string_view(message).starts_with(candidate.said)
            && (!best || best->said.size() < candidate.said.size()))
            best = &candidate;
    if (!best)
        return translated(QT_TRANSLATE_NOOP("yaml", "This is not YAML: %1."))
            .arg(safeText(QString::fromStdString(message)));
    QString sentence = translated(best->sentence);
    if (!sentence.contains(QLatin1StringView("%1")))
        return sentence;
    return sentence.arg(safeText(QString::fromStdString(message.substr(best->said.size()))));
}

} // namespace yaml
