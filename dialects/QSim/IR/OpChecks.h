// SPDX-License-Identifier: Apache-2.0
// Checks that several layer ops share.
#ifndef QSIM_IR_OPCHECKS_H
#define QSIM_IR_OPCHECKS_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"

#include <cstdint>
#include <optional>
#include <string>

namespace qsim {

/// No window, stride or enlargement of a real layer is larger; the limit keeps
/// sums and products of sizes far from overflow.
inline constexpr int64_t kMaxExtent = 65536;

mlir::RankedTensorType tensorOf(mlir::Value value);

/// "1x16x8x8".
std::string text(llvm::ArrayRef<int64_t> shape);

bool allWithin(llvm::ArrayRef<int64_t> values, int64_t low, int64_t high);

/// The most dimensions of a view, and the largest of them.
inline constexpr int64_t kMaxViewRank = 8, kMaxViewExtent = 0x7fffffff;

/// How many values a view of these dimensions has; nothing unless there are 1
/// to kMaxViewRank of them, 1..kMaxViewExtent each, and fewer than 2^31 values.
std::optional<int64_t> viewVolume(llvm::ArrayRef<int64_t> dims);

/// Height or width of what a window that moves over `input` produces.
int64_t windowedSize(int64_t input, int64_t before, int64_t after,
                     int64_t window, int64_t stride);

/// A window that moves over height and width (numerics.md N51): two numbers of
/// each, four pads (top, left, bottom, right).
struct Window {
  llvm::ArrayRef<int64_t> kernel, strides, pads, dilations, inputDilations;
  bool ceil = false;
};

/// Two or four numbers of each, in 1..kMaxExtent, pads in 0..kMaxExtent.
bool isWellFormed(const Window &window);

// The checks below put `constraint` in front of their message.

/// The result's shape is the wanted one.
mlir::LogicalResult verifyShape(mlir::Operation *op, llvm::StringRef constraint,
                                llvm::ArrayRef<int64_t> wanted);

/// The window fits into the input (`fits`), and the result has `channels` and
/// the places that it has (`places`).
mlir::LogicalResult verifyWindow(mlir::Operation *op, llvm::StringRef fits,
                                 llvm::StringRef places, const Window &window,
                                 int64_t channels);

/// `epsilon`, where given, is a finite number >= 0.
mlir::LogicalResult verifyEpsilon(mlir::Operation *op,
                                  llvm::StringRef constraint,
                                  std::optional<llvm::APFloat> epsilon,
                                  bool hasBatchNorm);

/// The element types of first operand and result agree unless the result is not
/// quantized (yet).
mlir::LogicalResult verifySameQuantization(mlir::Operation *op,
                                           llvm::StringRef constraint);

/// The attribute is an f32 tensor of that shape.
mlir::LogicalResult verifyVector(mlir::Operation *op,
                                 llvm::StringRef constraint,
                                 llvm::StringRef name,
                                 mlir::ElementsAttr vector,
                                 llvm::ArrayRef<int64_t> shape);

/// `dims` are 1 to 8 of 1..2^31-1 and hold as many values as `tensor`.
mlir::LogicalResult verifyView(mlir::Operation *op, llvm::StringRef constraint,
                               llvm::StringRef name,
                               llvm::ArrayRef<int64_t> dims,
                               mlir::Value tensor);

/// The result has that many elements.
mlir::LogicalResult verifyVolume(mlir::Operation *op,
                                 llvm::StringRef constraint, int64_t wanted);

/// All vectors that a layer has are f32 tensors of that shape.
mlir::LogicalResult verifyVectors(mlir::Operation *op,
                                  llvm::StringRef constraint,
                                  llvm::ArrayRef<int64_t> shape);

/// Scales, mean and variance are given together, with biases, or not at all.
mlir::LogicalResult verifyBatchNorm(mlir::Operation *op,
                                    llvm::StringRef constraint);

/// The result of a host layer has the input's shape and f32 elements.
mlir::LogicalResult verifyHostResult(mlir::Operation *op,
                                     llvm::StringRef constraint);

/// Anchors are pairs of positive numbers, at least one.
mlir::LogicalResult verifyAnchors(mlir::Operation *op,
                                  llvm::StringRef constraint,
                                  llvm::ArrayRef<float> anchors);

} // namespace qsim

#endif // QSIM_IR_OPCHECKS_H
