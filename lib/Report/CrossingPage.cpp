// SPDX-License-Identifier: Apache-2.0
// Plots of what crossings cost.
#include "qsim/Report/CrossingPage.h"

#include "Figures.h"
#include "qsim/Report/Html.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cmath>

namespace qsim {
namespace {

using Layer = CrossingScores::Layer;
using Point = CrossingScores::Point;

constexpr double width = 1000, height = 260, left = 56, bottom = 24, top = 10;

std::string upperMode(qsimrt_mode mode) {
  return mode == QSIMRT_INT ? "INT" : "HYBRID";
}

/// One quantity over the layers.
struct Plot {
  double low, high;
  std::size_t count;
  int digits;

  double x(std::size_t i) const {
    const double steps = count > 1 ? double(count - 1) : 1;
    return left + (width - left - 10) * double(i) / steps;
  }
  double y(double value) const {
    const double share = (std::clamp(value, low, high) - low) / (high - low);
    return top + (height - top - bottom) * (1 - share);
  }

  std::string curve(const char *style,
                    const std::vector<double> &values) const {
    std::string path;
    for (std::size_t i = 0; i < values.size(); ++i)
      path += (i ? "L" : "M") + svgNumber(x(i)) + " " + svgNumber(y(values[i]));
    return "<path class=\"" + std::string(style) + "\" d=\"" + path + "\"/>";
  }

  std::string axes(const CrossingScores &scores) const {
    std::string text;
    for (int tick = 0; tick <= 4; ++tick) {
      const double value = low + (high - low) * tick / 4;
      text += "<path class=\"axis\" d=\"M" + svgNumber(left) + " " +
              svgNumber(y(value)) + "H" + svgNumber(width - 10) + "\"/>" +
              "<text text-anchor=\"end\" x=\"" + svgNumber(left - 6) +
              "\" y=\"" + svgNumber(y(value) + 4) + "\">" +
              formatFixed(value, digits) + "</text>";
    }
    const std::size_t every = std::max<std::size_t>(1, (count + 24) / 25);
    for (std::size_t i = 0; i < count; i += every)
      text += "<text text-anchor=\"middle\" x=\"" + svgNumber(x(i)) +
              "\" y=\"" + svgNumber(height - 6) + "\">" +
              std::to_string(scores.layers[i].index) + "</text>";
    return text;
  }

  std::string limit(double value) const {
    return "<path class=\"limit\" d=\"M" + svgNumber(left) + " " +
           svgNumber(y(value)) + "H" + svgNumber(width - 10) + "\"/>";
  }
};

std::string figure(const std::string &label, const std::string &content) {
  return "<svg class=\"plot\" role=\"img\" aria-label=\"" + label +
         "\" viewBox=\"0 0 " + svgNumber(width) + " " + svgNumber(height) +
         "\">" + content + "</svg>\n";
}

/// One member of every layer's point.
std::vector<double> valuesOf(const CrossingScores &scores, Point Layer::*part,
                             double Point::*member) {
  std::vector<double> values;
  for (const Layer &layer : scores.layers)
    values.push_back(layer.*part.*member);
  return values;
}

std::string scorePlot(const CrossingScores &scores) {
  const std::vector<double> prefix =
      valuesOf(scores, &Layer::prefix, &Point::score);
  const std::vector<double> single =
      valuesOf(scores, &Layer::single, &Point::score);
  double low = std::min(scores.reference, scores.all);
  double high = std::max(scores.reference, scores.all);
  for (const std::vector<double> &values : {prefix, single})
    for (const double value : values) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  const double room = std::max(0.01, 0.1 * (high - low));
  const Plot plot = {std::max(0.0, low - room), std::min(1.0, high + room),
                     scores.layers.size(), 3};
  return figure(escapeHtml(scores.metric) + " over the layers",
                plot.axes(scores) + plot.limit(scores.reference) +
                    plot.curve("prefix", prefix) +
                    plot.curve("single", single));
}

std::string noisePlot(const CrossingScores &scores) {
  // Beyond 80 dB nothing is to be seen; no noise at all is drawn there too.
  const double most = 80;
  const auto limited = [&](Point Layer::*part) {
    std::vector<double> values = valuesOf(scores, part, &Point::sqnr);
    for (double &value : values)
      value = std::isnan(value) ? -most : std::clamp(value, -most, most);
    return values;
  };
  const std::vector<double> prefix = limited(&Layer::prefix);
  const std::vector<double> single = limited(&Layer::single);
  double low = 0, high = 10;
  for (const std::vector<double> &values : {prefix, single})
    for (const double value : values) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  const Plot plot = {std::floor(low / 10) * 10, std::ceil(high / 10) * 10,
                     scores.layers.size(), 0};
  return figure("Signal to noise ratio of the outputs over the layers",
                plot.axes(scores) + plot.curve("prefix", prefix) +
                    plot.curve("single", single));
}

/// What changed in FLOAT's answers.
std::string answersTitle(const CrossingScores &scores) {
  return scores.boxes ? "Boxes lost and new against FLOAT"
                      : "Pictures whose best class is not FLOAT's";
}

std::string answersPlot(const CrossingScores &scores) {
  const auto changes = [&](Point Layer::*part) {
    std::vector<double> values;
    for (const Layer &layer : scores.layers) {
      const Point &point = layer.*part;
      values.push_back(static_cast<double>(
          scores.boxes ? point.lost + point.added : point.changed));
    }
    return values;
  };
  const std::vector<double> prefix = changes(&Layer::prefix);
  const std::vector<double> single = changes(&Layer::single);
  // Four steps of whole numbers.
  double high = 4;
  for (const std::vector<double> &values : {prefix, single})
    for (const double value : values)
      high = std::max(high, 4 * std::ceil(value / 4));
  const Plot plot = {0, high, scores.layers.size(), 0};
  return figure(answersTitle(scores) + " over the layers",
                plot.axes(scores) + plot.curve("prefix", prefix) +
                    plot.curve("single", single));
}

std::string numberCell(const std::string &text) {
  return "<td class=\"number\">" + text + "</td>";
}

std::string cells(const CrossingScores &scores, const Point &point) {
  std::string text = numberCell(formatFixed(point.score, 4)) +
                     numberCell(formatFixed(point.sqnr, 1));
  if (!scores.boxes)
    return text + numberCell(std::to_string(point.changed));
  return text + numberCell(std::to_string(point.lost)) +
         numberCell(std::to_string(point.added)) +
         numberCell(std::isnan(point.overlap) ? "-"
                                              : formatFixed(point.overlap, 3));
}

std::string heading(const CrossingScores &scores, const char *part) {
  std::vector<std::string> names = {part + (": " + escapeHtml(scores.metric)),
                                    "dB"};
  if (scores.boxes)
    names.insert(names.end(), {"lost", "new", "IoU"});
  else
    names.push_back("changed");
  std::string text;
  for (const std::string &name : names)
    text += "<th scope=\"col\">" + name + "</th>";
  return text;
}

std::string table(const CrossingScores &scores, const qsimrt_model &model) {
  std::string text =
      "<h2>All layers</h2>\n<div class=\"scroll\" tabindex=\"0\"><table "
      "class=\"measures\"><thead><tr><th scope=\"col\">#</th><th "
      "scope=\"col\">layer</th>" +
      heading(scores, "up to") + heading(scores, "only") +
      "</tr></thead>\n<tbody>\n";
  for (const Layer &layer : scores.layers)
    text += "<tr><td class=\"number\">" + std::to_string(layer.index) +
            "</td><td>" + escapeHtml(model.layers[layer.index].name) + "</td>" +
            cells(scores, layer.prefix) + cells(scores, layer.single) +
            "</tr>\n";
  return text + "</tbody></table></div>\n";
}

} // namespace

std::string crossingPage(const CrossingScores &scores,
                         const qsimrt_model &model, qsimrt_mode mode,
                         std::size_t pictures) {
  const std::string name = upperMode(mode);
  const std::string key =
      "<ul class=\"legend\"><li><svg><path class=\"prefix\" "
      "stroke-width=\"2\" d=\"M0 7H22\"/></svg>" +
      name +
      " up to this layer</li><li><svg><path class=\"single\" "
      "stroke-width=\"2\" d=\"M0 7H22\"/></svg>only this layer in " +
      name + "</li><li>dotted: FLOAT</li></ul>\n";
  const std::string boxes =
      scores.boxes ? " FLOAT finds " + std::to_string(scores.referenceBoxes) +
                         " boxes at " + formatFloat(scores.threshold) +
                         "; lost, new and IoU of the others are against these."
                   : "";
  return standalonePage(
      escapeHtml(model.name) + ": FLOAT crossed with " + name,
      "<p>" + std::to_string(pictures) +
          (pictures == 1 ? " picture. " : " pictures. ") +
          escapeHtml(scores.metric) + ": FLOAT " +
          formatFixed(scores.reference, 4) + ", " + name + " " +
          formatFixed(scores.all, 4) + "." + boxes + "</p>\n<h2>" +
          escapeHtml(scores.metric) + "</h2>\n" + key + scorePlot(scores) +
          "<h2>" + answersTitle(scores) + "</h2>\n" + answersPlot(scores) +
          "<h2>Signal to noise at the outputs, dB</h2>\n" + noisePlot(scores) +
          table(scores, model));
}

} // namespace qsim
