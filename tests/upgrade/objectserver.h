// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scriptedserver.h"

#include <QJsonObject>

namespace testsupport {

/// An API server of one object, which keeps the rules that a guarded write relies on: a resource version that changes
/// with every write, conflicts, dry runs. A test may step in before it answers.
class ObjectServer final
{
public:
    /// True if the request is answered, or dropped, and the server shall do no more with it.
    using Intercept = std::function<bool(const ScriptedRequest &, QTcpSocket *)>;

    explicit ObjectServer(QJsonObject object);

    [[nodiscard]] ScriptedServer &wire() noexcept { return m_wire; }
    [[nodiscard]] const QJsonObject &object() const noexcept { return m_object; }
    void intercept(Intercept intercept) { m_intercept = std::move(intercept); }

    /// As another client would: a merge patch, and a new resource version.
    void change(const QJsonObject &patch, const QString &manager = QStringLiteral("kubectl-edit"));
    /// From now on nobody's fields are on record, as on servers before 1.18.
    void forgetManagers();
    void remove() { m_object = {}; }
    /// Another object under the same name.
    void recreate();
    /// Warnings that each answer to a PATCH carries.
    void setWarnings(const QList<QByteArray> &headers) { m_warnings = headers; }
    /// What a webhook adds to every write.
    void setDefaults(const QJsonObject &patch) { m_defaults = patch; }

    /// Carries a PATCH out as usual: for an intercept that then loses the answer.
    void commit(const ScriptedRequest &request);

    /// "GET", "PATCH dry run", "PATCH": what was asked, in order.
    [[nodiscard]] QStringList calls() const;
    [[nodiscard]] QList<QByteArray> patches() const; ///< bodies of all PATCHes, dry runs too

    [[nodiscard]] static bool isWrite(const ScriptedRequest &request); ///< a PATCH that is no dry run
    [[nodiscard]] static bool isDryRun(const ScriptedRequest &request);
    static void refuse(QTcpSocket *socket, int code, const QByteArray &reason, const QByteArray &message);

private:
    struct Answer
    {
        int code = 200;
        QJsonObject body;
    };
    [[nodiscard]] Answer patched(const QJsonObject &patch, bool isDryRun);
    void store(const QJsonObject &object, const QString &manager);

    QJsonObject m_object; ///< empty: deleted
    int m_version;
    QMap<QString, QJsonObject> m_managed; ///< manager -> fieldsV1
    bool m_keepsManagers = true;
    QJsonObject m_defaults;
    QList<QByteArray> m_warnings;
    Intercept m_intercept;
    ScriptedServer m_wire;
};

} // namespace testsupport
