// SPDX-License-Identifier: Apache-2.0
// Looks and changes: the part of qsim step that shows tensors and edits them.
#include "Debugger.h"
#include "DebuggerWords.h"
#include "RunAnswers.h"

#include "qsim/Execution/Answer.h"
#include "qsim/Execution/Difference.h"
#include "qsim/Execution/Dump.h"
#include "qsim/Execution/FeatureMaps.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <algorithm>
#include <cmath>

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
  const Error wanted{shown(word) + ": wanted TENSOR, TENSOR[INDEX] or "
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

// "-" where values that are no numbers leave it undefined.
std::string numberText(const char *format, double value) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return std::isnan(value) ? "-" : text;
}

std::vector<std::string> statistics(const std::string &name,
                                    const std::vector<std::int64_t> &shape,
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
  const auto number = [](double value) { return numberText("%.6g", value); };
  return {name,
          shapeText(shape),
          number(low),
          number(high),
          number(sum / static_cast<double>(values.size())),
          std::to_string(zeros),
          std::to_string(nans)};
}

Table statisticsTable() {
  return Table({"tensor", "shape", "min", "max", "mean", "zeros", "nan"});
}

} // namespace

Result<Debugger::Place> Debugger::place(Words &words) const {
  const qsimrt_model &model = bench->model();
  std::string word = words.next();
  Place place;
  if (word == "image" || word.compare(0, 6, "image[") == 0 || word == "-1") {
    place.layer = QSIMRT_IMAGE;
  } else {
    Result<int> layer = oneLayer(word);
    if (!layer)
      return layer.error();
    place.layer = *layer;
    word = words.next();
    if (word.empty())
      return place;
  }
  Result<TensorPart> part = parsePart(word);
  if (!part)
    return part.error();
  place.tensor = place.name = part->name;
  if (place.layer == QSIMRT_IMAGE) {
    if (part->name != "image" && part->name != "-1")
      return Error{"no tensor is called " + shown(part->name)};
    place.tensor = outputTensor;
    place.name = "image";
  } else if (part->name == "input") {
    // What a layer reads is another one's output, or the picture.
    const qsimrt_layer &layer = model.layers[place.layer];
    std::int64_t input = 0;
    if (part->whole && words.atNumber()) {
      part = parsePart(words.next());
      const std::optional<std::int64_t> number =
          part ? parseInteger(part->name) : std::nullopt;
      if (!part)
        return part.error();
      input = number ? *number : -1;
      place.name += " " + part->name;
    }
    if (input < 0 || input >= layer.input_count)
      return Error{std::to_string(place.layer) + " " + layer.name + " has " +
                   std::to_string(layer.input_count) +
                   (layer.input_count == 1 ? " input" : " inputs") +
                   ", counted from 0"};
    place.layer = layer.inputs[input];
    place.tensor = outputTensor;
  }
  place.whole = part->whole;
  place.first = part->first;
  place.last = part->last;
  return place;
}

Result<std::string> Debugger::print(Words &words) {
  Result<Place> place = this->place(words);
  if (!place)
    return place.error();
  // What is shown of an output is up to date.
  if (place->tensor.empty() || place->tensor == outputTensor ||
      place->tensor == accumulatorsTensor)
    if (Result<void> done = bench->simulation().refresh(); !done)
      return done.error();
  if (place->tensor.empty()) {
    Table table = statisticsTable();
    const std::vector<LayerTensor> tensors =
        bench->simulation().tensors(place->layer);
    for (const LayerTensor &tensor : tensors) {
      Result<std::vector<double>> values =
          bench->simulation().read(place->layer, tensor.name);
      if (!values)
        return values.error();
      table.addRow(statistics(tensor.name, tensor.shape, *values));
    }
    return tensors.empty() ? "no tensors\n" : table.text();
  }
  Result<std::vector<double>> values =
      bench->simulation().read(place->layer, place->tensor);
  if (!values)
    return values.error();
  if (place->whole) {
    Table table = statisticsTable();
    const qsimrt_model &model = bench->model();
    const qsimrt_shape shape = place->layer == QSIMRT_IMAGE
                                   ? model.image
                                   : model.layers[place->layer].shape;
    std::vector<std::int64_t> dims = {shape.c, shape.h, shape.w};
    for (const LayerTensor &tensor : bench->simulation().tensors(place->layer))
      if (tensor.name == place->tensor)
        dims = tensor.shape;
    table.addRow(statistics(place->name, dims, *values));
    return table.text();
  }
  if (place->last >= values->size())
    return Error{place->name + " has " + std::to_string(values->size()) +
                 " values"};
  std::string text;
  for (std::size_t i = place->first; i <= place->last; ++i)
    text += place->name + "[" + std::to_string(i) +
            "] = " + formatDouble((*values)[i]) + "\n";
  return text;
}

Result<std::string> Debugger::set(Words &words) {
  if (words.atEnd())
    return Error{"set: wanted LAYER TENSOR[INDEX] VALUE..."};
  Result<Place> place = this->place(words);
  if (!place)
    return place.error();
  if (place->whole)
    return Error{"set: wanted " +
                 (place->name.empty() ? "TENSOR" : place->name) + "[INDEX]"};
  Edit edit;
  edit.layer = place->layer;
  edit.tensor = place->tensor;
  edit.index = place->first;
  while (!words.atEnd()) {
    const std::string word = words.next();
    const std::optional<double> value = parseDouble(word);
    if (!value)
      return Error{"set: expected a number, got " + shown(word)};
    edit.values.push_back(*value);
  }
  if (edit.values.empty())
    return Error{"set: wanted a value"};
  // One value for a whole range.
  const std::size_t places = place->last - place->first + 1;
  if (places > 1 && edit.values.size() == 1) {
    // A range beyond every tensor is told before it takes memory.
    Result<std::vector<double>> now =
        bench->simulation().read(edit.layer, edit.tensor);
    if (!now)
      return now.error();
    if (place->last >= now->size())
      return Error{place->name + " has " + std::to_string(now->size()) +
                   " values"};
    edit.values.assign(places, edit.values[0]);
  }
  if (places > 1 && edit.values.size() != places)
    return Error{"set: " + std::to_string(edit.values.size()) + " values for " +
                 std::to_string(places) + " places"};
  if (Result<void> applied = bench->set(edit); !applied)
    return applied.error();
  return std::string();
}

Result<std::string> Debugger::diff(Words &words) {
  Result<int> layer = oneLayer(words.next());
  if (!layer)
    return layer.error();
  if (Result<void> done = bench->simulation().refresh(); !done)
    return done.error();
  Result<Difference> difference = bench->difference(*layer);
  if (!difference)
    return difference.error();
  return std::to_string(*layer) + " " + bench->model().layers[*layer].name +
         ": SQNR " + numberText("%.1f", difference->sqnr()) + " dB, cosine " +
         numberText("%.6f", difference->cosine()) + ", MSE " +
         numberText("%.3g", difference->mse()) + ", max " +
         numberText("%.3g", difference->maxAbs) + ", saturated " +
         numberText("%.2f", 100.0 * difference->saturation()) +
         " %, overflows " + std::to_string(difference->accumulatorOverflows) +
         "\n";
}

Result<Debugger::LayerFile> Debugger::layerAndFile(Words &words,
                                                   const std::string &usage) {
  Result<int> layer = oneLayer(words.next());
  Result<std::string> file = words.file();
  if (!file)
    return file.error();
  if (file->empty())
    return Error{usage};
  if (!layer)
    return layer.error();
  if (Result<void> done = bench->simulation().refresh(); !done)
    return done.error();
  return LayerFile{*layer, std::move(*file)};
}

Result<std::string> Debugger::picture(Words &words) {
  const auto asked = layerAndFile(words, "picture: wanted LAYER FILE.png");
  if (!asked)
    return asked.error();
  Result<std::vector<float>> values =
      bench->simulation().running().read(asked->layer);
  if (!values)
    return values.error();
  if (Result<void> done = writePng(
          asked->file,
          featureMaps(*values, bench->model().layers[asked->layer].shape));
      !done)
    return done.error();
  return "written: " + asked->file + "\n";
}

Result<std::string> Debugger::dump(Words &words) {
  const auto asked = layerAndFile(words, "dump: wanted LAYER FILE.npy");
  if (!asked)
    return asked.error();
  if (Result<void> done =
          writeOutput(bench->simulation().running(), asked->layer, asked->file);
      !done)
    return done.error();
  return "written: " + asked->file + "\n";
}

Result<std::string> Debugger::answer(Words &) {
  if (bench->position() < bench->model().layer_count)
    return Error{"the run stands at " + where() +
                 "; continue to the end first"};
  if (Result<void> done = bench->simulation().refresh(); !done)
    return done.error();
  Result<Answer> answer =
      answerOf(bench->input(), bench->simulation().running(), AnswerOptions());
  if (!answer)
    return answer.error();
  return answersAsText(bench->package(), {{"picture", {}, std::move(*answer)}});
}

} // namespace qsim::cli
