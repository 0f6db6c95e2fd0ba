// SPDX-License-Identifier: Apache-2.0
// A small network for the self-test, stated as text and run on one picture.
#include "SelfTestBench.h"

namespace oracle {

Bench::Bench(const std::string &arithmetic, const Shape &shape,
             const std::string &quantization) {
  text = "[net]\nformat=1.2\nname=bench\narithmetic=" + arithmetic +
         "\nchannels=" + std::to_string(shape.c) +
         "\nheight=" + std::to_string(shape.h) +
         "\nwidth=" + std::to_string(shape.w) +
         "\nquantization=" + quantization + "\n";
  system.accumulatorBits = system.biasBits = 32;
  system.wideAccumulatorBits = system.wideBiasBits = 48;
  system.multiplierBits = 31;
  system.wideMultiplierBits = 15;
  system.maxShift = 62;
}

Bench &Bench::add(const std::string &kind, const std::string &inputs,
                  const std::string &shape, const std::string &quantization,
                  const std::string &keys) {
  std::string index = std::to_string(layers++);
  // Scale groups are no matter here: each layer names itself.
  text += "\n[" + kind + "]\nindex=" + index + "\nname=l" + index +
          "\ninputs=" + inputs + "\nshape=" + shape +
          "\nquantization=" + quantization + "\nscale_group=" + index +
          "\nceiling=int\n" + keys;
  return *this;
}

std::vector<Parameters> Bench::derived() const {
  Network network = parseNetwork(text);
  std::vector<Parameters> all(network.layers.size());
  for (const Layer &layer : network.layers) {
    auto given = imported.find(layer.index);
    if (given != imported.end())
      all[layer.index] = given->second;
    derive(network, system, layer, all[layer.index]);
  }
  return all;
}

Tensor Bench::run(Mode mode, const Reals &picture) {
  Network network = parseNetwork(text);
  Tensor input, last;
  input.shape = network.picture;
  input.reals = picture;
  oracle::run(network, system, derived(), mode, input,
              [&](const Layer &, const Tensor &tensor, const Counts &counted) {
                last = tensor;
                counts = counted;
              });
  return last;
}

void Bench::reals(const char *what, Mode mode, const Reals &picture,
                  const Reals &wanted) {
  try {
    expect(what, run(mode, picture).reals, wanted);
  } catch (const Error &error) {
    expect((what + std::string(": ") + error.what()).c_str(), false, true);
  }
}

void Bench::integers(const char *what, const Reals &picture,
                     const Integers &wanted, int64_t saturated) {
  try {
    expect(what, run(Mode::Int, picture).integers, wanted);
    expect(what, counts.saturated, saturated);
  } catch (const Error &error) {
    expect((what + std::string(": ") + error.what()).c_str(), false, true);
  }
}

} // namespace oracle
