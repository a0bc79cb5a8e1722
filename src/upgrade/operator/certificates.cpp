// SPDX-License-Identifier: Apache-2.0
#include "operator/certificates.h"

namespace upgrade {

namespace {

const QByteArray begin = "-----BEGIN CERTIFICATE-----";
const QByteArray end = "-----END CERTIFICATE-----";

} // namespace

QList<QByteArray> certificatesIn(const QByteArray &base64)
{
    // Line ends and blanks in base64 are skipped by its decoder.
    QByteArray text = QByteArray::fromBase64(base64);
    if (!text.contains(begin))
        text = QByteArray::fromBase64(text);
    QList<QByteArray> certificates;
    qsizetype at = 0;
    while ((at = text.indexOf(begin, at)) >= 0) {
        at += begin.size();
        const qsizetype stop = text.indexOf(end, at);
        if (stop < 0)
            break;
        const QByteArray der = QByteArray::fromBase64(text.sliced(at, stop - at));
        if (!der.isEmpty())
            certificates.append(der);
        at = stop;
    }
    return certificates;
}

} // namespace upgrade
