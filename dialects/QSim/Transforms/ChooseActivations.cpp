// SPDX-License-Identifier: Apache-2.0
// The quantization of the picture and of the layers' outputs.
#include "Network.h"
#include "Request.h"
#include "ScaleChoice.h"

#include "qsim/Calibration/MethodNames.h"
#include "qsim/Calibration/PowerOfTwo.h"
#include "qsim/Support/Numbers.h"

#include <cmath>

using namespace mlir;
using namespace qsim;

namespace {

// At 8 bits the steps of a head's logits are too coarse if all of its range is
// kept; beyond +-12 the logistic function is flat to 6e-6.
constexpr double headCap = 12;
constexpr int narrowWidth = 8;

// Where a stand-alone choice has no histogram to search: how it is named.
std::string describe(const TensorChoice &choice) {
  std::string method = choice.given ? "given" : methodName(choice.method);
  std::string text = "scale " + scaleText(choice.scale);
  if (choice.zeroPoint != 0)
    text += ", zero point " + std::to_string(choice.zeroPoint);
  return text + ", " + std::to_string(choice.bits) + " bits, " + method +
         ", KL " + formatFixed(choice.divergence, 4) + ", saturates " +
         formatFixed(100 * choice.saturation, 3) + " %";
}

} // namespace

const Histogram &ActivationChooser::histogramOf(Value tensor) const {
  StringRef name = producerName(tensor);
  return statistics.find({name.data(), name.size()})->histogram;
}

bool ActivationChooser::onlyHostReads(Value owner) const {
  bool read = false;
  for (Value member : groups.membersOf(owner))
    for (Operation *user : member.getUsers()) {
      auto layer = dyn_cast<LayerOpInterface>(user);
      if (!layer)
        continue; // returned: read by nobody inside
      bool isMember = layer->getNumResults() == 1 &&
                      groups.ownerOf(layer->getResult(0)) == owner;
      if (isMember)
        continue;
      if (!layer.isHostLayer())
        return false;
      read = true;
    }
  return read;
}

// The picture holds 0..1. As a power of two the largest value may saturate.
float ActivationChooser::imageScale(const TensorChoice &choice) const {
  double steps = std::ldexp(1.0, choice.bits - 1) - 1 - choice.zeroPoint;
  if (choice.grid == ScaleGrid::PowerOfTwo)
    return static_cast<float>(powerOfTwoAtLeast(1 / (steps + 1)));
  return static_cast<float>(1 / std::max(steps, 1.0));
}

// The largest range of the inputs; of equal widths that is the largest scale.
float ActivationChooser::concatScale(ConcatOp concat,
                                     const TensorChoice &choice) const {
  double largest = 0;
  for (Value input : concat.getInputs()) {
    qsimrt_quant quant = toQuant(elementTypeOf(input));
    largest =
        std::max(largest, std::ldexp(double(quant.scale), quant.bits - 1));
  }
  double scale = std::ldexp(largest, 1 - choice.bits);
  if (choice.grid == ScaleGrid::PowerOfTwo)
    scale = powerOfTwoAtLeast(scale);
  return static_cast<float>(scale);
}

FailureOr<ActivationRequest>
ActivationChooser::searchRequest(Value owner, const TensorChoice &choice,
                                 bool isHead, bool methodIsAsked) {
  ActivationRequest request{choice.method, choice.grid, settings.form,
                            choice.bits, choice.zeroPoint};
  if (isHead && choice.bits <= narrowWidth)
    request.cap = headCap;
  // Wide integers can afford the whole range.
  if (!methodIsAsked && choice.bits > narrowWidth) {
    if (choice.method == ThresholdMethod::Log2)
      request.form = Log2Form::NonOverflow;
    else
      request.method = ThresholdMethod::MinMax;
  }
  if (request.method == ThresholdMethod::KL && choice.zeroPoint != 0)
    return emitError(owner.getLoc())
           << "layer \"" << producerName(owner) << "\": zero point "
           << choice.zeroPoint
           << " with method kl; wanted method minmax or mse, or zero point 0";
  return request;
}

FailureOr<TensorChoice> ActivationChooser::decide(Value owner) {
  FailureOr<ActivationOverride> asked = activationRequest(owner);
  if (failed(asked))
    return failure();
  bool isImage = isa<BlockArgument>(owner);
  bool isHead = !isImage && onlyHostReads(owner);
  TensorChoice choice;
  choice.bits = asked->width.value_or(isHead ? settings.headWidth
                                             : settings.activationWidth);
  choice.zeroPoint = asked->zeroPoint.value_or(0);
  choice.method = asked->method.value_or(settings.method);
  choice.grid = asked->grid.value_or(asked->method == ThresholdMethod::Log2
                                         ? ScaleGrid::PowerOfTwo
                                         : settings.grid);
  if (choice.method == ThresholdMethod::Log2) {
    if (choice.grid == ScaleGrid::Any && asked->method)
      return emitError(owner.getLoc())
             << "layer \"" << producerName(owner)
             << "\": method log2 with scale any; wanted scale log2";
    if (choice.grid == ScaleGrid::Any) // asked for any scale under log2
      choice.method = ThresholdMethod::MinMax;
  }
  int64_t half = int64_t(1) << (choice.bits - 1);
  if (choice.zeroPoint < -half || choice.zeroPoint >= half)
    return emitError(owner.getLoc())
           << "layer \"" << producerName(owner) << "\": zero point "
           << choice.zeroPoint << " with " << choice.bits
           << " bits; wanted one in " << -half << ".." << half - 1;

  const Histogram &histogram = histogramOf(owner);
  auto concat = owner.getDefiningOp<ConcatOp>();
  std::optional<float> fixed = asked->scale;
  choice.given = fixed.has_value();
  if (!fixed && !asked->method) {
    if (isImage)
      fixed = imageScale(choice);
    else if (concat && concat.getInputs().size() > 1)
      fixed = concatScale(concat, choice);
    if (fixed)
      choice.method = ThresholdMethod::MinMax;
  }
  ActivationChoice found;
  if (fixed) {
    found = judgeScale(histogram, *fixed, choice.bits, choice.zeroPoint);
  } else {
    FailureOr<ActivationRequest> request =
        searchRequest(owner, choice, isHead, asked->method.has_value());
    if (failed(request))
      return failure();
    choice.method = request->method;
    found = chooseScale(histogram, *request);
  }
  choice.scale = found.scale;
  choice.threshold = found.threshold;
  choice.divergence = found.divergence;
  choice.error = found.error;
  choice.saturation = found.saturation;
  return choice;
}

LogicalResult ActivationChooser::choose(Value owner) {
  FailureOr<TensorChoice> choice = decide(owner);
  if (failed(choice))
    return failure();
  Type elements = activationType(
      owner.getContext(), {choice->bits, choice->scale, choice->zeroPoint});
  for (Value member : groups.membersOf(owner))
    setElements(member, elements);
  StringRef name = producerName(owner);
  const Histogram &histogram = histogramOf(owner);
  if (histogram.zeros() == histogram.total())
    remarkChoice(owner.getLoc(), name,
                 name.str() + ": only zeros were seen; the range is taken as "
                              "+-2^-20");
  remarkChoice(owner.getLoc(), name, name.str() + ": " + describe(*choice));
  choices[owner] = *choice;
  return success();
}

void ActivationChooser::report(func::FuncOp network,
                               CalibrationRecord &record) const {
  llvm::StringMap<Value> tensors;
  tensors["image"] = network.getArgument(0);
  for (LayerOpInterface layer : layersOf(network))
    if (!layer.isHostLayer())
      tensors[layer.getLayerName()] = layer->getResult(0);
  for (TensorRecord &tensor : record.tensors) {
    Value value = tensors.lookup(tensor.name);
    tensor.choice.reset();
    tensor.sharesWith.clear();
    if (!value)
      continue;
    Value owner = groups.ownerOf(value);
    if (owner == value)
      tensor.choice = choices.lookup(owner);
    else
      tensor.sharesWith = producerName(owner).str();
  }
}
