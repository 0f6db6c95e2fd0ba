// SPDX-License-Identifier: Apache-2.0
// Derives the integers of a package (numerics.md, section 2 and N13).
#include "Derive.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

namespace oracle {
namespace {

// N3. Returns gain and b, and leaves d in the parameters.
void foldBatchNorm(const Network &network, const Layer &layer, Parameters &p,
                   std::vector<double> &gain, std::vector<double> &b) {
  for (int64_t o = 0; o < layer.filters; ++o) {
    if (layer.batchNormalize) {
      double d = 0;
      if (network.arithmetic == Arithmetic::PJReddie) {
        d = std::sqrt(double(p.variance[o])) + double(0.000001f);
      } else {
        float sum = p.variance[o] + 0.00001f;
        d = std::sqrt(double(sum));
      }
      p.d.push_back(d);
      gain.push_back(double(p.scales[o]) / d);
      double product = double(p.mean[o]) * gain[o];
      b.push_back(double(p.biases[o]) - product);
    } else {
      gain.push_back(1.0);
      b.push_back(double(p.biases[o]));
    }
    if (layer.biasCorrection)
      b[o] = b[o] + double(p.biasDelta[o]);
  }
}

double slope(LeakyForm form) {
  switch (form) {
  case LeakyForm::Multiplier:
    return 0.1;
  case LeakyForm::N256:
    return 26.0 / 256.0;
  case LeakyForm::Shift:
    return 1.0 / 8.0;
  }
  throw Error("unknown leaky form");
}

void deriveConvolutional(const Network &network, const System &system,
                         const Layer &layer, Parameters &p) {
  std::vector<double> gain, b;
  foldBatchNorm(network, layer, p, gain, b);
  const MaybeQuantization &in = network.quantizationOf(layer.inputs[0]);
  p.quantized = in && layer.weightBits != 0;
  if (!p.quantized)
    return;
  p.requantized = layer.quantization.has_value();
  p.wide = layer.weightBits > 8 || in->width > 8;
  int biasBits = p.wide ? system.wideBiasBits : system.biasBits;
  int multiplierBits =
      p.wide ? system.wideMultiplierBits : system.multiplierBits;
  double limit = (1 << (layer.weightBits - 1)) - 1;
  int64_t perFilter = static_cast<int64_t>(p.weights.size()) / layer.filters;
  for (int64_t o = 0; o < layer.filters; ++o) {
    double sw = layer.weightScales[o];
    double step = double(in->scale) * sw;
    int64_t sum = 0;
    for (int64_t i = 0; i < perFilter; ++i) { // N4
      double w = double(p.weights[o * perFilter + i]) * gain[o];
      double rounded = std::rint(w / sw);
      if (std::isnan(rounded))
        throw Error("a weight is not a number");
      int32_t q = static_cast<int32_t>(std::clamp(rounded, -limit, limit));
      p.qWeights.push_back(q);
      sum += q;
    }
    double bias = std::rint(b[o] / step); // N5
    if (!(std::fabs(bias) < 0x1p62))
      throw Error("a bias does not fit the bias width");
    int64_t qb = static_cast<int64_t>(bias) - in->zero * sum;
    if (qb < -(int64_t(1) << (biasBits - 1)) || qb >= int64_t(1)
                                                          << (biasBits - 1))
      throw Error("a bias does not fit the bias width");
    p.qBiases.push_back(qb);
    if (p.requantized) { // N6
      double m = step / double(layer.quantization->scale);
      p.positive.push_back(encode(m, multiplierBits, system.maxShift));
      if (layer.leaky)
        p.negative.push_back(
            encode(m * slope(system.leaky), multiplierBits, system.maxShift));
    }
    p.hybridScales.push_back(static_cast<float>(step)); // N8
    p.hybridBiases.push_back(static_cast<float>(b[o]));
  }
}

void deriveRoute(const Network &network, const System &system,
                 const Layer &layer, Parameters &p) {
  if (!layer.quantization)
    return;
  for (int input : layer.inputs) {
    const MaybeQuantization &in = network.quantizationOf(input);
    if (!in)
      throw Error("a quantized route reads a tensor without quantization");
    if (in == layer.quantization)
      p.rescale.push_back({1, 0});
    else
      p.rescale.push_back(
          encode(double(in->scale) / double(layer.quantization->scale),
                 system.multiplierBits, system.maxShift));
  }
}

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

std::vector<int64_t> weightDims(const Network &network, const Layer &layer) {
  return {layer.filters, network.shapeOf(layer.inputs[0]).c / layer.groups,
          layer.size, layer.size};
}

void importLayer(const Network &network, const Layer &layer, Importer &from,
                 Parameters &p) {
  std::vector<int64_t> perFilter = {layer.filters};
  p.weights = from.take(layer.name + ".weights", weightDims(network, layer));
  p.biases = from.take(layer.name + ".biases", perFilter);
  if (layer.batchNormalize) {
    p.scales = from.take(layer.name + ".scales", perFilter);
    p.mean = from.take(layer.name + ".mean", perFilter);
    p.variance = from.take(layer.name + ".variance", perFilter);
  }
  if (layer.biasCorrection)
    p.biasDelta = from.take(layer.name + ".bias_delta", perFilter);
}

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

} // namespace

std::vector<Parameters> deriveAll(const Network &network, const System &system,
                                  const Container &fweights) {
  std::vector<Parameters> all(network.layers.size());
  Importer importer{fweights};
  for (const Layer &layer : network.layers) {
    Parameters &p = all[layer.index];
    try {
      if (layer.kind == Kind::Convolutional) {
        importLayer(network, layer, importer, p);
        deriveConvolutional(network, system, layer, p);
      } else if (layer.kind == Kind::Route) {
        deriveRoute(network, system, layer, p);
      }
    } catch (const Error &error) {
      throw Error("layer " + layer.name + ": " + error.what());
    }
  }
  if (importer.next != fweights.entries.size())
    throw Error(".fweights: unexpected entry '" +
                fweights.entries[importer.next].name + "'");
  return all;
}

bool compare(const Network &network, const std::vector<Parameters> &parameters,
             const Container &qweights) {
  Comparer with{qweights};
  for (const Layer &layer : network.layers) {
    const Parameters &p = parameters[layer.index];
    const std::string &name = layer.name;
    std::vector<int64_t> perFilter = {layer.filters};
    if (p.requantized) {
      std::vector<int64_t> weights(p.qWeights.begin(), p.qWeights.end());
      with.array(name + ".q_weights",
                 layer.weightBits <= 8 ? DType::I8 : DType::I16,
                 weightDims(network, layer), weights);
      with.array(name + ".q_biases", p.wide ? DType::I64 : DType::I32,
                 perFilter, p.qBiases);
      with.array(name + ".positive", DType::Multiplier, perFilter, p.positive);
      if (layer.leaky)
        with.array(name + ".negative", DType::Multiplier, perFilter,
                   p.negative);
      with.array(name + ".hybrid_scales", DType::F32, perFilter,
                 p.hybridScales);
      with.array(name + ".hybrid_biases", DType::F32, perFilter,
                 p.hybridBiases);
    } else if (!p.rescale.empty()) {
      with.array(name + ".rescale", DType::Multiplier,
                 {static_cast<int64_t>(p.rescale.size())}, p.rescale);
    }
  }
  if (with.wellFormed && with.next != qweights.entries.size())
    with.fail("unexpected entry '" + qweights.entries[with.next].name + "'");
  std::printf("qweights: %lld values compared, %lld differ\n",
              static_cast<long long>(with.compared),
              static_cast<long long>(with.different));
  return with.wellFormed && with.different == 0;
}

} // namespace oracle
