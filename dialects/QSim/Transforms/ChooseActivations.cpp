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

// At 8 bits the steps of a yolo head's logits are too coarse if all of its
// range is kept; beyond +-12 the logistic function is flat to 6e-6.
constexpr double logisticCap = 12;
constexpr int narrowWidth = 8;

// Where a stand-alone choice has no histogram to search: how it is named.
std::string describe(const TensorChoice &choice) {
  std::string method = choice.given        ? "given"
                       : choice.fromInputs ? "from its inputs"
                                           : methodName(choice.method);
  if (!choice.given && !choice.fromInputs &&
      choice.method == ThresholdMethod::Percentile)
    method += " " + formatDouble(choice.percentile);
  std::string text = "scale " + scaleText(choice.scale);
  if (choice.zeroPoint != 0)
    text += ", zero point " + std::to_string(choice.zeroPoint);
  return text + ", " + std::to_string(choice.bits) + " bits, " + method +
         ", KL " + formatFixed(choice.divergence, 4) + ", saturates " +
         formatFixed(100 * choice.saturation, 3) + " %";
}

void take(TensorChoice &choice, const ActivationChoice &found) {
  choice.scale = found.scale;
  choice.zeroPoint = found.zeroPoint;
  choice.threshold = found.threshold;
  choice.divergence = found.divergence;
  choice.error = found.error;
  choice.saturation = found.saturation;
}

// Functions that are flat beyond +-12.
bool isBounded(ActivationKind kind) {
  return kind == ActivationKind::Logistic || kind == ActivationKind::Loggy ||
         kind == ActivationKind::Tanh || kind == ActivationKind::Hardtan;
}

// Constants beyond that, compared to all other values, stand for an infinity:
// nobody wants their value.
constexpr double farthestConstant = 8;

// Whether a layer that keeps the scale of its input may write values that its
// input does not reach.
bool mayExceed(Value member) {
  if (auto resize = member.getDefiningOp<ResizeOp>())
    return resize.getMode() == ResizeMode::Cubic ||
           !resize.getExtrapolation().isZero();
  auto pad = member.getDefiningOp<PadOp>();
  return pad && pad.getMode() == PadMode::Constant && !pad.getValue().isZero();
}

double reachOf(const Histogram &histogram) {
  return std::max(std::abs(double(histogram.minimum())),
                  std::abs(double(histogram.maximum())));
}

} // namespace

const Histogram &ActivationChooser::seenOf(Value tensor) const {
  StringRef name = producerName(tensor);
  return statistics.find({name.data(), name.size()})->histogram;
}

// Of the owner, and of members that go beyond it: their values need the scale,
// too.
Histogram ActivationChooser::histogramOf(Value owner) const {
  const Histogram &own = seenOf(owner);
  Histogram all = own;
  for (Value member : groups.membersOf(owner)) {
    if (member == owner || !mayExceed(member))
      continue;
    const Histogram &seen = seenOf(member);
    const bool exceeds =
        seen.minimum() < own.minimum() || seen.maximum() > own.maximum();
    if (exceeds && reachOf(seen) <= farthestConstant * reachOf(own))
      all.merge(seen);
  }
  return all;
}

ActivationChooser::Readers ActivationChooser::readersOf(Value owner) {
  const auto known = knownReaders.find(owner);
  if (known != knownReaders.end())
    return known->second;
  const Readers found = findReaders(owner);
  knownReaders[owner] = found;
  return found;
}

ActivationChooser::Readers ActivationChooser::findReaders(Value owner) {
  bool read = false, onlyYolo = true;
  for (Value member : groups.membersOf(owner)) {
    if (llvm::is_contained(outputs, member)) {
      read = true;
      onlyYolo = false;
    }
    for (Operation *user : member.getUsers()) {
      auto layer = dyn_cast<LayerOpInterface>(user);
      if (!layer)
        continue; // returned: read by nobody inside
      bool isMember = layer->getNumResults() == 1 &&
                      groups.ownerOf(layer->getResult(0)) == owner;
      if (isMember)
        continue;
      // What a concatenation for the host drops, nobody gets back.
      auto concat = dyn_cast<ConcatOp>(user);
      const Readers behind =
          concat ? readersOf(groups.ownerOf(concat.getOutput()))
                 : Readers{hostSide.isFloat(layer), isa<YoloOp>(user)};
      if (!behind.onlyHosts)
        return {};
      read = true;
      onlyYolo &= behind.onlyYoloHeads;
    }
  }
  return {read, read && onlyYolo};
}

// What any picture holds; tensors may hold anything, and have the range that
// was seen.
Range ActivationChooser::imageRange(Value image) const {
  const Histogram seen = histogramOf(image);
  if (seen.minimum() >= picture.minimum && seen.maximum() <= picture.maximum)
    return picture;
  return {std::min(0.0, double(seen.minimum())),
          std::max(0.0, double(seen.maximum()))};
}

// As a power of two the largest value may saturate.
AffineGrid ActivationChooser::imageGrid(Value image,
                                        const TensorChoice &choice) const {
  const auto [low, high] = imageRange(image);
  if (choice.symmetry == Symmetry::Asymmetric)
    return affineGrid(low, high, choice.bits);
  const double half = std::ldexp(1.0, choice.bits - 1);
  const double above = std::max(half - 1 - choice.zeroPoint, 1.0);
  const double below = std::max(half + choice.zeroPoint, 1.0);
  double scale =
      choice.grid == ScaleGrid::PowerOfTwo
          ? powerOfTwoAtLeast(std::max(high / (above + 1), -low / below))
          : std::max(high / above, -low / below);
  return {static_cast<float>(scale), choice.zeroPoint};
}

// The largest range of the inputs; of equal widths that is the largest scale.
// It is free to copy, but may cut off what another input reaches: an
// asymmetric result takes the range of all inputs where that has less error.
AffineGrid ActivationChooser::concatGrid(ConcatOp concat,
                                         const TensorChoice &choice) const {
  double half = std::ldexp(1.0, choice.bits - 1);
  double longest = 0, reach = 0, low = 0, high = 0;
  AffineGrid widest{};
  for (Value input : concat.getInputs()) {
    qsimrt_quant quant = toQuant(elementTypeOf(input));
    double inputHalf = std::ldexp(1.0, quant.bits - 1), scale = quant.scale;
    double inputLow = scale * (-inputHalf - quant.zero_point);
    double inputHigh = scale * (inputHalf - 1 - quant.zero_point);
    low = std::min(low, inputLow);
    high = std::max(high, inputHigh);
    // Of a symmetric grid that is scale * 2^(bits - 1), whatever the width.
    longest = std::max(
        longest, quant.zero_point == 0
                     ? scale * inputHalf
                     : std::max(-inputLow, inputHigh * half / (half - 1)));
    if (scale * inputHalf > reach) {
      reach = scale * inputHalf;
      widest = quant.bits == choice.bits
                   ? AffineGrid{quant.scale, quant.zero_point}
                   : affineGrid(inputLow, inputHigh, choice.bits);
    }
  }
  const Histogram histogram = histogramOf(concat.getOutput());
  if (!(histogram == seenOf(concat.getOutput()))) {
    const double least = histogram.minimum(), most = histogram.maximum();
    low = std::min(low, least);
    high = std::max(high, most);
    longest = std::max({longest, -least, most * half / (half - 1)});
  }
  if (choice.symmetry == Symmetry::Asymmetric) {
    AffineGrid all = affineGrid(low, high, choice.bits);
    double error =
        judgeScale(histogram, all.scale, choice.bits, all.zeroPoint).error;
    double kept =
        judgeScale(histogram, widest.scale, choice.bits, widest.zeroPoint)
            .error;
    return error < kept ? all : widest;
  }
  double scale = longest / half;
  if (choice.grid == ScaleGrid::PowerOfTwo)
    scale = powerOfTwoAtLeast(scale);
  return {static_cast<float>(scale), choice.zeroPoint};
}

std::optional<AffineGrid>
ActivationChooser::fixedGrid(Value owner, const ActivationOverride &asked,
                             const TensorChoice &choice) const {
  if (asked.scale)
    return AffineGrid{*asked.scale, choice.zeroPoint};
  if (asked.method)
    return std::nullopt;
  if (isa<BlockArgument>(owner))
    return imageGrid(owner, choice);
  auto concat = owner.getDefiningOp<ConcatOp>();
  if (concat && concat.getInputs().size() > 1)
    return concatGrid(concat, choice);
  return std::nullopt;
}

// Zero points are chosen where that is asked for, or in general but not of
// heads; a fixed scale or zero point and powers of two have none to choose.
LogicalResult ActivationChooser::checkSymmetry(Value owner,
                                               const ActivationOverride &asked,
                                               TensorChoice &choice,
                                               bool isHead) {
  if (asked.symmetry)
    choice.symmetry = *asked.symmetry;
  else if (!isHead && !asked.scale && !asked.zeroPoint &&
           choice.grid == ScaleGrid::Any)
    choice.symmetry = settings.symmetry;
  if (choice.symmetry == Symmetry::Asymmetric &&
      choice.grid == ScaleGrid::PowerOfTwo)
    return emitError(activationOrigin(owner))
           << "layer \"" << producerName(owner)
           << "\": symmetry asymmetric with scale log2; wanted scale_kind any "
              "and another method than log2";
  return success();
}

FailureOr<ActivationRequest>
ActivationChooser::searchRequest(Value owner, const TensorChoice &choice,
                                 bool methodIsAsked) const {
  ActivationRequest request{choice.method,    choice.grid,      settings.form,
                            choice.bits,      choice.zeroPoint, choice.symmetry,
                            choice.percentile};
  // Wide integers can afford the whole range.
  if (!methodIsAsked && choice.bits > narrowWidth) {
    if (choice.method == ThresholdMethod::Log2)
      request.form = Log2Form::NonOverflow;
    else
      request.method = ThresholdMethod::MinMax;
  }
  if (request.method == ThresholdMethod::KL && choice.zeroPoint != 0)
    return emitError(activationOrigin(owner))
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
  Readers readers = isImage ? Readers{} : readersOf(owner);
  bool isHead = readers.onlyHosts;
  TensorChoice choice;
  choice.bits = asked->width.value_or(isHead ? settings.headWidth
                                             : settings.activationWidth);
  choice.zeroPoint = asked->zeroPoint.value_or(0);
  choice.method = asked->method.value_or(settings.method);
  choice.percentile = asked->percentile.value_or(settings.percentile);
  choice.grid = asked->grid.value_or(asked->method == ThresholdMethod::Log2
                                         ? ScaleGrid::PowerOfTwo
                                         : settings.grid);
  if (choice.method == ThresholdMethod::Log2) {
    if (choice.grid == ScaleGrid::Any && asked->method)
      return emitError(activationOrigin(owner))
             << "layer \"" << producerName(owner)
             << "\": method log2 with scale any; wanted scale log2";
    if (choice.grid == ScaleGrid::Any) // asked for any scale under log2
      choice.method = ThresholdMethod::MinMax;
  }
  int64_t half = int64_t(1) << (choice.bits - 1);
  if (choice.zeroPoint < -half || choice.zeroPoint >= half)
    return emitError(activationOrigin(owner))
           << "layer \"" << producerName(owner) << "\": zero point "
           << choice.zeroPoint << " with " << choice.bits
           << " bits; wanted one in " << -half << ".." << half - 1;

  if (failed(checkSymmetry(owner, *asked, choice, isHead)))
    return failure();

  const Histogram histogram = histogramOf(owner);
  choice.given = asked->scale.has_value();
  ActivationChoice found;
  if (auto fixed = fixedGrid(owner, *asked, choice)) {
    choice.fromInputs = !choice.given && !isImage;
    if (!choice.given) // what a file that is read again has, too
      choice.method = isImage ? ThresholdMethod::MinMax : TensorChoice().method;
    found = judgeScale(histogram, fixed->scale, choice.bits, fixed->zeroPoint);
  } else {
    FailureOr<ActivationRequest> request =
        searchRequest(owner, choice, asked->method.has_value());
    if (failed(request))
      return failure();
    if (readers.onlyYoloHeads && choice.bits <= narrowWidth)
      request->cap = logisticCap;
    choice.method = request->method;
    found = chooseScale(histogram, *request, settings.pool);
  }
  take(choice, found);
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
  const Histogram histogram = histogramOf(owner);
  if (histogram.zeros() == histogram.total())
    remarkChoice(owner.getLoc(), name,
                 name.str() + ": only zeros were seen; the range is taken as "
                              "+-2^-20");
  remarkChoice(owner.getLoc(), name, name.str() + ": " + describe(*choice));
  remarkGroup(owner);
  choices[name] = *choice;
  return success();
}

LogicalResult ActivationChooser::choosePreActivation(LayerOpInterface layer,
                                                     int tableBits) {
  std::string name = preActivationName(layer);
  TensorChoice choice;
  choice.bits = tableBits;
  choice.method = settings.method;
  choice.percentile = settings.percentile;
  choice.grid = settings.grid;
  choice.symmetry = settings.symmetry;
  FailureOr<ActivationRequest> request =
      searchRequest(layer->getResult(0), choice, false);
  if (failed(request))
    return failure();
  choice.method = request->method;
  if (isBounded(*layer.getLayerActivation()))
    request->cap = logisticCap;
  take(choice,
       chooseScale(statistics.find(name)->histogram, *request, settings.pool));
  layer.setLayerPreactivation(activationType(
      layer.getContext(), {choice.bits, choice.scale, choice.zeroPoint}));
  remarkChoice(layer.getLoc(), layer.getLayerName(),
               name + ": " + describe(choice));
  choices[name] = choice;
  return success();
}

// Whose quantization a concatenation took: of the first input that has the
// same.
std::string ActivationChooser::inputsReason(Value concat) const {
  const qsimrt_quant own = toQuant(elementTypeOf(concat));
  for (Value input : concat.getDefiningOp<ConcatOp>().getInputs()) {
    const qsimrt_quant quant = toQuant(elementTypeOf(input));
    if (quant.scale == own.scale && quant.zero_point == own.zero_point &&
        quant.bits == own.bits)
      return "as " + producerName(input).str() +
             ", the largest range of its inputs";
  }
  return "covers the ranges of its inputs";
}

// Which tensors got the owner's quantization with it, and why.
void ActivationChooser::remarkGroup(Value owner) const {
  StringRef name = producerName(owner);
  std::string others;
  for (Value member : groups.membersOf(owner).drop_front())
    others += (others.empty() ? "" : ", ") + producerName(member).str() + " (" +
              sharingReason(member).str() + ")";
  if (!others.empty())
    remarkChoice(owner.getLoc(), name,
                 "scale group of " + name.str() + ": " + others);
}

void ActivationChooser::report(func::FuncOp network,
                               CalibrationRecord &record) const {
  llvm::StringMap<Value> tensors;
  tensors["image"] = network.getArgument(0);
  const HostSide hostSide(network);
  for (LayerOpInterface layer : layersOf(network))
    if (!hostSide.isFloat(layer))
      tensors[layer.getLayerName()] = layer->getResult(0);
  for (TensorRecord &tensor : record.tensors) {
    tensor.choice.reset();
    tensor.sharesWith.clear();
    tensor.because.clear();
    if (auto choice = choices.find(tensor.name); choice != choices.end()) {
      tensor.choice = choice->second;
      if (tensor.choice->fromInputs)
        tensor.because = inputsReason(tensors.lookup(tensor.name));
      continue;
    }
    Value value = tensors.lookup(tensor.name);
    if (!value)
      continue;
    tensor.sharesWith = producerName(groups.ownerOf(value)).str();
    tensor.because = sharingReason(value).str();
  }
}
