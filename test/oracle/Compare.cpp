// SPDX-License-Identifier: Apache-2.0
// Compares the derived integers with a .qweights (net.md, Parameters).
#include "Derive.h"

#include <bit>
#include <cstdio>

namespace oracle {
namespace {

uint64_t raw(int64_t value) { return static_cast<uint64_t>(value); }
uint64_t raw(float value) { return std::bit_cast<uint32_t>(value); }
uint64_t raw(Multiplier value) {
  return uint64_t(uint32_t(value.mult)) << 32 | uint32_t(value.shift);
}

// Compares the entries of a .qweights in the order that net.md states.
struct Comparer {
  const Container &container;
  size_t next = 0;
  int64_t compared = 0, different = 0;
  bool wellFormed = true;

  void fail(const std::string &what) {
    std::fprintf(stderr, "qsim-oracle: .qweights: %s\n", what.c_str());
    wellFormed = false;
  }

  template <typename Value>
  void array(const std::string &name, DType dtype,
             const std::vector<int64_t> &dims, const std::vector<Value> &mine) {
    if (!wellFormed)
      return;
    if (next == container.entries.size())
      return fail("entry '" + name + "' is missing");
    const Entry &entry = container.entries[next++];
    if (entry.name != name)
      return fail("expected entry '" + name + "', found '" + entry.name + "'");
    if (entry.dtype != dtype || entry.dims != dims)
      return fail("entry '" + name + "' has a wrong type or shape");
    int64_t before = different;
    for (size_t i = 0; i < mine.size(); ++i) {
      uint64_t own = raw(mine[i]), other = entry.value(i);
      ++compared;
      if (own == other)
        continue;
      if (different++ == before) // the first of each array is shown
        std::fprintf(stderr,
                     "qsim-oracle: .qweights: %s[%zu] is 0x%llx, the oracle "
                     "has 0x%llx\n",
                     name.c_str(), i, static_cast<unsigned long long>(other),
                     static_cast<unsigned long long>(own));
    }
  }
};

std::vector<int64_t> wider(const std::vector<int32_t> &values) {
  return {values.begin(), values.end()};
}

std::vector<int64_t> flat(size_t count) {
  return {static_cast<int64_t>(count)};
}

void compareWeights(const Network &network, const Layer &layer,
                    const Parameters &p, Comparer &with) {
  const std::string &name = layer.name;
  with.array(name + ".q_weights",
             layer.weightBits <= 8 ? DType::I8 : DType::I16,
             weightDims(network, layer), wider(p.qWeights));
  if (network.arithmetic == Arithmetic::Yolo2Light) {
    with.array(name + ".hybrid_biases", DType::F32, biasDims(layer),
               p.hybridBiases);
    with.array(name + ".hybrid_scales", DType::F32, {1}, p.hybridScales);
    return;
  }
  with.array(name + ".q_biases", p.wide ? DType::I64 : DType::I32,
             biasDims(layer), p.qBiases);
  with.array(name + ".positive", DType::Multiplier, {layer.filters},
             p.positive);
  if (layer.hasNegative())
    with.array(name + ".negative", DType::Multiplier, {layer.filters},
               p.negative);
  with.array(name + ".hybrid_scales", DType::F32, {layer.filters},
             p.hybridScales);
  with.array(name + ".hybrid_biases", DType::F32, biasDims(layer),
             p.hybridBiases);
}

void compareLayer(const Network &network, const Layer &layer,
                  const Parameters &p, Comparer &with) {
  const std::string &name = layer.name;
  bool light = network.arithmetic == Arithmetic::Yolo2Light;
  if (layer.hasWeights()) {
    if (p.requantized || (light && p.quantized))
      compareWeights(network, layer, p, with);
  } else {
    if (!p.rescale.empty())
      with.array(name + ".rescale", DType::Multiplier, flat(p.rescale.size()),
                 p.rescale);
    if (!p.positive.empty())
      with.array(name + ".positive", DType::Multiplier, flat(p.positive.size()),
                 p.positive);
    if (!p.negative.empty())
      with.array(name + ".negative", DType::Multiplier, flat(p.negative.size()),
                 p.negative);
  }
  const Shape &shape = layer.shape;
  if (!p.qValues.empty())
    with.array(name + ".q_values",
               layer.quantization->width <= 8 ? DType::I8 : DType::I16,
               {shape.c, shape.h, shape.w}, wider(p.qValues));
  if (!p.table.empty())
    with.array(name + ".table",
               layer.quantization->width <= 8 ? DType::I8 : DType::I16,
               flat(p.table.size()), wider(p.table));
}

} // namespace

bool compare(const Network &network, const std::vector<Parameters> &parameters,
             const Container &qweights) {
  Comparer with{qweights};
  for (const Layer &layer : network.layers)
    compareLayer(network, layer, parameters[layer.index], with);
  if (with.wellFormed && with.next != qweights.entries.size())
    with.fail("unexpected entry '" + qweights.entries[with.next].name + "'");
  std::printf("qweights: %lld values compared, %lld differ\n",
              static_cast<long long>(with.compared),
              static_cast<long long>(with.different));
  return with.wellFormed && with.different == 0;
}

} // namespace oracle
