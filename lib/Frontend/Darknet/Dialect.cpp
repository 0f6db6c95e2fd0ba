// SPDX-License-Identifier: Apache-2.0
// Guesses whose Darknet a cfg was written for from what only one of them knows.
#include "Activation.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

struct SectionKeys {
  StringLiteral name, alias;
  ArrayRef<StringLiteral> keys; // that only alexeyab's Darknet knows
};

} // namespace

static constexpr StringLiteral netKeys[] = {
    "cutmix", "ema_alpha", "letter_box", "mixup", "mosaic", "optimized_memory"};
static constexpr StringLiteral convolutionalKeys[] = {
    "antialiasing", "dilation", "share_index", "stride_x", "stride_y"};
static constexpr StringLiteral maxPoolKeys[] = {
    "antialiasing", "maxpool_depth", "out_channels", "stride_x", "stride_y"};
static constexpr StringLiteral routeKeys[] = {"group_id", "groups"};
static constexpr StringLiteral shortcutKeys[] = {"weights_normalization",
                                                 "weights_type"};
static constexpr StringLiteral yoloKeys[] = {
    "beta_nms",       "cls_normalizer", "iou_loss",  "iou_normalizer",
    "iou_thresh",     "max_delta",      "nms_kind",  "new_coords",
    "obj_normalizer", "resize",         "scale_x_y", "objectness_smooth"};

static constexpr SectionKeys sectionKeys[] = {
    {"net", "network", netKeys},
    {"convolutional", "conv", convolutionalKeys},
    {"maxpool", "max", maxPoolKeys},
    {"route", "", routeKeys},
    {"shortcut", "", shortcutKeys},
    {"yolo", "", yoloKeys},
};

static bool isAlexeyabOption(const CfgSection &section,
                             const CfgOption &option) {
  if (option.key == "activation")
    return isAlexeyabActivation(option.value);
  if (section.name == "shortcut" && option.key == "from")
    return StringRef(option.value).contains(',');
  return llvm::any_of(sectionKeys, [&](const SectionKeys &known) {
    return (section.name == known.name || section.name == known.alias) &&
           llvm::is_contained(known.keys, option.key);
  });
}

static Arithmetic chosen(FileLineColLoc location, const Twine &what) {
  emitWarning(location)
      << what
      << " is known only to alexeyab's Darknet: the network is imported as "
         "one of its (--darknet-dialect decides otherwise)";
  return Arithmetic::Alexeyab;
}

Arithmetic darknet::guessDialect(ArrayRef<CfgSection> sections,
                                 StringAttr fileName) {
  for (const CfgSection &section : sections) {
    if (isAlexeyabSection(section.name))
      return chosen(cfgLocation(fileName, section.line),
                    "[" + section.name + "]");
    for (const CfgOption &option : section.options)
      if (isAlexeyabOption(section, option))
        return chosen(cfgLocation(fileName, option.line),
                      option.key + "=" + option.value + " in [" + section.name +
                          "]");
  }
  return Arithmetic::Pjreddie;
}
