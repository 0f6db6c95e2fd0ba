// SPDX-License-Identifier: Apache-2.0
// qsim compare: FLOAT against HYBRID or INT, layer by layer.
#include "Command.h"

#include "qsim/Execution/Comparison.h"
#include "qsim/Execution/Input.h"
#include "qsim/Report/ComparisonPage.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Dataset.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/OutputCheck.h"
#include "qsim/Support/Table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

namespace qsim::cli {
namespace {

/// Pictures whose answers the page shows.
constexpr std::size_t drawnPictures = 3;

struct CompareOptions {
  std::string package, images, html, sort = "blame";
  std::size_t limit = 0;
  ComparisonOptions comparison;
  bool json = false;
};

std::vector<int> layerOrder(const Comparison &comparison,
                            const std::string &sort) {
  std::vector<int> order = orderByBlame(comparison);
  const auto worstFirst = [&](auto key) {
    std::sort(order.begin(), order.end());
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return key(comparison.layers[a]) > key(comparison.layers[b]);
    });
  };
  if (sort == "index")
    std::sort(order.begin(), order.end());
  else if (sort == "isolated")
    worstFirst([](const LayerComparison &layer) {
      return layer.isolated.noiseRatio();
    });
  else if (sort == "accumulated")
    worstFirst([](const LayerComparison &layer) {
      return layer.accumulated.noiseRatio();
    });
  else if (sort == "saturation")
    worstFirst([](const LayerComparison &layer) {
      return layer.accumulated.saturation();
    });
  return order;
}

void addNoise(JsonWriter &json, const Difference &difference) {
  json.member("sqnr_db", difference.sqnr());
  json.member("mse", difference.mse());
  json.member("max_abs", difference.maxAbs);
}

void addDifference(JsonWriter &json, const char *name,
                   const Difference &difference) {
  json.key(name).beginObject();
  json.member("cosine", difference.cosine());
  addNoise(json, difference);
  json.member("saturation", difference.saturation());
  json.member("accumulator_overflows", difference.accumulatorOverflows);
  json.endObject();
}

std::string jsonText(const Comparison &comparison, const qsimrt_model &model,
                     const std::vector<int> &order) {
  JsonWriter json;
  json.beginObject().member("mode", qsimrt_mode_name(comparison.mode));
  json.member("pictures", comparison.pictures);
  json.key("layers").beginArray();
  for (int index : order) {
    const LayerComparison &layer = comparison.layers[index];
    json.beginObject().member("index", index);
    json.member("name", model.layers[index].name);
    json.member("kind", qsimrt_kind_name(model.layers[index].kind));
    json.member("mode", qsimrt_mode_name(layer.mode));
    addDifference(json, "isolated", layer.isolated);
    addDifference(json, "accumulated", layer.accumulated);
    json.key("own").beginObject();
    addNoise(json, layer.own);
    json.endObject();
    if (layer.outputs) {
      json.key("outputs").beginObject();
      addNoise(json, *layer.outputs);
      json.endObject();
    }
    json.endObject();
  }
  return json.endArray().endObject().take();
}

// "-" where there is no noise.
std::string decibels(const Difference &difference) {
  return difference.noise == 0 ? "-" : formatFixed(difference.sqnr(), 1);
}

std::string threeDigits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2e", value);
  return text;
}

void addCells(std::vector<std::string> &row, const Difference &difference) {
  row.push_back(decibels(difference));
  row.push_back(formatFixed(difference.cosine(), 6));
  row.push_back(threeDigits(difference.mse()));
  row.push_back(threeDigits(difference.maxAbs));
  row.push_back(formatFixed(100 * difference.saturation(), 2));
}

void printText(const Comparison &comparison, const qsimrt_model &model,
               const std::vector<int> &order) {
  const bool outputs =
      !comparison.layers.empty() && comparison.layers[0].outputs.has_value();
  std::vector<std::string> heading = {"#", "layer", "kind", "mode", "own dB"};
  if (outputs)
    heading.push_back("out dB");
  for (const char *first : {"alone dB", "whole dB"})
    for (const char *column : {first, "cosine", "MSE", "max", "sat%"})
      heading.push_back(column);
  Table table(heading);
  std::uint64_t overflows = 0;
  for (int index : order) {
    const LayerComparison &layer = comparison.layers[index];
    std::vector<std::string> row = {
        std::to_string(index), model.layers[index].name,
        qsimrt_kind_name(model.layers[index].kind),
        qsimrt_mode_name(layer.mode), decibels(layer.own)};
    if (outputs)
      row.push_back(decibels(*layer.outputs));
    addCells(row, layer.isolated);
    addCells(row, layer.accumulated);
    table.addRow(std::move(row));
    overflows += layer.accumulated.accumulatorOverflows;
  }
  std::fputs(table.text().c_str(), stdout);
  std::printf("%s against float on %zu picture%s; '-': no noise\n",
              qsimrt_mode_name(comparison.mode), comparison.pictures,
              comparison.pictures == 1 ? "" : "s");
  if (overflows)
    std::printf("accumulators overflowed %llu times\n",
                static_cast<unsigned long long>(overflows));
}

Result<void> compare(CompareOptions options) {
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  Result<Dataset> dataset =
      readDataset(options.images, sampleDims((*package)->model()));
  if (!dataset)
    return dataset.error();
  std::vector<std::string> &pictures = dataset->pictures;
  if (options.limit && options.limit < pictures.size())
    pictures.resize(options.limit);
  // Before the long part: a page that cannot be written is refused at once.
  if (!options.html.empty()) {
    if (Result<void> free =
            checkOutput("--html", options.html, filesOfDataset(options.images));
        !free)
      return free;
    if (Result<AtomicFile> trial = AtomicFile::create(options.html); !trial)
      return trial.error();
    options.comparison.histograms = true;
    options.comparison.answeredPictures = drawnPictures;
  }
  Result<Comparison> comparison =
      compareLayers(**package, pictures, options.comparison);
  if (!comparison)
    return comparison.error();
  const std::vector<int> order = layerOrder(*comparison, options.sort);
  if (!options.html.empty()) {
    Result<std::string> page = comparisonPage(**package, *comparison, order);
    if (!page)
      return page.error();
    if (Result<void> done = writeFileAtomically(options.html, *page); !done)
      return done;
  }
  const qsimrt_model &model = (*package)->model();
  if (options.json)
    std::printf("%s\n", jsonText(*comparison, model, order).c_str());
  else
    printText(*comparison, model, order);
  return {};
}

} // namespace

void addCompareCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App *command = app.add_subcommand(
      "compare", "Find the layers that make the quantization noise");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  command
      ->add_option("--images", options->images,
                   "list of pictures, a directory, or one picture or tensor")
      ->required();
  addCrossedModeOption(*command, options->comparison.mode);
  command->add_option("--limit", options->limit, "only the first N pictures")
      ->check(CLI::Range(1, 1000000000))
      ->option_text("N");
  command
      ->add_option("--sort", options->sort,
                   "worst first by blame (default), isolated, accumulated or "
                   "saturation; or by index")
      ->check(CLI::IsMember(
          {"blame", "index", "isolated", "accumulated", "saturation"}))
      ->option_text("KEY");
  command->add_flag("--outputs", options->comparison.outputs,
                    "also measure what each layer's own noise does to the "
                    "network's outputs, and blame by that (slow)");
  command->add_option("--html", options->html,
                      "write a page with figures, which needs no other file");
  addDetectionOptions(*command, options->comparison.answers.threshold,
                      options->comparison.answers.iou);
  addThreadsOption(*command, options->comparison.threads);
  addJsonOption(*command, options->json);
  command->footer(
      "alone: the layer reads FLOAT's tensors, rounded to integers where it "
      "reads integers.\n"
      "whole: the whole network runs in the mode.\n"
      "own:   what the layer adds to the rounding of its inputs; layers are "
      "blamed by it.\n"
      "Exit status: 0 success, 1 the input was refused, 2 wrong usage.\n"
      "Examples:\n"
      "  qsim compare scenes.qsim --images test.txt --limit 8\n"
      "  qsim compare scenes.qsim --images street.png --mode hybrid --json\n"
      "  qsim compare scenes.qsim --images test.txt --limit 8 --outputs --html "
      "report.html");
  command->callback([options, &status] {
    Result<void> done = compare(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
