// SPDX-License-Identifier: Apache-2.0
// Drawing into pictures.
#include "qsim/Support/Draw.h"

#include "Font.h"

#include <algorithm>
#include <cassert>
#include <cmath>

using namespace qsim;

/// One pixel of space between letters and below a line.
static constexpr int letterStep = support::glyphWidth + 1;
static constexpr int lineStep = support::glyphHeight + 1;

Colour qsim::classColour(int classId) {
  // Hues chosen so that no two agree for eyes without one kind of cone.
  static constexpr Colour base[] = {
      {230, 159, 0}, {86, 180, 233}, {0, 158, 115},   {240, 228, 66},
      {0, 114, 178}, {213, 94, 0},   {204, 121, 167}, {240, 240, 240}};
  constexpr int count = 8;
  int id = std::max(classId, 0);
  Colour colour = base[id % count];
  auto each = [&](auto change) {
    return Colour{static_cast<std::uint8_t>(change(colour.r)),
                  static_cast<std::uint8_t>(change(colour.g)),
                  static_cast<std::uint8_t>(change(colour.b))};
  };
  switch (id / count % 3) {
  case 1:
    return each([](int v) { return v * 3 / 5; });
  case 2:
    return each([](int v) { return 255 - (255 - v) / 2; });
  default:
    return colour;
  }
}

Colour qsim::readableOn(Colour background) {
  // Weights of perceived lightness, in thousandths.
  int lightness = 299 * background.r + 587 * background.g + 114 * background.b;
  return lightness > 128 * 1000 ? Colour{0, 0, 0} : Colour{255, 255, 255};
}

void qsim::fillRectangle(Picture &picture, int x, int y, int width, int height,
                         Colour colour) {
  // In 64 bits: the far edge of a hostile box must not wrap around.
  auto clip = [](std::int64_t at, int extent) {
    return static_cast<int>(std::clamp<std::int64_t>(at, 0, extent));
  };
  int left = clip(x, picture.width), top = clip(y, picture.height);
  int right = clip(std::int64_t(x) + width, picture.width);
  int bottom = clip(std::int64_t(y) + height, picture.height);
  for (int row = top; row < bottom; ++row)
    for (int column = left; column < right; ++column) {
      std::uint8_t *pixel = picture.pixel(column, row);
      pixel[0] = colour.r;
      pixel[1] = colour.g;
      pixel[2] = colour.b;
    }
}

void qsim::drawBox(Picture &picture, int left, int top, int right, int bottom,
                   int thickness, Colour colour) {
  int width = right - left + 1, height = bottom - top + 1;
  if (width < 1 || height < 1)
    return;
  int across = std::min(thickness, width), down = std::min(thickness, height);
  fillRectangle(picture, left, top, width, down, colour);
  fillRectangle(picture, left, bottom - down + 1, width, down, colour);
  fillRectangle(picture, left, top, across, height, colour);
  fillRectangle(picture, right - across + 1, top, across, height, colour);
}

/// UTF-8 continuation bytes take no room: their character shows once.
static bool isContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

int qsim::textWidth(std::string_view text, int scale) {
  auto letters = std::count_if(text.begin(), text.end(),
                               [](char c) { return !isContinuation(c); });
  return static_cast<int>(letters) * letterStep * scale;
}

int qsim::textHeight(int scale) { return lineStep * scale; }

void qsim::drawText(Picture &picture, int x, int y, std::string_view text,
                    int scale, Colour colour) {
  for (char c : text) {
    if (isContinuation(c))
      continue;
    for (int row = 0; row < support::glyphHeight; ++row)
      for (int column = 0; column < support::glyphWidth; ++column)
        if (support::glyphPixel(c, column, row))
          fillRectangle(picture, x + column * scale, y + row * scale, scale,
                        scale, colour);
    x += letterStep * scale;
  }
}

void qsim::drawLabelledBox(Picture &picture, float centreX, float centreY,
                           float width, float height, std::string_view label,
                           Colour colour) {
  int longest = std::max(picture.width, picture.height);
  int thickness = std::max(1, longest / 300);
  int scale = std::max(1, longest / 320);
  auto place = [](float at, int extent) {
    // A box may be far outside or not finite; stay near the picture.
    float clamped = std::isnan(at) ? 0 : std::clamp(at, -1.0f, 2.0f);
    return static_cast<int>(std::lround(clamped * static_cast<float>(extent)));
  };
  int left = place(centreX - width / 2, picture.width);
  int right = place(centreX + width / 2, picture.width) - 1;
  int top = place(centreY - height / 2, picture.height);
  int bottom = place(centreY + height / 2, picture.height) - 1;
  drawBox(picture, left, top, right, bottom, thickness, colour);
  if (label.empty())
    return;
  int stripHeight = textHeight(scale) + scale;
  int stripWidth = textWidth(label, scale) + scale;
  int stripTop = top >= stripHeight ? top - stripHeight : std::max(top, 0);
  int stripLeft = std::max(0, std::min(left, picture.width - stripWidth));
  fillRectangle(picture, stripLeft, stripTop, stripWidth, stripHeight, colour);
  drawText(picture, stripLeft + scale, stripTop + scale, label, scale,
           readableOn(colour));
}

Picture qsim::composeGrid(const std::vector<CaptionedPicture> &pictures,
                          int columns) {
  assert(columns >= 1);
  int cellWidth = 1, cellHeight = 1;
  for (const CaptionedPicture &item : pictures) {
    cellWidth = std::max(cellWidth, item.picture.width);
    cellHeight = std::max(cellHeight, item.picture.height);
  }
  int scale = std::max(1, cellWidth / 300);
  int margin = 4 * scale, captionHeight = textHeight(scale) + 2 * scale;
  int count = static_cast<int>(pictures.size());
  columns = std::max(1, std::min(columns, count));
  int lines = (count + columns - 1) / columns;
  Picture grid = Picture::filled(
      margin + columns * (cellWidth + margin),
      margin + lines * (cellHeight + captionHeight + margin), 255, 255, 255);
  for (int i = 0; i < count; ++i) {
    const CaptionedPicture &item = pictures[static_cast<std::size_t>(i)];
    int x = margin + i % columns * (cellWidth + margin);
    int y = margin + i / columns * (cellHeight + captionHeight + margin);
    std::string_view caption = item.caption;
    while (textWidth(caption, scale) > cellWidth)
      caption.remove_suffix(1);
    drawText(grid, x, y, caption, scale, Colour{0, 0, 0});
    x += (cellWidth - item.picture.width) / 2;
    y += captionHeight + (cellHeight - item.picture.height) / 2;
    for (int row = 0; row < item.picture.height; ++row)
      std::copy_n(item.picture.pixel(0, row), 3 * item.picture.width,
                  grid.pixel(x, y + row));
  }
  return grid;
}
