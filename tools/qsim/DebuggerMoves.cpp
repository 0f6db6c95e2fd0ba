// SPDX-License-Identifier: Apache-2.0
// Moves and stops: the part of qsim step that goes from layer to layer.
#include "Debugger.h"
#include "DebuggerWords.h"

#include <algorithm>

namespace qsim::cli {

// FLOAT's outputs are kept where its session takes no more than this: of a
// large network, what is looked at next is computed, from the start where it
// lies behind.
static constexpr std::size_t bytesForFloat = std::size_t(96) << 20;

static qsimrt_retention floatRetention(const qsimrt_model &model) {
  qsimrt_plan plan = {};
  plan.retention = QSIMRT_RETAIN_ALL;
  return qsimrt_session_size(&model, &plan) <= bytesForFloat
             ? QSIMRT_RETAIN_ALL
             : QSIMRT_RETAIN_NONE;
}

Result<Session *> Debugger::floatRun(int layer) {
  if (!reference) {
    SessionOptions options;
    options.retention = floatRetention(package->model());
    options.threads = threads;
    Result<std::unique_ptr<Session>> created =
        Session::create(package->model(), options);
    if (!created)
      return created.error();
    // The picture as it is now: it may have been edited.
    Result<std::vector<float>> image = simulation->running().read(QSIMRT_IMAGE);
    if (!image)
      return image.error();
    if (Result<void> done = (*created)->setInput(*image); !done)
      return done.error();
    reference = std::move(*created);
  }
  qsimrt_tensor kept = {};
  qsimrt_error error = {};
  if (reference->position() > layer &&
      qsimrt_output(reference->handle(), layer, &kept, nullptr) != QSIMRT_OK &&
      qsimrt_rewind(reference->handle(), 0, &error) != QSIMRT_OK)
    return Error{error.text};
  while (reference->position() <= layer)
    if (Result<void> done = reference->step(); !done)
      return done.error();
  return reference.get();
}

Result<std::string> Debugger::watched(int layer) {
  std::string text;
  for (const StepFile &line : stopLines) {
    for (const qsimrt_watch &watch : line.watches()) {
      if (!watch.layers[layer])
        continue;
      Session *against = nullptr;
      if (watch.kind == QSIMRT_WATCH_SQNR) {
        Result<Session *> run = floatRun(layer);
        if (!run)
          return run.error();
        against = *run;
      }
      Result<std::optional<double>> seen =
          watchedValue(watch, simulation->running(), against, layer);
      if (!seen)
        return seen.error();
      if (*seen)
        text += eventText({RunEventKind::Watch, layer, &watch, **seen},
                          simulation->model()) +
                "\n";
    }
    if (line.marks(layer) & QSIMRT_STE_BREAK_AFTER)
      text +=
          eventText({RunEventKind::BreakAfter, layer}, simulation->model()) +
          "\n";
  }
  return text;
}

std::string Debugger::breaksBefore(int layer) const {
  std::string text;
  if (layer < simulation->model().layer_count)
    for (const StepFile &line : stopLines)
      if (line.marks(layer) & QSIMRT_STE_BREAK_BEFORE)
        text +=
            eventText({RunEventKind::BreakBefore, layer}, simulation->model()) +
            "\n";
  return text;
}

Result<std::string> Debugger::runTo(int end) {
  while (simulation->position() < end) {
    if (Result<void> done = simulation->goTo(simulation->position() + 1); !done)
      return done.error();
    arrived = true;
    const int behind = simulation->position();
    Result<std::string> text = watched(behind - 1);
    if (!text)
      return text;
    if (behind < end)
      *text += breaksBefore(behind);
    if (!text->empty())
      return text;
    if (behind < end && interrupted && interrupted())
      return "interrupted before " + where() + "\n";
  }
  return std::string();
}

Result<std::string> Debugger::step(Words &words) {
  Result<std::int64_t> count = words.number(1, 1, 1000000);
  if (!count)
    return count.error();
  const int layers = simulation->model().layer_count;
  const int end = static_cast<int>(
      std::min<std::int64_t>(layers, simulation->position() + *count));
  const int before = simulation->position();
  if (before == layers)
    return Error{"at the end of the network; rewind or run"};
  Result<std::string> text = runTo(end);
  if (!text)
    return text;
  const int ran = simulation->position() - 1;
  const qsimrt_model &model = simulation->model();
  return "ran " + std::to_string(ran) + " " + model.layers[ran].name + " (" +
         qsimrt_mode_name(
             qsimrt_layer_mode(simulation->running().handle(), ran)) +
         ")\n" + *text;
}

Result<std::string> Debugger::next(Words &words) {
  const std::string selector = words.next();
  const qsimrt_model &model = simulation->model();
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
  const int position = simulation->position();
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
  return runTo(after == layers.end() ? model.layer_count : *after);
}

Result<std::string> Debugger::carryOn(Words &) {
  if (Result<void> done = simulation->refresh(); !done)
    return done.error();
  // Where the run came to, the break has been seen: it goes on, as in gdb.
  if (!arrived) {
    arrived = true;
    if (const std::string text = breaksBefore(simulation->position());
        !text.empty())
      return text;
  }
  return runTo(simulation->model().layer_count);
}

Result<std::string> Debugger::run(Words &words) {
  if (Result<void> done = simulation->goTo(0); !done)
    return done.error();
  arrived = false;
  return carryOn(words);
}

Result<std::string> Debugger::rewind(Words &words) {
  const std::string word = words.next();
  if (word.empty())
    return Error{"rewind: wanted a layer"};
  Result<int> layer = oneLayer(word);
  if (!layer)
    return layer.error();
  if (*layer > simulation->position())
    return Error{"layer " + std::to_string(*layer) +
                 " is ahead; next and continue go forward"};
  if (Result<void> done = simulation->goTo(*layer); !done)
    return done.error();
  arrived = false;
  return std::string();
}

// ---- stops and modes: the lines of step files
// ----------------------------------

Result<std::string> Debugger::stops(Words &words) {
  Result<StepFile> line = StepFile::fromText(
      words.command, words.command + " " + words.rest() + "\n",
      simulation->model());
  if (!line)
    return line.error();
  stopLines.push_back(std::move(*line));
  return std::string();
}

Result<std::string> Debugger::clear(Words &) {
  stopLines.clear();
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
      StepFile::fromText(command, text + "\n", simulation->model());
  if (!line)
    return line.error();
  const bool all = command == "mode";
  const qsimrt_model &model = simulation->model();
  const std::vector<qsimrt_mode> floats = line->modes(QSIMRT_FLOAT);
  const std::vector<qsimrt_mode> ints = line->modes(QSIMRT_INT);
  Change change;
  std::string cannot;
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_mode wanted = floats[static_cast<std::size_t>(i)];
    if (wanted != ints[static_cast<std::size_t>(i)])
      continue; // the line says nothing of it
    const auto modeNow = [&] {
      return qsimrt_layer_mode(simulation->running().handle(), i);
    };
    const qsimrt_mode before = modeNow();
    Edit edit;
    edit.kind = Edit::Kind::Mode;
    edit.layer = i;
    edit.mode = wanted;
    if (Result<void> applied = simulation->apply(edit); !applied) {
      if (Result<void> back = takeBack(change.edits.size()); !back)
        return back.error();
      return applied.error();
    }
    change.edits.push_back(edit);
    // Of all layers, some have no such mode: that is no news.
    if (modeNow() != wanted && !all)
      cannot += std::to_string(i) + " " + model.layers[i].name +
                " cannot run in " + qsimrt_mode_name(wanted) + ": " +
                qsimrt_mode_name(modeNow()) + "\n";
    if (modeNow() != before)
      continue;
    // What changes nothing is nothing to take back.
    if (Result<void> back = takeBack(1); !back)
      return back.error();
    change.edits.pop_back();
  }
  if (change.edits.empty())
    return cannot.empty() ? "no change\n" : cannot;
  if (change.edits.size() > 1)
    change.about =
        all ? "mode" + text.substr(std::string("layer *").size()) : text;
  remember(std::move(change));
  return cannot;
}

} // namespace qsim::cli
