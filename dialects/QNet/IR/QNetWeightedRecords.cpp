// SPDX-License-Identifier: Apache-2.0
// The records with weights: what each demands by itself, and its shape.
#include "RecordChecks.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallVector.h"

#include <cmath>
#include <limits>

using namespace qsim::qnet;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

namespace {

/// `convolutional_C3` for the constraint "C3" of a convolutional record.
std::string numbered(RecordOpInterface record, llvm::StringRef constraint) {
  return (record.getSection() + "_" + constraint).str();
}

/// C3 and C4. `channels` is how many filters or outputs there are, `key` what
/// they are called.
template <typename Op>
LogicalResult verifyWeightScales(Op op, llvm::StringRef key, uint32_t channels,
                                 bool quantized) {
  const std::string c3 = numbered(op, "C3");
  const std::optional<uint32_t> bits = op.getWeightBits();
  const auto scales = op.getWeightScales();
  if (bits.has_value() != scales.has_value())
    return op.emitOpError(c3)
           << ": weight_bits and weight_scales are given together or not at "
              "all";
  if (bits.has_value() != quantized)
    return op.emitOpError(numbered(op, "C4"))
           << ": weights are quantized exactly if the output is";
  if (!bits)
    return success();
  if (*bits < 2 || *bits > 16)
    return op.emitOpError(c3)
           << ": weight_bits is " << *bits << ", wanted 2 to 16";
  if (scales->size() != 1 && scales->size() != channels)
    return op.emitOpError(c3)
           << ": has " << scales->size() << " weight scales, wanted 1 or "
           << channels << ", the number of " << key;
  for (float scale : *scales)
    if (!std::isfinite(scale) || scale <= 0)
      return op.emitOpError(c3) << ": a weight scale is " << scale
                                << ", wanted positive finite numbers";
  return success();
}

/// C5: which parameters there are.
template <typename Op>
LogicalResult verifyPresence(Op op, bool batchNormalize) {
  const llvm::SmallVector<Parameter> parameters = op.getParameters();
  const bool any = op.getWeightsAttr() || op.getBiasesAttr();
  for (const Parameter &parameter : parameters) {
    bool wanted = any && batchNormalize; // scales, mean, variance
    if (parameter.name == "weights" || parameter.name == "biases")
      wanted = any;
    else if (parameter.name == "bias_delta")
      wanted = any && op.getBiasCorrection();
    const bool given = parameter.values != nullptr;
    if (given != wanted)
      return op.emitOpError(numbered(op, "C5"))
             << ": " << parameter.name << (given ? " is given" : " is missing");
  }
  return success();
}

/// C6: `weights` and `others` are the shapes of the parameters.
LogicalResult verifyShapes(RecordOpInterface record,
                           llvm::ArrayRef<int64_t> weights,
                           llvm::ArrayRef<int64_t> others) {
  const auto f32 = mlir::Float32Type::get(record.getContext());
  for (const Parameter &parameter : record.getParameters()) {
    const bool areWeights = parameter.name == "weights";
    const auto wanted =
        mlir::RankedTensorType::get(areWeights ? weights : others, f32);
    if (parameter.values && parameter.values.getType() != wanted)
      return record->emitOpError(numbered(record, "C6"))
             << ": " << parameter.name << (areWeights ? " are " : " is ")
             << parameter.values.getType() << ", wanted " << wanted;
  }
  return success();
}

/// The last constraint of C2: every index of a weight is a 32-bit integer.
LogicalResult verifyWeightCount(RecordOpInterface record,
                                llvm::ArrayRef<int64_t> weights) {
  int64_t room = std::numeric_limits<int32_t>::max();
  for (int64_t extent : weights)
    room /= extent;
  if (room > 0)
    return success();
  return record->emitOpError(numbered(record, "C2"))
         << ": has 2^31 weights or more";
}

/// What all three kinds check when the shapes around them are known.
LogicalResult verifyWeights(RecordOpInterface record,
                            llvm::ArrayRef<int64_t> weights,
                            llvm::ArrayRef<int64_t> others) {
  if (failed(verifyWeightCount(record, weights)))
    return failure();
  return verifyShapes(record, weights, others);
}

LogicalResult verifyInputMultiplier(ConvolutionalOp op) {
  const std::optional<llvm::APFloat> multiplier = op.getInputMultiplier();
  if (!multiplier)
    return success();
  if (failed(requirePositive(op, "input_multiplier",
                             multiplier->convertToFloat(), "convolutional_C8")))
    return failure();
  if (op.getQuantizationAttr() || op.getWeightBits() != 8u ||
      op.getWeightScales()->size() != 1)
    return op.emitOpError("convolutional_C8: an input multiplier comes with "
                          "weights of 8 bits and one scale, and with an output "
                          "that is not quantized");
  int exponent = 0;
  const float scale = op.getWeightScales()->front();
  if (std::frexp(scale, &exponent) != 0.5f)
    return op.emitOpError("convolutional_C8: the weight scale beside an input "
                          "multiplier is ")
           << scale << ", wanted a power of two";
  return success();
}

template <typename Op> LogicalResult verifyWindow(Op op) {
  const std::string c1 = numbered(op, "C1");
  return success(
      succeeded(requireOneInput(op, c1)) &&
      succeeded(requireAtLeast(op, "filters", op.getFilters(), 1, c1)) &&
      succeeded(requireAtLeast(op, "size", op.getSize(), 1, c1)) &&
      succeeded(requireAtLeast(op, "stride", op.getStride(), 1, c1)) &&
      succeeded(requireAtLeast(op, "pad", op.getPad(), 0, c1)));
}

template <typename Op> WindowAttr squareWindowOf(Op op) {
  return squareWindow(op.getContext(), op.getSize(), op.getStride(),
                      2 * static_cast<int64_t>(op.getPad()));
}

FailureOr<Shape> placesOf(RecordOpInterface op, WindowAttr window,
                          int32_t filters, const Shape &input) {
  return slideWindow(op, window, false, filters, input, numbered(op, "C2"));
}

/// C10 and C7.
template <typename Op> LogicalResult verifyActivation(Op op) {
  if (failed(requireParameters(op, op.getActivation(), op.getAlphaAttr(),
                               op.getBetaAttr(), numbered(op, "C10"))))
    return failure();
  return requirePreactivation(op, op.getActivation(), op.getPreactivationAttr(),
                              numbered(op, "C7"));
}

/// C11.
template <typename Op> LogicalResult verifyEpsilon(Op op) {
  const std::optional<llvm::APFloat> epsilon = op.getEpsilon();
  if (!epsilon ||
      (epsilon->isFinite() && !epsilon->isNegative() && op.getBatchNormalize()))
    return success();
  return op.emitOpError(numbered(op, "C11"))
         << ": epsilon is " << epsilon->convertToFloat()
         << ", wanted a finite number >= 0, with batch_normalize only";
}

} // namespace

LogicalResult ConvolutionalOp::verify() {
  if (failed(verifyWindow(*this)) ||
      failed(requireAtLeast(*this, "groups", getGroups(), 1,
                            "convolutional_C1")) ||
      failed(
          verifyWeightScales(*this, "filters", getFilters(),
                             getQuantizationAttr() || getInputMultiplier())) ||
      failed(verifyPresence(*this, getBatchNormalize())) ||
      failed(verifyInputMultiplier(*this)) ||
      failed(requireRows(*this, getWindowAttr(), getSize(), getStride(),
                         getPad(), true, "convolutional_C9")) ||
      failed(verifyEpsilon(*this)))
    return failure();
  return verifyActivation(*this);
}

FailureOr<Shape> ConvolutionalOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const int32_t channels = inputs.front()[0];
  const int32_t groups = getGroups(), filters = getFilters();
  const WindowAttr window =
      getWindowAttr() ? getWindowAttr() : squareWindowOf(*this);
  if (channels % groups || filters % groups)
    return emitOpError("convolutional_C2: ")
           << "groups is " << groups << ", wanted a divisor of " << channels
           << " input channels and " << filters << " filters";
  if (failed(verifyWeights(
          *this,
          {filters, channels / groups, window.getSizeY(), window.getSizeX()},
          {filters})))
    return failure();
  return placesOf(*this, window, filters, inputs.front());
}

LogicalResult ConnectedOp::verify() {
  if (failed(requireOneInput(*this, "connected_C1")) ||
      failed(
          requireAtLeast(*this, "outputs", getOutputs(), 1, "connected_C1")) ||
      failed(verifyWeightScales(*this, "outputs", getOutputs(),
                                getQuantizationAttr() != nullptr)) ||
      failed(verifyPresence(*this, getBatchNormalize())) ||
      failed(verifyEpsilon(*this)))
    return failure();
  return verifyActivation(*this);
}

FailureOr<Shape> ConnectedOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const auto [channels, height, width] = inputs.front();
  const int32_t outputs = getOutputs();
  const int64_t values = int64_t{channels} * height * width;
  if (failed(verifyWeights(*this, {outputs, values}, {outputs})))
    return failure();
  return Shape{outputs, 1, 1};
}

LogicalResult LocalOp::verify() {
  if (failed(verifyWindow(*this)) ||
      failed(verifyWeightScales(*this, "filters", getFilters(),
                                getQuantizationAttr() != nullptr)) ||
      failed(verifyPresence(*this, false)))
    return failure();
  return verifyActivation(*this);
}

FailureOr<Shape> LocalOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const FailureOr<Shape> shape =
      placesOf(*this, squareWindowOf(*this), getFilters(), inputs.front());
  if (failed(shape))
    return failure();
  const int64_t places = int64_t{(*shape)[1]} * (*shape)[2];
  const int32_t filters = getFilters(), size = getSize();
  if (failed(verifyWeights(*this,
                           {places, filters, inputs.front()[0],
                            static_cast<int64_t>(size) * size},
                           {filters, places})))
    return failure();
  return shape;
}

// The interface's view of what the attributes hold.

llvm::SmallVector<Parameter> ConvolutionalOp::getParameters() {
  return {{"weights", getWeightsAttr()},   {"biases", getBiasesAttr()},
          {"scales", getScalesAttr()},     {"mean", getMeanAttr()},
          {"variance", getVarianceAttr()}, {"bias_delta", getBiasDeltaAttr()}};
}

llvm::SmallVector<Parameter> ConnectedOp::getParameters() {
  return {{"weights", getWeightsAttr()},   {"biases", getBiasesAttr()},
          {"scales", getScalesAttr()},     {"mean", getMeanAttr()},
          {"variance", getVarianceAttr()}, {"bias_delta", getBiasDeltaAttr()}};
}

llvm::SmallVector<Parameter> LocalOp::getParameters() {
  return {{"weights", getWeightsAttr()},
          {"biases", getBiasesAttr()},
          {"bias_delta", getBiasDeltaAttr()}};
}

bool ConvolutionalOp::demandsQuantizedInputs() { return false; }
bool ConnectedOp::demandsQuantizedInputs() { return false; }
bool LocalOp::demandsQuantizedInputs() { return false; }

QuantAttr ConvolutionalOp::getTableIndex(QuantAttr) {
  return getPreactivationAttr();
}
QuantAttr ConnectedOp::getTableIndex(QuantAttr) {
  return getPreactivationAttr();
}
QuantAttr LocalOp::getTableIndex(QuantAttr) { return getPreactivationAttr(); }
