// SPDX-License-Identifier: Apache-2.0
// Fuzz target: step files and selectors, for a network of five layers.
#include "../unit/runtime-files/ContainerBuilder.h"

#include <cstdlib>
#include <vector>

using namespace qsim::test;

static const qsimrt_model &fiveLayers() {
  static qsimrt_layer layers[5] = {};
  static const char *const names[] = {"conv_0", "conv_1", "pool_2", "conv_10",
                                      "route_4"};
  static qsimrt_model model = {};
  for (int i = 0; i < 5; ++i) {
    layers[i].index = i;
    layers[i].name = names[i];
  }
  model.layers = layers;
  model.layer_count = 5;
  return model;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const AlignedBytes bytes(
      std::string(reinterpret_cast<const char *>(data), size));
  const qsimrt_bytes file = {"t.ste", bytes.data(), bytes.size()};
  const qsimrt_model &model = fiveLayers();
  const size_t wanted = qsimrt_ste_size(&model, &file);
  void *memory = std::aligned_alloc(64, (wanted + 63) / 64 * 64);
  qsimrt_ste ste = {};
  qsimrt_error error = {};
  const qsimrt_status status =
      qsimrt_ste_parse(memory, wanted, &model, &file, &ste, &error);
  // The size must have been enough, and a refusal must say why.
  if (status == QSIMRT_NO_MEMORY || (status != QSIMRT_OK && !error.text[0]))
    std::abort();
  for (int i = 0; status == QSIMRT_OK && i < 5; ++i)
    if (ste.modes[i] < QSIMRT_STE_NO_MODE || ste.modes[i] > QSIMRT_INT ||
        ste.marks[i] > 127)
      std::abort();
  std::free(memory);

  unsigned char chosen[5] = {};
  qsimrt_select(&model, reinterpret_cast<const char *>(data), size, chosen,
                &error);
  return 0;
}
