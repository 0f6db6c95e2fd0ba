// SPDX-License-Identifier: Apache-2.0
// Moves and stops: the part of qsim step that goes from layer to layer.
#include "Debugger.h"
#include "DebuggerWords.h"

#include <algorithm>

namespace qsim::cli {

Result<std::string> Debugger::told(const Result<MoveEnd> &how) const {
  if (!how)
    return how.error();
  std::string text;
  for (const MoveEnd::Hit &hit : how->hits)
    text += hit.text + "\n";
  return how->interrupted ? "interrupted before " + where() + "\n" : text;
}

Result<std::string> Debugger::step(Words &words) {
  Result<std::int64_t> count = words.number(1, 1, 1000000);
  if (!count)
    return count.error();
  const int layers = bench->model().layer_count;
  const int end = static_cast<int>(
      std::min<std::int64_t>(layers, bench->position() + *count));
  const int before = bench->position();
  if (before == layers)
    return Error{"at the end of the network; rewind or run"};
  Result<std::string> text = told(bench->runTo(end));
  if (!text)
    return text;
  const int ran = bench->position() - 1;
  const qsimrt_model &model = bench->model();
  return "ran " + std::to_string(ran) + " " + model.layers[ran].name + " (" +
         qsimrt_mode_name(
             qsimrt_layer_mode(bench->simulation().running().handle(), ran)) +
         ")\n" + *text;
}

Result<std::string> Debugger::next(Words &words) {
  const std::string selector = words.next();
  const qsimrt_model &model = bench->model();
  std::vector<int> layers;
  if (selector.empty()) {
    for (int i = 0; i < model.layer_count; ++i)
      if (qsimrt_has_weights(model.layers[i].kind))
        layers.push_back(i);
  } else {
    Result<std::vector<int>> named = selected(selector);
    if (!named)
      return named.error();
    layers = std::move(*named);
  }
  const int position = bench->position();
  const auto after = std::upper_bound(layers.begin(), layers.end(), position);
  if (after == layers.end() && !selector.empty())
    return Error{layers.size() > 1
                     ? shown(selector) + " names no layer ahead; rewind goes "
                                         "back"
                 : layers[0] == position
                     ? "layer " + std::to_string(position) +
                           " is the next one already"
                     : "layer " + std::to_string(layers[0]) +
                           " is behind; rewind goes back"};
  return told(bench->runTo(after == layers.end() ? model.layer_count : *after));
}

Result<std::string> Debugger::carryOn(Words &) {
  return told(bench->carryOn());
}

Result<std::string> Debugger::run(Words &) { return told(bench->restart()); }

Result<std::string> Debugger::rewind(Words &words) {
  const std::string word = words.next();
  if (word.empty())
    return Error{"rewind: wanted a layer"};
  Result<int> layer = oneLayer(word);
  if (!layer)
    return layer.error();
  if (*layer > bench->position())
    return Error{"layer " + std::to_string(*layer) +
                 " is ahead; next and continue go forward"};
  if (Result<void> done = bench->rewind(*layer); !done)
    return done.error();
  return std::string();
}

// ---- stops and modes: the lines of step files
// ----------------------------------

Result<std::string> Debugger::stops(Words &words) {
  if (Result<void> added = bench->addStops(
          words.command, words.command + " " + words.rest() + "\n");
      !added)
    return added.error();
  return std::string();
}

Result<std::string> Debugger::clear(Words &) {
  bench->clearStops();
  return std::string();
}

Result<std::string> Debugger::mode(Words &words) {
  return changeModes(words.command, "layer * " + words.rest());
}

Result<std::string> Debugger::layer(Words &words) {
  return changeModes(words.command, "layer " + words.rest());
}

Result<std::string> Debugger::changeModes(const std::string &command,
                                          const std::string &text) {
  Result<StepFile> line =
      StepFile::fromText(command, text + "\n", bench->model());
  if (!line)
    return line.error();
  const bool all = command == "mode";
  const qsimrt_model &model = bench->model();
  const std::vector<qsimrt_mode> floats = line->modes(QSIMRT_FLOAT);
  const std::vector<qsimrt_mode> ints = line->modes(QSIMRT_INT);
  std::vector<int> layers;
  qsimrt_mode wanted = QSIMRT_FLOAT;
  for (int i = 0; i < model.layer_count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (floats[at] != ints[at])
      continue; // the line says nothing of it
    layers.push_back(i);
    wanted = floats[at];
  }
  Result<Workbench::ModeChange> change = bench->changeModes(
      layers, wanted,
      all ? "mode" + text.substr(std::string("layer *").size()) : text);
  if (!change)
    return change.error();
  std::string cannot;
  // Of all layers, some have no such mode: that is no news.
  if (!all)
    for (const int i : change->cannot)
      cannot += std::to_string(i) + " " + model.layers[i].name +
                " cannot run in " + qsimrt_mode_name(wanted) + ": " +
                qsimrt_mode_name(qsimrt_layer_mode(
                    bench->simulation().running().handle(), i)) +
                "\n";
  return change->changed || !cannot.empty() ? cannot : "no change\n";
}

} // namespace qsim::cli
