// SPDX-License-Identifier: Apache-2.0
// The derived parameters of the profile yolo2_light (N42 to N44).
#include "Derive.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace oracle {
namespace {

// N42
void fold(const Layer &layer, Parameters &p) {
  p.foldedWeights = p.weights;
  p.foldedBiases = p.biases;
  if (!layer.batchNormalize)
    return;
  size_t perFilter = p.weights.size() / layer.filters;
  for (int64_t o = 0; o < layer.filters; ++o) {
    float root = static_cast<float>(std::sqrt(double(p.variance[o])));
    float d = root + 0.000001f;
    float factor = p.scales[o] / d;
    for (size_t i = o * perFilter; i < (o + 1) * perFilter; ++i)
      p.foldedWeights[i] = p.weights[i] * factor;
    float product = p.scales[o] * p.mean[o];
    float quotient = product / d;
    p.foldedBiases[o] = p.biases[o] - quotient;
  }
}

// N43: mw
float weightMultiplier(const std::vector<float> &weights) {
  std::array<int64_t, 32> counts{};
  for (float w : weights)
    for (int j = 0; j < 32; ++j)
      if (w >= std::ldexp(1.0f, j - 16) && w < std::ldexp(1.0f, j - 15))
        ++counts[j];
  int best = 0;
  int64_t most = -1;
  for (int j = 0; j <= 24; ++j) {
    int64_t sum = 0;
    for (int k = j; k < j + 8; ++k)
      sum += counts[k];
    if (sum > most) {
      most = sum;
      best = j;
    }
  }
  return std::ldexp(1.0f, 16 - best) / 4;
}

} // namespace

void deriveLight(const Layer &layer, Parameters &p) {
  fold(layer, p);
  p.quantized = layer.inputMultiplier != 0;
  if (!p.quantized)
    return;
  for (const std::vector<float> *values : {&p.foldedWeights, &p.foldedBiases})
    for (float value : *values)
      if (!std::isfinite(value))
        throw Error("a weight or a bias is not a finite number");
  float mw = weightMultiplier(p.foldedWeights);
  if (layer.weightScales[0] != 1 / mw)
    throw Error("the weight scale is not that of N43, " +
                std::to_string(1 / mw));
  for (float w : p.foldedWeights) {
    float whole = std::trunc(w * mw);
    p.qWeights.push_back(
        static_cast<int32_t>(std::clamp(whole, -127.0f, 127.0f)));
  }
  float product = layer.inputMultiplier * mw;
  p.hybridScales = {32 / product};
  p.hybridBiases = p.foldedBiases;
}

} // namespace oracle
