// SPDX-License-Identifier: Apache-2.0
// What the verifiers of several records demand.
#ifndef QNET_IR_RECORDCHECKS_H
#define QNET_IR_RECORDCHECKS_H

#include "QNet/IR/QNetOps.h"

#include <optional>

namespace qsim::qnet {

/// `constraint` is its whole number, e.g. "maxpool_C1", in all of these.
llvm::LogicalResult requireAtLeast(mlir::Operation *op, llvm::StringRef key,
                                   int32_t value, int32_t least,
                                   const llvm::Twine &constraint);

llvm::LogicalResult requirePositive(mlir::Operation *op, llvm::StringRef key,
                                    float value, const llvm::Twine &constraint);

llvm::LogicalResult requireOneInput(RecordOpInterface record,
                                    const llvm::Twine &constraint);

/// The product of dimensions; nothing where it is 2^31 or more or one of them
/// is below 1.
std::optional<int64_t> volumeOf(llvm::ArrayRef<int64_t> dims);
std::optional<int64_t> volumeOf(llvm::ArrayRef<int32_t> dims);

/// 1 to 8 dimensions of 1 or more, with fewer than 2^31 values.
llvm::LogicalResult requireView(mlir::Operation *op, llvm::StringRef key,
                                llvm::ArrayRef<int32_t> dims,
                                const llvm::Twine &constraint);

/// The dimensions hold the values of a tensor of this shape.
llvm::LogicalResult requireValues(mlir::Operation *op,
                                  llvm::ArrayRef<int32_t> dims,
                                  const Shape &shape,
                                  const llvm::Twine &constraint);

/// The record's own shape, which must have that many elements.
llvm::FailureOr<Shape> ownShape(RecordOpInterface record, int64_t wanted,
                                const llvm::Twine &constraint);

/// An f32 tensor of this shape, where it is given.
llvm::LogicalResult requireParameter(mlir::Operation *op, llvm::StringRef name,
                                     mlir::ElementsAttr values,
                                     llvm::ArrayRef<int64_t> shape,
                                     const llvm::Twine &constraint);

/// Pairs of positive numbers.
llvm::LogicalResult requireAnchors(mlir::Operation *op,
                                   llvm::ArrayRef<float> anchors,
                                   const llvm::Twine &constraint);

/// A pre-activation exactly for a table activation with a quantized output.
llvm::LogicalResult requirePreactivation(RecordOpInterface record,
                                         ActivationKind activation,
                                         QuantAttr preactivation,
                                         const llvm::Twine &constraint);

/// Alpha and beta are those that the activation takes.
llvm::LogicalResult requireParameters(RecordOpInterface record,
                                      ActivationKind activation,
                                      mlir::FloatAttr alpha,
                                      mlir::FloatAttr beta,
                                      const llvm::Twine &constraint);

/// A square window that is padded by `padding` in total in each direction, half
/// of it before the input.
WindowAttr squareWindow(mlir::MLIRContext *context, int32_t size,
                        int32_t stride, int64_t padding);

/// Where there is a window, size and stride are those of its rows, and padding
/// is 0; `mayDilateInput`: its input may be dilated.
llvm::LogicalResult requireRows(mlir::Operation *op, WindowAttr window,
                                int32_t size, int32_t stride, int32_t padding,
                                bool mayDilateInput,
                                const llvm::Twine &constraint);

/// The shape of `channels` maps with a value for each position of the window;
/// `ceil`: the number of positions is rounded up.
llvm::FailureOr<Shape> slideWindow(mlir::Operation *op, WindowAttr window,
                                   bool ceil, int32_t channels,
                                   const Shape &input,
                                   const llvm::Twine &constraint);

} // namespace qsim::qnet

#endif // QNET_IR_RECORDCHECKS_H
