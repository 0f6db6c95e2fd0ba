// SPDX-License-Identifier: Apache-2.0
// The host layers: softmax, cost, yolo, region, detection, yolox (N16,
// N20, N39 to N41, N63, N67). What they give is before boxes are made of it.
#include "Activation.h"
#include "Runner.h"

#include <cmath>

namespace oracle {
namespace {

// N39 on `count` values, `step` apart; N63 with log.
void softmax(float *x, int64_t count, int64_t step, float temperature,
             bool log = false) {
  if (count == 0)
    return;
  float largest = x[0];
  for (int64_t i = 1; i < count; ++i)
    largest = std::max(largest, x[i * step]);
  float reference = largest / temperature;
  double sum = 0;
  for (int64_t i = 0; i < count; ++i) {
    float quotient = x[i * step] / temperature;
    float difference = quotient - reference;
    float e = static_cast<float>(std::exp(double(difference)));
    x[i * step] = log ? difference : e;
    sum = sum + e;
  }
  float all = static_cast<float>(log ? std::log(sum) : sum);
  for (int64_t i = 0; i < count; ++i)
    x[i * step] = log ? x[i * step] - all : x[i * step] / all;
}

void squash(float &x) { x = static_cast<float>(logistic(double(x))); }

// N20
void yolo(const Layer &layer, std::vector<float> &values) {
  int64_t plane = layer.shape.h * layer.shape.w;
  float shift = -0.5f * (layer.scaleXY - 1);
  for (size_t i = 0; i < values.size(); ++i) {
    int64_t entry = static_cast<int64_t>(i) / plane % (5 + layer.classes);
    if (!layer.newCoords && entry != 2 && entry != 3)
      squash(values[i]);
    if (layer.scaleXY != 1 && entry < 2) {
      float product = values[i] * layer.scaleXY;
      values[i] = product + shift;
    }
  }
}

// N40
void region(const Layer &layer, std::vector<float> &values) {
  int64_t plane = layer.shape.h * layer.shape.w;
  int64_t anchors = static_cast<int64_t>(layer.anchors.size() / 2);
  for (int64_t a = 0; a < anchors; ++a)
    for (int64_t place = 0; place < plane; ++place) {
      float *cell = &values[a * (5 + layer.classes) * plane + place];
      for (int64_t entry : {0, 1, 4})
        squash(cell[entry * plane]);
      if (layer.softmax)
        softmax(cell + 5 * plane, layer.classes, plane, 1);
      else
        for (int64_t c = 0; c < layer.classes; ++c)
          squash(cell[(5 + c) * plane]);
    }
}

} // namespace

void Runner::head(const Layer &layer, Tensor &out) const {
  out.reals = realsOf(layer.inputs[0]);
  if (layer.kind == Kind::Yolo)
    yolo(layer, out.reals);
  if (layer.kind == Kind::Region)
    region(layer, out.reals);
  if (layer.kind == Kind::Detection && layer.softmax) // N41
    for (int64_t cell = 0; cell < layer.side * layer.side; ++cell)
      softmax(out.reals.data() + cell * layer.classes, layer.classes, 1, 1);
  if (layer.kind == Kind::Softmax) {
    int64_t run = out.shape.elements() / layer.groups;
    for (int64_t group = 0; group < layer.groups; ++group)
      for (int64_t b = 0; b < layer.inner; ++b)
        softmax(out.reals.data() + group * run + b, run / layer.inner,
                layer.inner, layer.temperature, layer.log);
  }
}

} // namespace oracle
