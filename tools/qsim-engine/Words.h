// SPDX-License-Identifier: Apache-2.0
// Modes, layers and quantizations between messages and the runtime.
#ifndef QSIM_TOOLS_QSIM_ENGINE_WORDS_H
#define QSIM_TOOLS_QSIM_ENGINE_WORDS_H

#include "engine.pb.h"

#include "qsimrt/qsimrt.h"

#include <cmath>
#include <string>

namespace qsim::engine {

inline Mode toMessage(qsimrt_mode mode) { return static_cast<Mode>(mode); }

/// A mode of a message that nobody knows is as FLOAT's.
inline qsimrt_mode fromMessage(Mode mode) {
  return mode == INT      ? QSIMRT_INT
         : mode == HYBRID ? QSIMRT_HYBRID
                          : QSIMRT_FLOAT;
}

/// "3 conv_3", "image".
inline std::string placeOf(const qsimrt_model &model, int layer) {
  return layer == QSIMRT_IMAGE
             ? "image"
             : std::to_string(layer) + " " + model.layers[layer].name;
}

/// What a person reads of a change: of many values the first ones.
inline std::string shortText(const std::string &text) {
  constexpr std::size_t most = 160;
  return text.size() > most ? text.substr(0, text.rfind(' ', most)) + " ..."
                            : text;
}

/// Leaves `exponent` out where the scale is no power of two.
inline void describeScale(double scale, Quantization &quantization) {
  int exponent = 0;
  quantization.set_scale(scale);
  if (std::frexp(scale, &exponent) == 0.5)
    quantization.set_exponent(exponent - 1);
}

inline void describeQuant(const qsimrt_quant &quant,
                          Quantization &quantization) {
  quantization.set_width(static_cast<std::uint32_t>(quant.bits));
  quantization.set_zero_point(quant.zero_point);
  quantization.set_channels(1);
  describeScale(static_cast<double>(quant.scale), quantization);
}

/// Of a layer's weights; false where they have none.
inline bool describeWeights(const qsimrt_layer &layer,
                            Quantization &quantization) {
  if (!qsimrt_has_weights(layer.kind) ||
      layer.u.convolutional.weight_scale_count == 0)
    return false;
  const qsimrt_convolutional &conv = layer.u.convolutional;
  quantization.set_width(static_cast<std::uint32_t>(conv.weight_bits));
  quantization.set_channels(
      static_cast<std::uint32_t>(conv.weight_scale_count));
  describeScale(static_cast<double>(conv.weight_scales[0]), quantization);
  for (int i = 1; i < conv.weight_scale_count; ++i)
    if (conv.weight_scales[i] != conv.weight_scales[0])
      quantization.clear_exponent();
  return true;
}

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_WORDS_H
