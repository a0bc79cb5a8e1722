// SPDX-License-Identifier: Apache-2.0
#include "tokenfile.h"

#include "bearertoken.h"
#include "errortext.h"
#include "regularfile.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::TokenFile)
};

constexpr qint64 largestToken = qint64(1024) * 1024;
constexpr int goodForSeconds = 50;

} // namespace

TokenFile::TokenFile(QString path, QByteArray initial, std::function<QDateTime()> clock)
    : m_path(std::move(path))
    , m_token(std::move(initial))
    , m_clock(std::move(clock))
{
}

Result<QByteArray> TokenFile::token()
{
    const QDateTime now = m_clock();
    const qint64 age = m_readAt.isValid() ? m_readAt.secsTo(now) : goodForSeconds;
    // A negative age: the clock was set back.
    if (age >= 0 && age < goodForSeconds)
        return m_token;
    Result<QByteArray> fresh = read();
    if (fresh) {
        m_token = *fresh;
        m_readAt = now;
    } else if (m_token.isEmpty()) {
        return fresh;
    }
    return m_token;
}

bool TokenFile::reject(const QByteArray &token)
{
    if (token != m_token)
        return true;
    m_readAt = {};
    const Result<QByteArray> fresh = read();
    m_token = fresh ? *fresh : QByteArray();
    return fresh && *fresh != token;
}

Result<QByteArray> TokenFile::read() const
{
    const auto content = readRegularFile(m_path, largestToken);
    if (!content) {
        return std::unexpected(credentialsError(
            Text::tr("The token file of this context is of no use: %1").arg(content.error().sentence)));
    }
    QByteArray token = content->bytes.trimmed();
    if (token.isEmpty())
        return std::unexpected(credentialsError(Text::tr("The token file %1 is empty.").arg(shownPath(m_path))));
    if (const QString why = whyNotSendable(token); !why.isEmpty())
        return std::unexpected(credentialsError(Text::tr("The token file %1: %2").arg(shownPath(m_path), why)));
    return token;
}

} // namespace kube
