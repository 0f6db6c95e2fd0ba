// SPDX-License-Identifier: Apache-2.0
// Resize and Upsample of rows and columns.
#include "Movement.h"
#include "Operators.h"

#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cmath>

using namespace qsim;
using namespace qsim::onnximport;

namespace {
/// What is asked for, for all dimensions of the input.
struct Request {
  std::vector<float> scales; // empty: sizes are given
  Dims sizes;                // of the result
  std::vector<float> roi;    // starts, then ends
  std::string mode, coordinates, rounding;
};
/// Rows or columns of a map.
constexpr std::int64_t mostPlaces = 65536;
} // namespace

/// Constant floats of an input; nothing where it is left out or empty.
static std::optional<std::vector<float>>
floatsOf(Lowering &lowering, const Value &value, llvm::StringRef what) {
  if (value.missing() || (value.isConstant() && value.count() == 0))
    return std::nullopt;
  const std::optional<Parameter> list = lowering.parameter(value, what);
  if (!list)
    return std::nullopt;
  return std::vector<float>(list->values.get(),
                            list->values.get() + list->count());
}

/// Numbers for the dimensions in `axes` put to where they belong.
template <typename T>
static bool spread(std::vector<T> &list, const std::optional<Dims> &axes,
                   std::vector<T> whole, Lowering &lowering) {
  if (!axes)
    return list.size() == whole.size();
  if (list.size() != axes->size())
    return false;
  for (std::size_t i = 0; i < axes->size(); ++i) {
    const auto axis = lowering.axis((*axes)[i], whole.size());
    if (!axis)
      return false;
    whole[*axis] = list[i];
  }
  list = std::move(whole);
  return true;
}

/// A size in whole places: 0 for less than one, one more than the most for all
/// beyond.
static std::int64_t extentOf(double size) {
  if (!(size >= 1))
    return 0;
  return static_cast<std::int64_t>(std::min(size, double(mostPlaces + 1)));
}

/// keep_aspect_ratio_policy: one scale for all axes that are resized.
static void keepRatio(Request &request, const Value &value,
                      const std::optional<Dims> &axes, bool larger) {
  const std::size_t rank = value.dims.size();
  std::optional<double> best;
  const auto resized = [&](std::size_t k) {
    if (!axes)
      return true;
    for (std::int64_t number : *axes)
      if (static_cast<std::size_t>(
              number < 0 ? number + static_cast<std::int64_t>(rank) : number) ==
          k)
        return true;
    return false;
  };
  for (std::size_t k = 0; k < rank; ++k) {
    if (!resized(k))
      continue;
    const double scale = double(request.sizes[k]) / double(value.dims[k]);
    best = !best    ? scale
           : larger ? std::max(*best, scale)
                    : std::min(*best, scale);
  }
  if (!best)
    return;
  request.scales.assign(rank, 1);
  for (std::size_t k = 0; k < rank; ++k)
    if (resized(k)) {
      request.scales[k] = static_cast<float>(*best);
      request.sizes[k] = extentOf(*best * double(value.dims[k]) + 0.5);
    }
}

/// Scales or sizes of Resize from opset 11 on.
static bool readResize(Lowering &lowering, const Value &value,
                       Request &request) {
  const std::size_t rank = value.dims.size();
  const std::optional<Dims> axes = lowering.integers("axes");
  const auto roi = floatsOf(lowering, lowering.input(1), "input roi");
  const auto scales = floatsOf(lowering, lowering.input(2), "input scales");
  const Value sizes = lowering.input(3);
  const std::string policy =
      lowering.text("keep_aspect_ratio_policy", "stretch");
  if (lowering.refused())
    return false;
  if (roi && request.coordinates == "tf_crop_and_resize") {
    std::vector<float> starts(roi->begin(),
                              roi->begin() + std::ptrdiff_t(roi->size() / 2));
    std::vector<float> ends(roi->begin() + std::ptrdiff_t(roi->size() / 2),
                            roi->end());
    if (!spread(starts, axes, std::vector<float>(rank, 0), lowering) ||
        !spread(ends, axes, std::vector<float>(rank, 1), lowering)) {
      lowering.refuse("input roi has " + llvm::Twine(roi->size()) + " numbers");
      return false;
    }
    request.roi = std::move(starts);
    request.roi.insert(request.roi.end(), ends.begin(), ends.end());
  }
  if (scales) {
    request.scales = *scales;
    if (!spread(request.scales, axes, std::vector<float>(rank, 1), lowering)) {
      lowering.refuse("input scales has " + llvm::Twine(scales->size()) +
                      " numbers for " + llvm::Twine(rank) + " dimensions");
      return false;
    }
    return true;
  }
  const std::optional<Dims> given =
      lowering.constantIntegers(sizes, "input sizes");
  if (!given)
    return false;
  request.sizes = *given;
  if (!spread(request.sizes, axes, value.dims, lowering)) {
    lowering.refuse("input sizes has " + llvm::Twine(given->size()) +
                    " numbers for " + llvm::Twine(rank) + " dimensions");
    return false;
  }
  if (policy == "not_larger" || policy == "not_smaller")
    keepRatio(request, value, axes, policy == "not_smaller");
  else if (policy != "stretch")
    lowering.refuse("attribute keep_aspect_ratio_policy is '" + policy + "'");
  return !lowering.refused();
}

/// Symmetric half pixels are half pixels where nothing of the size is lost.
static void simplify(const Value &value, Request &request) {
  if (request.coordinates != "half_pixel_symmetric")
    return;
  for (std::size_t k = 0; k < request.scales.size(); ++k) {
    const double exact = double(request.scales[k]) * double(value.dims[k]);
    if (exact != std::floor(exact))
      return;
  }
  request.coordinates = "half_pixel";
}

/// With corners aligned the corners are those of the scaled size, which is no
/// whole number where a scale is none: x = i * (n - 1) / (n * r - 1), which
/// asymmetric coordinates have with another scale.
static void alignCorners(Request &request, const Dims &map, const Dims &result,
                         std::vector<float> &scales) {
  if (request.coordinates != "align_corners" || request.scales.empty())
    return;
  bool fractional = false;
  std::vector<float> others(2);
  for (std::size_t k = 0; k < 2; ++k) {
    const double size = double(map[k]) * double(scales[k]);
    fractional |= std::abs(size - double(result[k])) > 1e-3;
    // One row of a map, or of the result, is the first: any scale does that.
    const bool single = map[k] == 1 || size <= 1;
    others[k] = single ? scales[k]
                       : static_cast<float>((size - 1) / (double(map[k]) - 1));
  }
  if (!fractional)
    return;
  request.coordinates = "asymmetric";
  scales = others;
}

/// Nearest neighbours at a whole factor in both directions are an upsample.
static bool isUpsample(const Request &request, const Dims &from, const Dims &to,
                       const std::vector<float> &scales) {
  // A scale of 2.1 makes ten of five, too, but reads others than 2 does.
  for (std::size_t k = 0; k < 2; ++k)
    if (double(scales[k]) * double(from[k]) != double(to[k]))
      return false;
  if (request.mode != "nearest" || to[0] % from[0] != 0 ||
      to[1] * from[0] != to[0] * from[1] || to[0] == from[0])
    return false;
  const bool asymmetric = request.coordinates == "asymmetric";
  if (asymmetric)
    return request.rounding == "floor";
  return (request.coordinates == "half_pixel" ||
          request.coordinates == "pytorch_half_pixel") &&
         (request.rounding == "round_prefer_floor" ||
          request.rounding == "round_prefer_ceil");
}

static void emit(Lowering &lowering, const Value &original, Request request) {
  const std::size_t rank = original.dims.size();
  if (request.sizes.empty())
    for (std::size_t k = 0; k < rank; ++k)
      request.sizes.push_back(
          extentOf(double(original.dims[k]) * double(request.scales[k])));
  for (std::size_t k = 0; k < rank; ++k) {
    if (request.sizes[k] < 1 || request.sizes[k] > mostPlaces) {
      lowering.refuse("it resizes dimension " + llvm::Twine(k) + " of " +
                      dimsText(original.dims) + " to " +
                      (request.sizes[k] < 1 ? "nothing" : "too much") +
                      ", wanted 1.." + llvm::Twine(mostPlaces));
      return;
    }
    if (k + 2 < rank && request.sizes[k] != original.dims[k]) {
      lowering.refuse("it resizes " + dimsText(original.dims) + " to " +
                      dimsText(request.sizes) +
                      ", wanted other sizes for the last two dimensions only");
      return;
    }
  }
  // Rows and columns; everything before is channels.
  Dims from = original.dims, to = request.sizes;
  std::vector<float> scales = request.scales, starts(rank, 0), ends(rank, 1);
  if (!request.roi.empty()) {
    starts.assign(request.roi.begin(),
                  request.roi.begin() + std::ptrdiff_t(rank));
    ends.assign(request.roi.begin() + std::ptrdiff_t(rank), request.roi.end());
  }
  while (from.size() < 2) {
    from.insert(from.begin(), 1);
    to.insert(to.begin(), 1);
    starts.insert(starts.begin(), 0);
    ends.insert(ends.begin(), 1);
    if (!scales.empty())
      scales.insert(scales.begin(), 1);
  }
  std::int64_t channels = 1;
  for (std::size_t k = 0; k + 2 < from.size(); ++k)
    channels *= from[k];
  const std::size_t at = from.size() - 2;
  const Dims map = {from[at], from[at + 1]}, result = {to[at], to[at + 1]};
  const int input = lowering.at(original, Shape{channels, map[0], map[1]});
  if (input == -2)
    return;
  const Shape shape{channels, result[0], result[1]};
  std::vector<float> both(2);
  for (std::size_t k = 0; k < 2; ++k)
    both[k] = scales.empty()
                  ? static_cast<float>(double(result[k]) / double(map[k]))
                  : scales[at + k];
  if (isUpsample(request, map, result, both)) {
    Layer &layer = lowering.add("upsample", "", {input}, shape);
    layer.attributes.push_back(
        lowering.named("factor", lowering.i64(result[0] / map[0])));
    lowering.set(0, lowering.result(request.sizes));
    return;
  }
  alignCorners(request, map, result, both);
  Layer &layer = lowering.add("resize", "", {input}, shape);
  layer.words["mode"] = request.mode;
  layer.words["coordinates"] = request.coordinates;
  auto &attributes = layer.attributes;
  auto &builder = lowering.builder;
  attributes.push_back(
      lowering.named("scales", builder.getDenseF32ArrayAttr(both)));
  if (request.mode == "nearest")
    layer.words["rounding"] = request.rounding;
  if (request.coordinates == "tf_crop_and_resize") {
    attributes.push_back(lowering.named(
        "roi", builder.getDenseF32ArrayAttr(
                   {starts[at], ends[at], starts[at + 1], ends[at + 1]})));
    attributes.push_back(
        lowering.named("extrapolation",
                       lowering.f32(lowering.real("extrapolation_value", 0))));
  }
  if (request.mode == "cubic") {
    attributes.push_back(lowering.named(
        "cubic_a", lowering.f32(lowering.real("cubic_coeff_a", -0.75f))));
  }
  if (request.mode != "nearest" && lowering.integer("exclude_outside", 0) != 0)
    attributes.push_back(
        lowering.named("exclude_outside", builder.getUnitAttr()));
  lowering.set(0, lowering.result(request.sizes));
}

/// Rows and columns in any number: those that stay out of the resized ones.
static bool readable(Lowering &lowering, const Value &value) {
  if (value.live() && !value.dims.empty())
    return true;
  lowering.refuse("its input is a constant, a single number or missing");
  return false;
}

void onnximport::lowerUpsample(Lowering &lowering) {
  const Value value = lowering.input(0);
  Request request;
  request.mode = lowering.text("mode", "nearest");
  if (request.mode == "bilinear")
    request.mode = "linear";
  request.coordinates = "asymmetric";
  request.rounding = "floor";
  std::optional<std::vector<float>> scales = lowering.reals("scales");
  if (!scales)
    scales = floatsOf(lowering, lowering.input(1), "input scales");
  if (!readable(lowering, value))
    return;
  if (!scales || scales->size() != value.dims.size()) {
    lowering.refuse("its scales are missing, or not as many as its input has "
                    "dimensions");
    return;
  }
  if (request.mode != "nearest" && request.mode != "linear") {
    lowering.refuse("attribute mode is '" + request.mode +
                    "', wanted nearest or linear");
    return;
  }
  request.scales = *scales;
  emit(lowering, value, std::move(request));
}

void onnximport::lowerResize(Lowering &lowering) {
  if (lowering.opset() < 11) {
    lowerUpsample(lowering);
    return;
  }
  const Value value = lowering.input(0);
  Request request;
  request.mode = lowering.text("mode", "nearest");
  request.coordinates =
      lowering.text("coordinate_transformation_mode", "half_pixel");
  request.rounding = lowering.text("nearest_mode", "round_prefer_floor");
  if (!readable(lowering, value))
    return;
  if (!readResize(lowering, value, request))
    return;
  simplify(value, request);
  for (float scale : request.scales)
    if (!(scale > 0) || !std::isfinite(scale))
      lowering.refuse("a scale is " + formatFloat(scale) +
                      ", wanted a number above 0");
  if (!lowering.refused())
    emit(lowering, value, std::move(request));
}
