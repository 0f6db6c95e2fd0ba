// SPDX-License-Identifier: Apache-2.0
// Changes, and a package with them.
#include "Engine.h"
#include "Quantizing.h"
#include "Words.h"

#include <algorithm>
#include <filesystem>

namespace fs = std::filesystem;

namespace qsim::engine {

void Engine::changed(const std::vector<int> &layers) {
  measured.forget(*bench, layers);
}

static std::vector<int> layersOf(const Change &change) {
  std::vector<int> layers = change.layers;
  for (const qsim::Edit &edit : change.edits)
    layers.push_back(edit.layer);
  return layers;
}

Result<void> Engine::edit(const Edit &ask, State &) {
  switch (ask.what_case()) {
  case Edit::kModes:
    return changeModes(ask.modes());
  case Edit::kValues:
    return setValues(ask.values());
  case Edit::kQuantize:
    return quantize(ask.quantize());
  default:
    return Error{"a change that this engine does not know"};
  }
}

Result<void> Engine::changeModes(const Edit::Modes &ask) {
  const qsimrt_model &model = bench->model();
  std::vector<int> layers(ask.layers().begin(), ask.layers().end());
  std::sort(layers.begin(), layers.end());
  layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
  if (layers.empty())
    return Error{"a change of modes names no layer"};
  for (const int layer : layers)
    if (layer < 0 || layer >= model.layer_count)
      return Error{"layer " + std::to_string(layer) + "; wanted 0 to " +
                   std::to_string(model.layer_count - 1)};
  const qsimrt_mode mode = fromMessage(ask.mode());
  const bool all = layers.size() == static_cast<std::size_t>(model.layer_count);
  const std::string name = qsimrt_mode_name(mode);
  Result<Workbench::ModeChange> change = bench->changeModes(
      layers, mode,
      all ? "mode " + name : "layer " + selectorsText(layers) + " " + name);
  if (!change)
    return change.error();
  // Of several, some have no such mode: that is no news.
  if (!change->changed && change->cannot.size() == layers.size()) {
    const int first = layers.front();
    return Error{placeOf(model, first) + " cannot run in " + name + ": " +
                 qsimrt_mode_name(qsimrt_layer_mode(
                     bench->simulation().running().handle(), first))};
  }
  changed(layers);
  return {};
}

Result<void> Engine::setValues(const Edit::Values &ask) {
  if (Result<void> there = checkLayer(ask.layer()); !there)
    return there;
  qsim::Edit edit;
  edit.layer = ask.layer();
  edit.tensor = ask.tensor().empty() ? outputTensor : ask.tensor();
  edit.index = ask.index();
  edit.values.assign(ask.values().begin(), ask.values().end());
  if (edit.values.empty())
    return Error{"a change of values has none"};
  if (edit.layer != QSIMRT_IMAGE && isOfPicture(edit) && !hasRun(edit.layer))
    return notYet(placeOf(bench->model(), edit.layer) + " has not run yet");
  if (Result<void> set = bench->set(edit); !set)
    return set;
  changed({edit.layer});
  return {};
}

Result<void> Engine::quantize(const Edit::Quantize &ask) {
  Result<Change> change = quantizeChange(ask, bench->model());
  if (!change)
    return change.error();
  if (Result<void> done = bench->quantize(std::move(*change)); !done)
    return done;
  measured.forget();
  return {};
}

Result<void> Engine::undo(State &) { return wentBack(bench->undo()); }

Result<void> Engine::redo(State &) { return wentBack(bench->redo()); }

Result<void> Engine::wentBack(const Result<Change> &change) {
  if (!change)
    return change.error();
  changed(layersOf(*change));
  if (!change->rule.empty())
    measured.forget();
  return {};
}

bool Engine::isSaved(const Change &change) {
  return !change.rule.empty() ||
         std::any_of(change.edits.begin(), change.edits.end(),
                     [](const qsim::Edit &edit) { return !isOfPicture(edit); });
}

Result<void> Engine::save(const Save &ask, Saved &saved) {
  std::error_code code;
  const fs::path scratch = fs::weakly_canonical(opened.scratch(), code);
  const fs::path folder = fs::weakly_canonical(ask.folder(), code);
  const fs::path inside = folder.lexically_relative(scratch);
  if (opened.scratch().empty() || ask.folder().empty() || inside.empty() ||
      inside == "." || *inside.begin() == "..")
    return Error{"save: " + ask.folder() +
                 " is not inside the scratch folder of this simulation"};
  Result<std::vector<std::string>> left = bench->save(ask.folder());
  if (!left)
    return left.error();
  for (const Change &change : bench->changes()) {
    if (isSaved(change))
      saved.add_edits(shortText(bench->textOf(change)));
  }
  return {};
}

} // namespace qsim::engine
