// SPDX-License-Identifier: Apache-2.0
// Takes the float parameters from a .fweights (net.md, Parameters).
#include "Derive.h"

namespace oracle {

int64_t placesOf(const Layer &layer) {
  return layer.kind == Kind::Local ? layer.shape.h * layer.shape.w : 1;
}

std::vector<int64_t> weightDims(const Network &network, const Layer &layer) {
  Shape in = network.filteredShape(layer);
  if (layer.kind == Kind::Connected)
    return {layer.filters, in.c};
  if (layer.kind == Kind::Local)
    return {placesOf(layer), layer.filters, in.c,
            layer.rows.size * layer.columns.size};
  return {layer.filters, in.c / layer.groups, layer.rows.size,
          layer.columns.size};
}

std::vector<int64_t> biasDims(const Layer &layer) {
  if (layer.kind == Kind::Local)
    return {layer.filters, placesOf(layer)};
  return {layer.filters};
}

namespace {

// Takes the entries of a .fweights in the order that net.md states.
struct Importer {
  const Container &container;
  size_t next = 0;

  std::vector<float> take(const std::string &name, std::vector<int64_t> dims) {
    if (next == container.entries.size())
      throw Error(".fweights: entry '" + name + "' is missing");
    const Entry &entry = container.entries[next++];
    if (entry.name != name)
      throw Error(".fweights: expected entry '" + name + "', found '" +
                  entry.name + "'");
    if (entry.dtype != DType::F32 || entry.dims != dims)
      throw Error(".fweights: entry '" + name + "' has a wrong type or shape");
    return entry.floats();
  }
};

void importLayer(const Network &network, const Layer &layer, Importer &from,
                 Parameters &p) {
  const Shape &shape = layer.shape;
  if (layer.kind == Kind::Constant)
    p.values = from.take(layer.name + ".values", {shape.c, shape.h, shape.w});
  if (layer.kind == Kind::InstanceNorm) {
    p.scales = from.take(layer.name + ".scales", {shape.c});
    p.biases = from.take(layer.name + ".biases", {shape.c});
  }
  if (!layer.hasWeights())
    return;
  std::vector<int64_t> dims = biasDims(layer);
  p.weights = from.take(layer.name + ".weights", weightDims(network, layer));
  p.biases = from.take(layer.name + ".biases", dims);
  if (layer.batchNormalize) {
    p.scales = from.take(layer.name + ".scales", dims);
    p.mean = from.take(layer.name + ".mean", dims);
    p.variance = from.take(layer.name + ".variance", dims);
  }
  if (layer.biasCorrection)
    p.biasDelta = from.take(layer.name + ".bias_delta", dims);
}

} // namespace

std::vector<Parameters> deriveAll(const Network &network, const System &system,
                                  const Container &fweights) {
  std::vector<Parameters> all(network.layers.size());
  Importer importer{fweights};
  for (const Layer &layer : network.layers) {
    Parameters &p = all[layer.index];
    try {
      importLayer(network, layer, importer, p);
      derive(network, system, layer, p);
    } catch (const Error &error) {
      throw Error("layer " + layer.name + ": " + error.what());
    }
  }
  if (importer.next != fweights.entries.size())
    throw Error(".fweights: unexpected entry '" +
                fweights.entries[importer.next].name + "'");
  return all;
}

} // namespace oracle
