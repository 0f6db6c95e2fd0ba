// SPDX-License-Identifier: Apache-2.0
// What a lowering of one node has to hand: its inputs and attributes, the
// values of the graph, and the layers made so far.
#ifndef QSIM_LIB_FRONTEND_ONNX_LOWERING_H
#define QSIM_LIB_FRONTEND_ONNX_LOWERING_H

#include "Model.h"
#include "Plan.h"
#include "View.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringMap.h"

#include <map>

namespace qsim::onnximport {

/// Rows and columns of zeros, or of another number, around a map: a Pad until
/// somebody needs its result.
struct Padding {
  Dims before, after; // of each dimension
  float value = 0;
};

/// What a name of the graph stands for.
struct Value {
  enum class State {
    Missing,  ///< an optional input that is left out
    Broken,   ///< what computes it is refused
    Constant, ///< known now
    Live      ///< known when the network runs
  };
  State state = State::Missing;
  ElementType type = ElementType::Float;
  Dims dims;
  Tensor constant;
  // Of live ones: the layer, and how to look at its flat output.
  int layer = -1;
  std::optional<View> view;
  std::optional<Padding> padding; // never together with a view
  std::string shaper;             // label of the node that the view is of
  bool exclusive = false;         // nobody else looks at the layer's output
  int uses = 1;                   // by nodes, and as outputs of the graph
  std::string name;               // in the graph; empty within a node

  bool missing() const { return state == State::Missing; }
  bool broken() const { return state == State::Broken; }
  bool isConstant() const { return state == State::Constant; }
  bool live() const { return state == State::Live; }
  std::int64_t count() const { return countOf(dims).value_or(0); }

  /// The same elements as a result of the node at hand, which a layer that
  /// nobody else reads computes.
  Value computedBy(int by) const {
    Value result = *this;
    result.layer = by;
    result.uses = 1;
    result.name.clear();
    return result;
  }
};

class Lowering {
public:
  /// `budget` is how many values may be computed now.
  Lowering(mlir::MLIRContext *context, const Model &model, Plan &plan,
           std::int64_t budget)
      : model(model), plan(plan), builder(context), budget(budget) {}

  const Model &model;
  Plan &plan;
  mlir::Builder builder;

  // The node at hand.
  const Node &node() const { return *current; }
  std::int64_t opset() const { return model.opset; }
  std::size_t inputCount() const { return current->inputs.size(); }
  std::size_t outputCount() const { return current->outputs.size(); }
  /// Missing behind the last one.
  Value input(std::size_t i) const;
  /// Constant or live; nothing, and the node refused, where it is missing.
  std::optional<Value> firstInput();
  void set(std::size_t output, Value value);
  /// Whether somebody wants the output.
  bool wants(std::size_t output) const;

  // Its attributes. One of another kind refuses the node.
  bool has(llvm::StringRef name) const;
  std::int64_t integer(llvm::StringRef name, std::int64_t otherwise);
  float real(llvm::StringRef name, float otherwise);
  std::string text(llvm::StringRef name, llvm::StringRef otherwise);
  std::optional<Dims> integers(llvm::StringRef name);
  std::optional<std::vector<float>> reals(llvm::StringRef name);
  /// The attribute `name` or, where operators have it as an input, that one,
  /// which must be constant then. Nothing where both are left out.
  std::optional<Dims> integers(llvm::StringRef name, std::size_t input);

  /// Reports that the node cannot be imported, and returns a broken value.
  Value refuse(const llvm::Twine &reason);
  /// For each of the reasons.
  void refuseFor(std::vector<std::string> reasons);
  bool refused() const { return refusedNow; }

  /// An axis from -rank to rank - 1 (rank, where `end`) made one from 0.
  std::optional<std::size_t> axis(std::int64_t value, std::size_t rank,
                                  bool end = false);

  // Values.
  Value constant(Tensor tensor);
  /// Integers of a constant; refuses the node for others.
  std::optional<Dims> constantIntegers(const Value &value,
                                       llvm::StringRef what);
  /// A float constant; refuses the node for others.
  std::optional<Parameter> parameter(const Value &value, llvm::StringRef what);
  /// Takes from what may be computed at import time; refuses the node when
  /// that is used up, so that no small file makes a lot of work.
  bool spend(std::int64_t values);
  /// The same for what is only looked at; refuses nothing.
  bool examine(std::int64_t count) {
    const bool may = count <= examinations;
    examinations -= may ? count : 0;
    return may;
  }

  // Layers.
  /// Adds a layer of the node; without a role it is the one that has its name.
  Layer &add(llvm::StringRef op, llvm::StringRef role,
             llvm::ArrayRef<int> inputs, Shape shape);
  /// The output of the layer added last.
  Value result(const Dims &dims);
  /// The layer that computes a value in the order of its elements, of the given
  /// shape or of any. Adds strided, pad and constant layers as needed; -2 when
  /// that is refused.
  int at(const Value &value, std::optional<Shape> shape = {});
  /// The same as a value with nothing pending.
  Value plain(const Value &value, std::optional<Shape> shape = {});
  Shape layerShape(int layer) const;
  Layer *layerOf(const Value &value);
  /// Nobody else reads the layer of the value, so it may be changed.
  bool sole(const Value &value, int uses = 1) const {
    return value.live() && value.layer >= 0 && value.exclusive &&
           value.uses == uses;
  }
  mlir::NamedAttribute named(llvm::StringRef name, mlir::Attribute attribute);
  mlir::Attribute i64(std::int64_t value) {
    return builder.getI64IntegerAttr(value);
  }
  mlir::Attribute f32(float value) { return builder.getF32FloatAttr(value); }
  mlir::Attribute list(const Dims &values) {
    return builder.getDenseI64ArrayAttr(values);
  }

  // The whole graph.
  /// Lowers every node that an output needs, collects what is refused.
  void run(const std::map<std::string, Value> &inputs);
  /// One line for each reason, in the order of the graph.
  std::vector<std::string> troubles() const;

private:
  friend class GraphWalk;
  /// What is at hand is no node but an output of the graph.
  bool isOutput() const { return current->op.empty(); }
  int emitView(const Value &value, Shape shape);
  int emitPadding(const Value &value);

  std::map<std::string, Value, std::less<>> values;
  std::map<std::string, int, std::less<>> uses;
  std::map<std::size_t, std::vector<std::string>> refusals; // by node
  std::map<std::string, int> emitted; // views, so that each is once
  const Node *current = nullptr;
  std::size_t currentIndex = 0;
  bool refusedNow = false;
  std::int64_t budget;
  std::int64_t examinations = std::int64_t(1) << 26;
};

/// How an operator is lowered.
using Handler = void (*)(Lowering &);

/// How many inputs and outputs an operator has from an opset on.
struct Signature {
  static constexpr int many = 0x7fffffff;
  int since = 0; // 0: none
  int leastInputs = 0, mostInputs = 0;
  int mostOutputs = 1; // 0: the operator is no more
};

struct Operator {
  llvm::StringLiteral name;
  Handler lower;
  Signature signatures[3]; // by rising opset
  /// The attributes that it may have, separated by blanks; "<11" behind one
  /// says that it is of opsets before 11, ">=18" that it is of 18 on.
  llvm::StringLiteral attributes;

  /// Null where the opset is older than the operator.
  const Signature *signatureIn(std::int64_t opset) const;
};

llvm::ArrayRef<Operator> allOperators();

/// Null for operators that are not imported.
const Operator *findOperator(llvm::StringRef name);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_LOWERING_H
