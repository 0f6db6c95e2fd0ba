// SPDX-License-Identifier: Apache-2.0
// A small network for the self-test, stated as text and run on one picture.
#ifndef ORACLE_SELFTESTBENCH_H
#define ORACLE_SELFTESTBENCH_H

#include "Run.h"
#include "SelfTest.h"

#include <map>

namespace oracle {

struct Bench {
  using Reals = std::vector<float>;
  using Integers = std::vector<int32_t>;

  std::string text;
  int layers = 0;
  System system;
  std::map<int, Parameters> imported; // of the layers with weights
  Counts counts;                      // of the last layer of the last run

  // `shape` is C,H,W with the quantization of the picture.
  Bench(const std::string &arithmetic, const Shape &shape,
        const std::string &quantization);

  // `keys` are those of the kind, each with its line's end.
  Bench &add(const std::string &kind, const std::string &inputs,
             const std::string &shape, const std::string &quantization,
             const std::string &keys = "");

  // The parameters of all layers.
  std::vector<Parameters> derived() const;
  // The output of the last layer.
  Tensor run(Mode mode, const Reals &picture);

  void reals(const char *what, Mode mode, const Reals &picture,
             const Reals &wanted);
  void integers(const char *what, const Reals &picture, const Integers &wanted,
                int64_t saturated = 0);
};

} // namespace oracle

#endif
