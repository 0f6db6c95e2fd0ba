// SPDX-License-Identifier: Apache-2.0
// Histograms of FLOAT's values with the thresholds of the quantization.
#include "Figures.h"

#include "qsim/Report/Html.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qsim {
namespace {

constexpr double width = 300, height = 90, foot = 18;
constexpr int bars = 75;

struct View {
  double low, high;

  double x(double value) const { return width * (value - low) / (high - low); }
  int barOf(double value) const {
    const double at = bars * (value - low) / (high - low);
    return static_cast<int>(std::clamp(at, 0.0, bars - 1.0));
  }
};

// All values, and the thresholds unless they are far outside.
View viewOf(const Histogram &histogram, const qsimrt_quant &quant) {
  View view = {histogram.minimum(), histogram.maximum()};
  const double extent = std::max(
      {view.high - view.low, std::fabs(view.low), std::fabs(view.high)});
  if (quant.bits) {
    const Thresholds at = thresholdsOf(quant);
    view.low = std::min(view.low, std::max(at.low, view.low - 2 * extent));
    view.high = std::max(view.high, std::min(at.high, view.high + 2 * extent));
  }
  if (!(view.high > view.low))
    view = {view.low - 0.5, view.low + 0.5};
  return view;
}

std::array<std::uint64_t, bars> countBars(const Histogram &histogram,
                                          const View &view) {
  std::array<std::uint64_t, bars> counts = {};
  for (int bin = histogram.firstBin(); bin <= histogram.lastBin(); ++bin)
    counts[view.barOf((bin + 0.5) * histogram.width())] += histogram.bin(bin);
  if (histogram.zeros())
    counts[view.barOf(0)] += histogram.zeros();
  return counts;
}

std::string line(const View &view, double at) {
  if (at < view.low || at > view.high)
    return {};
  const double x = std::clamp(view.x(at), 1.0, width - 1);
  return "<path class=\"clip\" d=\"M" + svgNumber(x) + " 0V" +
         svgNumber(height) + "\"/>";
}

} // namespace

Thresholds thresholdsOf(const qsimrt_quant &quant) {
  const double reach = std::ldexp(1.0, quant.bits - 1);
  return {quant.scale * (-reach - quant.zero_point),
          quant.scale * (reach - 1 - quant.zero_point)};
}

std::string histogramFigure(const Histogram &histogram,
                            const qsimrt_quant &quant,
                            const std::string &label) {
  const View view = viewOf(histogram, quant);
  const auto counts = countBars(histogram, view);
  const double most = std::log1p(
      static_cast<double>(*std::max_element(counts.begin(), counts.end())));
  // One path for what the quantization represents, one for what it clips.
  std::string inside, outside;
  for (int i = 0; i < bars; ++i) {
    if (counts[i] == 0)
      continue;
    const double middle = view.low + (i + 0.5) / bars * (view.high - view.low);
    const bool clipped =
        quant.bits && (middle < thresholdsOf(quant).low - quant.scale ||
                       middle > thresholdsOf(quant).high + quant.scale);
    const double tall =
        height * std::log1p(static_cast<double>(counts[i])) / most;
    (clipped ? outside : inside) += "M" + svgNumber(i * width / bars) + " " +
                                    svgNumber(height) + "v-" + svgNumber(tall) +
                                    "h" + svgNumber(width / bars) + "V" +
                                    svgNumber(height) + "z";
  }
  std::string text = "<svg class=\"histogram\" role=\"img\" aria-label=\"" +
                     escapeHtml(label) + "\" viewBox=\"0 0 " +
                     svgNumber(width) + " " + svgNumber(height + foot) + "\">";
  text += "<path class=\"inside\" d=\"" + inside + "\"/>";
  if (!outside.empty())
    text += "<path class=\"outside\" d=\"" + outside + "\"/>";
  text += "<path class=\"grid\" d=\"M0 " + svgNumber(height) + "H" +
          svgNumber(width) + "\"/>";
  if (quant.bits) {
    text += line(view, thresholdsOf(quant).low);
    text += line(view, thresholdsOf(quant).high);
  }
  const std::string y = svgNumber(height + 13);
  text += "<text class=\"axis\" x=\"0\" y=\"" + y + "\">" +
          shortNumber(view.low) + "</text><text class=\"axis\" x=\"" +
          svgNumber(width) + "\" y=\"" + y + "\" text-anchor=\"end\">" +
          shortNumber(view.high) + "</text>";
  return text + "</svg>";
}

} // namespace qsim
