// SPDX-License-Identifier: Apache-2.0
#include "cataloguereader.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace redis {

namespace {

constexpr int knownFormat = 1;

} // namespace

kube::Result<Catalogue> CatalogueReader::read(const QByteArray &json)
{
    QJsonParseError syntax;
    const QJsonObject root = QJsonDocument::fromJson(json, &syntax).object();
    if (syntax.error != QJsonParseError::NoError)
        complain(syntax.errorString());
    else if (root[u"format"_s].toInt() != knownFormat)
        complain(tr("it is of another format than this program reads"));

    m_catalogue.m_asOf = root[u"asOf"_s].toString();
    readReleases(root[u"releases"_s]);
    readDirectUpgrades(root[u"directUpgrades"_s].toObject());
    readDigests(root[u"operatorDigests"_s].toObject(), root[u"redisDigests"_s].toObject());
    readKubernetes(root[u"kubernetes"_s].toObject());
    readNotes(root[u"notes"_s]);
    if (m_complaint.isEmpty() && (m_catalogue.m_asOf.isEmpty() || m_catalogue.m_releases.isEmpty()))
        complain(tr("it names no releases"));

    if (!m_complaint.isEmpty()) {
        kube::Error error;
        error.kind = kube::Error::Kind::Configuration;
        error.message = tr("The catalogue of releases cannot be read: %1. Tags can still be set; whether they fit the "
                           "operator is not checked.")
                            .arg(m_complaint);
        return std::unexpected(error);
    }
    return std::move(m_catalogue);
}

void CatalogueReader::readReleases(const QJsonValue &releases)
{
    for (const auto entries = releases.toArray(); const auto &entry : entries) {
        const auto runner = operatorTag(entry[u"operator"_s]);
        if (!runner)
            return;
        Release release{.operatorTag = *runner,
                        .tags = {},
                        .date = entry[u"date"_s].toString(),
                        .olmVersion = entry[u"olm"_s].toString()};
        for (const auto texts = entry[u"redis"_s].toArray(); const auto &text : texts) {
            const auto tag = imageTag(text);
            if (!tag)
                return;
            release.tags.append(*tag);
        }
        m_catalogue.m_releases.append(release);
    }
}

void CatalogueReader::readDirectUpgrades(const QJsonObject &upgrades)
{
    for (auto at = upgrades.begin(); at != upgrades.end(); ++at) {
        QList<QString> sources;
        for (const auto texts = at->toArray(); const auto &text : texts) {
            const auto source = operatorTag(text);
            if (!source)
                return;
            sources.append(source->toString());
        }
        if (!operatorTag(at.key()))
            return;
        m_catalogue.m_directUpgrades.insert(at.key(), sources);
    }
}

void CatalogueReader::readDigests(const QJsonObject &operators, const QJsonObject &images)
{
    for (auto at = operators.begin(); at != operators.end(); ++at) {
        if (const auto tag = operatorTag(*at))
            m_catalogue.m_operatorDigests.insert(at.key(), *tag);
    }
    for (auto at = images.begin(); at != images.end(); ++at) {
        if (const auto tag = imageTag(*at))
            m_catalogue.m_redisDigests.insert(at.key(), *tag);
    }
}

void CatalogueReader::readKubernetes(const QJsonObject &rows)
{
    using Support = Catalogue::Support;
    static const QMap<QString, Support> words{{u"supported"_s, Support::Supported},
                                              {u"deprecated"_s, Support::Deprecated},
                                              {u"end-of-life"_s, Support::EndOfLife}};
    for (auto row = rows.begin(); row != rows.end(); ++row) {
        QMap<QString, Support> support;
        const QJsonObject cells = row->toObject();
        for (auto cell = cells.begin(); cell != cells.end(); ++cell) {
            const auto word = words.constFind(cell->toString());
            if (word == words.cend())
                return complain(tr("'%1' is no degree of support").arg(cell->toString()));
            support.insert(cell.key(), *word);
        }
        m_catalogue.m_kubernetes.insert(row.key(), support);
    }
}

void CatalogueReader::readNotes(const QJsonValue &notes)
{
    static const QMap<QString, Note::Effect> effects{
        {u"inform"_s, Note::Effect::Inform}, {u"warn"_s, Note::Effect::Warn}, {u"refuse"_s, Note::Effect::Refuse}};
    for (const auto entries = notes.toArray(); const auto &entry : entries) {
        const QString id = entry[u"id"_s].toString();
        const auto effect = effects.constFind(entry[u"effect"_s].toString());
        if (effect == effects.cend() || id.isEmpty())
            return complain(tr("the note '%1' has no effect").arg(id));
        Note note;
        note.id = id;
        note.effect = *effect;
        note.text = entry[u"text"_s].toString();
        note.operators = readRange(entry[u"operator"_s]);
        note.from = readRange(entry[u"from"_s]);
        for (const auto texts = entry[u"tags"_s].toArray(); const auto &text : texts) {
            if (const auto tag = imageTag(text))
                note.tags.append(*tag);
        }
        note.moreNodesThan = entry[u"moreNodesThan"_s].toInt();
        for (const auto states = entry[u"states"_s].toArray(); const auto &state : states)
            note.states.append(state.toString());
        m_catalogue.m_notes.append(note);
    }
}

std::optional<Note::Range> CatalogueReader::readRange(const QJsonValue &range)
{
    if (range.isUndefined())
        return std::nullopt;
    const auto end = [&](const QJsonValue &text) -> std::optional<TagVersion> {
        if (text.isUndefined())
            return std::nullopt;
        const auto tag = operatorTag(text);
        return tag ? std::optional(tag->version()) : std::nullopt;
    };
    return Note::Range{.since = end(range[u"since"_s]), .before = end(range[u"before"_s])};
}

std::optional<ImageTag> CatalogueReader::imageTag(const QJsonValue &text)
{
    auto tag = ImageTag::parse(text.toString());
    if (!tag)
        complain(tr("'%1' is no image tag").arg(text.toString()));
    return tag;
}

std::optional<OperatorTag> CatalogueReader::operatorTag(const QJsonValue &text)
{
    auto tag = OperatorTag::parse(text.toString());
    if (!tag)
        complain(tr("'%1' is no operator tag").arg(text.toString()));
    return tag;
}

void CatalogueReader::complain(const QString &what)
{
    if (m_complaint.isEmpty())
        m_complaint = what;
}

} // namespace redis
