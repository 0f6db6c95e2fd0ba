// SPDX-License-Identifier: Apache-2.0
// The outlines of the objects, in coordinates of their own.

#ifndef QSIM_EXAMPLES_SCENES_SHAPE_H
#define QSIM_EXAMPLES_SCENES_SHAPE_H

namespace scenes {

constexpr int kUnit = 1024; // radius of a shape in its own coordinates

struct Point {
  int x, y;
};

// The order of the first six is the order of the class names; the others are
// never labelled.
enum Kind { Disc, Ring, Triangle, Square, Star, Cross, Bar, HalfDisc, Hook };
constexpr int kClasses = 6;

// Whether a point of a shape's own coordinates lies in it. v grows downwards.
bool insideShape(Kind kind, Point local);

} // namespace scenes

#endif
