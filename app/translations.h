// SPDX-License-Identifier: Apache-2.0
#pragma once

class QCoreApplication;

/// Installs the texts of the user's language, and the English plurals where there are none. The application owns them.
void installTranslations(QCoreApplication &application);
