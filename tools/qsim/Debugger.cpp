// SPDX-License-Identifier: Apache-2.0
// Reads a command: the part of qsim step that knows them all.
#include "Debugger.h"
#include "DebuggerWords.h"

#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"
#include "qsim/Workbench/QuantizeRule.h"

#include <algorithm>

namespace qsim::cli {

const std::vector<Debugger::Command> &Debugger::commands() {
  static const std::vector<Command> all = {
      {"list", "[SELECTOR]", "layers, their modes and where the run stands",
       &Debugger::list},
      {"step", "[N]", "run the next layer, or N layers", &Debugger::step},
      {"next", "[SELECTOR]",
       "run up to the next layer with weights, or named one ahead",
       &Debugger::next},
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
       "tensors of a layer, statistics of one, or values of it; also LAYER "
       "accumulators, LAYER input [NUMBER], image",
       &Debugger::print},
      {"set", "LAYER TENSOR[INDEX] VALUE...",
       "change values; integers are derived again; also LAYER "
       "accumulators[INDEX], LAYER input[INDEX], image[INDEX]",
       &Debugger::set},
      {"quantize", quantizeArguments,
       "width, method, percentile, scale_kind, symmetry, granularity, ... or "
       "the most integer mode: compiled again",
       &Debugger::quantize},
      {"undo", "", "take back what the last command changed", &Debugger::undo},
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

Result<std::unique_ptr<Debugger>>
Debugger::create(const std::string &directory, const std::string &picture,
                 std::optional<qsimrt_mode> mode, int threads) {
  WorkbenchOptions options;
  options.mode = mode;
  options.threads = threads;
  Result<std::unique_ptr<Workbench>> bench =
      Workbench::create(directory, picture, options);
  if (!bench)
    return bench.error();
  std::unique_ptr<Debugger> made(new Debugger);
  made->bench = std::move(*bench);
  return made;
}

void Debugger::attend(std::function<bool()> interrupted) {
  attended = true;
  bench->listen([interrupted](int) { return interrupted(); });
}

std::string Debugger::where() const {
  const int position = bench->position();
  const qsimrt_model &model = bench->model();
  return position == model.layer_count
             ? "end"
             : std::to_string(position) + " " + model.layers[position].name;
}

std::string Debugger::prompt() const { return "(qsim " + where() + ") "; }

Result<std::string> Debugger::execute(const std::string &given) {
  std::string line = given;
  if (line.find_first_not_of(" \t\r") == std::string::npos)
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
    return Error{"unknown command " + shown(name) + "; help lists them"};
  words.command = chosen->name;
  const std::string arguments = chosen->arguments;
  const auto tooMuch = [&] {
    return Error{words.command + ": " + shown(words.next()) +
                 " is too much; it " +
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
  asked &= words.command == "quit";
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
    const qsimrt_model &model = bench->model();
    for (int i = 0; i < model.layer_count; ++i)
      candidates.push_back(model.layers[i].name);
    for (const char *other :
         {"float", "hybrid", "int", "before", "after", "saturation", "sqnr",
          "nan", "overflow", "outside", "output", "weights", "biases", "input",
          "accumulators", "image"})
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
    return Error{"unknown command " + shown(wanted) + "; help lists them"};
  return table.text();
}

Result<std::string> Debugger::leave(Words &) {
  const std::size_t changes = bench->changes().size();
  if (attended && !asked && changes > 0 && !bench->isSaved()) {
    asked = true;
    return std::to_string(changes) +
           (changes == 1 ? " change is" : " changes are") +
           " not saved; quit again to drop " +
           (changes == 1 ? "it\n" : "them\n");
  }
  quit = true;
  return std::string();
}

// ---- layers
// ------------------------------------------------------------------

Result<std::vector<int>> Debugger::selected(const std::string &selector) const {
  const qsimrt_model &model = bench->model();
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
    if (bench->position() == 0)
      return Error{"no layer has run yet: name one"};
    return bench->position() - 1;
  }
  Result<std::vector<int>> layers = selected(word);
  if (!layers)
    return layers.error();
  if (layers->size() != 1)
    return Error{shown(word) + " names " + std::to_string(layers->size()) +
                 " layers; wanted one"};
  return layers->front();
}

Result<std::string> Debugger::list(Words &words) {
  const std::string selector = words.next();
  Result<std::vector<int>> layers = selected(selector.empty() ? "*" : selector);
  if (!layers)
    return layers.error();
  const qsimrt_model &model = bench->model();
  std::vector<unsigned char> stale(static_cast<std::size_t>(model.layer_count));
  qsimrt_find_stale(bench->simulation().running().handle(), stale.data());
  const int position = bench->position();
  Table table({"#", "layer", "kind", "mode", "output", "state"});
  for (const int i : *layers) {
    const qsimrt_layer &layer = model.layers[i];
    table.addRow(
        {std::to_string(i), layer.name, qsimrt_kind_name(layer.kind),
         qsimrt_mode_name(
             qsimrt_layer_mode(bench->simulation().running().handle(), i)),
         std::to_string(layer.shape.c) + "x" + std::to_string(layer.shape.h) +
             "x" + std::to_string(layer.shape.w),
         stale[static_cast<std::size_t>(i)] ? "stale"
         : i < position                     ? "done"
         : i == position                    ? "next"
                                            : ""});
  }
  return table.text();
}

} // namespace qsim::cli
