// SPDX-License-Identifier: Apache-2.0
// DepthToSpace and SpaceToDepth: blocks of places become channels and back.
#include "Movement.h"
#include "Operators.h"

using namespace qsim;
using namespace qsim::onnximport;

/// The size of the blocks of DepthToSpace and SpaceToDepth.
static std::optional<std::int64_t> blockOf(Lowering &lowering,
                                           const Value &value) {
  const std::int64_t block = lowering.integer("blocksize", 0);
  if (value.dims.size() != 4 || block < 1 || block > 65536) {
    lowering.refuse("its input has " + llvm::Twine(value.dims.size()) +
                    " dimensions and attribute blocksize is " +
                    llvm::Twine(block) + ", wanted 4 and a number from 1");
    return std::nullopt;
  }
  return block;
}

void onnximport::lowerDepthToSpace(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  const auto block = value ? blockOf(lowering, *value) : std::nullopt;
  const std::string mode = lowering.text("mode", "DCR");
  if (!block)
    return;
  const std::int64_t b = *block, n = value->dims[0], h = value->dims[2],
                     w = value->dims[3], c = value->dims[1] / (b * b);
  if (c * b * b != value->dims[1] || (mode != "DCR" && mode != "CRD")) {
    lowering.refuse("attribute blocksize is " + llvm::Twine(b) +
                    " and mode is '" + mode + "' with " +
                    llvm::Twine(value->dims[1]) + " channels");
    return;
  }
  const bool depthFirst = mode == "DCR";
  const Value apart =
      reshape(lowering, *value,
              depthFirst ? Dims{n, b, b, c, h, w} : Dims{n, c, b, b, h, w});
  const Value moved =
      transpose(lowering, apart,
                depthFirst ? Dims{0, 3, 4, 1, 5, 2} : Dims{0, 1, 4, 2, 5, 3});
  if (!moved.broken())
    lowering.set(0, reshape(lowering, moved, {n, c, h * b, w * b}));
}

void onnximport::lowerSpaceToDepth(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  const auto block = value ? blockOf(lowering, *value) : std::nullopt;
  if (!block)
    return;
  const std::int64_t b = *block, n = value->dims[0], c = value->dims[1],
                     h = value->dims[2] / b, w = value->dims[3] / b;
  if (h * b != value->dims[2] || w * b != value->dims[3]) {
    lowering.refuse("attribute blocksize is " + llvm::Twine(b) +
                    ", wanted a divisor of rows and columns, " +
                    dimsText(value->dims));
    return;
  }
  const Value apart = reshape(lowering, *value, {n, c, h, b, w, b});
  const Value moved = transpose(lowering, apart, {0, 3, 5, 1, 2, 4});
  if (!moved.broken())
    lowering.set(0, reshape(lowering, moved, {n, c * b * b, h, w}));
}
