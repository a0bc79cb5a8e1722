// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QStringView>

namespace ui {

/// One of Rollhive's own icons by its file name in resources/icons, as "search", drawn in one colour and sharp at
/// every size and device pixel ratio. Without a colour it is drawn in the application's text colour of the moment, so
/// that it follows the theme by itself. An unknown name is an empty icon.
[[nodiscard]] QIcon icon(QStringView name, const QColor &color = {});

/// The same as a picture of `size` logical pixels square, for what paints itself. Cached by Qt.
[[nodiscard]] QPixmap iconPixmap(QStringView name, const QColor &color, int size, qreal devicePixelRatio);

/// The application's icon, in its own colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace ui
