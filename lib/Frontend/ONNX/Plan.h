// SPDX-License-Identifier: Apache-2.0
// The layers of a network while an ONNX graph is being lowered to them: still
// to be merged, named and numbered.
#ifndef QSIM_LIB_FRONTEND_ONNX_PLAN_H
#define QSIM_LIB_FRONTEND_ONNX_PLAN_H

#include "Tensor.h"

#include "mlir/IR/OperationSupport.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>
#include <map>

namespace qsim::onnximport {

struct Shape {
  std::int64_t channels = 1, height = 1, width = 1;

  std::int64_t count() const { return channels * height * width; }
  bool operator==(const Shape &) const = default;
};

/// What a tensor of these dimensions is as channels, height and width
/// (numerics.md N50).
Shape shapeOf(const Dims &dims);

/// Floats of a layer: weights and vectors.
struct Parameter {
  std::shared_ptr<const float> values;
  Dims dims;

  std::int64_t count() const { return countOf(dims).value_or(0); }
  explicit operator bool() const { return values != nullptr; }
  float operator[](std::int64_t i) const { return values.get()[i]; }
};

Parameter makeParameter(Dims dims, std::vector<float> values);

/// An activation: its word in the qsim dialect and its parameters (N54).
struct Activation {
  std::string kind = "linear";
  std::optional<float> alpha, beta;

  bool linear() const { return kind == "linear"; }
  /// x -> factor * x + term
  static Activation affine(double factor, double term) {
    return {"affine", static_cast<float>(factor), static_cast<float>(term)};
  }
};

struct Layer {
  std::string op;   // "conv2d": the operation without its dialect
  std::string node; // label of the node that it comes from
  std::string role; // what tells it from the other layers of the node
  llvm::SmallVector<int, 2> inputs; // -1: the picture
  Shape shape;
  mlir::NamedAttrList attributes;
  /// Attributes that are words: mode, operation, ...
  std::map<std::string, std::string> words;
  Activation activation;
  Parameter weights, biases, scales, mean, variance, values;
  std::optional<float> epsilon;
  // For layers that may still become one with what they read.
  bool ownsInput = false; // nobody else reads the last of `inputs`
  std::string reads;      // the name in the graph of what it reads
  bool gatesOwn = false;  // a product whose first input has no other readers
                          // than the layers of its second

  bool hasBatchNorm() const { return static_cast<bool>(scales); }
  /// Ends with an activation that is still to be chosen.
  bool takesActivation() const;
};

struct GraphOutput {
  std::string name;
  int layer;
  Dims dims;
};

struct Plan {
  std::string inputName; // empty: nothing is read
  Dims inputDims;
  Shape image;
  std::deque<Layer> layers; // inputs before their readers
  std::vector<GraphOutput> outputs;
};

/// Drops layers that no output needs and renumbers the others.
void dropDeadLayers(Plan &plan);

/// Unique, valid names for all layers, from their nodes and roles.
std::vector<std::string> nameLayers(const Plan &plan);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_PLAN_H
