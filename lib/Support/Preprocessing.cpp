// SPDX-License-Identifier: Apache-2.0
// Preprocessing in the words of the command line, and back.
#include "qsim/Support/Preprocessing.h"

#include "qsim/Support/Numbers.h"
#include "qsimrt/qsimrt.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

namespace qsim {
namespace {

constexpr int largestCropSide = 65536;

Error expected(const char *option, const char *wanted, const std::string &got) {
  return Error{std::string(option) + ": expected " + wanted + ", got '" + got +
               "'"};
}

std::optional<float> parseNumber(std::string_view text) {
  float value = 0;
  const char *end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// One number stands for all channels.
std::optional<std::vector<float>> parseTriple(std::string_view text) {
  std::vector<float> numbers;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::optional<float> number = parseNumber(text.substr(0, comma));
    if (!number)
      return std::nullopt;
    numbers.push_back(*number);
    if (comma == std::string_view::npos)
      break;
    text.remove_prefix(comma + 1);
  }
  if (numbers.size() == 1)
    numbers.resize(3, numbers[0]);
  if (numbers.size() != 3)
    return std::nullopt;
  return numbers;
}

Result<void> parseResize(const std::string &word, qsimrt_preprocess &result) {
  result.crop_side = 0;
  constexpr std::string_view crop = "crop:";
  if (word.starts_with(crop)) {
    const char *end = word.data() + word.size();
    const auto read =
        std::from_chars(word.data() + crop.size(), end, result.crop_side);
    if (read.ec != std::errc() || read.ptr != end || result.crop_side < 1 ||
        result.crop_side > largestCropSide)
      return expected("--resize", "crop:SIDE with a side of 1..65536", word);
    result.resize = QSIMRT_RESIZE_CROP;
    return {};
  }
  for (const qsimrt_resize mode :
       {QSIMRT_RESIZE_STRETCH, QSIMRT_RESIZE_LETTERBOX,
        QSIMRT_RESIZE_LETTERBOX_TOP_LEFT, QSIMRT_RESIZE_CENTER_CROP})
    if (word == qsimrt_resize_name(mode)) {
      result.resize = mode;
      return {};
    }
  return expected("--resize",
                  "stretch, letterbox, letterbox-topleft, center-crop or "
                  "crop:SIDE",
                  word);
}

Result<void> parseTripleInto(const char *option, const std::string &word,
                             bool positive, float (&out)[3]) {
  const std::optional<std::vector<float>> numbers = parseTriple(word);
  if (!numbers || (positive && std::any_of(numbers->begin(), numbers->end(),
                                           [](float number) {
                                             return !(number > 0) ||
                                                    !std::isnormal(number);
                                           })))
    return expected(option,
                    positive ? "one number or three, a,b,c, above 0"
                             : "one number or three, a,b,c",
                    word);
  std::copy(numbers->begin(), numbers->end(), out);
  return {};
}

std::string tripleText(const float (&numbers)[3]) {
  return formatFloat(numbers[0]) + "," + formatFloat(numbers[1]) + "," +
         formatFloat(numbers[2]);
}

} // namespace

Result<qsimrt_preprocess> parsePreprocessing(const PreprocessingWords &words,
                                             const qsimrt_preprocess &usual) {
  qsimrt_preprocess result = usual;
  if (!words.resize.empty())
    if (Result<void> done = parseResize(words.resize, result); !done)
      return done.error();
  if (!words.order.empty()) {
    if (words.order != "rgb" && words.order != "bgr")
      return expected("--order", "rgb or bgr", words.order);
    result.bgr = words.order == "bgr";
  }
  if (!words.mean.empty())
    if (Result<void> done =
            parseTripleInto("--mean", words.mean, false, result.mean);
        !done)
      return done.error();
  if (!words.std.empty())
    if (Result<void> done =
            parseTripleInto("--std", words.std, true, result.deviation);
        !done)
      return done.error();
  if (words.scaleInput) {
    if (*words.scaleInput != 1 && *words.scaleInput != 255)
      return expected("--scale-input", "255 or 1",
                      std::to_string(*words.scaleInput));
    result.scale = *words.scaleInput;
  }
  if (words.padValue) {
    if (!(*words.padValue >= 0 && *words.padValue <= 255))
      return expected("--pad-value", "0..255", formatFloat(*words.padValue));
    result.pad_value = *words.padValue;
  }
  return result;
}

std::string preprocessingText(const qsimrt_preprocess &preprocess) {
  const qsimrt_preprocess plain = qsimrt_default_preprocess();
  std::string text = qsimrt_resize_name(preprocess.resize);
  if (preprocess.crop_side != 0)
    text += ":" + std::to_string(preprocess.crop_side);
  if (preprocess.bgr)
    text += ", bgr";
  if (preprocess.scale != plain.scale)
    text += ", scale " + std::to_string(preprocess.scale);
  if (!std::ranges::equal(preprocess.mean, plain.mean))
    text += ", mean " + tripleText(preprocess.mean);
  if (!std::ranges::equal(preprocess.deviation, plain.deviation))
    text += ", std " + tripleText(preprocess.deviation);
  if (preprocess.pad_value != plain.pad_value)
    text += ", pad " + formatFloat(preprocess.pad_value);
  return text;
}

} // namespace qsim
