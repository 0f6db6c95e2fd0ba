// SPDX-License-Identifier: Apache-2.0
// Looks and changes: the part of qsim step that shows tensors and edits them.
#include "Debugger.h"
#include "DebuggerWords.h"
#include "RunAnswers.h"

#include "qsim/Execution/Difference.h"
#include "qsim/Execution/Dump.h"
#include "qsim/Execution/FeatureMaps.h"
#include "qsim/Execution/SaveEdits.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace qsim::cli {
namespace {

/// "weights", "weights[3]" or "weights[3..7]".
struct TensorPart {
  std::string name;
  bool whole = true;
  std::size_t first = 0, last = 0;
};

Result<TensorPart> parsePart(const std::string &word) {
  TensorPart part;
  const std::size_t bracket = word.find('[');
  part.name = word.substr(0, bracket);
  if (bracket == std::string::npos)
    return part;
  const Error wanted{"'" + word +
                     "': wanted TENSOR, TENSOR[INDEX] or "
                     "TENSOR[FIRST..LAST]"};
  if (word.back() != ']')
    return wanted;
  const std::string inside =
      word.substr(bracket + 1, word.size() - bracket - 2);
  const std::size_t dots = inside.find("..");
  const std::optional<std::int64_t> first =
      parseInteger(inside.substr(0, dots));
  const std::optional<std::int64_t> last =
      dots == std::string::npos ? first : parseInteger(inside.substr(dots + 2));
  if (!first || !last || *first < 0 || *last < *first)
    return wanted;
  part.whole = false;
  part.first = static_cast<std::size_t>(*first);
  part.last = static_cast<std::size_t>(*last);
  return part;
}

std::string shapeText(const std::vector<std::int64_t> &shape) {
  std::string text;
  for (const std::int64_t size : shape)
    text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
}

std::vector<std::string> statistics(const LayerTensor &tensor,
                                    const std::vector<double> &values) {
  double low = INFINITY, high = -INFINITY, sum = 0;
  std::size_t zeros = 0, nans = 0;
  for (const double value : values) {
    zeros += value == 0;
    nans += std::isnan(value);
    low = std::min(low, value);
    high = std::max(high, value);
    sum += value;
  }
  const auto number = [](double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return std::string(text);
  };
  return {tensor.name,
          shapeText(tensor.shape),
          number(low),
          number(high),
          number(sum / static_cast<double>(values.size())),
          std::to_string(zeros),
          std::to_string(nans)};
}

} // namespace

Result<std::string> Debugger::print(Words &words) {
  Result<int> layer = oneLayer(words.next());
  if (!layer)
    return layer.error();
  const std::string word = words.next();
  // What is shown of an output is up to date.
  if (word.empty() || word.compare(0, 6, "output") == 0)
    if (Result<void> done = simulation->refresh(); !done)
      return done.error();
  if (word.empty() || word.find('[') == std::string::npos) {
    Table table({"tensor", "shape", "min", "max", "mean", "zeros", "nan"});
    std::size_t rows = 0;
    for (const LayerTensor &tensor : simulation->tensors(*layer)) {
      if (!word.empty() && tensor.name != word)
        continue;
      Result<std::vector<double>> values =
          simulation->read(*layer, tensor.name);
      if (!values)
        return values.error();
      table.addRow(statistics(tensor, *values));
      ++rows;
    }
    if (rows)
      return table.text();
    if (word.empty())
      return std::string("no tensors\n");
  }
  Result<TensorPart> part = parsePart(word);
  if (!part)
    return part.error();
  Result<std::vector<double>> values = simulation->read(*layer, part->name);
  if (!values)
    return values.error();
  if (part->last >= values->size())
    return Error{part->name + " has " + std::to_string(values->size()) +
                 " values"};
  std::string text;
  for (std::size_t i = part->first; i <= part->last; ++i)
    text += part->name + "[" + std::to_string(i) +
            "] = " + formatDouble((*values)[i]) + "\n";
  return text;
}

Result<std::string> Debugger::set(Words &words) {
  const std::string name = words.next();
  if (name.empty())
    return Error{"set: wanted LAYER TENSOR[INDEX] VALUE..."};
  Result<int> layer = oneLayer(name);
  if (!layer)
    return layer.error();
  Result<TensorPart> part = parsePart(words.next());
  if (!part)
    return part.error();
  if (part->whole)
    return Error{"set: wanted " + part->name + "[INDEX]"};
  Edit edit;
  edit.layer = *layer;
  edit.tensor = part->name;
  edit.index = part->first;
  while (!words.atEnd()) {
    const std::string word = words.next();
    const std::optional<double> value = parseDouble(word);
    if (!value)
      return Error{"set: expected a number, got '" + word + "'"};
    edit.values.push_back(*value);
  }
  if (edit.values.empty())
    return Error{"set: wanted a value"};
  // One value for a whole range.
  if (part->last > part->first && edit.values.size() == 1)
    edit.values.assign(part->last - part->first + 1, edit.values[0]);
  if (part->last > part->first &&
      edit.values.size() != part->last - part->first + 1)
    return Error{"set: " + std::to_string(edit.values.size()) + " values for " +
                 std::to_string(part->last - part->first + 1) + " places"};
  if (Result<void> applied = apply(edit); !applied)
    return applied.error();
  return std::string();
}

Result<std::string> Debugger::save(Words &words) {
  const std::string to = words.rest();
  if (to.empty())
    return Error{"save: wanted DIR"};
  if (Result<void> done =
          saveEdits(*simulation, directory, to,
                    std::filesystem::path(original).filename().string());
      !done)
    return done.error();
  return "written: " + to + "\n";
}

Result<std::string> Debugger::diff(Words &words) {
  Result<int> layer = oneLayer(words.next());
  if (!layer)
    return layer.error();
  if (Result<void> done = simulation->refresh(); !done)
    return done.error();
  Result<std::vector<float>> got = simulation->running().read(*layer);
  if (!got)
    return got.error();
  Result<Session *> run = floatRun(*layer);
  if (!run)
    return run.error();
  Result<std::vector<float>> expected = (*run)->read(*layer);
  if (!expected)
    return expected.error();
  Difference difference;
  difference.add(expected->data(), got->data(), got->size());
  const qsimrt_counters counters =
      qsimrt_layer_counters(simulation->running().handle(), *layer);
  char text[200];
  std::snprintf(
      text, sizeof text,
      "%d %s: SQNR %.1f dB, cosine %.6f, MSE %.3g, max %.3g, "
      "saturated %.2f %%, overflows %llu\n",
      *layer, simulation->model().layers[*layer].name, difference.sqnr(),
      difference.cosine(), difference.mse(), difference.maxAbs,
      100.0 * static_cast<double>(counters.saturated_outputs) /
          static_cast<double>(got->size()),
      static_cast<unsigned long long>(counters.accumulator_overflows));
  return std::string(text);
}

Result<std::string> Debugger::picture(Words &words) {
  Result<int> layer = oneLayer(words.next());
  const std::string file = words.rest();
  if (file.empty())
    return Error{"picture: wanted LAYER FILE.png"};
  if (!layer)
    return layer.error();
  if (Result<void> done = simulation->refresh(); !done)
    return done.error();
  Result<std::vector<float>> values = simulation->running().read(*layer);
  if (!values)
    return values.error();
  if (Result<void> done = writePng(
          file, featureMaps(*values, simulation->model().layers[*layer].shape));
      !done)
    return done.error();
  return "written: " + file + "\n";
}

Result<std::string> Debugger::dump(Words &words) {
  Result<int> layer = oneLayer(words.next());
  const std::string file = words.rest();
  if (file.empty())
    return Error{"dump: wanted LAYER FILE.npy"};
  if (!layer)
    return layer.error();
  if (Result<void> done = simulation->refresh(); !done)
    return done.error();
  if (Result<void> done = writeOutput(simulation->running(), *layer, file);
      !done)
    return done.error();
  return "written: " + file + "\n";
}

Result<std::string> Debugger::answer(Words &) {
  if (simulation->position() < simulation->model().layer_count)
    return Error{"the run stands at " + where() +
                 "; continue to the end first"};
  if (Result<void> done = simulation->refresh(); !done)
    return done.error();
  Result<Answer> answer =
      answerOf(input, simulation->running(), AnswerOptions());
  if (!answer)
    return answer.error();
  return answersAsText(*package, {{"picture", {}, std::move(*answer)}});
}

} // namespace qsim::cli
