// SPDX-License-Identifier: Apache-2.0
// Test helper: the packed parameters of a model, in memory of their own.
#ifndef QSIM_TEST_RUNTIME_PACKED_H
#define QSIM_TEST_RUNTIME_PACKED_H

#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

namespace qsim::test {

struct Packed {
  Packed(const qsimrt_model &model, qsimrt_isa isa,
         uint32_t parts = QSIMRT_PACK_INTEGERS)
      : size(qsimrt_packed_size(&model, isa, parts)),
        memory(std::aligned_alloc(64, size), std::free) {
    qsimrt_error error = {};
    EXPECT_EQ(qsimrt_pack(&model, isa, parts, memory.get(), size, nullptr,
                          &packed, &error),
              QSIMRT_OK)
        << error.text;
  }
  size_t size;
  std::unique_ptr<void, decltype(&std::free)> memory;
  const qsimrt_packed *packed = nullptr;
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIME_PACKED_H
