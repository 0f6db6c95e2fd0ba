// SPDX-License-Identifier: Apache-2.0
// Reads the .sys (sys.md).
#include "Section.h"

namespace oracle {

System parseSystem(const std::string &text) {
  std::vector<Section> sections = parseSections(text);
  const char *titles[] = {"qsim", "datapath", "preprocess", "classes"};
  if (sections.size() != 4)
    throw Error("expected the 4 sections of a .sys");
  for (size_t i = 0; i < 4; ++i)
    if (sections[i].title != titles[i])
      throw Error("unexpected section [" + sections[i].title + "] in .sys");
  int minor = sections[0].version("format");
  sections[0].version("numerics");
  sections[0].finish();

  Section &path = sections[1];
  System system;
  system.rounding =
      path.choice<Rounding>("rounding", {{"half-up", Rounding::HalfUp},
                                         {"half-away", Rounding::HalfAway},
                                         {"half-even", Rounding::HalfEven},
                                         {"toward-zero", Rounding::TowardZero},
                                         {"floor", Rounding::Floor}});
  system.wrap =
      path.choice<bool>("overflow", {{"saturate", false}, {"wrap", true}});
  system.perAdd = path.choice<bool>("overflow_check",
                                    {{"output", false}, {"per-add", true}});
  system.leaky =
      path.choice<LeakyForm>("leaky", {{"multiplier", LeakyForm::Multiplier},
                                       {"n256", LeakyForm::N256},
                                       {"shift", LeakyForm::Shift}});
  auto bits = [&](const char *key, int low, int high) {
    return static_cast<int>(path.integer(key, low, high));
  };
  system.accumulatorBits = bits("accumulator_bits", 2, 48);
  system.wideAccumulatorBits = bits("wide_accumulator_bits", 2, 48);
  system.biasBits = bits("bias_bits", 2, system.accumulatorBits);
  system.wideBiasBits = bits("wide_bias_bits", 2, system.wideAccumulatorBits);
  system.multiplierBits = bits("multiplier_bits", 2, 31);
  system.wideMultiplierBits = bits("wide_multiplier_bits", 2, 31);
  if (system.accumulatorBits + system.multiplierBits > 63 ||
      system.wideAccumulatorBits + system.wideMultiplierBits > 63)
    path.fail("accumulator and multiplier together exceed 63 bits");
  system.maxShift = bits("max_shift", 1, 62);
  bool named = path.has("table_bits"); // which a 1.0 file may leave out
  system.tableBits = named || minor >= 1 ? bits("table_bits", 2, 16) : 12;
  path.finish();

  // The oracle is given tensors: what a picture goes through does not matter.
  Section &picture = sections[2];
  picture.choice<int>("resize", {{"stretch", 0},
                                 {"letterbox", 1},
                                 {"center-crop", 2},
                                 {"letterbox-topleft", 3},
                                 {"crop", 4}});
  for (const char *key :
       {"crop_side", "order", "scale", "mean", "std", "pad_value"})
    if (picture.has(key))
      picture.take(key);
  picture.finish();
  for (size_t i = 0; i < sections[3].entries.size(); ++i)
    sections[3].take(std::to_string(i));
  return system;
}

} // namespace oracle
