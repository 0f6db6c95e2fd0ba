// SPDX-License-Identifier: Apache-2.0
// Reads the keys of layers with windows (net.md, N51 to N53).
#include "Parse.h"

namespace oracle {
namespace {

int64_t window(Section &section, const std::string &key) {
  return section.integer(key, 1, LargestWindow);
}

int64_t windowOr(Section &section, const std::string &key, int64_t otherwise) {
  return section.integerOr(key, 1, LargestWindow, otherwise, 2);
}

void parsePads(Section &section, Layer &layer, bool padded) {
  if (!section.says("pads", 2))
    return;
  std::vector<int64_t> pads = section.longs("pads", 0, LargestWindow);
  if (pads.size() != 4)
    section.fail("pads is not top,left,bottom,right");
  if (padded)
    section.fail("pads stands in place of another padding, which is not 0");
  layer.rows.before = pads[0];
  layer.columns.before = pads[1];
  layer.rows.after = pads[2];
  layer.columns.after = pads[3];
}

void parseDilation(Section &section, Layer &layer) {
  layer.rows.dilation = windowOr(section, "dilation", 1);
  layer.columns.dilation = windowOr(section, "dilation_x", layer.rows.dilation);
}

// size_x to dilation_x, of a convolution or a max pool.
void parseGeneral(Section &section, Layer &layer) {
  layer.columns.size = windowOr(section, "size_x", layer.rows.size);
  layer.columns.stride = windowOr(section, "stride_x", layer.rows.stride);
  parsePads(section, layer, layer.rows.before + layer.rows.after > 0);
  parseDilation(section, layer);
}

void parseCeil(Section &section, Layer &layer) {
  layer.rows.ceil = layer.columns.ceil = section.flagOr("ceil", 2);
}

} // namespace

void parseWindow(Section &section, Layer &layer) {
  layer.filters = section.integer("filters", 1, LargestExtent);
  layer.rows.size = window(section, "size");
  layer.rows.stride = window(section, "stride");
  layer.rows.before = layer.rows.after =
      section.integer("pad", 0, LargestWindow);
  layer.columns = layer.rows;
}

void parseConvolutionEnd(Section &section, const Network &network,
                         Layer &layer) {
  parseGeneral(section, layer);
  layer.rows.inputDilation = windowOr(section, "input_dilation", 1);
  layer.columns.inputDilation =
      windowOr(section, "input_dilation_x", layer.rows.inputDilation);
  parseEpsilon(section, network, layer);
}

void parseEpsilon(Section &section, const Network &network, Layer &layer) {
  bool wanted = layer.batchNormalize && network.arithmetic == Arithmetic::Onnx;
  if (section.says("epsilon", 2) != wanted)
    section.fail("epsilon belongs to batch_normalize in arithmetic onnx, and "
                 "to nothing else");
  if (wanted)
    layer.epsilon = section.finite("epsilon");
  if (layer.epsilon < 0)
    section.fail("epsilon is negative");
}

void parseMaxPool(Section &section, Layer &layer) {
  layer.rows.size = window(section, "size");
  layer.rows.stride = window(section, "stride");
  int64_t padding = section.integer("padding", 0, LargestWindow);
  layer.rows.before = padding / 2; // N14
  layer.rows.after = padding - padding / 2;
  layer.columns = layer.rows;
  parseGeneral(section, layer);
  parseCeil(section, layer);
}

void parseAvgPool(Section &section, Layer &layer) {
  layer.windowed = section.says("size", 2);
  if (layer.windowed)
    layer.rows.size = window(section, "size");
  layer.columns.size = layer.rows.size;
  if (section.says("size_x", 2))
    layer.columns.size = window(section, "size_x");
  layer.rows.stride = windowOr(section, "stride", 1);
  layer.columns.stride = windowOr(section, "stride_x", layer.rows.stride);
  parsePads(section, layer, false);
  parseDilation(section, layer);
  parseCeil(section, layer);
  layer.countPads = section.flagOr("count_pads", 2);
  bool plain = layer.rows == Axis{} && layer.columns == Axis{};
  if (!layer.windowed && (!plain || layer.countPads))
    section.fail("a mean of the whole map has no window");
}

} // namespace oracle
