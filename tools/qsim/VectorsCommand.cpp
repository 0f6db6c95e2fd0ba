// SPDX-License-Identifier: Apache-2.0
// qsim vectors: what a testbench needs of single layers.
#include "Command.h"

#include "qsim/Execution/Vectors.h"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace qsim::cli {
namespace {

struct VectorsOptions {
  std::string package, image, output;
  std::vector<std::string> selectors;
  VectorOptions vectors;
};

Result<std::vector<int>> chosenLayers(const VectorsOptions &options,
                                      const qsimrt_model &model) {
  std::vector<unsigned char> chosen(
      static_cast<std::size_t>(model.layer_count));
  for (const std::string &selector : options.selectors) {
    qsimrt_error error = {};
    if (qsimrt_select(&model, selector.data(), selector.size(), chosen.data(),
                      &error) != QSIMRT_OK)
      return Error{std::string("--layers: ") + error.text};
  }
  std::vector<int> layers;
  for (int i = 0; i < model.layer_count; ++i)
    if (chosen[static_cast<std::size_t>(i)])
      layers.push_back(i);
  return layers;
}

Result<void> run(const VectorsOptions &options) {
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  const qsimrt_model &model = (*package)->model();
  Result<std::vector<int>> layers = chosenLayers(options, model);
  if (!layers)
    return layers.error();
  Result<Input> input = readInput(options.image, model.image, model.resize);
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
      ->add_option("--layers", options->selectors,
                   "indices (3), ranges (3..7), names or patterns (conv_*)")
      ->required()
      ->delimiter(',')
      ->option_text("SELECTOR[,...]");
  command
      ->add_option("--image", options->image,
                   "a picture, or a preprocessed 1xCxHxW .npy tensor")
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
