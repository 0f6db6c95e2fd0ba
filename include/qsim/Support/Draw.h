// SPDX-License-Identifier: Apache-2.0
// Boxes, labels and grids of pictures, for reports.
#ifndef QSIM_SUPPORT_DRAW_H
#define QSIM_SUPPORT_DRAW_H

#include "qsim/Support/Picture.h"

#include <string>
#include <string_view>
#include <vector>

namespace qsim {

struct Colour {
  std::uint8_t r, g, b;
  bool operator==(const Colour &) const = default;
};

/// The colour of a class. The first eight are told apart by the colour-blind
/// too (they differ in lightness as well as in hue); further classes repeat
/// them darker, then lighter.
Colour classColour(int classId);

/// Black or white, whichever is easier to read on `background`.
Colour readableOn(Colour background);

/// All drawing clips at the border. Coordinates are pixels, (0, 0) top left.

/// Fills the rectangle of columns x..x+width-1 and rows y..y+height-1.
void fillRectangle(Picture &picture, int x, int y, int width, int height,
                   Colour colour);

/// A frame whose outer edge is columns left..right and rows top..bottom;
/// `thickness` pixels of line go inwards.
void drawBox(Picture &picture, int left, int top, int right, int bottom,
             int thickness, Colour colour);

/// Size of one line of text at a whole-number scale >= 1.
int textWidth(std::string_view text, int scale);
int textHeight(int scale);

/// Printable ASCII; other characters show as an empty frame (one for each
/// UTF-8 character). Draws the letters only, not their background.
void drawText(Picture &picture, int x, int y, std::string_view text, int scale,
              Colour colour);

/// A box with its label on a filled strip above it, or inside where there is
/// no room above. Centre and size are relative to the picture (0..1), as in
/// detections; line and letters grow with the picture.
void drawLabelledBox(Picture &picture, float centreX, float centreY,
                     float width, float height, std::string_view label,
                     Colour colour);

struct CaptionedPicture {
  Picture picture;
  std::string caption; ///< one line, cut where the picture ends
};

/// Pictures in rows of `columns` (>= 1), each under its caption, on white.
/// Cells are as large as the largest picture; smaller ones stand centred.
/// The size of the result must be one that a Picture may have.
Picture composeGrid(const std::vector<CaptionedPicture> &pictures, int columns);

} // namespace qsim

#endif // QSIM_SUPPORT_DRAW_H
