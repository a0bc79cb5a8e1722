// SPDX-License-Identifier: Apache-2.0
#include "translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

void installTranslations(QCoreApplication &application)
{
    auto *translator = new QTranslator(&application);
    if (translator->load(QLocale(), u"rollhive"_s, u"_"_s, u":/i18n"_s)
        || translator->load(u"rollhive_en"_s, u":/i18n"_s))
        QCoreApplication::installTranslator(translator);
}
