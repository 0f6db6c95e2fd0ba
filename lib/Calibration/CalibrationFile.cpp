// SPDX-License-Identifier: Apache-2.0
// Writes and reads calibration.yaml.
#include "qsim/Calibration/CalibrationFile.h"
#include "qsim/Calibration/HistogramFile.h"
#include "qsim/Calibration/MethodNames.h"
#include "qsim/Calibration/Yaml.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"

#include <filesystem>
#include <limits>

using namespace qsim;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

// Stands for a method where a concatenation took its inputs' quantization.
constexpr const char *inputsWord = "largest-input";

std::string line(const char *key, const std::string &value) {
  return std::string(key) + ": " + value;
}

// The words of a method: `given` stands for a scale that an override names.
std::string methodWord(ThresholdMethod method, bool given) {
  return given ? "given" : methodName(method);
}

std::string formatMethod(ThresholdMethod method, bool given,
                         double percentile) {
  std::string text = line("method", methodWord(method, given)) + ", ";
  if (!given && method == ThresholdMethod::Percentile)
    text += line("percentile", formatDouble(percentile)) + ", ";
  return text;
}

std::string formatChoice(const TensorChoice &choice) {
  std::string symmetry =
      choice.symmetry == Symmetry::Symmetric
          ? ""
          : line("symmetry", symmetryName(choice.symmetry)) + ", ";
  return "{" +
         (choice.fromInputs
              ? line("method", inputsWord) + ", "
              : formatMethod(choice.method, choice.given, choice.percentile)) +
         line("scale_kind", gridName(choice.grid)) + ", " + symmetry +
         line("width", std::to_string(choice.bits)) + ", " +
         line("scale", formatFloat(choice.scale)) + ", " +
         line("zero_point", std::to_string(choice.zeroPoint)) + ", " +
         line("threshold", formatDouble(choice.threshold)) + ", " +
         line("divergence", formatDouble(choice.divergence)) + ", " +
         line("error", formatDouble(choice.error)) + ", " +
         line("saturation", formatDouble(choice.saturation)) + "}";
}

std::string formatFingerprint(const NetworkFingerprint &fingerprint) {
  std::string text =
      "{" + line("checksum", std::to_string(fingerprint.checksum));
  if (!fingerprint.resize.empty())
    text += ", " + line("resize", quoteYaml(fingerprint.resize));
  return text + "}";
}

std::string formatDefaults(const QuantizationDefaults &defaults) {
  return "{" + line("method", methodName(defaults.method)) + ", " +
         line("percentile", formatDouble(defaults.percentile)) + ", " +
         line("activations", symmetryName(defaults.activations)) + ", " +
         line("scale", defaults.grid ? gridName(*defaults.grid) : "implied") +
         ", " + line("granularity", granularityName(defaults.perChannel)) +
         ", " +
         line("log2_form", defaults.log2Form == Log2Form::MinError
                               ? "min-error"
                               : "non-overflow") +
         ", " +
         line("activation_width", std::to_string(defaults.activationBits)) +
         ", " + line("weight_width", std::to_string(defaults.weightBits)) +
         ", " + line("head_width", std::to_string(defaults.headBits)) + ", " +
         line("bias_correction", defaults.correctBias ? "on" : "off") + "}";
}

std::string formatWeights(const WeightRecord &weights) {
  return "  - {" + line("name", quoteYaml(weights.name)) + ", " +
         formatMethod(weights.method, weights.given, weights.percentile) +
         line("scale_kind", gridName(weights.grid)) + ", " +
         line("granularity", granularityName(weights.perChannel)) + ", " +
         line("width", std::to_string(weights.bits)) + ", " +
         line("smallest_scale", formatFloat(weights.smallestScale)) + ", " +
         line("largest_scale", formatFloat(weights.largestScale)) + ", " +
         line("relative_error", formatDouble(weights.relativeError)) + ", " +
         line("saturation", formatDouble(weights.saturation)) + "}\n";
}

class Parser {
public:
  explicit Parser(const std::string &file) : in(file) {}

  Result<CalibrationRecord> parse(const YamlNode &root) {
    in.expectMap(root, "the file",
                 {"format", "network", "samples", "histograms", "checksum",
                  "fingerprint", "defaults", "tensors", "weights"});
    in.word(in.required(root, "format"), "format", {"1.0"});
    CalibrationRecord record;
    record.network = in.string(in.required(root, "network"), "network");
    record.samples =
        in.integer(in.required(root, "samples"), "samples", 0, most);
    record.histograms =
        in.string(in.required(root, "histograms"), "histograms");
    record.checksum = static_cast<std::uint32_t>(
        in.integer(in.required(root, "checksum"), "checksum", 0, 0xFFFFFFFFll));
    if (const YamlNode *node = root.find("fingerprint"))
      record.fingerprint = fingerprint(*node);
    if (const YamlNode *node = root.find("defaults"))
      record.defaults = defaults(*node);
    const YamlNode &tensors = in.required(root, "tensors");
    in.expectList(tensors, "tensors");
    for (const YamlNode &node : tensors.items)
      record.tensors.push_back(tensor(node));
    if (const YamlNode *weights = root.find("weights")) {
      in.expectList(*weights, "weights");
      for (const YamlNode &node : weights->items)
        record.weights.push_back(weight(node));
    }
    if (!in.ok())
      return in.error();
    return record;
  }

private:
  void method(const YamlNode &map, ThresholdMethod &method, bool &given,
              double &percentile) {
    constexpr int givenWord = 6;
    int word = in.word(
        in.required(map, "method"), "method",
        {"minmax", "kl", "mse", "log2", "percentile", "octav", "given"});
    given = word == givenWord;
    if (!given)
      method = static_cast<ThresholdMethod>(word);
    if (!given && method == ThresholdMethod::Percentile)
      percentile = real(map, "percentile");
    else if (const YamlNode *node = map.find("percentile"))
      in.fail(node->line, "percentile belongs to method percentile");
  }

  ScaleGrid grid(const YamlNode &map) {
    return static_cast<ScaleGrid>(
        in.word(in.required(map, "scale_kind"), "scale_kind", {"any", "log2"}));
  }

  double real(const YamlNode &map, const char *key) {
    return in.real(in.required(map, key), key);
  }

  int bits(const YamlNode &map) {
    return static_cast<int>(
        in.integer(in.required(map, "width"), "width", 2, 16));
  }

  int width(const YamlNode &map, const char *key) {
    return static_cast<int>(in.integer(in.required(map, key), key, 2, 16));
  }

  NetworkFingerprint fingerprint(const YamlNode &map) {
    in.expectMap(map, "fingerprint", {"checksum", "resize"});
    NetworkFingerprint out;
    out.checksum = static_cast<std::uint32_t>(
        in.integer(in.required(map, "checksum"), "checksum", 0, 0xFFFFFFFFll));
    if (const YamlNode *node = map.find("resize"))
      out.resize = in.string(*node, "resize");
    return out;
  }

  QuantizationDefaults defaults(const YamlNode &map) {
    in.expectMap(map, "defaults",
                 {"method", "percentile", "activations", "scale", "granularity",
                  "log2_form", "activation_width", "weight_width", "head_width",
                  "bias_correction"});
    const auto word = [&](const char *key,
                          std::initializer_list<std::string_view> words) {
      return in.word(in.required(map, key), key, words);
    };
    QuantizationDefaults out;
    out.method = static_cast<ThresholdMethod>(
        word("method", {"minmax", "kl", "mse", "log2", "percentile", "octav"}));
    out.percentile = real(map, "percentile");
    out.activations =
        static_cast<Symmetry>(word("activations", {"symmetric", "asymmetric"}));
    const int grid = word("scale", {"any", "log2", "implied"});
    if (grid < 2)
      out.grid = static_cast<ScaleGrid>(grid);
    out.perChannel = word("granularity", {"tensor", "channel"}) == 1;
    out.log2Form =
        static_cast<Log2Form>(word("log2_form", {"min-error", "non-overflow"}));
    out.activationBits = width(map, "activation_width");
    out.weightBits = width(map, "weight_width");
    out.headBits = width(map, "head_width");
    out.correctBias = word("bias_correction", {"off", "on"}) == 1;
    return out;
  }

  TensorChoice choice(const YamlNode &map) {
    in.expectMap(map, "choice",
                 {"method", "percentile", "scale_kind", "symmetry", "width",
                  "scale", "zero_point", "threshold", "divergence", "error",
                  "saturation"});
    TensorChoice choice;
    const YamlNode *word = map.find("method");
    choice.fromInputs = word && word->text == inputsWord;
    if (!choice.fromInputs)
      method(map, choice.method, choice.given, choice.percentile);
    if (const YamlNode *node = map.find("symmetry"))
      choice.symmetry = static_cast<Symmetry>(
          in.word(*node, "symmetry", {"symmetric", "asymmetric"}));
    choice.grid = grid(map);
    choice.bits = bits(map);
    choice.scale = in.scale(in.required(map, "scale"), "scale");
    choice.zeroPoint = static_cast<int>(in.integer(
        in.required(map, "zero_point"), "zero_point", -32768, 32767));
    choice.threshold = real(map, "threshold");
    choice.divergence = real(map, "divergence");
    choice.error = real(map, "error");
    choice.saturation = real(map, "saturation");
    return choice;
  }

  TensorRecord tensor(const YamlNode &map) {
    in.expectMap(map, "a tensor",
                 {"name", "index", "values", "zeros", "range", "choice",
                  "shares_with", "because"});
    TensorRecord tensor;
    tensor.name = in.string(in.required(map, "name"), "name");
    tensor.index = static_cast<int>(
        in.integer(in.required(map, "index"), "index", -1, 1 << 30));
    tensor.values = in.integer(in.required(map, "values"), "values", 0, most);
    tensor.zeros = in.integer(in.required(map, "zeros"), "zeros", 0, most);
    const YamlNode &range = in.required(map, "range");
    if (range.kind != YamlNode::Kind::List || range.items.size() != 2) {
      in.fail(range.line, "range is not a list of two numbers");
      return tensor;
    }
    tensor.minimum = in.realFloat(range.items[0], "range");
    tensor.maximum = in.realFloat(range.items[1], "range");
    if (const YamlNode *node = map.find("choice"))
      tensor.choice = choice(*node);
    if (const YamlNode *node = map.find("shares_with"))
      tensor.sharesWith = in.string(*node, "shares_with");
    if (const YamlNode *node = map.find("because"))
      tensor.because = in.string(*node, "because");
    return tensor;
  }

  WeightRecord weight(const YamlNode &map) {
    in.expectMap(map, "an entry of weights",
                 {"name", "method", "percentile", "scale_kind", "granularity",
                  "width", "smallest_scale", "largest_scale", "relative_error",
                  "saturation"});
    WeightRecord weight;
    weight.name = in.string(in.required(map, "name"), "name");
    method(map, weight.method, weight.given, weight.percentile);
    weight.grid = grid(map);
    weight.perChannel = in.word(in.required(map, "granularity"), "granularity",
                                {"tensor", "channel"}) == 1;
    weight.bits = bits(map);
    weight.smallestScale =
        in.scale(in.required(map, "smallest_scale"), "smallest_scale");
    weight.largestScale =
        in.scale(in.required(map, "largest_scale"), "largest_scale");
    weight.relativeError = real(map, "relative_error");
    weight.saturation = real(map, "saturation");
    return weight;
  }

  YamlReader in;
};

} // namespace

CalibrationRecord qsim::recordOf(const NetworkStatistics &statistics,
                                 const std::string &histogramsFile,
                                 std::uint32_t checksum,
                                 const NetworkFingerprint &fingerprint) {
  CalibrationRecord record{statistics.network,
                           statistics.samples,
                           histogramsFile,
                           checksum,
                           fingerprint,
                           std::nullopt,
                           {},
                           {}};
  for (const TensorStatistics &tensor : statistics.tensors) {
    const Histogram &histogram = tensor.histogram;
    record.tensors.push_back({tensor.name, tensor.index, histogram.total(),
                              histogram.zeros(), histogram.minimum(),
                              histogram.maximum(), std::nullopt, "", ""});
  }
  return record;
}

std::string qsim::formatCalibration(const CalibrationRecord &record) {
  std::string text = "format: \"1.0\"\n";
  text += line("network", quoteYaml(record.network)) + "\n";
  text += line("samples", std::to_string(record.samples)) + "\n";
  text += line("histograms", quoteYaml(record.histograms)) + "\n";
  text += line("checksum", std::to_string(record.checksum)) + "\n";
  if (record.fingerprint)
    text += line("fingerprint", formatFingerprint(*record.fingerprint)) + "\n";
  if (record.defaults)
    text += line("defaults", formatDefaults(*record.defaults)) + "\n";
  text += "tensors:\n";
  for (const TensorRecord &tensor : record.tensors) {
    text += "  - " + line("name", quoteYaml(tensor.name)) + "\n";
    text += "    " + line("index", std::to_string(tensor.index)) + "\n";
    text += "    " + line("values", std::to_string(tensor.values)) + "\n";
    text += "    " + line("zeros", std::to_string(tensor.zeros)) + "\n";
    text += "    range: [" + formatFloat(tensor.minimum) + ", " +
            formatFloat(tensor.maximum) + "]\n";
    if (tensor.choice)
      text += "    " + line("choice", formatChoice(*tensor.choice)) + "\n";
    if (!tensor.sharesWith.empty())
      text += "    " + line("shares_with", quoteYaml(tensor.sharesWith)) + "\n";
    if (!tensor.because.empty())
      text += "    " + line("because", quoteYaml(tensor.because)) + "\n";
  }
  if (record.tensors.empty())
    text += "  []\n";
  if (!record.weights.empty()) {
    text += "weights:\n";
    for (const WeightRecord &weights : record.weights)
      text += formatWeights(weights);
  }
  return text;
}

Result<CalibrationRecord> qsim::parseCalibration(const std::string &file,
                                                 std::string_view text,
                                                 int *fingerprintLine) {
  Result<YamlNode> root = parseYaml(file, text);
  if (!root)
    return root.error();
  if (const YamlNode *node = root->find("fingerprint"); node && fingerprintLine)
    *fingerprintLine = node->line;
  return Parser(file).parse(*root);
}

Result<Calibration> qsim::readCalibration(const std::string &yamlPath) {
  Result<MappedFile> yaml = MappedFile::open(yamlPath);
  if (!yaml)
    return yaml.error();
  int fingerprintLine = 0;
  Result<CalibrationRecord> record =
      parseCalibration(yamlPath, yaml->text(), &fingerprintLine);
  if (!record)
    return record.error();
  std::string path =
      (std::filesystem::path(yamlPath).parent_path() / record->histograms)
          .string();
  Result<MappedFile> histograms = MappedFile::open(path);
  if (!histograms)
    return histograms.error();
  Result<NetworkStatistics> statistics =
      decodeHistograms(path, histograms->text());
  if (!statistics)
    return statistics.error();
  std::uint32_t checksum = histogramsChecksum(histograms->text());
  if (checksum != record->checksum)
    return Error{path + ": checksum " + std::to_string(checksum) + "; " +
                 yamlPath + " wants " + std::to_string(record->checksum) +
                 ": the two files do not belong together"};
  return Calibration{std::move(*record), std::move(*statistics),
                     fingerprintLine};
}

Result<void> qsim::writeCalibration(const std::string &yamlPath,
                                    const std::string &histogramsPath,
                                    const NetworkStatistics &statistics,
                                    const NetworkFingerprint &fingerprint) {
  std::string bytes = encodeHistograms(statistics);
  if (Result<void> written = writeFileAtomically(histogramsPath, bytes);
      !written)
    return written;
  std::string name = std::filesystem::path(histogramsPath).filename().string();
  return writeFileAtomically(
      yamlPath, formatCalibration(recordOf(
                    statistics, name, histogramsChecksum(bytes), fingerprint)));
}
