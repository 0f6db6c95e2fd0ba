// SPDX-License-Identifier: Apache-2.0
// The network and the system variables as .net and .sys state them (net.md,
// sys.md).
#ifndef ORACLE_NETWORK_H
#define ORACLE_NETWORK_H

#include "Axis.h"

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

enum class Kind {
  Convolutional,
  Connected,
  Local,
  MaxPool,
  AvgPool,
  Route,
  Shortcut,
  Multiply,
  Upsample,
  Reorg,
  Crop,
  Dropout,
  Activation,
  Constant,
  Strided,
  Pad,
  Resize,
  Reduce,
  Binary,
  Lrn,
  InstanceNorm,
  // The host layers (N16) are last.
  ArgMax,
  Softmax,
  Cost,
  Yolo,
  Region,
  Detection,
  Yolox
};
// Ordered: a ceiling limits a run's mode by taking the smaller of the two.
enum class Mode { Float, Hybrid, Int };
enum class Arithmetic { PJReddie, AlexeyAB, Yolo2Light, Onnx };

enum class Activation {
  Linear,
  Leaky,
  Relu,
  Relu6,
  Relie,
  Ramp,
  LeakyRelu,
  Clip,
  // From here on by table (N28).
  Logistic,
  Loggy,
  Tanh,
  Elu,
  Selu,
  Hardtan,
  Lhtan,
  Plse,
  Stair,
  Swish,
  Mish,
  HardMish,
  Gelu,
  Affine,
  HardSigmoid,
  HardSwish,
  Softplus,
  Softsign,
  ThresholdedRelu,
  Exp,
  Log,
  Sqrt,
  Abs,
  Reciprocal,
  Pow
};

// What [reduce] and [binary] do.
enum class Operation { Mean, Sum, Max, Min, Sub, Div, Pow };
enum class PadMode { Constant, Edge, Reflect };
enum class ResizeMode { Nearest, Linear, Cubic };
enum class Coordinates {
  HalfPixel,
  PytorchHalfPixel,
  AlignCorners,
  Asymmetric,
  TfCropAndResize,
  HalfPixelSymmetric,
  TfHalfPixelForNn
};
enum class Nearest { PreferFloor, PreferCeil, Floor, Ceil };

// [resize], N59.
struct Resize {
  ResizeMode mode = ResizeMode::Nearest;
  Coordinates coordinates = Coordinates::HalfPixel;
  float scale = 1, scaleX = 1;
  Nearest rounding = Nearest::PreferFloor;
  float cubicA = -0.75f;
  bool excludeOutside = false;
  std::vector<float> roi; // start and end of rows, then of columns
  float extrapolation = 0;
};

struct Layer {
  Kind kind = Kind::Route;
  int index = 0;
  std::string name;
  std::vector<int> inputs;
  Shape shape;
  MaybeQuantization quantization, preactivation;
  int scaleGroup = 0;
  Mode ceiling = Mode::Float;
  Activation activation = Activation::Linear;
  std::optional<float> alpha, beta; // N54
  // Layers with weights and layers with windows. A connected layer has its
  // outputs as filters, and is the convolution of a 1 x 1 map (N29).
  int64_t filters = 0, groups = 1;
  Axis rows, columns;
  bool batchNormalize = false, biasCorrection = false;
  int weightBits = 0;              // 0: none
  std::vector<float> weightScales; // empty: none; else one per filter
  float inputMultiplier = 0;       // N44; 0: none
  float epsilon = 0;               // N52; instance_norm
  bool windowed = false;           // avgpool: not of the whole map
  bool countPads = false;          // avgpool
  int64_t stride = 1;              // upsample, reorg
  int64_t groupId = 0;             // route
  int64_t outer = 1;               // route, argmax
  int64_t extra = 0;               // reorg
  bool spaceToDepth = false;       // reorg
  bool noAdjust = false;           // crop
  float temperature = 1;           // softmax
  int64_t inner = 1;               // softmax, argmax
  bool log = false;                // softmax
  bool last = false;               // argmax
  // Views: the dimensions of strided, pad and reduce.
  std::vector<int64_t> dims;
  std::vector<int64_t> steps;         // strided
  int64_t offset = 0;                 // strided
  std::vector<int64_t> before, after; // pad
  PadMode padMode = PadMode::Constant;
  float value = 0;       // pad
  std::vector<int> axes; // reduce: 1 where a dimension vanishes
  Operation operation = Operation::Mean;
  Resize resize;
  int64_t batch = 1, size = 1; // lrn
  float bias = 0;              // lrn; its alpha and beta are those above
  // yolo, region, detection, yolox
  int64_t classes = 0, side = 0, num = 0;
  std::vector<int> strides; // yolox
  std::vector<int> mask;
  std::vector<float> anchors;
  float scaleXY = 1;
  bool newCoords = false, softmax = false;

  bool hasWeights() const { return kind <= Kind::Local; }
  bool isHost() const { return kind >= Kind::ArgMax; }
  // N16, N61, N64: whatever the ceiling says.
  bool runsInFloat() const {
    return isHost() || kind == Kind::Lrn || kind == Kind::InstanceNorm ||
           (kind == Kind::Binary &&
            (operation == Operation::Div || operation == Operation::Pow));
  }
  bool hasTable() const { return activation >= Activation::Logistic; }
  // N6: linear and table activations need no second multiplier.
  bool hasNegative() const {
    return activation != Activation::Linear && activation != Activation::Clip &&
           !hasTable();
  }
  // N27, N28: what N12 clamps to. Only where the output is quantized.
  const Quantization &target() const {
    return preactivation ? *preactivation : *quantization;
  }
};

// [output], N65.
struct Output {
  std::string name;
  int layer = -1;
  std::vector<int64_t> dims; // empty: a scalar
};

struct Network {
  std::string name;
  Arithmetic arithmetic = Arithmetic::PJReddie;
  Shape picture;
  MaybeQuantization quantization;
  std::vector<Layer> layers;
  std::string inputName; // empty: none
  std::vector<int64_t> inputDims;
  std::vector<Output> outputs;

  // -1 is the picture.
  const Shape &shapeOf(int index) const {
    return index < 0 ? picture : layers[index].shape;
  }
  const MaybeQuantization &quantizationOf(int index) const {
    return index < 0 ? quantization : layers[index].quantization;
  }
  // The input of a layer with weights as its filters see it.
  Shape filteredShape(const Layer &layer) const {
    Shape in = shapeOf(layer.inputs[0]);
    return layer.kind == Kind::Connected ? Shape{in.elements(), 1, 1} : in;
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
  int tableBits = 12;
};

// N50: the product of dimensions, at most 2^31 (which no tensor has), and the
// shape that a tensor of these dimensions has.
int64_t productOf(const std::vector<int64_t> &dims);
Shape shapeOfDims(const std::vector<int64_t> &dims);

Network parseNetwork(const std::string &text);
System parseSystem(const std::string &text);

// Whether a layer's shape, quantization and number of inputs are what net.md
// and the layer's own formula allow; says what is wrong otherwise.
void checkLayer(const Network &network, const Layer &layer);

} // namespace oracle

#endif
