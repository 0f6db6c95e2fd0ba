// SPDX-License-Identifier: Apache-2.0
// A picture and what two modes answer to it.
#include "Figures.h"

#include "qsim/Execution/Detection.h"
#include "qsim/Report/Html.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Resize.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <initializer_list>

namespace qsim {
namespace {

/// Larger pictures are scaled down, smaller ones shown by a whole factor.
constexpr int longestSide = 800, leastSide = 480;
constexpr double fontSize = 12, labelHeight = 17, letterWidth = 7.4;
/// Of each mode, and rows of the table: no eye tells more apart.
constexpr std::size_t drawnBoxes = 50;

struct Rectangle {
  double x, y, width, height;

  bool meets(const Rectangle &other) const {
    return x < other.x + other.width && other.x < x + width &&
           y < other.y + other.height && other.y < y + height;
  }
};

/// Pixels of the figure, its sides those of the picture scaled down.
struct Canvas {
  int width, height;
  std::vector<Rectangle> labels; ///< that are taken
};

Picture shrink(const Picture &picture) {
  const int longest = std::max(picture.width, picture.height);
  if (longest <= longestSide)
    return picture;
  const auto side = [&](int pixels) {
    return std::max(1,
                    static_cast<int>(std::lround(static_cast<double>(pixels) *
                                                 longestSide / longest)));
  };
  Picture small = Picture::filled(side(picture.width), side(picture.height));
  const std::vector<float> planar =
      preprocess(picture, small.width, small.height, QSIMRT_RESIZE_STRETCH);
  const std::size_t pixels = planar.size() / 3;
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::size_t channel = 0; channel < 3; ++channel)
      small.rgb[3 * i + channel] = static_cast<std::uint8_t>(std::lround(
          255 * std::clamp(planar[channel * pixels + i], 0.0f, 1.0f)));
  return small;
}

// Boxes may reach far outside, or not be numbers.
double place(double at, int extent) {
  return std::isfinite(at) ? std::clamp(at, 0.0, 1.0) * extent : 0;
}

Rectangle boxOf(const qsimrt_detection &found, const Canvas &canvas) {
  const double x = place(found.x - found.w / 2, canvas.width);
  const double y = place(found.y - found.h / 2, canvas.height);
  return {x, y, place(found.x + found.w / 2, canvas.width) - x,
          place(found.y + found.h / 2, canvas.height) - y};
}

std::string captionOf(const std::string &className, const char *mode,
                      float score) {
  return std::string(mode) + " " + className + " " + formatFixed(score, 2);
}

std::string rectangleText(const char *classes, const Rectangle &at) {
  return std::string("<rect class=\"") + classes + "\" x=\"" + svgNumber(at.x) +
         "\" y=\"" + svgNumber(at.y) + "\" width=\"" + svgNumber(at.width) +
         "\" height=\"" + svgNumber(at.height) + "\"/>";
}

// Moves a label down from where it is, then down from the top, until it meets
// no other; false when there is no room.
bool findPlace(const Canvas &canvas, Rectangle &label) {
  const auto isFree = [&] {
    return std::none_of(
        canvas.labels.begin(), canvas.labels.end(),
        [&](const Rectangle &other) { return label.meets(other); });
  };
  const double wanted = label.y;
  for (; label.y + labelHeight <= canvas.height; label.y += labelHeight)
    if (isFree())
      return true;
  for (label.y = 0; label.y < wanted; label.y += labelHeight)
    if (isFree())
      return true;
  return false;
}

// For labels; the title of the box has the whole name.
std::string shorten(const std::string &className) {
  const std::size_t longest = 20;
  if (className.size() <= longest)
    return className;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(className[end]) & 0xC0) == 0x80)
    --end;
  return className.substr(0, end) + "\xE2\x80\xA6";
}

// Above the box or inside it where that is free; empty when the picture is full
// of labels.
std::string labelText(Canvas &canvas, const Rectangle &box,
                      const std::string &shown, const char *classes) {
  Rectangle at = {box.x, box.y - labelHeight,
                  letterWidth * static_cast<double>(shown.size()) + 6,
                  labelHeight};
  at.x = std::max(0.0, std::min(at.x, canvas.width - at.width));
  if (at.y < 0)
    at.y = box.y;
  if (!findPlace(canvas, at))
    return {};
  canvas.labels.push_back(at);
  return rectangleText(classes, at) + "<text class=\"" + classes + "\" x=\"" +
         svgNumber(at.x + 3) + "\" y=\"" + svgNumber(at.y + labelHeight - 4) +
         "\" font-size=\"" + svgNumber(fontSize) + "\">" + escapeHtml(shown) +
         "</text>";
}

/// The boxes of one mode: how they are drawn and named.
struct Boxes {
  const std::vector<qsimrt_detection> &detections;
  const char *mode, *classes;
};

// All frames lie below all labels.
std::string drawBoxes(const Package &package, Canvas &canvas,
                      std::initializer_list<Boxes> sets) {
  std::string frames, labels;
  for (const Boxes &set : sets) {
    const std::size_t count = std::min(set.detections.size(), drawnBoxes);
    for (std::size_t i = 0; i < count; ++i) {
      const qsimrt_detection &found = set.detections[i];
      const Rectangle box = boxOf(found, canvas);
      const std::string name = package.className(found.class_id);
      frames += "<g><title>" +
                escapeHtml(captionOf(name, set.mode, found.score)) +
                "</title>" + rectangleText("halo", box) +
                rectangleText(set.classes, box) + "</g>";
      labels += labelText(canvas, box,
                          captionOf(shorten(name), set.mode, found.score),
                          set.classes);
    }
  }
  return frames + labels;
}

double overlap(const qsimrt_detection &a, const qsimrt_detection &b) {
  const auto shared = [](double p, double q, double x, double y) {
    return std::max(0.0, std::min(p + q / 2, x + y / 2) -
                             std::max(p - q / 2, x - y / 2));
  };
  const double both = shared(a.x, a.w, b.x, b.w) * shared(a.y, a.h, b.y, b.h);
  const double all =
      static_cast<double>(a.w) * a.h + static_cast<double>(b.w) * b.h - both;
  return all > 0 ? both / all : 0;
}

std::string cell(const qsimrt_detection *found) {
  return "<td class=\"number\">" +
         (found ? formatFixed(found->score, 3) : std::string("\xE2\x80\x93")) +
         "</td>";
}

// One row per object: FLOAT's best first, each with the unused box of its class
// that overlaps it most (by at least half), then what only the mode found.
std::string detectionTable(const Package &package,
                           const ComparedPicture &picture, const char *mode) {
  const std::vector<qsimrt_detection> &measured = picture.measured.detections;
  std::vector<bool> used(measured.size());
  std::string rows;
  std::size_t count = 0;
  const auto add = [&](const qsimrt_detection *a, const qsimrt_detection *b) {
    if (++count > drawnBoxes)
      return;
    rows += "<tr><td>" + escapeHtml(package.className((a ? a : b)->class_id)) +
            "</td>" + cell(a) + cell(b) + "<td class=\"number\">" +
            (a && b ? formatFixed(overlap(*a, *b), 2)
                    : std::string("\xE2\x80\x93")) +
            "</td></tr>\n";
  };
  for (const qsimrt_detection &found : picture.reference.detections) {
    std::size_t best = measured.size();
    double most = 0.5;
    for (std::size_t i = 0; i < measured.size(); ++i) {
      if (used[i] || measured[i].class_id != found.class_id)
        continue;
      const double shared = overlap(found, measured[i]);
      if (shared >= most) {
        most = shared;
        best = i;
      }
    }
    if (best < measured.size())
      used[best] = true;
    add(&found, best < measured.size() ? &measured[best] : nullptr);
  }
  for (std::size_t i = 0; i < measured.size(); ++i)
    if (!used[i])
      add(nullptr, &measured[i]);
  if (rows.empty())
    return "<p>Neither mode found anything.</p>\n";
  return "<table><thead><tr><th scope=\"col\">class</th><th "
         "scope=\"col\">FLOAT score</th><th scope=\"col\">" +
         std::string(mode) +
         " score</th><th scope=\"col\">overlap (IoU)</th></tr></thead>\n"
         "<tbody>" +
         rows + "</tbody></table>\n" +
         (count > drawnBoxes ? "<p>" + std::to_string(count - drawnBoxes) +
                                   " more are not shown.</p>\n"
                             : std::string());
}

} // namespace

Result<std::string> answerFigure(const Package &package,
                                 const ComparedPicture &picture,
                                 qsimrt_mode mode) {
  const char *name = mode == QSIMRT_INT ? "INT" : "HYBRID";
  const qsimrt_model &model = package.model();
  Result<Input> input = readInput(picture.path, model);
  if (!input)
    return input.error();
  Canvas canvas = {model.image.w, model.image.h, {}};
  std::string background;
  if (input->picture) {
    const Picture small = shrink(*input->picture);
    Result<std::string> png = encodePng(small, picture.path);
    if (!png)
      return png.error();
    const int longest = std::max(small.width, small.height);
    const int factor = std::max(1, (leastSide + longest - 1) / longest);
    canvas.width = factor * small.width;
    canvas.height = factor * small.height;
    background = "<image width=\"" + std::to_string(canvas.width) +
                 "\" height=\"" + std::to_string(canvas.height) +
                 "\" href=\"data:image/png;base64," + encodeBase64(*png) +
                 "\"/>";
  } else {
    background = rectangleText(
        "blank", {0, 0, double(canvas.width), double(canvas.height)});
  }
  const std::string file =
      escapeHtml(std::filesystem::path(picture.path).filename().string());
  const std::string size =
      std::to_string(canvas.width) + " " + std::to_string(canvas.height);
  const bool boxes = isDetector(model);
  const std::string found =
      !boxes ? std::string()
             : ": " + std::to_string(picture.reference.detections.size()) +
                   " boxes in FLOAT, " +
                   std::to_string(picture.measured.detections.size()) + " in " +
                   name;
  return "<figure class=\"boxes\"><svg role=\"img\" aria-label=\"" + file +
         found + "\" width=\"" + std::to_string(canvas.width) +
         "\" viewBox=\"0 0 " + size + "\">" + background +
         drawBoxes(package, canvas,
                   {{picture.reference.detections, "FLOAT", "reference"},
                    {picture.measured.detections, name, "measured"}}) +
         "</svg><figcaption>" + file + "</figcaption></figure>\n" +
         (boxes ? detectionTable(package, picture, name)
                : classTable(package, picture, name));
}

} // namespace qsim
