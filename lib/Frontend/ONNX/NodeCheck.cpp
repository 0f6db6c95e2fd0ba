// SPDX-License-Identifier: Apache-2.0
// Checks a node against the table of operators and the rules of attributes.
#include "NodeCheck.h"
#include "AttributeRules.h"
#include "Lowering.h"

#include "llvm/ADT/STLExtras.h"

using namespace qsim;
using namespace qsim::onnximport;

namespace {
/// An attribute in the table of operators: "min<11", "num_outputs>=18", "axis".
struct KnownAttribute {
  llvm::StringRef name;
  int before = Signature::many, since = 1;
};
} // namespace

static KnownAttribute parseKnown(llvm::StringRef word) {
  KnownAttribute known;
  known.name = word.take_until([](char c) { return c == '<' || c == '>'; });
  llvm::StringRef rest = word.drop_front(known.name.size());
  if (rest.consume_front("<"))
    rest.getAsInteger(10, known.before);
  else if (rest.consume_front(">="))
    rest.getAsInteger(10, known.since);
  return known;
}

/// Without names left out at the end.
static std::size_t given(const std::vector<std::string> &names) {
  std::size_t count = names.size();
  while (count > 0 && names[count - 1].empty())
    --count;
  return count;
}

static std::string rangeText(int least, int most) {
  return most == Signature::many ? "at least " + std::to_string(least)
         : least == most
             ? std::to_string(least)
             : std::to_string(least) + (most == least + 1 ? " or " : "..") +
                   std::to_string(most);
}

static std::string countText(std::size_t count, llvm::StringRef what) {
  return std::to_string(count) + " " + what.str() + (count == 1 ? "" : "s");
}

/// Why the counts of inputs and outputs are wrong; empty where they are not.
static std::string checkCounts(const Node &node, const Signature &signature) {
  const std::size_t inputs = given(node.inputs), outputs = given(node.outputs);
  const auto least = static_cast<std::size_t>(signature.leastInputs);
  if (inputs < least || inputs > static_cast<std::size_t>(signature.mostInputs))
    return "it has " + countText(inputs, "input") + ", wanted " +
           rangeText(signature.leastInputs, signature.mostInputs);
  // Of a variadic list none may be left out.
  const std::size_t required =
      signature.mostInputs == Signature::many ? inputs : least;
  for (std::size_t i = 0; i < required; ++i)
    if (node.inputs[i].empty())
      return "input " + std::to_string(i) + " is left out";
  if (outputs > static_cast<std::size_t>(signature.mostOutputs))
    return "it has " + countText(outputs, "output") + ", wanted " +
           rangeText(1, signature.mostOutputs);
  return {};
}

/// Outputs that ONNX has and no layer computes. Those of a batch norm say by
/// being there, read or not, that it is for training.
static std::string checkOutputs(const Node &node, std::int64_t opset,
                                const std::set<std::string> &needed) {
  if (node.op == "MaxPool" && node.outputs.size() > 1 &&
      needed.count(node.outputs[1]))
    return "output Indices is not supported";
  if (node.op == "BatchNormalization" && opset < 14 && given(node.outputs) > 1)
    return "its outputs of training are not supported";
  return {};
}

static std::string checkName(const std::string &name, const Operator &op,
                             std::int64_t opset) {
  llvm::SmallVector<llvm::StringRef> words;
  op.attributes.split(words, ' ');
  for (llvm::StringRef word : words) {
    const KnownAttribute known = parseKnown(word);
    if (known.name != name)
      continue;
    if (opset >= known.before)
      return "attribute " + name + " is of opsets before " +
             std::to_string(known.before) + "; from then on it is an input";
    if (opset < known.since)
      return "attribute " + name + " is of opsets from " +
             std::to_string(known.since) + " on";
    return {};
  }
  return "attribute " + name + " is not supported";
}

std::vector<std::string>
onnximport::checkNode(const Node &node, std::int64_t opset,
                      const std::set<std::string> &needed) {
  if (!node.domain.empty())
    return {"operators of domain " + node.domain + " are not supported"};
  const Operator *op = findOperator(node.op);
  if (!op)
    return {"the operator is not supported"};
  const Signature *signature = op->signatureIn(opset);
  if (!signature)
    return {"the operator is of opsets from " +
            std::to_string(op->signatures[0].since) + " on, the model is of " +
            std::to_string(opset)};
  if (signature->mostOutputs == 0)
    return {"the operator is of opsets before " +
            std::to_string(signature->since) + ", the model is of " +
            std::to_string(opset)};
  std::vector<std::string> reasons;
  const auto note = [&](std::string reason) {
    if (!reason.empty())
      reasons.push_back(std::move(reason));
  };
  note(checkCounts(node, *signature));
  note(checkOutputs(node, opset, needed));
  for (const auto &[name, value] : node.attributes) {
    std::string reason = checkName(name, *op, opset);
    if (const auto *other = std::get_if<OtherAttribute>(&value);
        other && reason.empty())
      reason = "attribute " + name + " is not supported: " + other->kind;
    if (reason.empty())
      reason = checkAttribute(node, name, value, opset);
    note(reason);
  }
  return reasons;
}

std::vector<std::string> onnximport::checkUnknown(const Node &node) {
  // Maps have one or two dimensions.
  constexpr llvm::StringLiteral windows[] = {"AveragePool", "Conv",
                                             "ConvTranspose", "MaxPool"};
  std::vector<std::string> reasons;
  if (!llvm::is_contained(windows, llvm::StringRef(node.op)))
    return reasons;
  for (const auto &[name, value] : node.attributes) {
    const std::size_t most = name == "pads" ? 4 : 2;
    const bool sized = name == "kernel_shape" || name == "strides" ||
                       name == "dilations" || name == "pads";
    const auto *list = std::get_if<Dims>(&value);
    if (sized && list && list->size() > most)
      reasons.push_back("attribute " + name + " is " + dimsText(*list) +
                        ", wanted at most " + std::to_string(most) +
                        " numbers: maps have one or two dimensions");
  }
  if (node.op.ends_with("Pool") && !node.attributes.count("kernel_shape"))
    reasons.push_back("attribute kernel_shape is missing");
  return reasons;
}
