// SPDX-License-Identifier: Apache-2.0
// Edits are kept as a list; a layer's parameters are the imported ones with the
// list applied, so that what was taken back has never been.
#include "qsim/Execution/Simulation.h"

#include "SimulationPlace.h"
#include "TensorValues.h"
#include "qsim/Support/Numbers.h"
#include "qsimrt/kernels.h"

#include <algorithm>

namespace qsim {
namespace {

Error runtimeError(const qsimrt_error &error) { return Error{error.text}; }

LayerTensor tensorOf(const qsimrt_tensor_spec &spec) {
  LayerTensor tensor = {
      spec.suffix, spec.dtype, {spec.dims, spec.dims + spec.rank}};
  if (spec.dtype == QSIMRT_MULT) {
    tensor.dtype = QSIMRT_I32;
    tensor.shape.push_back(2);
  }
  return tensor;
}

std::vector<LayerTensor> tensorsOf(const qsimrt_model &model, int layer,
                                   bool imported) {
  qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
  std::int32_t count = 0;
  (imported ? qsimrt_float_tensors : qsimrt_derived_tensors)(&model, layer,
                                                             specs, &count);
  std::vector<LayerTensor> tensors;
  for (std::int32_t i = 0; i < count; ++i)
    if (qsimrt_tensor_of(&model.layers[layer], specs[i].suffix))
      tensors.push_back(tensorOf(specs[i]));
  return tensors;
}

const LayerTensor *find(const std::vector<LayerTensor> &tensors,
                        const std::string &name) {
  const auto at = std::find_if(
      tensors.begin(), tensors.end(),
      [&](const LayerTensor &tensor) { return tensor.name == name; });
  return at == tensors.end() ? nullptr : &*at;
}

// The scales of a layer's weights are part of its description, not of a
// container.
const std::string weightScalesName = "weight_scales";

int weightScaleCount(const qsimrt_layer &layer) {
  const bool has =
      qsimrt_has_weights(layer.kind) && layer.u.convolutional.weight_scales;
  return has ? layer.u.convolutional.weight_scale_count : 0;
}

std::string namesText(const std::vector<LayerTensor> &tensors) {
  std::string text;
  for (const LayerTensor &tensor : tensors)
    text += (text.empty() ? "" : ", ") + tensor.name;
  return text.empty() ? "none" : text;
}

} // namespace

std::string editText(const Edit &edit, const qsimrt_model &model) {
  if (edit.kind == Edit::Kind::Mode)
    return "mode " + placeText(edit.layer, model) + " " +
           qsimrt_mode_name(edit.mode);
  std::string text = "set " + placeText(edit.layer, model);
  if (edit.layer != QSIMRT_IMAGE)
    text += " " + edit.tensor;
  text += "[" + std::to_string(edit.index) + "]";
  for (const double value : edit.values)
    text += " " + formatDouble(value);
  return text;
}

std::size_t LayerTensor::count() const {
  std::size_t count = 1;
  for (const std::int64_t dim : shape)
    count *= static_cast<std::size_t>(dim);
  return count;
}

qsimrt_mode mostIntegerMode(const qsimrt_model &model) {
  for (const qsimrt_mode mode : {QSIMRT_INT, QSIMRT_HYBRID}) {
    qsimrt_plan plan = {};
    plan.mode = mode;
    if (qsimrt_session_size(&model, &plan) > 0)
      return mode;
  }
  return QSIMRT_FLOAT;
}

// In a package without integers (float only, or yolo2_light's) only layers with
// quantized weights leave FLOAT, for HYBRID.
qsimrt_mode mostIntegerMode(const qsimrt_model &model, int index) {
  const qsimrt_layer &layer = model.layers[index];
  if (model.has_integer && model.image_quant.bits != 0)
    return layer.ceiling == QSIMRT_INT &&
                   !qsimrt_layer_kernel(&layer, QSIMRT_INT)
               ? QSIMRT_FLOAT
               : layer.ceiling;
  const bool isQuantized =
      qsimrt_has_weights(layer.kind) && layer.u.convolutional.weight_bits != 0;
  return std::min(layer.ceiling, isQuantized ? QSIMRT_HYBRID : QSIMRT_FLOAT);
}

Result<std::unique_ptr<Simulation>>
Simulation::create(const Package &package, qsimrt_mode mode, int threads) {
  std::unique_ptr<Simulation> result(new Simulation(package));
  SessionOptions options;
  options.mode = result->mode = mode;
  options.retention = QSIMRT_RETAIN_ALL;
  options.threads = threads;
  options.editable = true;
  Result<std::unique_ptr<Session>> session =
      Session::create(package.model(), options);
  if (!session)
    return session.error();
  result->session = std::move(*session);
  return result;
}

Result<void> Simulation::setInput(const Input &input) {
  picture = input.chw;
  if (Result<void> taken = session->setInput(picture); !taken)
    return taken;
  return overwriteAll(QSIMRT_IMAGE, done);
}

Result<void> Simulation::step() {
  const int layer = position();
  if (Result<void> stepped = session->step(); !stepped)
    return stepped;
  return overwriteAll(layer, done);
}

Result<void> Simulation::goTo(int layer,
                              const std::function<bool(int)> &passed) {
  if (layer < 0 || layer > model().layer_count)
    return Error{"layer " + std::to_string(layer) + "; wanted 0 to " +
                 std::to_string(model().layer_count)};
  qsimrt_error error = {};
  const int start = std::min(layer, qsimrt_first_stale(session->handle()));
  if (start < position() &&
      qsimrt_rewind(session->handle(), start, &error) != QSIMRT_OK)
    return runtimeError(error);
  while (position() < layer) {
    if (Result<void> stepped = step(); !stepped)
      return stepped;
    if (passed && !passed(position() - 1))
      break;
  }
  return {};
}

Result<void> Simulation::refresh() { return goTo(position()); }

std::vector<LayerTensor> Simulation::parameters(int layer) const {
  std::vector<LayerTensor> all = tensorsOf(model(), layer, true);
  for (LayerTensor &tensor : tensorsOf(model(), layer, false))
    all.push_back(std::move(tensor));
  return all;
}

std::vector<LayerTensor> Simulation::tensors(int layer) const {
  std::vector<LayerTensor> all;
  if (layer != QSIMRT_IMAGE) {
    all = parameters(layer);
    if (const int count = weightScaleCount(model().layers[layer]))
      all.push_back({weightScalesName, QSIMRT_F32, {count}});
  }
  qsimrt_tensor output = {};
  if (qsimrt_output(session->handle(), layer, &output, nullptr) == QSIMRT_OK)
    all.push_back({outputTensor,
                   QSIMRT_F32,
                   {output.shape.c, output.shape.h, output.shape.w}});
  return all;
}

Result<std::vector<double>> Simulation::read(int layer,
                                             const std::string &name) const {
  if (name == accumulatorsTensor)
    return accumulators(layer);
  if (name == outputTensor) {
    Result<std::vector<float>> values = session->read(layer);
    if (!values)
      return values.error();
    return std::vector<double>(values->begin(), values->end());
  }
  const std::vector<LayerTensor> all = tensors(layer);
  const LayerTensor *tensor = find(all, name);
  if (!tensor)
    return Error{placeText(layer, model()) + " has no tensor '" + name +
                 "'; it has " + namesText(all)};
  const qsimrt_layer &of = model().layers[layer];
  const auto *data = static_cast<const std::byte *>(
      name == weightScalesName
          ? static_cast<const void *>(of.u.convolutional.weight_scales)
          : qsimrt_tensor_of(&of, name.c_str()));
  std::vector<double> values(tensor->count());
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = valueAt(data, tensor->dtype, i);
  return values;
}

// ---- edits
// -------------------------------------------------------------------

Result<void> Simulation::write(Edited &edited, const Edit &edit) const {
  const std::vector<LayerTensor> all = parameters(edit.layer);
  const LayerTensor *tensor = find(all, edit.tensor);
  if (edit.tensor == weightScalesName && weightScaleCount(edited.layer))
    return Error{placeText(edit.layer, model()) +
                 ": the scales of weights are not edited but chosen: "
                 "quantize does, from their width and method"};
  if (!tensor)
    return Error{placeText(edit.layer, model()) + " has no parameter '" +
                 edit.tensor + "'; it has " + namesText(all)};
  const std::vector<LayerTensor> imported =
      tensorsOf(model(), edit.layer, true);
  if (Result<void> fits = checkPlace(edit, model(), tensor->count()); !fits)
    return fits;
  std::vector<std::byte> &own = edited.own[tensor->name];
  if (own.empty()) {
    const auto *from = static_cast<const std::byte *>(
        qsimrt_tensor_of(&edited.layer, tensor->name.c_str()));
    own.assign(from, from + tensor->count() * qsimrt_dtype_size(tensor->dtype));
  }
  for (std::size_t i = 0; i < edit.values.size(); ++i)
    if (!storeValue(own.data(), tensor->dtype, edit.index + i, edit.values[i]))
      return Error{placeText(edit.layer, model()) + ": " + tensor->name +
                   " cannot hold " + formatDouble(edit.values[i])};
  qsimrt_set_tensor(&edited.layer, tensor->name.c_str(), own.data());
  return find(imported, edit.tensor) ? derive(edited) : Result<void>();
}

Result<void> Simulation::derive(Edited &edited) const {
  // The model with this layer in the place of its own.
  qsimrt_model edition = model();
  std::vector<qsimrt_layer> layers(edition.layers,
                                   edition.layers + edition.layer_count);
  layers[static_cast<std::size_t>(edited.layer.index)] = edited.layer;
  edition.layers = layers.data();
  qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
  std::int32_t count = 0;
  qsimrt_derived_tensors(&edition, edited.layer.index, specs, &count);
  if (count == 0 || !qsimrt_tensor_of(&edited.layer, specs[0].suffix))
    return {}; // a package without integers
  void *destinations[QSIMRT_MOST_TENSORS];
  for (std::int32_t i = 0; i < count; ++i) {
    const LayerTensor tensor = tensorOf(specs[i]);
    std::vector<std::byte> &own = edited.own[tensor.name];
    own.resize(tensor.count() * qsimrt_dtype_size(tensor.dtype));
    destinations[i] = own.data();
  }
  qsimrt_error error = {};
  if (qsimrt_derive_layer(&edition, edited.layer.index, destinations, &error) !=
      QSIMRT_OK)
    return runtimeError(error);
  for (std::int32_t i = 0; i < count; ++i)
    qsimrt_set_tensor(&edited.layer, specs[i].suffix, destinations[i]);
  return {};
}

// The layer as imported with the edits of a list applied.
Result<void> Simulation::rebuild(int layer, const std::vector<Edit> &edits) {
  auto fresh = std::make_unique<Edited>();
  fresh->layer = package.model().layers[layer];
  bool any = false;
  for (const Edit &edit : edits) {
    if (edit.layer != layer || edit.kind != Edit::Kind::Value ||
        isOfPicture(edit))
      continue;
    if (Result<void> written = write(*fresh, edit); !written)
      return written;
    any = true;
  }
  qsimrt_error error = {};
  if (qsimrt_override(session->handle(), layer, any ? &fresh->layer : nullptr,
                      &error) != QSIMRT_OK)
    return Error{placeText(layer, model()) + ": " + error.text};
  if (any)
    edited[layer] = std::move(fresh);
  else
    edited.erase(layer);
  return {};
}

Result<void> Simulation::change(const Edit &edit) {
  const bool isImage = edit.layer == QSIMRT_IMAGE && isOfPicture(edit) &&
                       edit.tensor == outputTensor;
  if (!isImage && (edit.layer < 0 || edit.layer >= model().layer_count))
    return Error{"layer " + std::to_string(edit.layer) + "; wanted 0 to " +
                 std::to_string(model().layer_count - 1)};
  if (edit.kind == Edit::Kind::Mode) {
    qsimrt_error error = {};
    if (qsimrt_set_mode(session->handle(), edit.layer, edit.mode, &error) !=
        QSIMRT_OK)
      return runtimeError(error);
    return {};
  }
  if (isOfPicture(edit))
    return overwrite(edit);
  std::vector<Edit> with = done;
  with.push_back(edit);
  return rebuild(edit.layer, with);
}

Result<void> Simulation::apply(const Edit &edit) {
  if (Result<void> changed = change(edit); !changed)
    return changed;
  done.push_back(edit);
  undone.clear();
  return {};
}

Result<Edit> Simulation::undo() {
  if (done.empty())
    return Error{"nothing to undo"};
  const Edit edit = done.back();
  const std::vector<Edit> without(done.begin(), done.end() - 1);
  Result<void> taken;
  qsimrt_error error = {};
  if (edit.kind == Edit::Kind::Mode) {
    qsimrt_mode before = mode;
    for (const Edit &earlier : without)
      if (earlier.kind == Edit::Kind::Mode && earlier.layer == edit.layer)
        before = earlier.mode;
    if (qsimrt_set_mode(session->handle(), edit.layer, before, &error) !=
        QSIMRT_OK)
      taken = runtimeError(error);
  } else if (edit.layer == QSIMRT_IMAGE) {
    taken = restorePicture(without);
  } else {
    // Of an output too: what the layer wrote itself is computed again.
    taken = rebuild(edit.layer, without);
  }
  if (!taken)
    return taken.error();
  done.pop_back();
  undone.push_back(edit);
  return edit;
}

Result<Edit> Simulation::redo() {
  if (undone.empty())
    return Error{"nothing to redo"};
  const Edit edit = undone.back();
  if (Result<void> changed = change(edit); !changed)
    return changed.error();
  undone.pop_back();
  done.push_back(edit);
  return edit;
}

} // namespace qsim
