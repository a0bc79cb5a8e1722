// SPDX-License-Identifier: Apache-2.0
#pragma once

class QScrollArea;
class QWidget;

namespace ui {

/// A widget that may be higher than there is room, without a frame and on the ground of what it stands on. Without a
/// parent, until a layout gives it one.
[[nodiscard]] QScrollArea *quietScroll(QWidget *widget);

} // namespace ui
