// SPDX-License-Identifier: Apache-2.0
// qsim vectors: what a testbench needs of single layers.
#include "Command.h"

#include "qsim/Execution/Crossing.h"
#include "qsim/Execution/Vectors.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace qsim::cli {
namespace {

struct VectorsOptions {
  std::string package, image, output;
  std::vector<std::string> layers;
  VectorOptions vectors;
};

/// The parts between commas of every word; an empty one is an error. (The
/// option parser would leave it out.)
Result<std::vector<std::string>>
splitSelectors(const std::vector<std::string> &words) {
  std::vector<std::string> selectors;
  for (const std::string &word : words)
    for (std::size_t begin = 0; begin <= word.size();) {
      const std::size_t end = std::min(word.find(',', begin), word.size());
      if (end == begin)
        return Error{"--layers: '" + word +
                     "' has an empty selector; wanted an index (3), a range "
                     "(3..7), a name or a pattern (conv_*) between commas"};
      selectors.push_back(word.substr(begin, end - begin));
      begin = end + 1;
    }
  return selectors;
}

/// Does it name one layer, and not whatever fits?
bool namesOne(const std::string &selector) {
  return selector.find_first_of("*?") == std::string::npos &&
         selector.find("..") == std::string::npos;
}

/// Layers that a pattern or range takes along although they have no vectors are
/// passed over.
Result<std::vector<int>> chosenLayers(const std::vector<std::string> &selectors,
                                      const qsimrt_model &model) {
  if (model.arithmetic == QSIMRT_YOLO2_LIGHT)
    return Error{std::string(model.name) +
                 ": test vectors are those of an INT run, and the arithmetic "
                 "yolo2_light has none; wanted a package compiled without "
                 "--profile yolo2_light"};
  Result<std::vector<int>> integer = crossableLayers(model, QSIMRT_INT);
  if (!integer)
    return integer.error();
  Result<std::vector<std::string>> parts = splitSelectors(selectors);
  if (!parts)
    return parts.error();
  const auto count = static_cast<std::size_t>(model.layer_count);
  std::vector<unsigned char> chosen(count), named(count);
  for (const std::string &part : *parts) {
    qsimrt_error error = {};
    if (qsimrt_select(&model, part.data(), part.size(), chosen.data(),
                      &error) != QSIMRT_OK)
      return Error{std::string("--layers: ") + error.text};
    if (namesOne(part))
      qsimrt_select(&model, part.data(), part.size(), named.data(), nullptr);
  }
  std::vector<int> layers;
  std::string passed;
  for (int i = 0; i < model.layer_count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (!chosen[at])
      continue;
    if (named[at] || std::binary_search(integer->begin(), integer->end(), i))
      layers.push_back(i);
    else
      passed += std::string(passed.empty() ? "" : ", ") + model.layers[i].name;
  }
  if (layers.empty())
    return Error{"--layers: none of these runs in int, so none has vectors: " +
                 passed};
  if (!passed.empty())
    std::fprintf(stderr,
                 "qsim: note: passed over, because they do not run in int: "
                 "%s\n",
                 passed.c_str());
  return layers;
}

Result<void> run(const VectorsOptions &options) {
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  const qsimrt_model &model = (*package)->model();
  Result<std::vector<int>> layers = chosenLayers(options.layers, model);
  if (!layers)
    return layers.error();
  Result<Input> input = readInput(options.image, model);
  if (!input)
    return input.error();
  if (Result<void> done =
          writeVectors(**package, *input,
                       std::filesystem::path(options.image).filename().string(),
                       *layers, options.vectors, options.output);
      !done)
    return done;
  std::printf("written: %s (%zu layer%s)\n", options.output.c_str(),
              layers->size(), layers->size() == 1 ? "" : "s");
  return {};
}

} // namespace

void addVectorsCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<VectorsOptions>();
  CLI::App *command = app.add_subcommand(
      "vectors", "Write test vectors of single layers for a testbench");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  command
      ->add_option("--layers", options->layers,
                   "indices (3), ranges (3..7), names or patterns (conv_*)")
      ->required()
      ->option_text("SELECTOR[,...]");
  command
      ->add_option("--image", options->image,
                   "a picture, or a preprocessed tensor (.npy, .pb)")
      ->required();
  command
      ->add_option("--lanes", options->vectors.lanes,
                   "values a line of the .hex files, the first in the lowest "
                   "bits")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command
      ->add_option_function<std::string>(
          "--order",
          [options](const std::string &word) {
            options->vectors.order =
                word == "hwc" ? VectorOrder::Hwc : VectorOrder::Chw;
          },
          "chw (default), or hwc: channels next to each other")
      ->check(CLI::IsMember({"chw", "hwc"}))
      ->option_text("chw|hwc");
  command->add_option("-o,--output", options->output, "directory to write")
      ->required();
  command->footer("Examples:\n"
                  "  qsim vectors scenes.qsim --layers conv_0,2..4 --image "
                  "street.png -o vectors\n"
                  "  qsim vectors scenes.qsim --layers '*' --image street.png "
                  "--lanes 16 --order hwc -o vectors");
  command->callback([options, &status] {
    Result<void> done = run(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
