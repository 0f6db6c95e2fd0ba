// SPDX-License-Identifier: Apache-2.0
// Fuzz target: the .sys reader, complete as in a package and partial as given
// to the compiler.
#include "TinyModel.h"

#include <cstdlib>

using namespace qsim::test;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const std::string text(reinterpret_cast<const char *>(data), size);
  load({tinyFiles().net, text, "", ""}, /*run=*/false);

  const AlignedBytes bytes(text);
  const qsimrt_bytes sys = {"t.sys", bytes.data(), bytes.size()};
  qsimrt_datapath datapath;
  qsimrt_preprocess preprocess;
  qsimrt_error error = {};
  if (qsimrt_sys_parse(&sys, 1, &datapath, &preprocess, &error) != QSIMRT_OK &&
      !error.text[0])
    std::abort();
  return 0;
}
