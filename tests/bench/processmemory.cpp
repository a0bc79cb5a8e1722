// SPDX-License-Identifier: Apache-2.0
#include "processmemory.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace bench {

double memory(QByteArrayView line)
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray status = file.readAll();
    const qsizetype at = status.indexOf(line) + line.size() + 1;
    return status.mid(at, status.indexOf("kB", at) - at).trimmed().toDouble() * 1024 / 1e6;
}

} // namespace bench
