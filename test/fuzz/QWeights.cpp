// SPDX-License-Identifier: Apache-2.0
// Fuzz target: the weights container. Checksums are made right after every
// mutation, so that the fuzzer gets behind them; what loads is run.
#include "SealedContainer.h"
#include "TinyModel.h"

using namespace qsim::test;

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,
                                          size_t maxSize, unsigned seed) {
  static const uint32_t binding = bindingOf(tinyFiles());
  return mutateSealed(data, size, maxSize, seed, tinyFiles().qweights, binding);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  TinyFiles files = tinyFiles();
  files.qweights.assign(reinterpret_cast<const char *>(data), size);
  files.packed.clear();
  load(files, /*run=*/true);
  return 0;
}
