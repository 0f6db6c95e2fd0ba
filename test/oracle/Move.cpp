// SPDX-License-Identifier: Apache-2.0
// Layers that move values: route, upsample, reorg, crop, dropout (N13, N15,
// N35 to N37, N62).
#include "Activation.h"
#include "Runner.h"

namespace oracle {
namespace {

// For each output value the index of the input's, by a layer's own map of
// (k, j, i).
template <typename From>
std::vector<int64_t> gather(const Shape &out, From from) {
  std::vector<int64_t> result;
  for (int64_t k = 0; k < out.c; ++k)
    for (int64_t j = 0; j < out.h; ++j)
      for (int64_t i = 0; i < out.w; ++i)
        result.push_back(from(k, j, i));
  return result;
}

std::vector<int64_t> reorgMap(const Layer &layer, const Shape &in) {
  int64_t s = layer.stride;
  auto at = [&](int64_t k, int64_t j, int64_t i) {
    return (k * in.h + j) * in.w + i;
  };
  if (layer.spaceToDepth)
    return gather(layer.shape, [&](int64_t k, int64_t j, int64_t i) {
      return at(k % in.c, j * s + k / in.c / s, i * s + k / in.c % s);
    });
  // The loops run over the dimensions of the input, and the output is written
  // as a flat buffer in their order.
  int64_t few = in.c / (s * s);
  std::vector<int64_t> map = gather(in, [&](int64_t k, int64_t j, int64_t i) {
    int64_t off = k / few, rest = k % few;
    return (i * s + off % s) + in.w * s * ((j * s + off / s) + in.h * s * rest);
  });
  map.resize(map.size() + layer.extra, -1);
  return map;
}

// Where each output value comes from; -1 is a zero.
std::vector<int64_t> mapOf(const Layer &layer, const Shape &in) {
  const Shape &out = layer.shape;
  if (layer.kind == Kind::Reorg)
    return reorgMap(layer, in);
  if (layer.kind == Kind::Upsample)
    return gather(out, [&](int64_t k, int64_t j, int64_t i) {
      return (k * in.h + j / layer.stride) * in.w + i / layer.stride;
    });
  if (layer.kind == Kind::Crop) {
    int64_t top = (in.h - out.h) / 2, left = (in.w - out.w) / 2;
    return gather(out, [&](int64_t k, int64_t j, int64_t i) {
      return (k * in.h + top + j) * in.w + left + i;
    });
  }
  return gather(out, [&](int64_t k, int64_t j, int64_t i) {
    return (k * in.h + j) * in.w + i;
  });
}

} // namespace

void Runner::move(const Layer &layer, Tensor &out) const {
  int source = layer.inputs[0];
  std::vector<int64_t> map = mapOf(layer, network.shapeOf(source));
  bool adjusts = layer.kind == Kind::Crop && !layer.noAdjust;
  if (out.isInteger) {
    std::vector<int32_t> input = integersOf(source);
    const Quantization &from = *network.quantizationOf(source);
    for (size_t i = 0; i < map.size(); ++i) {
      int32_t q = map[i] < 0 ? from.zero : input[map[i]];
      out.integers[i] = adjusts ? of(layer).table[q - from.min()] : q;
    }
    return;
  }
  std::vector<float> input = realsOf(source);
  for (size_t i = 0; i < map.size(); ++i) {
    float x = map[i] < 0 ? 0.0f : input[map[i]];
    out.reals[i] = adjusts ? adjust(x) : x;
  }
}

// N13, N62
void Runner::route(const Layer &layer, Tensor &out, Counts &counts) const {
  size_t inputs = layer.inputs.size();
  std::vector<std::vector<float>> reals(inputs);
  std::vector<std::vector<int32_t>> integers(inputs);
  for (size_t n = 0; n < inputs; ++n)
    if (out.isInteger)
      integers[n] = integersOf(layer.inputs[n]);
    else
      reals[n] = realsOf(layer.inputs[n]);
  size_t next = 0;
  for (int64_t run = 0; run < layer.outer; ++run)
    for (size_t n = 0; n < inputs; ++n) {
      int source = layer.inputs[n];
      // The run, and of it the group: one of the two is all there is.
      int64_t part = network.shapeOf(source).elements() / layer.outer;
      int64_t group = part / layer.groups;
      int64_t begin = run * part + group * layer.groupId;
      for (int64_t i = begin; i < begin + group; ++i) {
        if (!out.isInteger) {
          out.reals[next++] = reals[n][i];
          continue;
        }
        const Quantization &from = *network.quantizationOf(source);
        const Quantization &to = *layer.quantization;
        int32_t q = integers[n][i];
        if (from != to)
          q = clampCounted(scaleAndRound(q - from.zero, of(layer).rescale[n],
                                         system.rounding) +
                               to.zero,
                           to, counts);
        out.integers[next++] = q;
      }
    }
}

} // namespace oracle
