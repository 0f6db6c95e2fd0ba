// SPDX-License-Identifier: Apache-2.0
// The network and the system variables as .net and .sys state them (net.md,
// sys.md).
#ifndef ORACLE_NETWORK_H
#define ORACLE_NETWORK_H

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace oracle {

struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Quantization {
  int width = 0;
  float scale = 0;
  int zero = 0;

  int min() const { return -(1 << (width - 1)); }
  int max() const { return (1 << (width - 1)) - 1; }
  bool operator==(const Quantization &) const = default;
};
using MaybeQuantization = std::optional<Quantization>;

struct Shape {
  int64_t c = 0, h = 0, w = 0;
  int64_t elements() const { return c * h * w; }
  bool operator==(const Shape &) const = default;
};

enum class Kind { Convolutional, MaxPool, Route, Upsample, Yolo };
// Ordered: a ceiling limits a run's mode by taking the smaller of the two.
enum class Mode { Float, Hybrid, Int };
enum class Arithmetic { PJReddie, AlexeyAB };

struct Layer {
  Kind kind = Kind::Route;
  int index = 0;
  std::string name;
  std::vector<int> inputs;
  Shape shape;
  MaybeQuantization quantization;
  int scaleGroup = 0;
  Mode ceiling = Mode::Float;
  // convolutional, maxpool, upsample
  int64_t filters = 0, size = 0, stride = 1, pad = 0, groups = 1;
  bool batchNormalize = false, leaky = false, biasCorrection = false;
  int weightBits = 0;              // 0: none
  std::vector<float> weightScales; // empty: none; else one per filter
  int64_t padding = 0;
  // yolo
  int64_t classes = 0;
  std::vector<int> mask;
  std::vector<float> anchors;
};

struct Network {
  std::string name;
  Arithmetic arithmetic = Arithmetic::PJReddie;
  Shape picture;
  MaybeQuantization quantization;
  std::vector<Layer> layers;

  // -1 is the picture.
  const Shape &shapeOf(int index) const {
    return index < 0 ? picture : layers[index].shape;
  }
  const MaybeQuantization &quantizationOf(int index) const {
    return index < 0 ? quantization : layers[index].quantization;
  }
};

enum class Rounding { HalfUp, HalfAway, HalfEven, TowardZero, Floor };
enum class LeakyForm { Multiplier, N256, Shift };

struct System {
  Rounding rounding = Rounding::HalfUp;
  bool wrap = false, perAdd = false;
  LeakyForm leaky = LeakyForm::Multiplier;
  int accumulatorBits = 0, wideAccumulatorBits = 0;
  int biasBits = 0, wideBiasBits = 0;
  int multiplierBits = 0, wideMultiplierBits = 0;
  int maxShift = 0;
};

Network parseNetwork(const std::string &text);
System parseSystem(const std::string &text);

} // namespace oracle

#endif
