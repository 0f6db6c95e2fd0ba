// SPDX-License-Identifier: Apache-2.0
// Shapes, liveness and names of planned layers.
#include "Plan.h"

#include "QSim/IR/QSimOps.h"

#include "llvm/ADT/StringSet.h"

using namespace qsim;
using namespace qsim::onnximport;

Shape onnximport::shapeOf(const Dims &dims) {
  Shape shape;
  for (std::size_t k = 0; k < dims.size(); ++k)
    if (k < 2)
      shape.channels *= dims[k];
    else if (k + 1 < dims.size())
      shape.height *= dims[k];
    else
      shape.width = dims[k];
  return shape;
}

Parameter onnximport::makeParameter(Dims dims, std::vector<float> values) {
  Tensor tensor = makeFloats(dims, std::move(values));
  return {std::move(tensor.floats), std::move(tensor.dims)};
}

bool Layer::takesActivation() const {
  if (!activation.linear())
    return false;
  if (op == "binary")
    return words.at("operation") == "sub";
  return op == "conv2d" || op == "connected" || op == "add" || op == "mul";
}

void onnximport::dropDeadLayers(Plan &plan) {
  std::vector<bool> live(plan.layers.size(), false);
  for (const GraphOutput &output : plan.outputs)
    if (output.layer >= 0)
      live[static_cast<std::size_t>(output.layer)] = true;
  for (std::size_t i = plan.layers.size(); i-- > 0;)
    if (live[i])
      for (int input : plan.layers[i].inputs)
        if (input >= 0)
          live[static_cast<std::size_t>(input)] = true;
  std::vector<int> place(plan.layers.size(), -1);
  std::deque<Layer> kept;
  for (std::size_t i = 0; i < plan.layers.size(); ++i) {
    if (!live[i])
      continue;
    place[i] = static_cast<int>(kept.size());
    kept.push_back(std::move(plan.layers[i]));
    for (int &input : kept.back().inputs)
      input = input < 0 ? -1 : place[static_cast<std::size_t>(input)];
  }
  plan.layers = std::move(kept);
  for (GraphOutput &output : plan.outputs)
    if (output.layer >= 0)
      output.layer = place[static_cast<std::size_t>(output.layer)];
}

/// The characters of a name that a name may have; "/" at the front says
/// nothing.
static std::string validName(llvm::StringRef text) {
  std::string name = text.ltrim('/').str();
  for (char &c : name)
    if (!isValidName(llvm::StringRef(&c, 1)))
      c = '_';
  return name.empty() ? "layer" : name;
}

std::vector<std::string> onnximport::nameLayers(const Plan &plan) {
  // The pictures of a calibration go under this name.
  llvm::StringSet<> taken;
  taken.insert("image");
  std::vector<std::string> names(plan.layers.size());
  // A node's own name first, so that helpers cannot take it from it.
  for (bool helpers : {false, true})
    for (std::size_t i = 0; i < plan.layers.size(); ++i) {
      const Layer &layer = plan.layers[i];
      if (layer.role.empty() == helpers)
        continue;
      std::string base = validName(layer.node);
      if (helpers)
        base += "/" + layer.role;
      names[i] = base;
      for (unsigned next = 2; !taken.insert(names[i]).second; ++next)
        names[i] = base + "_" + std::to_string(next);
    }
  return names;
}
