// SPDX-License-Identifier: Apache-2.0
// qsim info: what is in a package or a model.
#include "Command.h"

#include "qsim/Execution/Simulation.h"
#include "qsim/Pipelines/Describe.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/PackageFiles.h"
#include "qsim/Support/Preprocessing.h"
#include "qsim/Support/Table.h"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace qsim::cli {
namespace {

struct InfoOptions {
  std::string package;
  bool json = false;
};

std::string shapeText(qsimrt_shape shape) {
  return std::to_string(shape.c) + "x" + std::to_string(shape.h) + "x" +
         std::to_string(shape.w);
}

const qsimrt_convolutional *convolutionOf(const qsimrt_layer &layer) {
  return qsimrt_has_weights(layer.kind) ? &layer.u.convolutional : nullptr;
}

// "8 per channel", "float" where there is no scale, "-" without weights.
std::string weightsText(const qsimrt_layer &layer) {
  const qsimrt_convolutional *conv = convolutionOf(layer);
  if (!conv)
    return "-";
  if (conv->weight_bits == 0)
    return "float";
  const std::string text =
      std::to_string(conv->weight_bits) +
      (conv->weight_scale_count > 1 ? " per channel" : " per tensor");
  if (conv->input_multiplier == 0)
    return text;
  return text + ", input times " + formatFloat(conv->input_multiplier);
}

void writeQuantization(JsonWriter &json, const qsimrt_quant &quant) {
  if (quant.bits == 0) {
    json.null();
    return;
  }
  json.beginObject().member("bits", quant.bits).member("scale", quant.scale);
  json.member("zero_point", quant.zero_point).endObject();
}

void writeShape(JsonWriter &json, qsimrt_shape shape) {
  json.beginArray().value(shape.c).value(shape.h).value(shape.w).endArray();
}

// Whose quantization the layer has: its own name where it has one of its own.
const char *scaleOwner(const qsimrt_model &model, const qsimrt_layer &layer) {
  return layer.scale_group < 0 ? "image" : model.layers[layer.scale_group].name;
}

// Why a layer has the quantization of the layer it reads.
const char *sharingReason(const qsimrt_layer &layer) {
  return layer.kind == QSIMRT_ROUTE ? "one input"
                                    : "keeps the scale of its input";
}

// "scale group of conv_0: maxpool_1 (keeps the scale of its input)", a line for
// each group of more than one tensor.
std::string groupsText(const qsimrt_model &model) {
  std::string text;
  for (int owner = -1; owner < model.layer_count; ++owner) {
    std::string members;
    for (int i = 0; i < model.layer_count; ++i) {
      const qsimrt_layer &layer = model.layers[i];
      if (i != owner && layer.output.bits != 0 && layer.scale_group == owner)
        members += (members.empty() ? " " : ", ") + std::string(layer.name) +
                   " (" + sharingReason(layer) + ")";
    }
    if (!members.empty())
      text += "scale group of " +
              std::string(owner < 0 ? "image" : model.layers[owner].name) +
              ":" + members + "\n";
  }
  return text;
}

void writeDims(JsonWriter &json, const qsimrt_view &dims) {
  json.beginArray();
  for (int i = 0; i < dims.rank; ++i)
    json.value(dims.dims[i]);
  json.endArray();
}

// The names that the graph has for its input and outputs; for other networks
// nothing.
void writeGraph(JsonWriter &json, const qsimrt_model &model) {
  if (model.input_name) {
    json.key("graph_input").beginObject().member("name", model.input_name);
    writeDims(json.key("shape"), model.input_dims);
    json.endObject();
  }
  if (model.output_count == 0)
    return;
  json.key("graph_outputs").beginArray();
  for (int i = 0; i < model.output_count; ++i) {
    const qsimrt_graph_output &output = model.outputs[i];
    json.beginObject().member("name", output.name);
    json.member("layer", output.layer);
    writeDims(json.key("shape"), output.dims);
    json.endObject();
  }
  json.endArray();
}

std::string dimsText(const qsimrt_view &dims) {
  std::string text;
  for (int i = 0; i < dims.rank; ++i)
    text += (i ? "x" : "") + std::to_string(dims.dims[i]);
  return dims.rank == 0 ? "scalar" : text;
}

// "input images: 1x3x8x8" and "output scores: 1x10, of fc_7", a line each.
std::string graphText(const qsimrt_model &model) {
  std::string text;
  if (model.input_name)
    text += std::string("input ") + model.input_name + ": " +
            dimsText(model.input_dims) + "\n";
  for (int i = 0; i < model.output_count; ++i) {
    const qsimrt_graph_output &output = model.outputs[i];
    text += std::string("output ") + output.name + ": " +
            dimsText(output.dims) + ", of " +
            (output.layer < 0 ? "image" : model.layers[output.layer].name) +
            "\n";
  }
  return text;
}

std::string jsonText(const Package &package) {
  const qsimrt_model &model = package.model();
  JsonWriter json;
  json.beginObject().member("name", model.name);
  json.member("arithmetic", qsimrt_arithmetic_name(model.arithmetic));
  json.member("integer", model.has_integer != 0);
  json.member("packed", model.has_packed != 0);
  writeShape(json.key("image"), model.image);
  writeQuantization(json.key("image_quantization"), model.image_quant);
  json.member("resize", qsimrt_resize_name(model.preprocess.resize));
  json.member("preprocessing", preprocessingText(model.preprocess));
  json.key("files").beginArray();
  for (const auto &[name, size] : package.files())
    json.beginObject().member("name", name).member("bytes", size).endObject();
  json.endArray();
  writeGraph(json, model);
  json.key("layers").beginArray();
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_layer &layer = model.layers[i];
    json.beginObject().member("index", layer.index).member("name", layer.name);
    json.member("kind", qsimrt_kind_name(layer.kind));
    writeShape(json.key("shape"), layer.shape);
    writeQuantization(json.key("quantization"), layer.output);
    if (layer.output.bits != 0) {
      const std::string owner = scaleOwner(model, layer);
      json.member("scale_owner", owner);
      if (owner != layer.name)
        json.member("because", sharingReason(layer));
    }
    json.member("ceiling", qsimrt_mode_name(mostIntegerMode(model, i)));
    if (const qsimrt_convolutional *conv = convolutionOf(layer)) {
      json.member("weight_bits", conv->weight_bits);
      json.member("weight_scales", conv->weight_scale_count);
      if (conv->input_multiplier != 0)
        json.member("input_multiplier", conv->input_multiplier);
    }
    json.endObject();
  }
  return json.endArray().endObject().take();
}

void printText(const Package &package) {
  const qsimrt_model &model = package.model();
  std::printf("%s: %s, %s, %d layers, input %s, %s\n", model.name,
              model.has_integer ? "quantized" : "float only",
              qsimrt_arithmetic_name(model.arithmetic), model.layer_count,
              shapeText(model.image).c_str(),
              preprocessingText(model.preprocess).c_str());
  for (const auto &[name, size] : package.files())
    std::printf("  %s  %zu bytes%s\n", name.c_str(), size,
                name.ends_with(packedEnding) && !model.has_packed
                    ? ", not used: made from another .qweights, or in an order "
                      "that this version does not read"
                    : "");
  Table table({"layer", "name", "kind", "output", "bits", "scale", "zero",
               "weights", "ceiling"});
  const auto addRow = [&](const std::string &index, const std::string &name,
                          const std::string &kind, qsimrt_shape shape,
                          const qsimrt_quant &quant, const std::string &weights,
                          const std::string &ceiling) {
    const bool quantized = quant.bits != 0;
    table.addRow({index, name, kind, shapeText(shape),
                  quantized ? std::to_string(quant.bits) : "-",
                  quantized ? formatFloat(quant.scale) : "-",
                  quantized ? std::to_string(quant.zero_point) : "-", weights,
                  ceiling});
  };
  addRow("-", "image", "-", model.image, model.image_quant, "-", "-");
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_layer &layer = model.layers[i];
    addRow(std::to_string(i), layer.name, qsimrt_kind_name(layer.kind),
           layer.shape, layer.output, weightsText(layer),
           qsimrt_mode_name(mostIntegerMode(model, i)));
  }
  std::fputs((table.text() + groupsText(model) + graphText(model)).c_str(),
             stdout);
}

std::string jsonText(const ModelDescription &model) {
  JsonWriter json;
  json.beginObject().member("name", model.name);
  json.key("image").beginArray();
  json.value(model.channels).value(model.height).value(model.width).endArray();
  json.key("layers").beginArray();
  for (const LayerDescription &layer : model.layers) {
    json.beginObject().member("index", layer.index).member("name", layer.name);
    json.member("kind", layer.kind).key("shape").beginArray();
    json.value(layer.channels).value(layer.height).value(layer.width);
    json.endArray().member("elements", layer.elements);
    json.member("parameters", layer.parameters);
    json.member("macs", layer.multiplications).endObject();
  }
  return json.endArray().endObject().take();
}

void printText(const ModelDescription &model) {
  Table table(
      {"layer", "name", "kind", "output", "parameters", "MMAC", "elements"});
  std::int64_t parameters = 0, multiplications = 0;
  for (const LayerDescription &layer : model.layers) {
    table.addRow({std::to_string(layer.index), layer.name, layer.kind,
                  std::to_string(layer.channels) + "x" +
                      std::to_string(layer.height) + "x" +
                      std::to_string(layer.width),
                  std::to_string(layer.parameters),
                  formatFixed(layer.multiplications / 1e6, 1), layer.elements});
    parameters += layer.parameters;
    multiplications += layer.multiplications;
  }
  std::printf(
      "%s: %zu layers, input %lldx%lldx%lld, %lld parameters, %s GMAC\n",
      model.name.c_str(), model.layers.size(),
      static_cast<long long>(model.channels),
      static_cast<long long>(model.height), static_cast<long long>(model.width),
      static_cast<long long>(parameters),
      formatFixed(multiplications / 1e9, 3).c_str());
  std::fputs(table.text().c_str(), stdout);
}

Result<void> modelInfo(const InfoOptions &options) {
  Result<ModelDescription> model = describeModel(options.package);
  if (!model)
    return model.error();
  if (options.json)
    std::printf("%s\n", jsonText(*model).c_str());
  else
    printText(*model);
  return {};
}

Result<void> packageInfo(const InfoOptions &options) {
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  if (options.json)
    std::printf("%s\n", jsonText(**package).c_str());
  else
    printText(**package);
  return {};
}

} // namespace

void addInfoCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<InfoOptions>();
  CLI::App *command =
      app.add_subcommand("info", "Show what is in a package or a model");
  command
      ->add_option(
          "PATH", options->package,
          "package directory, MODEL.cfg, MODEL.onnx or module (.mlirbc)")
      ->required();
  addJsonOption(*command, options->json);
  command->footer("Examples:\n"
                  "  qsim info scenes.qsim\n"
                  "  qsim info scenes.cfg");
  command->callback([options, &status] {
    Result<void> done = std::filesystem::is_directory(options->package)
                            ? packageInfo(*options)
                            : modelInfo(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
