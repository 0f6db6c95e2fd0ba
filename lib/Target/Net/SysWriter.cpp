// SPDX-License-Identifier: Apache-2.0
// The .sys: datapath, preprocessing and class names.
#include "SysWriter.h"
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

std::string qsim::writeSys(qnet::NetworkOp network) {
  DatapathAttr datapath = network.getDatapathAttr();
  if (!datapath)
    datapath = DatapathAttr::getDefault(network.getContext());
  return writeSys(datapath, network.getResize(),
                  network.getClasses().getValue());
}

std::string qsim::writeSys(DatapathAttr datapath, Resize resize,
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
  text.key("resize", dashed(stringifyResize(resize)));
  text.section("classes");
  for (const auto &[index, name] : llvm::enumerate(classes))
    text.key(std::to_string(index),
             llvm::cast<mlir::StringAttr>(name).strref());
  return text.take();
}
