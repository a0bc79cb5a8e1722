// SPDX-License-Identifier: Apache-2.0
#include "kinds/builtintypes.h"

#include "schema/typetext.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace sim {

SchemaPtr builtInType(const QString &name)
{
    static const QHash<QString, SchemaPtr> types = [] {
        QString text;
        for (const char *file : {"core", "extensions", "meta", "pod", "workloads"}) {
            QFile source(u":/sim/kinds/%1.types"_s.arg(QLatin1StringView(file)));
            if (!source.open(QIODevice::ReadOnly))
                qFatal("%s.types is not part of the program", file);
            text += QString::fromUtf8(source.readAll());
        }
        return readTypes(text);
    }();
    return types.value(name);
}

} // namespace sim
