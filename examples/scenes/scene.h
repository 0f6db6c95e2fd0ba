// SPDX-License-Identifier: Apache-2.0
// One picture of the data set and its labels.

#ifndef QSIM_EXAMPLES_SCENES_SCENE_H
#define QSIM_EXAMPLES_SCENES_SCENE_H

#include "random.h"
#include "shape.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace scenes {

using Colour = std::array<int, 3>; // red, green, blue: 0..255

struct Rotation {
  int cosine, sine; // in units of 1 / 16384
};

// A shape put somewhere; centre and radius count subsamples.
struct Placed {
  Kind kind;
  Point centre;
  int radius;
  int flatness; // height over width in the shape's own axes, 1 / 1024
  Rotation rotation;
  Colour colour;
  Colour slope; // colour change from the middle to the edge
  int border;   // width of a darker rim in the shape's units, 0 for none

  // From subsamples to the shape's own coordinates.
  Point local(int x, int y) const;
};

struct Box {
  int left, top, right, bottom; // subsamples; right and bottom are past the end
};

struct Label {
  Kind kind;
  Box box;
};

// Paints itself on construction, from the random numbers alone.
class Scene {
public:
  explicit Scene(Random &source);

  int pictureWidth() const { return width; }
  int pictureHeight() const { return height; }
  int objectCount() const { return static_cast<int>(labels.size()); }

  // RGB bytes, row by row: the mean of each pixel's subsamples, plus noise
  // that is drawn anew by each call.
  std::vector<std::uint8_t> pixels();

  // Darknet's form, one object a line: class, then centre x, centre y, width
  // and height as fractions of the picture.
  std::string labelText() const;

private:
  Colour &at(int x, int y) {
    return samples[static_cast<std::size_t>(y) * columns + x];
  }
  void paintBackground();
  Placed randomShape(Kind kind, int radius);
  Placed randomDecoy();
  void placeObject();
  bool add(const Placed &shape);
  void paint(const Placed &shape, Point p);

  Random &random;
  int width, height, columns, rows; // pixels; subsamples
  std::vector<Colour> samples;
  std::vector<std::uint8_t> owner; // index of the visible object, or kNobody
  Colour background{};
  std::vector<Label> labels;
  std::vector<int> area, visible; // subsamples of each labelled object
};

} // namespace scenes

#endif
