// SPDX-License-Identifier: Apache-2.0
// Boxes, text and grids, pixel by pixel.
#include "qsim/Support/Draw.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <set>

using namespace qsim;

/// Pixels that are not black, as rows of '#' and '.'.
static std::string show(const Picture &picture) {
  std::string out;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t *p = picture.pixel(x, y);
      out += p[0] || p[1] || p[2] ? '#' : '.';
    }
    out += '\n';
  }
  return out;
}

static constexpr Colour white{255, 255, 255};

TEST(Draw, BoxGrowsInwards) {
  Picture picture = Picture::filled(8, 7);
  drawBox(picture, 1, 1, 6, 5, 2, white);
  EXPECT_EQ(show(picture), "........\n"
                           ".######.\n"
                           ".######.\n"
                           ".##..##.\n"
                           ".######.\n"
                           ".######.\n"
                           "........\n");
}

TEST(Draw, ClipsAtTheBorder) {
  Picture picture = Picture::filled(4, 3);
  drawBox(picture, -5, 1, 2, 9, 1, white);
  EXPECT_EQ(show(picture), "....\n###.\n..#.\n");
  drawBox(picture, 3, 3, 1, 1, 1, white); // empty
  fillRectangle(picture, std::numeric_limits<int>::max() - 1, 0,
                std::numeric_limits<int>::max(), 1, white);
  EXPECT_EQ(show(picture), "....\n###.\n..#.\n");
  drawLabelledBox(picture, 1e30f, std::nanf(""), INFINITY, -INFINITY, "x",
                  white);
}

TEST(Draw, TextHasAShape) {
  Picture picture = Picture::filled(textWidth("1L", 1), textHeight(1));
  drawText(picture, 0, 0, "1L", 1, white);
  EXPECT_EQ(show(picture), "..#...#.....\n"
                           ".##...#.....\n"
                           "#.#...#.....\n"
                           "..#...#.....\n"
                           "..#...#.....\n"
                           "..#...#.....\n"
                           "#####.#####.\n"
                           "............\n");
}

TEST(Draw, LettersDifferAndOthersAreFramed) {
  std::set<std::string> shapes;
  auto shape = [](std::string_view text) {
    Picture picture = Picture::filled(6, 8);
    drawText(picture, 0, 0, text, 1, white);
    return show(picture);
  };
  for (char c = 32; c < 127; ++c)
    shapes.insert(shape(std::string(1, c)));
  EXPECT_EQ(shapes.size(), 95u);
  std::string frame = shape("\x7f");
  EXPECT_FALSE(shapes.contains(frame));
  // A character of two bytes is one frame.
  EXPECT_EQ(shape("\u00e9"), frame);
  EXPECT_EQ(textWidth("\u00e9", 2), 12);
}

TEST(Draw, ColoursRepeatAfter24Classes) {
  std::set<int> seen;
  for (int id = 0; id < 24; ++id) {
    Colour c = classColour(id);
    seen.insert(c.r << 16 | c.g << 8 | c.b);
  }
  EXPECT_EQ(seen.size(), 24u);
  EXPECT_EQ(classColour(24), classColour(0));
  EXPECT_EQ(classColour(-1), classColour(0));
  EXPECT_EQ(readableOn({255, 255, 0}), (Colour{0, 0, 0}));
  EXPECT_EQ(readableOn({0, 0, 255}), white);
}

TEST(Draw, LabelStandsAboveItsBox) {
  Picture picture = Picture::filled(40, 40);
  Colour green{0, 200, 0};
  drawLabelledBox(picture, 0.5f, 0.75f, 0.5f, 0.5f, "a", green);
  // Box: columns 10..29, rows 20..39; the strip is 9 rows high and 7 wide.
  auto at = [&](int x, int y) {
    const std::uint8_t *p = picture.pixel(x, y);
    return Colour{p[0], p[1], p[2]};
  };
  EXPECT_EQ(at(10, 11), green);
  EXPECT_EQ(at(16, 19), green);
  EXPECT_EQ(at(17, 19), (Colour{0, 0, 0}));
  EXPECT_EQ(at(10, 10), (Colour{0, 0, 0}));
  EXPECT_EQ(at(29, 39), green);
  EXPECT_EQ(at(30, 30), (Colour{0, 0, 0}));
}

TEST(Draw, GridPlacesPicturesUnderCaptions) {
  std::vector<CaptionedPicture> pictures = {
      {Picture::filled(20, 10, 255, 0, 0), "one"},
      {Picture::filled(10, 10, 0, 255, 0), "a long caption that is cut"},
      {Picture::filled(20, 6, 0, 0, 255), "three"}};
  Picture grid = composeGrid(pictures, 2);
  // Margins of 4, captions 10 high: columns at 4 and 28, rows at 4 and 28.
  EXPECT_EQ(grid.width, 4 + 2 * 24);
  EXPECT_EQ(grid.height, 4 + 2 * 24);
  auto at = [&](int x, int y) {
    const std::uint8_t *p = grid.pixel(x, y);
    return Colour{p[0], p[1], p[2]};
  };
  EXPECT_EQ(at(4, 14), (Colour{255, 0, 0}));
  EXPECT_EQ(at(23, 23), (Colour{255, 0, 0}));
  EXPECT_EQ(at(24, 14), white);
  EXPECT_EQ(at(32, 14), white);
  EXPECT_EQ(at(33, 14), (Colour{0, 255, 0}));
  EXPECT_EQ(at(4, 39), white);
  EXPECT_EQ(at(4, 40), (Colour{0, 0, 255}));
  for (int y = 0; y < 24; ++y)
    EXPECT_EQ(at(51, y), white);
  EXPECT_EQ(composeGrid({}, 3).width, 4 + 5);
}
