// SPDX-License-Identifier: Apache-2.0
// Constants and views: kinds and numbered constraints.
#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

#include <cmath>

using namespace mlir;
using namespace qsim;

StringRef ConstantOp::getLayerKind() { return "constant"; }

LogicalResult ConstantOp::verify() {
  return verifyVector(*this, "constant_C1", "values", getValues(),
                      getType().getShape().drop_front()); // constant_C1
}

StringRef StridedOp::getLayerKind() { return "strided"; }
bool StridedOp::keepsScale() { return true; }

LogicalResult StridedOp::verify() {
  ArrayRef<int64_t> sizes = getSizes(), steps = getSteps();
  std::optional<int64_t> volume = viewVolume(sizes);
  if (!volume || steps.size() != sizes.size() ||
      !allWithin(steps, -kMaxViewExtent, kMaxViewExtent)) // strided_C1
    return emitOpError("strided_C1: sizes are [")
           << sizes << "] and steps are [" << steps << "], wanted 1 to "
           << kMaxViewRank << " sizes of 1.." << kMaxViewExtent
           << ", as many steps, and fewer than 2^31 elements";
  if (failed(verifyVolume(*this, "strided_C2", *volume))) // strided_C2
    return failure();
  // The sum of all size - 1 is below their product: no sum reaches 2^62.
  int64_t count = tensorOf(getInput()).getNumElements();
  int64_t offset = static_cast<int64_t>(getOffset());
  int64_t below = 0, above = 0;
  for (auto [size, step] : llvm::zip_equal(sizes, steps))
    (step < 0 ? below : above) += (size - 1) * step;
  if (offset < -below || offset >= count - above) // strided_C3
    return emitOpError("strided_C3: with offset ")
           << offset << ", sizes [" << sizes << "] and steps [" << steps
           << "] an index lies outside the input, wanted 0.." << count - 1;
  return verifySameQuantization(*this, "strided_C4"); // strided_C4
}

StringRef PadOp::getLayerKind() { return "pad"; }
bool PadOp::keepsScale() { return true; }

LogicalResult PadOp::verify() {
  ArrayRef<int64_t> dims = getDims(), before = getBefore(), after = getAfter();
  if (failed(verifyView(*this, "pad_C1", "dims", dims, getInput()))) // pad_C1
    return failure();
  if (before.size() != dims.size() || after.size() != dims.size() ||
      !allWithin(before, -kMaxViewExtent, kMaxViewExtent) ||
      !allWithin(after, -kMaxViewExtent, kMaxViewExtent)) // pad_C2
    return emitOpError("pad_C2: before is [")
           << before << "] and after [" << after << "], wanted " << dims.size()
           << " numbers each, of a magnitude of at most " << kMaxViewExtent;
  SmallVector<int64_t> wanted;
  for (size_t i = 0; i < dims.size(); ++i)
    wanted.push_back(before[i] + dims[i] + after[i]);
  std::optional<int64_t> volume = viewVolume(wanted);
  if (!volume) // pad_C2
    return emitOpError("pad_C2: the result would have the dimensions [")
           << wanted << "], wanted 1.." << kMaxViewExtent
           << " each and fewer than 2^31 values";
  if (failed(verifyVolume(*this, "pad_C3", *volume))) // pad_C3
    return failure();
  if (getValue().isNaN()) // pad_C4
    return emitOpError("pad_C4: the value is no number");
  return verifySameQuantization(*this, "pad_C5"); // pad_C5
}

StringRef ResizeOp::getLayerKind() { return "resize"; }
bool ResizeOp::keepsScale() { return true; }

LogicalResult ResizeOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  if (getType().getDimSize(1) != in[1]) // resize_C1
    return emitOpError("resize_C1: the result has ")
           << getType().getDimSize(1) << " channels, wanted " << in[1];
  ArrayRef<float> scales = getScales();
  auto isScale = [](float scale) { return std::isfinite(scale) && scale > 0; };
  if (scales.size() != 2 || !llvm::all_of(scales, isScale)) // resize_C2
    return emitOpError("resize_C2: the scales are [")
           << scales << "], wanted two finite numbers > 0";
  bool wantsRoi = getCoordinates() == Coordinates::TfCropAndResize;
  ArrayRef<float> roi = getRoi().value_or(ArrayRef<float>());
  if (roi.size() != (wantsRoi ? 4 : 0) ||
      !llvm::all_of(roi, [](float end) { return std::isfinite(end); }))
    return emitOpError("resize_C3: the roi is [") // resize_C3
           << roi << "] with the coordinates "
           << stringifyCoordinates(getCoordinates())
           << ", wanted four finite numbers for tf_crop_and_resize and none "
              "for others";
  if (!getCubicA().isFinite() || getExtrapolation().isNaN()) // resize_C4
    return emitOpError("resize_C4: cubic_a is ")
           << getCubicA().convertToFloat() << " and extrapolation "
           << getExtrapolation().convertToFloat()
           << ", wanted a finite number and a number";
  return verifySameQuantization(*this, "resize_C5"); // resize_C5
}
