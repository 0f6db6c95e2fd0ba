// SPDX-License-Identifier: Apache-2.0
// Reads a command and moves: the part of qsim step that goes from layer to
// layer.
#include "Debugger.h"
#include "DebuggerWords.h"

#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <algorithm>

namespace qsim::cli {

const std::vector<Debugger::Command> &Debugger::commands() {
  static const std::vector<Command> all = {
      {"list", "[SELECTOR]", "layers, their modes and where the run stands",
       &Debugger::list},
      {"step", "[N]", "run the next layer, or N layers", &Debugger::step},
      {"next", "[SELECTOR]",
       "run up to the next layer with weights, or named one", &Debugger::next},
      {"continue", "", "run to the next break, watch or the end",
       &Debugger::carryOn},
      {"run", "", "the same from the first layer", &Debugger::run},
      {"rewind", "LAYER", "make this layer the next one", &Debugger::rewind},
      {"break", "[before|after] SELECTOR", "stop there", &Debugger::stops},
      {"watch", "SELECTOR CONDITION",
       "stop behind a layer where: saturation > %, sqnr < dB, nan, overflow, "
       "outside LOW HIGH",
       &Debugger::stops},
      {"clear", "", "forget all breaks and watches", &Debugger::clear},
      {"mode", "float|hybrid|int", "change the mode of all layers",
       &Debugger::mode},
      {"layer", "SELECTOR float|hybrid|int", "change the mode of layers",
       &Debugger::layer},
      {"print", "[LAYER [TENSOR[INDEX..LAST]]]",
       "tensors of a layer, statistics of one, or values of it",
       &Debugger::print},
      {"set", "LAYER TENSOR[INDEX] VALUE...",
       "change values; integers are derived again", &Debugger::set},
      {"quantize", "SELECTOR activation|weights KEY VALUE",
       "other width, method, percentile, scale_kind, symmetry, granularity, "
       "...: "
       "compiled again",
       &Debugger::quantize},
      {"undo", "", "take the last change back", &Debugger::undo},
      {"redo", "", "change it again", &Debugger::redo},
      {"edits", "", "changes in force", &Debugger::edits},
      {"diff", "[LAYER]", "how far an output is from FLOAT's", &Debugger::diff},
      {"picture", "LAYER FILE.png", "an output as a picture of its channels",
       &Debugger::picture},
      {"dump", "LAYER FILE.npy", "an output as its mode has it",
       &Debugger::dump},
      {"answer", "", "boxes or classes, at the end of the network",
       &Debugger::answer},
      {"save", "DIR", "write the package with the changes", &Debugger::save},
      {"help", "[COMMAND]", "this", &Debugger::help},
      {"quit", "", "leave", &Debugger::leave}};
  return all;
}

Result<std::unique_ptr<Debugger>> Debugger::create(const std::string &directory,
                                                   const std::string &picture,
                                                   qsimrt_mode mode,
                                                   int threads) {
  std::unique_ptr<Debugger> made(new Debugger);
  made->original = made->directory = directory;
  made->startMode = mode;
  made->threads = threads;
  Result<std::unique_ptr<Package>> package = Package::open(directory);
  if (!package)
    return package.error();
  made->package = std::move(*package);
  const qsimrt_model &model = made->package->model();
  Result<Input> input = readInput(picture, model.image, model.resize);
  if (!input)
    return input.error();
  made->input = std::move(*input);
  Result<std::unique_ptr<Simulation>> simulation =
      Simulation::create(*made->package, mode, threads);
  if (!simulation)
    return simulation.error();
  made->simulation = std::move(*simulation);
  if (Result<void> done = made->simulation->setInput(made->input); !done)
    return done.error();
  return made;
}

std::string Debugger::where() const {
  const int position = simulation->position();
  const qsimrt_model &model = simulation->model();
  return position == model.layer_count
             ? "end"
             : std::to_string(position) + " " + model.layers[position].name;
}

std::string Debugger::prompt() const { return "(qsim " + where() + ") "; }

Result<std::string> Debugger::execute(const std::string &given) {
  std::string line = given;
  if (line.find_first_not_of(' ') == std::string::npos)
    line = last;
  Words words(line);
  const std::string name = words.next();
  if (name.empty() || name[0] == '#')
    return std::string();
  const Command *chosen = nullptr;
  for (const Command &command : commands()) {
    const std::string full = command.name;
    if (full == name) {
      chosen = &command;
      break;
    }
    // A beginning stands for the first command that it begins.
    if (!chosen && full.compare(0, name.size(), name) == 0)
      chosen = &command;
  }
  if (!chosen)
    return Error{"unknown command '" + name + "'; help lists them"};
  words.command = chosen->name;
  const std::string arguments = chosen->arguments;
  const auto tooMuch = [&] {
    return Error{words.command + ": '" + words.next() + "' is too much; it " +
                 (arguments.empty() ? "stands alone" : "takes " + arguments)};
  };
  if (arguments.empty() && !words.atEnd())
    return tooMuch();
  Result<std::string> said = (this->*chosen->run)(words);
  if (said && !words.atEnd())
    return tooMuch();
  const bool repeats = words.command == "step" || words.command == "next" ||
                       words.command == "continue";
  last = repeats ? line : "";
  return said;
}

std::vector<std::string> Debugger::completions(const std::string &line,
                                               const std::string &word) const {
  std::vector<std::string> candidates;
  if (line.find_first_not_of(' ') == std::string::npos ||
      line.find(' ') == std::string::npos) {
    for (const Command &command : commands())
      candidates.push_back(command.name);
  } else {
    const qsimrt_model &model = simulation->model();
    for (int i = 0; i < model.layer_count; ++i)
      candidates.push_back(model.layers[i].name);
    for (const char *other :
         {"float", "hybrid", "int", "before", "after", "saturation", "sqnr",
          "nan", "overflow", "outside", "output", "weights", "biases"})
      candidates.push_back(other);
  }
  candidates.erase(std::remove_if(candidates.begin(), candidates.end(),
                                  [&](const std::string &candidate) {
                                    return candidate.compare(0, word.size(),
                                                             word) != 0;
                                  }),
                   candidates.end());
  return candidates;
}

Result<std::string> Debugger::help(Words &words) {
  const std::string wanted = words.next();
  Table table({"command", "", "what it does"});
  std::size_t rows = 0;
  for (const Command &command : commands())
    if (wanted.empty() || wanted == command.name) {
      table.addRow({command.name, command.arguments, command.help});
      ++rows;
    }
  if (rows == 0)
    return Error{"unknown command '" + wanted + "'; help lists them"};
  return table.text();
}

Result<std::string> Debugger::leave(Words &) {
  quit = true;
  return std::string();
}

// ---- layers
// ------------------------------------------------------------------

Result<std::vector<int>> Debugger::selected(const std::string &selector) const {
  const qsimrt_model &model = simulation->model();
  std::vector<unsigned char> chosen(
      static_cast<std::size_t>(model.layer_count));
  qsimrt_error error = {};
  if (qsimrt_select(&model, selector.data(), selector.size(), chosen.data(),
                    &error) != QSIMRT_OK)
    return Error{error.text};
  std::vector<int> layers;
  for (int i = 0; i < model.layer_count; ++i)
    if (chosen[static_cast<std::size_t>(i)])
      layers.push_back(i);
  return layers;
}

Result<int> Debugger::oneLayer(const std::string &word) const {
  if (word.empty()) {
    if (simulation->position() == 0)
      return Error{"no layer has run yet: name one"};
    return simulation->position() - 1;
  }
  Result<std::vector<int>> layers = selected(word);
  if (!layers)
    return layers.error();
  if (layers->size() != 1)
    return Error{"'" + word + "' names " + std::to_string(layers->size()) +
                 " layers; wanted one"};
  return layers->front();
}

Result<std::string> Debugger::list(Words &words) {
  const std::string selector = words.next();
  Result<std::vector<int>> layers = selected(selector.empty() ? "*" : selector);
  if (!layers)
    return layers.error();
  const qsimrt_model &model = simulation->model();
  std::vector<unsigned char> stale(static_cast<std::size_t>(model.layer_count));
  qsimrt_find_stale(simulation->running().handle(), stale.data());
  const int position = simulation->position();
  Table table({"#", "layer", "kind", "mode", "output", "state"});
  for (const int i : *layers) {
    const qsimrt_layer &layer = model.layers[i];
    table.addRow(
        {std::to_string(i), layer.name, qsimrt_kind_name(layer.kind),
         qsimrt_mode_name(qsimrt_layer_mode(simulation->running().handle(), i)),
         std::to_string(layer.shape.c) + "x" + std::to_string(layer.shape.h) +
             "x" + std::to_string(layer.shape.w),
         stale[static_cast<std::size_t>(i)] ? "stale"
         : i < position                     ? "done"
         : i == position                    ? "next"
                                            : ""});
  }
  return table.text();
}

// ---- going
// -------------------------------------------------------------------

Result<Session *> Debugger::floatRun(int layer) {
  if (!reference) {
    SessionOptions options;
    options.retention = QSIMRT_RETAIN_ALL;
    Result<std::unique_ptr<Session>> created =
        Session::create(package->model(), options);
    if (!created)
      return created.error();
    reference = std::move(*created);
    if (Result<void> done = reference->setInput(input.chw); !done)
      return done.error();
  }
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

Result<std::string> Debugger::runTo(int end) {
  while (simulation->position() < end) {
    if (Result<void> done = simulation->goTo(simulation->position() + 1); !done)
      return done.error();
    const int layer = simulation->position() - 1;
    Result<std::string> text = watched(layer);
    if (!text)
      return text;
    const int behind = simulation->position();
    for (const StepFile &line : stopLines)
      if (behind < end && line.marks(behind) & QSIMRT_STE_BREAK_BEFORE)
        *text += eventText({RunEventKind::BreakBefore, behind},
                           simulation->model()) +
                 "\n";
    if (!text->empty())
      return text;
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
  const auto after =
      std::upper_bound(layers.begin(), layers.end(), simulation->position());
  return runTo(after == layers.end() ? model.layer_count : *after);
}

Result<std::string> Debugger::carryOn(Words &) {
  if (Result<void> done = simulation->refresh(); !done)
    return done.error();
  return runTo(simulation->model().layer_count);
}

Result<std::string> Debugger::run(Words &words) {
  if (Result<void> done = simulation->goTo(0); !done)
    return done.error();
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
  Words all("layer * " + words.rest());
  all.next();
  all.command = "mode";
  return layer(all);
}

Result<std::string> Debugger::layer(Words &words) {
  Result<StepFile> line = StepFile::fromText(
      words.command, "layer " + words.rest() + "\n", simulation->model());
  if (!line)
    return line.error();
  const std::vector<qsimrt_mode> floats = line->modes(QSIMRT_FLOAT);
  const std::vector<qsimrt_mode> ints = line->modes(QSIMRT_INT);
  for (std::size_t i = 0; i < floats.size(); ++i) {
    if (floats[i] != ints[i])
      continue; // the line says nothing of it
    Edit edit;
    edit.kind = Edit::Kind::Mode;
    edit.layer = static_cast<int>(i);
    edit.mode = floats[i];
    if (Result<void> applied = apply(edit); !applied)
      return applied.error();
  }
  return std::string();
}

} // namespace qsim::cli
