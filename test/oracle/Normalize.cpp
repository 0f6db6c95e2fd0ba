// SPDX-License-Identifier: Apache-2.0
// Local response and instance normalization (N64).
#include "Activation.h"
#include "Runner.h"

#include <cmath>

namespace oracle {

void Runner::lrn(const Layer &layer, Tensor &out) const {
  std::vector<float> input = realsOf(layer.inputs[0]);
  int64_t channels = layer.shape.c / layer.batch;
  int64_t places = layer.shape.h * layer.shape.w;
  double factor = double(*layer.alpha) / static_cast<double>(layer.size);
  for (int64_t b = 0; b < layer.batch; ++b)
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t place = 0; place < places; ++place) {
        auto at = [&](int64_t channel) {
          return (b * channels + channel) * places + place;
        };
        int64_t first = std::max<int64_t>(0, c - (layer.size - 1) / 2);
        int64_t last = std::min(channels - 1, c + layer.size / 2);
        double sum = 0;
        for (int64_t channel = first; channel <= last; ++channel) {
          double x = double(input[at(channel)]);
          sum = sum + x * x;
        }
        double base = double(layer.bias) + factor * sum;
        double divisor = powerOf(base, double(*layer.beta), true);
        out.reals[at(c)] = static_cast<float>(double(input[at(c)]) / divisor);
      }
}

void Runner::instanceNorm(const Layer &layer, Tensor &out) const {
  const Parameters &p = of(layer);
  std::vector<float> input = realsOf(layer.inputs[0]);
  int64_t places = layer.shape.h * layer.shape.w;
  double count = static_cast<double>(places);
  for (int64_t c = 0; c < layer.shape.c; ++c) {
    const float *x = input.data() + c * places;
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < places; ++i)
      sum = sum + double(x[i]);
    double mean = sum / count;
    for (int64_t i = 0; i < places; ++i) {
      double distance = double(x[i]) - mean;
      squares = squares + distance * distance;
    }
    double root = std::sqrt(squares / count + double(layer.epsilon));
    for (int64_t i = 0; i < places; ++i) {
      double product = double(p.scales[c]) * (double(x[i]) - mean);
      double y = product / root + double(p.biases[c]);
      out.reals[c * places + i] = static_cast<float>(y);
    }
  }
}

} // namespace oracle
