// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scalartext.h"
#include "sourcemap.h"
#include "sourcetext.h"
#include "yamlreader.h"

#include <QJsonArray>
#include <QJsonValue>
#include <memory>
#include <vector>
#include <yaml-cpp/eventhandler.h>

namespace yaml {

/// Thrown through the parser to end it; never leaves read().
struct Failure
{
    qsizetype offset = 0;
    QString message;
};

/// Makes values and their places of the parser's events, in one pass.
class DocumentBuilder final : public YAML::EventHandler
{
public:
    DocumentBuilder(std::shared_ptr<const SourceText> text, const Limits &limits);

    [[nodiscard]] QList<Document> takeDocuments() { return std::move(m_documents); }

    void OnDocumentStart(const YAML::Mark &mark) override;
    void OnDocumentEnd() override;
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override;
    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override;
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override;
    void OnAnchor(const YAML::Mark &mark, const std::string &name) override;

private:
    /// What aliases may multiply.
    struct Cost
    {
        qsizetype nodes = 0;
        qsizetype bytes = 0; ///< of scalars

        Cost &operator+=(const Cost &other)
        {
            nodes += other.nodes;
            bytes += other.bytes;
            return *this;
        }
        friend Cost operator-(const Cost &left, const Cost &right)
        {
            return {.nodes = left.nodes - right.nodes, .bytes = left.bytes - right.bytes};
        }
    };

    struct Entry
    {
        QString key;
        QJsonValue value;
        qsizetype offset = 0; ///< of the key
        bool merged = false; ///< came in by a merge key
    };

    /// A collection that is being read.
    struct Frame
    {
        bool isMap = false;
        bool isFlow = false;
        bool expectsKey = false;
        bool merges = false; ///< the value to come is that of a merge key
        int node = 0;
        int lastChild = -1;
        int height = 0; ///< levels below
        Cost before;
        YAML::anchor_t anchor = 0;
        QString key;
        qsizetype keyStart = -1;
        qsizetype keyEnd = -1;
        std::vector<Entry> entries;
        QJsonArray items;
    };

    /// What an anchor stands for.
    struct Anchored
    {
        QString name;
        QString key; ///< as the key of a mapping; null if it is fit for none
        QJsonValue value;
        Cost cost;
        int height = 0;
        bool isComplete = false;
    };

    struct Scalar
    {
        QJsonValue value;
        QString key; ///< null: not fit for a key
        bool isMerge = false;
    };

    [[nodiscard]] qsizetype offsetOf(const YAML::Mark &mark) const;
    [[noreturn]] static void fail(qsizetype offset, const QString &message);
    [[nodiscard]] bool expectsKey() const { return !m_frames.empty() && m_frames.back().expectsKey; }
    [[nodiscard]] Scalar resolved(qsizetype offset, const std::string &tag, const std::string &value,
                                  const QString &text) const;
    [[nodiscard]] ScalarText scalarText(qsizetype start, const std::string &value) const;
    void checkIndentation(qsizetype offset) const;
    void count(qsizetype offset, const Cost &cost);
    void scalar(const Scalar &scalar, qsizetype start, qsizetype end, YAML::anchor_t anchor);
    void setKey(const QString &key, qsizetype start, qsizetype end);
    int addNode(qsizetype start, qsizetype end);
    void begin(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style,
               bool isMap);
    void end(const QJsonValue &value);
    [[nodiscard]] QJsonValue object(std::vector<Entry> &entries) const;
    void deliver(const QJsonValue &value, qsizetype offset, int height);
    void merge(const QJsonValue &value, qsizetype offset);
    void define(YAML::anchor_t anchor);
    void complete(YAML::anchor_t anchor, const QJsonValue &value, const QString &key, const Cost &cost, int height);

    std::shared_ptr<const SourceText> m_text;
    Limits m_limits;
    QList<Document> m_documents;
    std::vector<Frame> m_frames;
    std::vector<Anchored> m_anchors; ///< of the document, by the parser's number
    QString m_anchorName; ///< of the node to come
    QJsonValue m_root;
    QList<SourceMap::Node> m_nodes;
    Cost m_cost;
    bool m_hasStarted = false; ///< a document, not the first alone
    qsizetype m_lastEnd = 0; ///< behind the last key or value that was read
};

} // namespace yaml
