// SPDX-License-Identifier: Apache-2.0
// kernel_shape, strides, dilations, pads and auto_pad.
#include "Window.h"

#include <algorithm>

using namespace qsim;
using namespace qsim::onnximport;

std::int64_t Window::places(std::size_t k, std::int64_t extent,
                            bool ceil) const {
  const std::int64_t room = extent + before[k] + after[k] - reach(k);
  if (room < 0)
    return 0;
  if (!ceil)
    return room / strides[k] + 1;
  std::int64_t count = (room + strides[k] - 1) / strides[k] + 1;
  if ((count - 1) * strides[k] >= extent + before[k])
    --count;
  return count;
}

std::optional<Dims> onnximport::mapOf(Lowering &lowering, const Value &value) {
  if (value.dims.size() == 3)
    return Dims{1, value.dims[2]};
  if (value.dims.size() == 4)
    return Dims{value.dims[2], value.dims[3]};
  if (!value.broken())
    lowering.refuse("its input has " + llvm::Twine(value.dims.size()) +
                    " dimensions (" + dimsText(value.dims) +
                    "), wanted 3 or 4");
  return std::nullopt;
}

/// One number for each dimension, made two.
static std::optional<Dims> pairOf(Lowering &lowering, llvm::StringRef name,
                                  std::optional<Dims> list,
                                  std::size_t dimensions, std::int64_t least) {
  if (!list)
    return Dims{1, 1};
  bool good = list->size() == dimensions;
  for (std::int64_t number : *list)
    good &= number >= least && number <= 65536;
  if (!good) {
    lowering.refuse("attribute " + name + " is " + dimsText(*list) +
                    ", wanted " + llvm::Twine(dimensions) + " numbers in " +
                    llvm::Twine(least) + "..65536");
    return std::nullopt;
  }
  if (dimensions == 1)
    list->insert(list->begin(), 1);
  return list;
}

std::optional<Window> onnximport::readWindow(Lowering &lowering,
                                             const Dims &map,
                                             std::size_t dimensions,
                                             std::optional<Dims> kernel,
                                             bool resolve) {
  const std::optional<Dims> shape = lowering.integers("kernel_shape");
  if (!kernel)
    kernel = shape;
  else if (shape && *shape != *kernel) {
    lowering.refuse("attribute kernel_shape is " + dimsText(*shape) +
                    ", wanted that of the weights, " + dimsText(*kernel));
    return std::nullopt;
  }
  if (!kernel) {
    lowering.refuse("attribute kernel_shape is missing");
    return std::nullopt;
  }
  const auto size = pairOf(lowering, "kernel_shape", kernel, dimensions, 1);
  const auto strides =
      pairOf(lowering, "strides", lowering.integers("strides"), dimensions, 1);
  const auto dilations = pairOf(lowering, "dilations",
                                lowering.integers("dilations"), dimensions, 1);
  const std::optional<Dims> pads = lowering.integers("pads");
  const std::string mode = lowering.text("auto_pad", "NOTSET");
  if (!size || !strides || !dilations || lowering.refused())
    return std::nullopt;
  Window window{*size, *strides, *dilations, {0, 0}, {0, 0}};
  if (mode == "SAME_UPPER" || mode == "SAME_LOWER") {
    window.automatic = true;
    for (std::size_t k = 0; resolve && k < 2; ++k) {
      const std::int64_t places =
          (map[k] + window.strides[k] - 1) / window.strides[k];
      const std::int64_t total = std::max<std::int64_t>(
          (places - 1) * window.strides[k] + window.reach(k) - map[k], 0);
      const std::int64_t less = total / 2, more = total - less;
      window.before[k] = mode == "SAME_UPPER" ? less : more;
      window.after[k] = mode == "SAME_UPPER" ? more : less;
    }
    return window;
  }
  if (mode != "NOTSET" && mode != "VALID" && !mode.empty()) {
    lowering.refuse("attribute auto_pad is '" + mode +
                    "', wanted NOTSET, VALID, SAME_UPPER or SAME_LOWER");
    return std::nullopt;
  }
  if (!pads || mode == "VALID")
    return window;
  bool good = pads->size() == 2 * dimensions;
  for (std::int64_t number : *pads)
    good &= number >= 0 && number <= 65536;
  if (!good) {
    lowering.refuse("attribute pads is " + dimsText(*pads) + ", wanted " +
                    llvm::Twine(2 * dimensions) + " numbers in 0..65536");
    return std::nullopt;
  }
  for (std::size_t k = 0; k < dimensions; ++k) {
    window.before[2 - dimensions + k] = (*pads)[k];
    window.after[2 - dimensions + k] = (*pads)[dimensions + k];
  }
  return window;
}
