// SPDX-License-Identifier: Apache-2.0
// What the parts of the run share: the tensors so far, and a function a layer.
#ifndef ORACLE_RUNNER_H
#define ORACLE_RUNNER_H

#include "Run.h"

#include <algorithm>

namespace oracle {

struct Runner {
  const Network &network;
  const System &system;
  const std::vector<Parameters> &parameters;
  const Tensor &picture;
  std::vector<Tensor> outputs = {};

  const Tensor &tensor(int index) const {
    return index < 0 ? picture : outputs[index];
  }
  const Parameters &of(const Layer &layer) const {
    return parameters[layer.index];
  }
  bool isLight() const { return network.arithmetic == Arithmetic::Yolo2Light; }

  // N22: a tensor as integers, by the quantization of its layer; as float32.
  std::vector<int32_t> integersOf(int index) const;
  std::vector<float> realsOf(int index) const;

  // Convolve.cpp: convolutional and connected layers.
  void convolveFloat(const Layer &layer, Tensor &out) const;
  void convolveHybrid(const Layer &layer, Tensor &out) const;
  void convolveLight(const Layer &layer, Tensor &out) const;
  void convolveInt(const Layer &layer, Tensor &out, Counts &counts) const;
  // Local.cpp
  void localFloat(const Layer &layer, Tensor &out) const;
  void localHybrid(const Layer &layer, Tensor &out) const;
  void localInt(const Layer &layer, Tensor &out, Counts &counts) const;
  // Pool.cpp
  void maxPool(const Layer &layer, Tensor &out) const;
  void avgPool(const Layer &layer, Tensor &out, Counts &counts) const;
  void avgPoolWindows(const Layer &layer, Tensor &out, Counts &counts) const;
  // Combine.cpp: layers that combine their inputs.
  void shortcut(const Layer &layer, Tensor &out, Counts &counts) const;
  void multiply(const Layer &layer, Tensor &out, Counts &counts) const;
  // Move.cpp: layers that move values.
  void move(const Layer &layer, Tensor &out) const;
  void route(const Layer &layer, Tensor &out, Counts &counts) const;
  // View.cpp: layers that move values of a view.
  void constant(const Layer &layer, Tensor &out) const;
  void view(const Layer &layer, Tensor &out) const;
  // Resize.cpp
  void resize(const Layer &layer, Tensor &out, Counts &counts) const;
  // Reduce.cpp: reductions over a view's dimensions.
  void reduce(const Layer &layer, Tensor &out, Counts &counts) const;
  void argMax(const Layer &layer, Tensor &out) const;
  // Binary.cpp
  void binary(const Layer &layer, Tensor &out, Counts &counts) const;
  // Normalize.cpp
  void lrn(const Layer &layer, Tensor &out) const;
  void instanceNorm(const Layer &layer, Tensor &out) const;
  // Heads.cpp: the host layers.
  void head(const Layer &layer, Tensor &out) const;

  Tensor runLayer(const Layer &layer, Mode mode, Counts &counts) const;
};

inline int32_t clampCounted(int64_t value, const Quantization &to,
                            Counts &counts) {
  int64_t clamped = std::clamp<int64_t>(value, to.min(), to.max());
  if (clamped != value)
    ++counts.saturated;
  return static_cast<int32_t>(clamped);
}

// N12 from y on, with what N27 and N28 add: the output of a rounded value.
int32_t finish(const Layer &layer, const Parameters &p, int64_t r,
               Counts &counts);

// N17 from y on.
float finishHybrid(const Layer &layer, Arithmetic arithmetic, float y);

} // namespace oracle

#endif
