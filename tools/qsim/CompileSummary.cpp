// SPDX-License-Identifier: Apache-2.0
// Reads the choices back from the calibration.yaml that recorded them.
#include "CompileSummary.h"

#include "qsim/Calibration/CalibrationFile.h"
#include "qsim/Calibration/MethodNames.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace qsim::cli {
namespace {

Result<CalibrationRecord> readRecord(const std::string &yaml) {
  Result<MappedFile> file = MappedFile::open(yaml);
  if (!file)
    return file.error();
  return parseCalibration(yaml, file->text());
}

/// "2^-5" for a power of two, else three significant digits.
std::string scaleText(float scale) {
  int exponent = 0;
  if (std::frexp(scale, &exponent) == 0.5f)
    return "2^" + std::to_string(exponent - 1);
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", static_cast<double>(scale));
  return text;
}

std::string percent(double fraction) {
  return formatFixed(100 * fraction, 3) + " %";
}

std::string methodText(ThresholdMethod method, bool given) {
  return given ? "given" : methodName(method);
}

std::string methodText(const TensorChoice &choice) {
  return choice.fromInputs ? "largest-input"
                           : methodText(choice.method, choice.given);
}

void addTensor(Table &table, const TensorRecord &tensor) {
  if (!tensor.choice) {
    const std::string why =
        tensor.sharesWith.empty() ? "" : "as " + tensor.sharesWith;
    table.addRow({tensor.name, why, "", "", "", "", "", "", ""});
    return;
  }
  const TensorChoice &choice = *tensor.choice;
  table.addRow({tensor.name, methodText(choice), std::to_string(choice.bits),
                scaleText(choice.scale), std::to_string(choice.zeroPoint),
                formatFixed(tensor.minimum, 3), formatFixed(tensor.maximum, 3),
                formatFixed(choice.threshold, 3), percent(choice.saturation)});
}

void addWeights(Table &table, const WeightRecord &weights) {
  const bool same = weights.smallestScale == weights.largestScale;
  table.addRow({weights.name, methodText(weights.method, weights.given),
                std::to_string(weights.bits),
                weights.perChannel ? "channel" : "tensor",
                scaleText(weights.smallestScale) +
                    (same ? "" : " .. " + scaleText(weights.largestScale)),
                formatFixed(10 * std::log10(1 / weights.relativeError), 1),
                percent(weights.saturation)});
}

/// Tensors that share one quantization: the owner's name, then the others.
using ScaleGroups =
    std::vector<std::pair<std::string, std::vector<const TensorRecord *>>>;

ScaleGroups scaleGroups(const CalibrationRecord &record) {
  ScaleGroups groups;
  for (const TensorRecord &tensor : record.tensors) {
    if (tensor.sharesWith.empty())
      continue;
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const auto &entry) {
          return entry.first == tensor.sharesWith;
        });
    if (group == groups.end())
      group = groups.insert(groups.end(), {tensor.sharesWith, {}});
    group->second.push_back(&tensor);
  }
  return groups;
}

std::string groupsText(const CalibrationRecord &record) {
  std::string text;
  for (const auto &[owner, members] : scaleGroups(record)) {
    text += "scale group of " + owner + ":";
    for (const TensorRecord *member : members)
      text += (member == members.front() ? " " : ", ") + member->name + " (" +
              member->because + ")";
    text += "\n";
  }
  for (const TensorRecord &tensor : record.tensors)
    if (tensor.choice && !tensor.because.empty())
      text += "scale of " + tensor.name + ": " + tensor.because + "\n";
  return text.empty() ? text : text + "\n";
}

void writeGroups(JsonWriter &json, const CalibrationRecord &record) {
  json.key("scale_groups").beginArray();
  for (const auto &[owner, members] : scaleGroups(record)) {
    json.beginObject().member("owner", owner).key("members").beginArray();
    for (const TensorRecord *member : members)
      json.beginObject()
          .member("name", member->name)
          .member("because", member->because)
          .endObject();
    json.endArray().endObject();
  }
  json.endArray();
}

void writeTensor(JsonWriter &json, const TensorRecord &tensor) {
  json.beginObject().member("name", tensor.name).member("index", tensor.index);
  json.member("min", tensor.minimum).member("max", tensor.maximum);
  if (!tensor.sharesWith.empty())
    json.member("shares_with", tensor.sharesWith);
  if (tensor.choice) {
    const TensorChoice &choice = *tensor.choice;
    json.member("method", methodText(choice));
    if (!tensor.because.empty())
      json.member("because", tensor.because);
    if (!choice.given && !choice.fromInputs &&
        choice.method == ThresholdMethod::Percentile)
      json.member("percentile", choice.percentile);
    json.member("symmetry", symmetryName(choice.symmetry));
    json.member("bits", choice.bits).member("scale", choice.scale);
    json.member("zero_point", choice.zeroPoint);
    json.member("threshold", choice.threshold);
    json.member("divergence", choice.divergence);
    json.member("saturation", choice.saturation);
  }
  json.endObject();
}

void writeWeights(JsonWriter &json, const WeightRecord &weights) {
  json.beginObject().member("name", weights.name);
  json.member("method", methodText(weights.method, weights.given));
  json.member("bits", weights.bits);
  json.member("granularity", granularityName(weights.perChannel));
  json.member("smallest_scale", weights.smallestScale);
  json.member("largest_scale", weights.largestScale);
  json.member("relative_error", weights.relativeError);
  json.member("saturation", weights.saturation).endObject();
}

} // namespace

Result<std::string> compileSummary(const std::string &yaml) {
  Result<CalibrationRecord> record = readRecord(yaml);
  if (!record)
    return record.error();
  Table tensors({"tensor", "method", "bits", "scale", "zero", "min", "max",
                 "threshold", "saturates"});
  for (const TensorRecord &tensor : record->tensors)
    addTensor(tensors, tensor);
  Table weights(
      {"weights", "method", "bits", "per", "scale", "SQNR dB", "saturates"});
  for (const WeightRecord &layer : record->weights)
    addWeights(weights, layer);
  return record->network + ", calibrated on " +
         std::to_string(record->samples) + " samples\n\n" + tensors.text() +
         "\n" + groupsText(*record) + weights.text();
}

Result<void> writeCompileSummary(JsonWriter &json, const std::string &yaml) {
  Result<CalibrationRecord> record = readRecord(yaml);
  if (!record)
    return record.error();
  json.key("tensors").beginArray();
  for (const TensorRecord &tensor : record->tensors)
    writeTensor(json, tensor);
  json.endArray();
  writeGroups(json, *record);
  json.key("weights").beginArray();
  for (const WeightRecord &layer : record->weights)
    writeWeights(json, layer);
  json.endArray();
  return {};
}

} // namespace qsim::cli
