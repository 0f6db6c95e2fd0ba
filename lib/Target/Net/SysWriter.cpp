// SPDX-License-Identifier: Apache-2.0
// The .sys: datapath, preprocessing and class names.
#include "SysWriter.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "TextWriter.h"
#include "qsim/Target/Net.h"

#include <algorithm>

using namespace qsim;

/// The files write dashes where MLIR's keywords have underscores.
static std::string dashed(llvm::StringRef keyword) {
  std::string word = keyword.str();
  std::replace(word.begin(), word.end(), '_', '-');
  return word;
}

static void writeTriple(TextWriter &text, llvm::StringRef key,
                        const float (&numbers)[3], const float (&usual)[3]) {
  if (!llvm::equal(numbers, usual))
    text.key(key, formatFloat(numbers[0]) + "," + formatFloat(numbers[1]) +
                      "," + formatFloat(numbers[2]));
}

/// The resize, and what is not Darknet's.
static void writePreprocess(TextWriter &text,
                            const qsimrt_preprocess &preprocess) {
  const qsimrt_preprocess plain = qsimrt_default_preprocess();
  text.key("resize", qsimrt_resize_name(preprocess.resize));
  if (preprocess.crop_side != 0)
    text.key("crop_side", preprocess.crop_side);
  if (preprocess.bgr)
    text.key("order", "bgr");
  if (preprocess.scale != plain.scale)
    text.key("scale", preprocess.scale);
  writeTriple(text, "mean", preprocess.mean, plain.mean);
  writeTriple(text, "std", preprocess.deviation, plain.deviation);
  if (preprocess.pad_value != plain.pad_value)
    text.key("pad_value", formatFloat(preprocess.pad_value));
}

std::string qsim::writeSys(qnet::NetworkOp network) {
  DatapathAttr datapath = network.getDatapathAttr();
  if (!datapath)
    datapath = DatapathAttr::getDefault(network.getContext());
  return writeSys(datapath,
                  toRuntime(network.getResize(), network.getPreprocessAttr()),
                  network.getClasses().getValue());
}

std::string qsim::writeSys(DatapathAttr datapath,
                           const qsimrt_preprocess &preprocess,
                           llvm::ArrayRef<mlir::Attribute> classes) {
  TextWriter text;
  text.section("qsim");
  text.key("format", sysFormat);
  text.key("numerics", std::to_string(QSIMRT_NUMERICS_MAJOR) + "." +
                           std::to_string(QSIMRT_NUMERICS_MINOR));
  text.section("datapath");
  text.key("rounding", dashed(stringifyRounding(datapath.getRounding())));
  text.key("overflow", dashed(stringifyOverflow(datapath.getOverflow())));
  text.key("overflow_check",
           dashed(stringifyOverflowCheck(datapath.getOverflowCheck())));
  text.key("leaky", dashed(stringifyLeakyForm(datapath.getLeaky())));
  text.key("accumulator_bits", datapath.getAccumulatorBits());
  text.key("wide_accumulator_bits", datapath.getWideAccumulatorBits());
  text.key("bias_bits", datapath.getBiasBits());
  text.key("wide_bias_bits", datapath.getWideBiasBits());
  text.key("multiplier_bits", datapath.getMultiplierBits());
  text.key("wide_multiplier_bits", datapath.getWideMultiplierBits());
  text.key("max_shift", datapath.getMaxShift());
  text.key("table_bits", datapath.getTableBits());
  text.section("preprocess");
  writePreprocess(text, preprocess);
  text.section("classes");
  for (const auto &[index, name] : llvm::enumerate(classes))
    text.key(std::to_string(index),
             llvm::cast<mlir::StringAttr>(name).strref());
  return text.take();
}
