// SPDX-License-Identifier: Apache-2.0
// Point-in-shape tests, in integers.

#include "shape.h"

#include <vector>

namespace scenes {

namespace {

const std::vector<Point> &outline(Kind kind) {
  static const std::vector<Point> triangle{{0, -1024}, {887, 512}, {-887, 512}};
  static const std::vector<Point> square{
      {-760, -760}, {760, -760}, {760, 760}, {-760, 760}};
  static const std::vector<Point> star{
      {0, -1024}, {271, -373}, {974, -316}, {438, 142},   {602, 828},
      {0, 461},   {-602, 828}, {-438, 142}, {-974, -316}, {-271, -373}};
  static const std::vector<Point> cross{
      {-310, -960}, {310, -960}, {310, -310},  {960, -310},
      {960, 310},   {310, 310},  {310, 960},   {-310, 960},
      {-310, 310},  {-960, 310}, {-960, -310}, {-310, -310}};
  static const std::vector<Point> bar{
      {-1024, -60}, {1024, -60}, {1024, 60}, {-1024, 60}};
  static const std::vector<Point> hook{{-800, -800}, {-350, -800}, {-350, 350},
                                       {800, 350},   {800, 800},   {-800, 800}};
  switch (kind) {
  case Triangle:
    return triangle;
  case Square:
    return square;
  case Star:
    return star;
  case Cross:
    return cross;
  case Bar:
    return bar;
  default:
    return hook;
  }
}

bool insideOutline(const std::vector<Point> &corners, int u, int v) {
  bool inside = false;
  Point last = corners.back();
  for (Point corner : corners) {
    if ((corner.y > v) != (last.y > v)) {
      // Which side of the edge the point is on, without dividing.
      int side = (last.x - corner.x) * (v - corner.y) -
                 (u - corner.x) * (last.y - corner.y);
      if ((side < 0) == (last.y < corner.y) && side != 0)
        inside = !inside;
    }
    last = corner;
  }
  return inside;
}

} // namespace

bool insideShape(Kind kind, Point local) {
  auto [u, v] = local;
  int square = u * u + v * v;
  switch (kind) {
  case Disc:
    return square <= kUnit * kUnit;
  case Ring:
    return square <= kUnit * kUnit && square >= 590 * 590;
  case HalfDisc:
    return square <= kUnit * kUnit && v >= 0;
  default:
    return insideOutline(outline(kind), u, v);
  }
}

} // namespace scenes
