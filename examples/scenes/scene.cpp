// SPDX-License-Identifier: Apache-2.0
// Paints the scenes. Everything that decides a pixel or a label is integer
// arithmetic, so a seed means the same bytes on every machine.

#include "scene.h"

#include <algorithm>
#include <cstdlib>

namespace scenes {

namespace {

constexpr int kSamples = 4;     // subsamples per pixel along each axis
constexpr int kTrigOne = 16384; // 1.0 in sines and cosines
constexpr std::uint8_t kNobody = 255;

Colour randomColour(Random &random) {
  // A braced list is evaluated from left to right; function arguments are not.
  return Colour{random.between(0, 255), random.between(0, 255),
                random.between(0, 255)};
}

int distance(const Colour &a, const Colour &b) {
  return std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]);
}

// t -> ((1 - t^2) / (1 + t^2), 2t / (1 + t^2)) walks a quarter of the circle
// for t in [0, 1] without any call into a mathematics library.
Rotation randomRotation(Random &random) {
  std::int64_t p = random.between(0, 1000), q = 1000;
  std::int64_t norm = q * q + p * p;
  Rotation r{static_cast<int>((q * q - p * p) * kTrigOne / norm),
             static_cast<int>(2 * p * q * kTrigOne / norm)};
  for (int quarter = random.between(0, 3); quarter > 0; --quarter)
    r = Rotation{-r.sine, r.cosine};
  return r;
}

// numerator / denominator with six decimals, rounded half up.
std::string fraction(std::int64_t numerator, std::int64_t denominator) {
  std::int64_t millionths =
      (2 * numerator * 1000000 + denominator) / (2 * denominator);
  std::string digits = std::to_string(millionths % 1000000);
  return std::to_string(millionths / 1000000) + "." +
         std::string(6 - digits.size(), '0') + digits;
}

} // namespace

Point Placed::local(int x, int y) const {
  int dx = x - centre.x, dy = y - centre.y;
  int along = rotation.cosine * dx + rotation.sine * dy;
  int across = rotation.cosine * dy - rotation.sine * dx;
  constexpr int kScale = kTrigOne / kUnit;
  return {along / (kScale * radius),
          static_cast<int>(std::int64_t{across} * kUnit /
                           (std::int64_t{kScale} * radius * flatness))};
}

Scene::Scene(Random &source)
    : random(source), width(8 * random.between(27, 33)),
      height(8 * random.between(20, 25)), columns(width * kSamples),
      rows(height * kSamples),
      samples(static_cast<std::size_t>(columns) * rows),
      owner(samples.size(), kNobody) {
  paintBackground();
  for (int n = random.between(0, 4); n > 0; --n)
    add(randomDecoy());
  for (int n = random.between(2, 7); n > 0; --n)
    placeObject();
  for (int n = random.between(0, 2); n > 0; --n)
    add(randomDecoy());
}

std::vector<std::uint8_t> Scene::pixels() {
  std::vector<std::uint8_t> bytes;
  int noise = random.between(2, 26);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      Colour sum{};
      for (int j = 0; j < kSamples; ++j)
        for (int i = 0; i < kSamples; ++i)
          for (int c = 0; c < 3; ++c)
            sum[c] += at(x * kSamples + i, y * kSamples + j)[c];
      int grey = random.between(-noise, noise) + random.between(-noise, noise);
      for (int c = 0; c < 3; ++c) {
        int value = sum[c] / (kSamples * kSamples) +
                    (grey + random.between(-noise, noise)) / 2;
        bytes.push_back(static_cast<std::uint8_t>(std::clamp(value, 0, 255)));
      }
    }
  return bytes;
}

std::string Scene::labelText() const {
  std::string text;
  for (const Label &label : labels) {
    const Box &box = label.box;
    text += std::to_string(label.kind) + " " +
            fraction(box.left + box.right, 2 * columns) + " " +
            fraction(box.top + box.bottom, 2 * rows) + " " +
            fraction(box.right - box.left, columns) + " " +
            fraction(box.bottom - box.top, rows) + "\n";
  }
  return text;
}

// Two colours blended along a direction, with bands and a blocky texture.
void Scene::paintBackground() {
  background = randomColour(random);
  Colour other = randomColour(random);
  Rotation direction = randomRotation(random);
  int strength = random.between(0, 100);
  int cell = kSamples * random.between(6, 30);
  int grain = random.between(0, 60);
  int band = random.chance(40) ? kSamples * random.between(8, 30) : 0;
  int bandDepth = random.between(6, 30);
  int across = columns / cell + 2, down = rows / cell + 2;
  std::vector<int> lattice(static_cast<std::size_t>(across) * down);
  for (int &value : lattice)
    value = random.between(-grain, grain);
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) {
      int along = (direction.cosine * (x - columns / 2) +
                   direction.sine * (y - rows / 2)) /
                  kTrigOne;
      int blend = 50 + along * 100 / (columns + rows);
      const int *corner = &lattice[(y / cell) * across + x / cell];
      int fx = x % cell, fy = y % cell;
      int upper = corner[0] * (cell - fx) + corner[1] * fx;
      int lower = corner[across] * (cell - fx) + corner[across + 1] * fx;
      int texture = (upper * (cell - fy) + lower * fy) / (cell * cell);
      if (band && (along + 4 * columns) / band % 2)
        texture += bandDepth;
      for (int c = 0; c < 3; ++c)
        at(x, y)[c] = std::clamp(background[c] + texture +
                                     (other[c] - background[c]) * blend *
                                         strength / 10000,
                                 0, 255);
    }
}

Placed Scene::randomShape(Kind kind, int radius) {
  Placed shape{};
  shape.kind = kind;
  shape.radius = radius;
  shape.centre.x = random.between(0, columns - 1);
  shape.centre.y = random.between(0, rows - 1);
  shape.flatness = random.between(720, 1024);
  shape.rotation = randomRotation(random);
  do
    shape.colour = randomColour(random);
  while (distance(shape.colour, background) < 60);
  for (int c = 0; c < 3; ++c)
    shape.slope[c] = random.between(-60, 60);
  shape.border = random.chance(35) ? random.between(60, 140) : 0;
  return shape;
}

Placed Scene::randomDecoy() {
  constexpr Kind kDecoys[]{Bar, Bar, HalfDisc, Hook};
  Kind kind = kDecoys[random.between(0, 3)];
  int radius = kind == Bar ? random.between(30, 100) : random.between(8, 26);
  return randomShape(kind, radius * kSamples);
}

// Tries some places; an object that would hide too much is left out.
void Scene::placeObject() {
  auto kind = static_cast<Kind>(random.between(0, kClasses - 1));
  // Small objects are more frequent than large ones.
  int size = random.between(0, 100);
  int radius = (8 + 40 * size * size / 10000) * kSamples;
  for (int attempt = 0; attempt < 12; ++attempt)
    if (add(randomShape(kind, radius)))
      return;
}

// Paints a shape if each labelled object stays mostly visible.
bool Scene::add(const Placed &shape) {
  bool labelled = shape.kind < kClasses;
  std::vector<Point> covered;
  std::vector<int> hidden(labels.size(), 0);
  int total = 0;
  for (int y = shape.centre.y - shape.radius;
       y <= shape.centre.y + shape.radius; ++y)
    for (int x = shape.centre.x - shape.radius;
         x <= shape.centre.x + shape.radius; ++x) {
      Point local = shape.local(x, y);
      if (!insideShape(shape.kind, local))
        continue;
      ++total;
      if (x < 0 || y < 0 || x >= columns || y >= rows)
        continue;
      covered.push_back({x, y});
      std::uint8_t below = owner[static_cast<std::size_t>(y) * columns + x];
      if (below != kNobody)
        ++hidden[below];
    }
  if (covered.empty() ||
      (labelled && static_cast<int>(covered.size()) * 100 < total * 75))
    return false;
  for (std::size_t n = 0; n < labels.size(); ++n)
    if ((visible[n] - hidden[n]) * 100 < area[n] * 60)
      return false;
  for (std::size_t n = 0; n < labels.size(); ++n)
    visible[n] -= hidden[n];

  Box box{columns, rows, 0, 0};
  auto name = labelled ? static_cast<std::uint8_t>(labels.size()) : kNobody;
  for (Point p : covered) {
    paint(shape, p);
    owner[static_cast<std::size_t>(p.y) * columns + p.x] = name;
    box = {std::min(box.left, p.x), std::min(box.top, p.y),
           std::max(box.right, p.x + 1), std::max(box.bottom, p.y + 1)};
  }
  if (labelled) {
    labels.push_back({shape.kind, box});
    area.push_back(total);
    visible.push_back(static_cast<int>(covered.size()));
  }
  return true;
}

void Scene::paint(const Placed &shape, Point p) {
  Point local = shape.local(p.x, p.y);
  // A point is on the rim when stepping outwards by the border leaves.
  int grow = kUnit + shape.border;
  bool rim = shape.border && !insideShape(shape.kind, {local.x * grow / kUnit,
                                                       local.y * grow / kUnit});
  for (int c = 0; c < 3; ++c) {
    int value = shape.colour[c] + shape.slope[c] * local.x / kUnit;
    at(p.x, p.y)[c] = std::clamp(rim ? value / 2 : value, 0, 255);
  }
}

} // namespace scenes
