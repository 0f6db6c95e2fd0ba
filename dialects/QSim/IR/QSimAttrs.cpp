// SPDX-License-Identifier: Apache-2.0
// Structured attributes of the qsim dialect: parsing, printing, constraints.
#include "QSim/IR/QSimAttrs.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

#include "QSim/IR/QSimEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "QSim/IR/QSimAttrs.cpp.inc"

#include <cmath>

using namespace mlir;
using namespace qsim;

void QSimDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "QSim/IR/QSimAttrs.cpp.inc"
      >();
}

bool qsim::isValidName(StringRef name) {
  return !name.empty() && llvm::all_of(name, [](char c) {
    return llvm::isAlnum(c) || StringRef("_.-/").contains(c);
  });
}

ActivationParameters qsim::parametersOf(ActivationKind kind) {
  switch (kind) {
  case ActivationKind::LeakyRelu:
  case ActivationKind::ThresholdedRelu:
  case ActivationKind::Pow:
    return {1, false};
  case ActivationKind::Clip:
  case ActivationKind::Affine:
  case ActivationKind::HardSigmoid:
    return {2, false};
  case ActivationKind::Elu:
    return {1, true};
  case ActivationKind::Selu:
    return {2, true};
  default:
    return {0, false};
  }
}

/// Those of clip may be infinite, that of leaky_relu is no negative slope.
static bool isGoodParameter(ActivationKind kind, const APFloat &value) {
  if (value.isNaN())
    return false;
  if (kind == ActivationKind::Clip)
    return true;
  if (kind == ActivationKind::LeakyRelu && value.isNegative() &&
      !value.isZero())
    return false;
  return value.isFinite();
}

std::string qsim::checkParameters(ActivationKind kind, FloatAttr alpha,
                                  FloatAttr beta) {
  static constexpr StringRef names[] = {"neither alpha nor beta", "alpha",
                                        "alpha and beta"};
  const ActivationParameters wanted = parametersOf(kind);
  const std::string word = stringifyActivationKind(kind).str();
  const unsigned given = unsigned(alpha != nullptr) + unsigned(beta != nullptr);
  const bool lacks = wanted.mayLack && given == 0;
  if (!lacks && (given != wanted.count || (given == 1 && beta)))
    return "the activation " + word + " is given " +
           (beta && !alpha ? "beta" : names[given].str()) + ", wanted " +
           names[wanted.count].str() +
           (wanted.mayLack ? " or neither of them" : "");
  for (FloatAttr parameter : {alpha, beta})
    if (parameter && !isGoodParameter(kind, parameter.getValue())) {
      SmallString<16> text;
      parameter.getValue().toString(text);
      return "a parameter of the activation " + word + " is " +
             text.str().str() + ", wanted " +
             (kind == ActivationKind::Clip        ? "a number"
              : kind == ActivationKind::LeakyRelu ? "a finite number >= 0"
                                                  : "a finite number");
    }
  return {};
}

LogicalResult NetworkAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                  StringRef name, Arithmetic, Resize resize,
                                  ArrayAttr classes,
                                  PreprocessAttr preprocess) {
  if (!isValidName(name)) // network_C3
    return emitError() << "network_C3: the network is named \"" << name
                       << "\", wanted letters, digits, '_', '.', '-' or '/'";
  for (Attribute word : classes)
    if (!isa<StringAttr>(word)) // network_C4
      return emitError() << "network_C4: class " << word << " is not a string";
  const int32_t side = preprocess ? preprocess.getCropSide() : 0;
  if ((side > 0) != (resize == Resize::Crop)) // network_C5
    return emitError() << "network_C5: crop_side is " << side
                       << " with the resize " << stringifyResize(resize)
                       << ", wanted one above 0 with crop only";
  return success();
}

static bool isTriple(DenseF32ArrayAttr numbers, bool positive) {
  return !numbers || (numbers.size() == 3 &&
                      llvm::all_of(numbers.asArrayRef(), [&](float number) {
                        return std::isfinite(number) &&
                               (!positive || std::isnormal(number)) &&
                               (!positive || number > 0);
                      }));
}

LogicalResult
PreprocessAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                       int32_t cropSide, ChannelOrder, int32_t scale,
                       DenseF32ArrayAttr mean, DenseF32ArrayAttr std,
                       FloatAttr padValue) {
  if (cropSide < 0 || cropSide > 65536) // preprocess_C1
    return emitError() << "preprocess_C1: crop_side is " << cropSide
                       << ", wanted 0..65536";
  if (scale != 255 && scale != 1) // preprocess_C2
    return emitError() << "preprocess_C2: scale is " << scale
                       << ", wanted 255 or 1";
  if (!isTriple(mean, /*positive=*/false)) // preprocess_C3
    return emitError() << "preprocess_C3: mean is " << mean
                       << ", wanted three finite numbers";
  if (!isTriple(std, /*positive=*/true)) // preprocess_C3
    return emitError() << "preprocess_C3: std is " << std
                       << ", wanted three numbers above 0";
  if (!padValue)
    return success();
  const double value = padValue.getValueAsDouble();
  if (!padValue.getType().isF32() || !(value >= 0 && value <= 255))
    return emitError() << "preprocess_C4: pad_value is " << padValue
                       << ", wanted an f32 of 0..255";
  return success();
}

DatapathAttr DatapathAttr::getDefault(MLIRContext *context) {
  return get(context, Rounding::HalfUp, Overflow::Saturate,
             OverflowCheck::Output, LeakyForm::Multiplier, 32, 48, 32, 48, 31,
             15, 62, 12);
}

namespace {

/// Checks one of the two operand classes of a datapath, narrow or wide.
LogicalResult verifyWidths(function_ref<InFlightDiagnostic()> emitError,
                           StringRef prefix, int32_t accumulator, int32_t bias,
                           int32_t largestBias, int32_t multiplier) {
  if (accumulator < 2 || accumulator > 48) // datapath_C2
    return emitError() << "datapath_C2: " << prefix << "accumulator_bits is "
                       << accumulator << ", wanted 2..48";
  largestBias = std::min(largestBias, accumulator);
  if (bias < 2 || bias > largestBias) // datapath_C3
    return emitError() << "datapath_C3: " << prefix << "bias_bits is " << bias
                       << ", wanted 2.." << largestBias;
  int32_t limit = std::min(31, 63 - accumulator);
  if (multiplier < 2 || multiplier > limit) // datapath_C4
    return emitError() << "datapath_C4: " << prefix << "multiplier_bits is "
                       << multiplier << ", wanted 2.." << limit
                       << " with an accumulator of " << accumulator << " bits";
  return success();
}

} // namespace

LogicalResult DatapathAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                   Rounding, Overflow, OverflowCheck, LeakyForm,
                                   int32_t accumulatorBits,
                                   int32_t wideAccumulatorBits,
                                   int32_t biasBits, int32_t wideBiasBits,
                                   int32_t multiplierBits,
                                   int32_t wideMultiplierBits, int32_t maxShift,
                                   int32_t tableBits) {
  if (failed(verifyWidths(emitError, "", accumulatorBits, biasBits,
                          /*largestBias=*/32, multiplierBits)) ||
      failed(verifyWidths(emitError, "wide_", wideAccumulatorBits, wideBiasBits,
                          /*largestBias=*/48, wideMultiplierBits)))
    return failure();
  if (maxShift < 1 || maxShift > 62) // datapath_C5
    return emitError() << "datapath_C5: max_shift is " << maxShift
                       << ", wanted 1..62";
  if (tableBits < 2 || tableBits > 16) // datapath_C6
    return emitError() << "datapath_C6: table_bits is " << tableBits
                       << ", wanted 2..16";
  return success();
}
