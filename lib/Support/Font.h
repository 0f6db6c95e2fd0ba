// SPDX-License-Identifier: Apache-2.0
// The bitmap font of captions and labels: printable ASCII, 5 by 7 pixels.
#ifndef QSIM_LIB_SUPPORT_FONT_H
#define QSIM_LIB_SUPPORT_FONT_H

namespace qsim::support {

inline constexpr int glyphWidth = 5, glyphHeight = 7;

/// Whether the pixel (column x, row y) of a character is set. Characters that
/// the font lacks look like an empty frame.
bool glyphPixel(char character, int x, int y);

} // namespace qsim::support

#endif // QSIM_LIB_SUPPORT_FONT_H
