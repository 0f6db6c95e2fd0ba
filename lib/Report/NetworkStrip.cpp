// SPDX-License-Identifier: Apache-2.0
// The network as a strip of bars.
#include "Figures.h"

#include "qsim/Report/Html.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace qsim {
namespace {

constexpr double quietest = 60; ///< dB at the foot of the strip; 0 at its top
constexpr double left = 44, top = 16, height = 180, below = 24;

/// Of a bar; every label stands at least labelDistance from the next.
constexpr double leastPitch = 11, mostPitch = 40, wantedWidth = 1000;
constexpr double labelDistance = 28;

double levelOf(const Difference &difference) {
  const double ratio = difference.noise == 0 ? quietest : difference.sqnr();
  return std::isnan(ratio) ? 0 : std::clamp(ratio, 0.0, quietest);
}

double yOf(double decibels) { return top + height * decibels / quietest; }

std::string rectangle(const char *classes, double x, double y, double width,
                      double tall) {
  return std::string("<rect class=\"") + classes + "\" x=\"" + svgNumber(x) +
         "\" y=\"" + svgNumber(y) + "\" width=\"" + svgNumber(width) +
         "\" height=\"" + svgNumber(tall) + "\"/>";
}

std::string bar(const LayerComparison &layer, const qsimrt_layer &source,
                double x, double pitch) {
  const std::string label = escapeHtml(
      std::to_string(layer.layer) + " " + source.name + ", " +
      qsimrt_kind_name(source.kind) + " in " + qsimrt_mode_name(layer.mode) +
      ": whole network " + decibelText(layer.accumulated) + ", own noise " +
      decibelText(layer.own));
  const double y = yOf(levelOf(layer.accumulated));
  const double width = pitch - std::max(2.0, pitch / 6);
  std::string classes = std::string("bar ") + loudness(layer.accumulated);
  if (layer.mode == QSIMRT_FLOAT)
    classes += " float";
  std::string text = "<a href=\"#layer-" + std::to_string(layer.layer) +
                     "\" aria-label=\"" + label + "\"><title>" + label +
                     "</title>" + rectangle("hit", x, top, pitch, height);
  // A bar without height still shows where its layer is.
  const double least = 3;
  const double tall = std::max(top + height - y, least);
  text += rectangle(classes.c_str(), x + (pitch - width) / 2,
                    top + height - tall, width, tall);
  if (layer.own.noise != 0)
    text += "<circle class=\"own\" cx=\"" + svgNumber(x + pitch / 2) +
            "\" cy=\"" + svgNumber(yOf(levelOf(layer.own))) + "\" r=\"3.2\"/>";
  return text + "</a>\n";
}

std::string grid(double right) {
  std::string text;
  for (double decibels = 0; decibels <= quietest; decibels += 20) {
    const std::string y = svgNumber(yOf(decibels));
    text += "<path class=\"grid\" d=\"M" + svgNumber(left) + " " + y + "H" +
            svgNumber(right) + "\"/><text class=\"axis\" x=\"" +
            svgNumber(left - 6) + "\" y=\"" + svgNumber(yOf(decibels) + 4) +
            "\" text-anchor=\"end\">" + formatFixed(decibels, 0) + " dB</text>";
  }
  return text;
}

// The three fills; the lines tell them apart without colour.
constexpr const char *patterns =
    "<defs>"
    "<pattern id=\"middle\" width=\"6\" height=\"6\" "
    "patternUnits=\"userSpaceOnUse\"><rect class=\"fill-middle\" width=\"6\" "
    "height=\"6\"/><path class=\"line-middle\" d=\"M-1 7L7 -1M-1 1L1 -1M5 7L7 "
    "5\"/></pattern>"
    "<pattern id=\"loud\" width=\"6\" height=\"6\" "
    "patternUnits=\"userSpaceOnUse\"><rect class=\"fill-loud\" width=\"6\" "
    "height=\"6\"/><path class=\"line-loud\" d=\"M0 0L6 6M6 0L0 6\"/>"
    "</pattern></defs>";

} // namespace

const char *loudness(const Difference &difference) {
  if (difference.noise == 0)
    return "none";
  if (!(difference.sqnr() >= 20))
    return "loud";
  return difference.sqnr() < 30 ? "middle" : "quiet";
}

std::string decibelText(const Difference &difference) {
  return difference.noise == 0 ? "no noise"
                               : formatFixed(difference.sqnr(), 1) + " dB";
}

std::string shortNumber(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string scaleText(float scale) {
  int exponent = 0;
  if (scale > 0 && std::frexp(scale, &exponent) == 0.5f)
    return "2^" + std::to_string(exponent - 1);
  return shortNumber(scale);
}

std::string networkStrip(const Comparison &comparison,
                         const qsimrt_model &model) {
  const double count = static_cast<double>(comparison.layers.size());
  const double pitch =
      std::clamp(wantedWidth / std::max(count, 1.0), leastPitch, mostPitch);
  const double right = left + count * pitch;
  const int every = static_cast<int>(std::ceil(labelDistance / pitch));
  const std::string width = svgNumber(right + 12);
  std::string text =
      "<svg class=\"strip\" role=\"group\" aria-label=\"Noise of every "
      "layer\" width=\"" +
      width + "\" height=\"" + svgNumber(top + height + below) +
      "\" viewBox=\"0 0 " + width + " " + svgNumber(top + height + below) +
      "\">" + patterns + grid(right);
  const std::vector<int> order = orderByBlame(comparison);
  for (const LayerComparison &layer : comparison.layers) {
    const double x = left + layer.layer * pitch;
    text += bar(layer, model.layers[layer.layer], x, pitch);
    const std::string middle = svgNumber(x + pitch / 2);
    if (layer.layer % every == 0)
      text += "<text class=\"axis\" x=\"" + middle + "\" y=\"" +
              svgNumber(top + height + 18) + "\" text-anchor=\"middle\">" +
              std::to_string(layer.layer) + "</text>";
    if (layer.layer == order.front() && layer.blame() > 0)
      text += "<path class=\"guilty\" d=\"M" + svgNumber(x + pitch / 2 - 6) +
              " 1h12l-6 11z\"/>";
  }
  return text + "</svg>";
}

} // namespace qsim
