// SPDX-License-Identifier: Apache-2.0
// From the nodes of a graph, in order, to planned layers; and all that stands
// in the way.
#include "Lowering.h"
#include "NodeCheck.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace qsim;
using namespace qsim::onnximport;

namespace qsim::onnximport {

/// Which nodes an output of the graph needs.
static std::vector<bool> liveNodes(const Model &model,
                                   std::set<std::string> &needed) {
  for (const ValueInfo &output : model.outputs)
    needed.insert(output.name);
  std::vector<bool> live(model.nodes.size(), false);
  for (std::size_t i = model.nodes.size(); i-- > 0;) {
    const Node &node = model.nodes[i];
    for (const std::string &name : node.outputs)
      live[i] = live[i] || (!name.empty() && needed.count(name));
    if (live[i])
      needed.insert(node.inputs.begin(), node.inputs.end());
  }
  return live;
}

std::set<std::string> neededNames(const Model &model) {
  std::set<std::string> needed;
  liveNodes(model, needed);
  return needed;
}

static bool readsShapeOnly(const Node &node) {
  return node.domain.empty() && (node.op == "Shape" || node.op == "Size");
}

/// Walks the graph for Lowering::run.
class GraphWalk {
public:
  GraphWalk(Lowering &lowering, const std::map<std::string, Value> &inputs)
      : lowering(lowering), model(lowering.model),
        live(liveNodes(model, needed)) {
    for (const auto &[name, tensor] : model.initializers)
      lowering.values[name] = lowering.constant(tensor);
    for (const auto &[name, value] : inputs)
      lowering.values[name] = value;
    for (const ValueInfo &output : model.outputs)
      ++lowering.uses[output.name];
    for (std::size_t i = 0; i < model.nodes.size(); ++i)
      if (live[i] && !readsShapeOnly(model.nodes[i]))
        for (const std::string &name : model.nodes[i].inputs)
          ++lowering.uses[name];
  }

  void run() {
    for (std::size_t i = 0; i < model.nodes.size(); ++i)
      if (live[i])
        lowerNode(i);
    for (const ValueInfo &output : model.outputs)
      takeOutput(output);
  }

private:
  void enter(std::size_t index, const Node &node) {
    lowering.current = &node;
    lowering.currentIndex = index;
    lowering.refusedNow = false;
  }

  void breakOutputs(const Node &node) {
    Value broken;
    broken.state = Value::State::Broken;
    for (const std::string &name : node.outputs)
      if (!name.empty())
        lowering.values[name] = broken;
  }

  /// Whether all inputs are there and none is broken.
  bool checkInputs(const Node &node) {
    bool whole = true;
    for (const std::string &name : node.inputs) {
      if (name.empty())
        continue;
      const auto found = lowering.values.find(name);
      if (found == lowering.values.end()) {
        lowering.refuse("input '" + name +
                        "' is no input of the graph and no earlier node has "
                        "it as an output");
        return false;
      }
      whole &= !found->second.broken();
    }
    return whole;
  }

  bool checkOutputs(const Node &node) {
    for (const std::string &name : node.outputs)
      if (!name.empty() && lowering.values.count(name)) {
        lowering.refuse("output '" + name + "' is there twice");
        return false;
      }
    return true;
  }

  void lowerNode(std::size_t index) {
    const Node &node = model.nodes[index];
    enter(index, node);
    // All at once, as nobody wants to mend a model reason by reason.
    lowering.refuseFor(checkNode(node, lowering.opset(), needed));
    const bool fresh = checkOutputs(node);
    const bool whole = checkInputs(node);
    if (!whole && !lowering.refused())
      lowering.refuseFor(checkUnknown(node));
    if (!fresh || !whole || lowering.refused()) {
      breakOutputs(node);
      return;
    }
    findOperator(node.op)->lower(lowering);
    for (std::size_t k = 0; k < node.outputs.size() && !lowering.refused();
         ++k) {
      const std::string &name = node.outputs[k];
      if (!name.empty() && needed.count(name) && !lowering.values.count(name))
        lowering.refuse("output " + llvm::Twine(k) + " ('" + name +
                        "') is not supported");
    }
    if (lowering.refused())
      breakOutputs(node);
  }

  /// Exporters that do not know a shape write none or zeros.
  static bool isShape(const ValueInfo &output) {
    return output.dims && !output.dims->empty() &&
           llvm::none_of(*output.dims, [](const Dimension &dimension) {
             return dimension.extent == 0;
           });
  }

  bool hasOpenInput() const {
    return llvm::any_of(model.inputs, [](const ValueInfo &input) {
      return !input.dims ||
             llvm::any_of(*input.dims, [](const Dimension &dimension) {
               return dimension.extent < 0;
             });
    });
  }

  void takeOutput(const ValueInfo &output) {
    // Layers that an output needs are those of a node of its name.
    Node node;
    node.label = output.name;
    enter(model.nodes.size() + lowering.plan.outputs.size(), node);
    const auto found = lowering.values.find(output.name);
    if (found == lowering.values.end()) {
      lowering.refuse("no node has it as an output");
      lowering.plan.outputs.push_back({output.name, -1, {}});
      lowering.current = nullptr;
      return;
    }
    Value value = found->second;
    // With another size at an open input, exporters' dimensions of outputs are
    // those of the size that they saw.
    if (!value.broken() && !hasOpenInput() && isShape(output) &&
        !agrees(output, value.dims))
      lowering.refuse("its shape is " + dimsText(value.dims) +
                      ", the model says " + dimsText(output));
    int layer = lowering.at(value);
    // A layer for the picture, too: it is the output's own.
    if (layer == -1) {
      const Shape shape = lowering.plan.image;
      lowering.add("strided", "", {-1}, shape);
      Layer &copy = lowering.plan.layers.back();
      copy.attributes.push_back(
          lowering.named("sizes", lowering.list({shape.count()})));
      copy.attributes.push_back(lowering.named("steps", lowering.list({1})));
      copy.attributes.push_back(lowering.named("offset", lowering.i64(0)));
      layer = static_cast<int>(lowering.plan.layers.size()) - 1;
    }
    lowering.plan.outputs.push_back({output.name, layer, value.dims});
    lowering.current = nullptr;
  }

  Lowering &lowering;
  const Model &model;
  std::set<std::string> needed;
  std::vector<bool> live;
};

} // namespace qsim::onnximport

void Lowering::run(const std::map<std::string, Value> &inputs) {
  GraphWalk(*this, inputs).run();
}

std::vector<std::string> Lowering::troubles() const {
  std::vector<std::string> lines;
  for (const auto &[index, reasons] : refusals)
    for (const std::string &reason : reasons) {
      const std::string why =
          reason.empty() ? "its inputs do not fit together" : reason;
      if (index < model.nodes.size()) {
        const Node &node = model.nodes[index];
        lines.push_back("node " + node.label + " (" + node.op + "): " + why);
      } else {
        lines.push_back("output " +
                        model.outputs[index - model.nodes.size()].name + ": " +
                        why);
      }
    }
  return lines;
}
