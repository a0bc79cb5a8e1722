// SPDX-License-Identifier: Apache-2.0
#include "apierror.h"
#include "require.h"
#include "safetext.h"

#include <QJsonDocument>
#include <array>

using namespace Qt::StringLiterals;
using kube::Error;

namespace {

constexpr std::array codes{400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 302, 502};

/// Fit to be shown, and no longer than a few texts of the server that were each cut.
void checkShown(const QString &text)
{
    constexpr qsizetype most = 4 * 6 * 2'049 + 1'000; // an escape has six characters
    require(text.size() <= most);
    require(text.isValidUtf16() && yaml::safeText(text) == text);
}

void checkError(const Error &error, int code, const QByteArray &body, const QByteArray &retryAfter)
{
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    const bool isStatus = answer["kind"_L1] == "Status"_L1;
    require(error.kind == (isStatus ? Error::Kind::Api : Error::Kind::Protocol));
    require(error.status == (isStatus ? answer : QJsonObject()));
    require(error.code == code);
    require(!error.message.isEmpty());
    checkShown(error.message);

    bool isNumber = false;
    const int seconds = retryAfter.trimmed().toInt(&isNumber);
    require(error.retryAfterSeconds >= -1);
    require(!isNumber || seconds < 0 || error.retryAfterSeconds == seconds);
}

/// Texts come out as they went in, quoted by the rules of RFC 7234.
void checkWarnings(const QStringList &texts)
{
    QStringList warnings;
    QStringList shown;
    for (QString text : texts) {
        text.truncate(2'048);
        shown.append(yaml::safeText(text.trimmed()));
        text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
        warnings.append(u"299 - \""_s + text + u'"');
    }
    require(kube::parseWarnings(warnings.join(u", "_s).toUtf8()) == shown);
}

} // namespace

/// The first byte is the code of an answer, the first line all its headers, the rest its body.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const int code = codes.at(data[0] % codes.size());
    const QByteArray text(reinterpret_cast<const char *>(data + 1), qsizetype(size) - 1);
    const qsizetype end = text.contains('\n') ? text.indexOf('\n') : text.size();
    const QByteArray header = text.first(end);
    const QByteArray body = text.mid(end + 1);

    checkError(kube::errorFromAnswer(QUrl(u"https://api:6443"_s), code, header, body, header, header), code, body,
               header);
    const QStringList warnings = kube::parseWarnings(header);
    require(warnings.size() <= header.count('"'));
    for (const QString &warning : warnings)
        checkShown(warning);
    checkWarnings(QString::fromUtf8(body).split(u'\n'));
    return 0;
}
