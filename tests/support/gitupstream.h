// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace testsupport {

/// A git repository that git itself makes, for tests of what reads it. Fails the test program where git does.
class GitUpstream final
{
public:
    /// `folder` is made; its parent is there.
    explicit GitUpstream(QString folder);

    [[nodiscard]] const QString &folder() const noexcept { return m_folder; }

    void git(const QStringList &arguments) const;
    /// A commit with these files, by name, and a tag on it: of its own kind (annotated), or only a name.
    void release(const QString &tag, const QMap<QString, QByteArray> &files, bool isAnnotated = false) const;

private:
    const QString m_folder;
};

} // namespace testsupport
