// SPDX-License-Identifier: Apache-2.0
// Puts a comparison page together.
#include "qsim/Report/ComparisonPage.h"

#include "Figures.h"
#include "qsim/Execution/Detection.h"
#include "qsim/Report/Html.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace qsim {
namespace {

std::string upperMode(qsimrt_mode mode) {
  return mode == QSIMRT_INT      ? "INT"
         : mode == QSIMRT_HYBRID ? "HYBRID"
                                 : "FLOAT";
}

std::string legendEntry(const char *sample, const char *meaning) {
  return std::string("<li><svg viewBox=\"0 0 22 14\" aria-hidden=\"true\">") +
         sample + "</svg>" + meaning + "</li>\n";
}

std::string stripSection(const Comparison &comparison,
                         const qsimrt_model &model) {
  std::string text =
      "<h2 id=\"strip\">Where the noise is</h2>\n<p>One bar per layer: the "
      "signal to noise ratio of its output when the whole network runs in " +
      upperMode(comparison.mode) +
      ". The scale falls upwards, so a tall bar is a noisy layer. The circle "
      "is the noise that the layer adds itself. A bar leads to the layer's "
      "histogram.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"Strip of the network\">\n" +
      networkStrip(comparison, model) + "</div>\n<ul class=\"legend\">\n";
  const auto box = [](const char *classes) {
    return std::string("<rect class=\"bar ") + classes +
           "\" x=\"1\" y=\"1\" width=\"20\" height=\"12\"/>";
  };
  text += legendEntry(box("loud").c_str(), "below 20 dB");
  text += legendEntry(box("middle").c_str(), "20 to 30 dB");
  text += legendEntry(box("quiet").c_str(), "30 dB and more");
  text += legendEntry(box("none").c_str(), "no noise");
  text += legendEntry(box("none float").c_str(), "runs in FLOAT");
  text += legendEntry("<circle class=\"own\" cx=\"11\" cy=\"7\" r=\"3.2\"/>",
                      "own noise");
  text += legendEntry("<path class=\"guilty\" d=\"M5 1h12l-6 11z\"/>",
                      "most to blame");
  return text + "</ul>\n";
}

Result<std::string> answerSection(const Package &package,
                                  const Comparison &comparison) {
  const auto isEmpty = [](const Answer &answer) {
    return answer.detections.empty() && answer.classes.empty();
  };
  if (std::all_of(comparison.answered.begin(), comparison.answered.end(),
                  [&](const ComparedPicture &picture) {
                    return isEmpty(picture.reference) &&
                           isEmpty(picture.measured);
                  }))
    return std::string();
  std::string text = "<h2 id=\"answers\">What the network answers</h2>\n";
  if (isDetector(package.model()))
    text +=
        "<p>Solid: FLOAT. Dashed: " + upperMode(comparison.mode) + ".</p>\n";
  for (const ComparedPicture &picture : comparison.answered) {
    Result<std::string> figure =
        answerFigure(package, picture, comparison.mode);
    if (!figure)
      return figure.error();
    text += *figure;
  }
  return text;
}

/// A cell that sorts by `value` and shows `text`.
std::string cell(double value, const std::string &text,
                 const char *classes = "number") {
  // Where there is no noise the ratio is above all others.
  const double sortable =
      std::isnan(value) ? -1e9 : std::clamp(value, -1e9, 1e9);
  return std::string("<td class=\"") + classes + "\" data-value=\"" +
         formatDouble(sortable) + "\">" + text + "</td>";
}

std::string decibelCell(const Difference &difference,
                        const char *classes = "number") {
  return cell(difference.noise == 0 ? 1e9 : difference.sqnr(),
              difference.noise == 0 ? "\xE2\x80\x93"
                                    : formatFixed(difference.sqnr(), 1),
              classes);
}

std::string exponentText(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2e", value);
  return text;
}

std::string differenceCells(const Difference &difference) {
  return decibelCell(difference, "number first") +
         cell(difference.cosine(), formatFixed(difference.cosine(), 6)) +
         cell(difference.mse(), exponentText(difference.mse())) +
         cell(difference.maxAbs, exponentText(difference.maxAbs)) +
         cell(difference.saturation(),
              formatFixed(100 * difference.saturation(), 2));
}

std::string tableHead(bool outputs) {
  int column = 0;
  const auto head = [&](const char *text, const char *classes) {
    return std::string("<th scope=\"col\" class=\"") + classes +
           "\" data-column=\"" + std::to_string(column++) + "\">" + text +
           "</th>";
  };
  std::string names = head("#", "number") + head("layer", "") +
                      head("kind", "") + head("mode", "") +
                      head("own dB", "number");
  if (outputs)
    names += head("outputs dB", "number");
  for (int set = 0; set < 2; ++set)
    names += head("dB", "number first") + head("cosine", "number") +
             head("MSE", "number") + head("max", "number") +
             head("sat. %", "number");
  const std::string before = outputs ? "6" : "5";
  return "<thead><tr><td colspan=\"" + before +
         "\"></td><th class=\"group\" scope=\"colgroup\" colspan=\"5\">this "
         "layer alone</th><th class=\"group\" scope=\"colgroup\" "
         "colspan=\"5\">whole network</th></tr>\n<tr>" +
         names + "</tr></thead>\n";
}

std::string tableSection(const Comparison &comparison,
                         const qsimrt_model &model,
                         const std::vector<int> &order) {
  const bool outputs =
      !comparison.layers.empty() && comparison.layers[0].outputs.has_value();
  std::string text =
      "<h2 id=\"table\">All layers</h2>\n<p><b>own</b>: what the layer adds to "
      "the rounding of its inputs; a dash where it adds nothing. <b>alone</b>: "
      "the layer reads FLOAT's tensors, rounded to integers where it reads "
      "integers. <b>max</b>: largest absolute difference. <b>sat.</b>: outputs "
      "that the layer's clamp changed.";
  if (outputs)
    text += " <b>outputs</b>: the network's outputs in FLOAT with only this "
            "layer's own noise added.";
  text += "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"Table of all layers\">\n<table class=\"measures\">" +
          tableHead(outputs) + "<tbody>\n";
  for (int index : order) {
    const LayerComparison &layer = comparison.layers[index];
    const std::string number = std::to_string(index);
    text += "<tr>" + cell(index, number) +
            "<td class=\"name\"><a href=\"#layer-" + number + "\">" +
            escapeHtml(model.layers[index].name) + "</a></td><td>" +
            escapeHtml(qsimrt_kind_name(model.layers[index].kind)) +
            "</td><td>" + upperMode(layer.mode) + "</td>" +
            decibelCell(layer.own);
    if (outputs)
      text += decibelCell(*layer.outputs);
    text += differenceCells(layer.isolated) +
            differenceCells(layer.accumulated) + "</tr>\n";
  }
  return text + "</tbody></table>\n</div>\n";
}

std::string card(const LayerComparison &layer, const qsimrt_layer &source,
                 const Histogram *histogram) {
  const qsimrt_quant &quant = source.output;
  std::string range, limits = "Not quantized.";
  if (quant.bits) {
    const Thresholds at = thresholdsOf(quant);
    limits = "Represented: " + shortNumber(at.low) + " to " +
             shortNumber(at.high) + ", " + std::to_string(quant.bits) +
             " bits, scale " + scaleText(quant.scale) + ".";
  }
  if (histogram)
    range = "FLOAT's values: " + shortNumber(histogram->minimum()) + " to " +
            shortNumber(histogram->maximum()) + ". ";
  const std::string number = std::to_string(layer.layer);
  std::string text = "<section class=\"card\" id=\"layer-" + number +
                     "\">\n<h3>" + number + " " + escapeHtml(source.name) +
                     "</h3>\n<p>" + escapeHtml(qsimrt_kind_name(source.kind)) +
                     ", " + std::to_string(source.shape.c) + "\xC3\x97" +
                     std::to_string(source.shape.h) + "\xC3\x97" +
                     std::to_string(source.shape.w) + ", " +
                     upperMode(layer.mode) + "; own " + decibelText(layer.own) +
                     ", whole " + decibelText(layer.accumulated) + "</p>\n";
  if (histogram)
    text +=
        histogramFigure(*histogram, quant,
                        "Histogram of layer " + number + ". " + range + limits);
  text += "<p>" + range + limits + "</p>\n";
  if (layer.accumulated.saturatedOutputs)
    text += "<p>Saturated: " +
            formatFixed(100 * layer.accumulated.saturation(), 2) + " %</p>\n";
  if (layer.accumulated.accumulatorOverflows)
    text += "<p>Accumulator overflows: " +
            std::to_string(layer.accumulated.accumulatorOverflows) + "</p>\n";
  return text + "</section>\n";
}

std::string histogramSection(const Comparison &comparison,
                             const qsimrt_model &model) {
  std::string text =
      "<h2 id=\"values\">Values and thresholds</h2>\n<p>FLOAT's outputs, "
      "counted on a logarithmic scale. Dashed lines: the smallest and largest "
      "value that the layer's quantization represents; what lies outside is "
      "clipped and crossed out.</p>\n<div class=\"cards\">\n";
  for (const LayerComparison &layer : comparison.layers)
    text += card(layer, model.layers[layer.layer],
                 comparison.histograms.empty()
                     ? nullptr
                     : &comparison.histograms[layer.layer]);
  return text + "</div>\n";
}

std::string summary(const Comparison &comparison, const qsimrt_model &model,
                    const std::vector<int> &blamed) {
  std::string text = "<p>" + upperMode(comparison.mode) + " against FLOAT on " +
                     std::to_string(comparison.pictures) +
                     (comparison.pictures == 1 ? " picture. " : " pictures. ");
  if (blamed.empty() || comparison.layers[blamed.front()].blame() == 0)
    return text + "No layer adds noise.</p>\n";
  text += "Most to blame:";
  const std::size_t named = 3;
  for (std::size_t i = 0; i < std::min(named, blamed.size()); ++i) {
    const LayerComparison &layer = comparison.layers[blamed[i]];
    if (layer.blame() == 0)
      break;
    const std::string number = std::to_string(blamed[i]);
    text += std::string(i ? "," : "") + " <a href=\"#layer-" + number + "\">" +
            number + " " + escapeHtml(model.layers[blamed[i]].name) +
            "</a> (own noise " + decibelText(layer.own) +
            (layer.outputs ? ", at the outputs " + decibelText(*layer.outputs)
                           : std::string()) +
            ")";
  }
  return text + ".</p>\n";
}

} // namespace

Result<std::string> comparisonPage(const Package &package,
                                   const Comparison &comparison,
                                   const std::vector<int> &order) {
  const qsimrt_model &model = package.model();
  Result<std::string> answers = answerSection(package, comparison);
  if (!answers)
    return answers.error();
  const std::string title = escapeHtml(model.name) + ": FLOAT and " +
                            upperMode(comparison.mode) + ", layer by layer";
  return standalonePage(title,
                        summary(comparison, model, orderByBlame(comparison)) +
                            stripSection(comparison, model) + *answers +
                            tableSection(comparison, model, order) +
                            histogramSection(comparison, model));
}

} // namespace qsim
