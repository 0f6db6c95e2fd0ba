// SPDX-License-Identifier: Apache-2.0
// Windows, activations and counts as words.
#include "GraphText.h"

#include "qsim/Support/Numbers.h"
#include "qsimrt/qsimrt.h"

namespace qsim::engine {
namespace {

std::string joined(const std::string &a, const std::string &b) {
  return a + (a.empty() || b.empty() ? "" : " ") + b;
}

/// "3x3/2"; of equal strides one is said, and none of 1.
std::string windowText(const qsimrt_window &window) {
  const std::string size =
      std::to_string(window.size_y) + "x" + std::to_string(window.size_x);
  if (window.stride_y != window.stride_x)
    return size + "/" + std::to_string(window.stride_y) + "x" +
           std::to_string(window.stride_x);
  return window.stride_y == 1 ? size
                              : size + "/" + std::to_string(window.stride_y);
}

std::string activationText(const qsimrt_layer &layer) {
  const qsimrt_activation activation = qsimrt_activation_of(&layer);
  return activation == QSIMRT_LINEAR ? "" : qsimrt_activation_name(activation);
}

std::string routeText(const qsimrt_layer &layer) {
  const qsimrt_route &route = layer.u.route;
  const std::string inputs =
      layer.input_count == 1 ? ""
                             : std::to_string(layer.input_count) + " inputs";
  return route.groups > 1
             ? joined(inputs, "group " + std::to_string(route.group_id + 1) +
                                  " of " + std::to_string(route.groups))
             : inputs;
}

std::string headText(int classes, int anchors, const char *unit) {
  return std::to_string(classes) + " classes, " + std::to_string(anchors) +
         " " + unit;
}

std::string binaryText(qsimrt_binary_kind kind) {
  const char *const words[] = {"subtract", "maximum", "minimum", "divide",
                               "power"};
  return words[kind];
}

std::string reduceText(qsimrt_reduce_kind kind) {
  const char *const words[] = {"mean", "sum", "maximum", "minimum"};
  return words[kind];
}

} // namespace

std::string layerText(const qsimrt_layer &layer) {
  switch (layer.kind) {
  case QSIMRT_CONVOLUTIONAL:
  case QSIMRT_LOCAL: {
    const int groups = layer.u.convolutional.groups;
    return joined(joined(windowText(qsimrt_window_of(&layer)),
                         groups > 1 ? "groups " + std::to_string(groups) : ""),
                  activationText(layer));
  }
  case QSIMRT_CONNECTED:
    return joined(std::to_string(layer.u.convolutional.filters),
                  activationText(layer));
  case QSIMRT_MAXPOOL:
    return windowText(qsimrt_window_of(&layer));
  case QSIMRT_AVGPOOL: {
    const qsimrt_window window = qsimrt_window_of(&layer);
    return window.size_y == 0 ? "" : windowText(window);
  }
  case QSIMRT_ROUTE:
    return routeText(layer);
  case QSIMRT_BINARY:
    return joined(binaryText(layer.u.elementwise.operation),
                  activationText(layer));
  case QSIMRT_UPSAMPLE:
    return "x" + std::to_string(layer.u.upsample.stride);
  case QSIMRT_REORG:
    return "/" + std::to_string(layer.u.reorg.stride);
  case QSIMRT_REDUCE:
    return reduceText(layer.u.reduce.operation);
  case QSIMRT_RESIZE:
    return "x" + formatFloat(layer.u.resize.scale);
  case QSIMRT_YOLO:
    return headText(layer.u.yolo.classes, layer.u.yolo.anchor_count, "anchors");
  case QSIMRT_REGION:
    return headText(layer.u.region.classes, layer.u.region.anchor_count,
                    "anchors");
  case QSIMRT_DETECTION:
    return headText(layer.u.detection.classes, layer.u.detection.num,
                    "boxes a cell");
  default:
    return activationText(layer);
  }
}

} // namespace qsim::engine
