// SPDX-License-Identifier: Apache-2.0
// Which cases count, and the page in Markdown.
#include "OnnxPage.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

using namespace qsim::onnximport;

namespace qsim::conformance {
namespace {

/// The operators of CNNs; a case that has others need not pass.
const std::set<std::string> kOperators = {"Abs",
                                          "Add",
                                          "ArgMax",
                                          "AveragePool",
                                          "BatchNormalization",
                                          "Cast",
                                          "Clip",
                                          "Concat",
                                          "Constant",
                                          "ConstantOfShape",
                                          "Conv",
                                          "ConvTranspose",
                                          "DepthToSpace",
                                          "Div",
                                          "Dropout",
                                          "Elu",
                                          "Exp",
                                          "Flatten",
                                          "Gather",
                                          "Gemm",
                                          "GlobalAveragePool",
                                          "GlobalMaxPool",
                                          "HardSigmoid",
                                          "HardSwish",
                                          "Identity",
                                          "InstanceNormalization",
                                          "LRN",
                                          "LeakyRelu",
                                          "Log",
                                          "LogSoftmax",
                                          "MatMul",
                                          "Max",
                                          "MaxPool",
                                          "Mean",
                                          "Min",
                                          "Mish",
                                          "Mul",
                                          "Neg",
                                          "PRelu",
                                          "Pad",
                                          "Pow",
                                          "ReduceMax",
                                          "ReduceMean",
                                          "ReduceSum",
                                          "Relu",
                                          "Reshape",
                                          "Resize",
                                          "Selu",
                                          "Shape",
                                          "Sigmoid",
                                          "Slice",
                                          "Softmax",
                                          "Softplus",
                                          "Softsign",
                                          "SpaceToDepth",
                                          "Split",
                                          "Sqrt",
                                          "Squeeze",
                                          "Sub",
                                          "Sum",
                                          "Tanh",
                                          "ThresholdedRelu",
                                          "Transpose",
                                          "Unsqueeze",
                                          "Upsample"};

/// Why a case need not pass; empty where it must.
std::string excuse(const Case &test,
                   const std::vector<std::string> &operators) {
  for (const std::string &name : operators)
    if (!kOperators.count(name))
      return "operator " + name;
  for (const Node &node : test.model.nodes)
    if (!node.domain.empty())
      return "domain " + node.domain;
  bool floats = false;
  for (const DataSet &set : test.sets) {
    for (const Tensor &input : set.inputs) {
      if (typeSize(input.type) == 0)
        return "input of type " + typeName(input.type);
      floats |= input.type == ElementType::Float;
      if (input.dims.size() > 4 && input.isFloat())
        return "rank " + std::to_string(input.dims.size());
    }
    for (const Tensor &output : set.outputs)
      if (typeSize(output.type) == 0)
        return "output of type " + typeName(output.type);
    for (const std::vector<Tensor> *list : {&set.inputs, &set.outputs})
      for (const Tensor &tensor : *list)
        if (tensor.count() == 0)
          return "a tensor without values";
    if (operators == std::vector<std::string>{"MaxPool"} &&
        set.outputs.size() > 1)
      return "MaxPool's Indices are int64";
  }
  if (test.name.find("training_dropout") != std::string::npos &&
      test.name.find("zero_ratio") == std::string::npos)
    return "drops values at random";
  return floats ? "" : "no float32 input";
}

std::string cell(std::string text) {
  std::string result;
  for (char c : text)
    if (c == '\n')
      result += ' ';
    else if (c == '|')
      result += "\\|";
    else
      result += c;
  return result;
}

/// A bound beyond this part of the largest value says little.
constexpr double kWide = 0.1;

struct Count {
  int pass = 0, refused = 0, fail = 0;
  std::map<IntOutcome::Kind, int> ints[std::size(kWidths)];

  void add(const Row &row) {
    ++(row.outcome.kind == Outcome::Kind::Pass      ? pass
       : row.outcome.kind == Outcome::Kind::Refused ? refused
                                                    : fail);
    for (std::size_t i = 0; i < std::size(kWidths); ++i)
      ++ints[i][row.outcome.ints[i].kind];
  }
  std::string cells() const {
    std::string text = std::to_string(pass) + " | " + std::to_string(refused) +
                       " | " + std::to_string(fail);
    for (std::map<IntOutcome::Kind, int> counts : ints)
      for (IntOutcome::Kind kind :
           {IntOutcome::Kind::Pass, IntOutcome::Kind::Host,
            IntOutcome::Kind::Over, IntOutcome::Kind::Refused})
        text += (kind == IntOutcome::Kind::Pass ? " | " : " / ") +
                std::to_string(counts[kind]);
    return text;
  }
};

/// The head of a table with such cells.
std::string headOf(const std::string &first) {
  std::string names = "| " + first + " | pass | refused | fail |";
  std::string line = "| --- | ---: | ---: | ---: |";
  for (unsigned width : kWidths) {
    names += " INT " + std::to_string(width) + " |";
    line += " ---: |";
  }
  return names + "\n" + line + "\n";
}

/// How a width's runs of a row are called: "INT 8: pass".
void writeInts(std::ofstream &page, const std::vector<Row> &rows,
               IntOutcome::Kind kind) {
  page << "| case | width | why |\n| --- | ---: | --- |\n";
  for (const Row &row : rows)
    for (std::size_t i = 0; i < std::size(kWidths); ++i)
      if (row.outcome.ints[i].kind == kind)
        page << "| " << row.folder << "/" << row.name << " | " << kWidths[i]
             << " | " << cell(row.outcome.ints[i].reason) << " |\n";
}

/// Names of the cases whose INT outcome is asked for.
template <typename Predicate>
void writeNames(std::ofstream &page, const std::vector<Row> &rows,
                Predicate asked) {
  const char *before = "";
  for (const Row &row : rows)
    if (asked(row.outcome)) {
      page << before << row.name;
      before = " ";
    }
  page << "\n\n";
}

void writeReasons(std::ofstream &page, const std::vector<Row> &rows,
                  Outcome::Kind kind, bool counts) {
  page << "| case | operators | why | does not count for |\n"
          "| --- | --- | --- | --- |\n";
  for (const Row &row : rows) {
    if (row.outcome.kind != kind || row.counts != counts)
      continue;
    std::string operators;
    for (const std::string &name : row.operators)
      operators += (operators.empty() ? "" : ", ") + name;
    if (row.operators.size() > 6)
      operators = std::to_string(row.operators.size()) + " operators";
    page << "| " << row.folder << "/" << row.name << " | " << operators << " | "
         << cell(row.outcome.reason) << " | " << row.why << " |\n";
  }
}

} // namespace

Row describeCase(const std::string &path) {
  Row row;
  row.name = std::filesystem::path(path).filename().string();
  Result<Case> test = readCase(path);
  if (!test) {
    row.why = "its data are no tensors";
    return row;
  }
  std::set<std::string> names;
  for (const Node &node : test->model.nodes)
    names.insert(node.op);
  row.operators.assign(names.begin(), names.end());
  row.why = excuse(*test, row.operators);
  row.counts = row.why.empty();
  return row;
}

bool writePage(const std::string &path, const std::vector<Row> &rows) {
  std::ofstream page(path);
  std::map<std::string, Count> folders;
  std::map<std::string, Count> operators;
  Count counted, all;
  for (const Row &row : rows) {
    folders[row.folder].add(row);
    all.add(row);
    if (!row.counts)
      continue;
    counted.add(row);
    for (const std::string &name : row.operators)
      operators[name].add(row);
  }
  page << "# ONNX: conformance\n\n"
          "Written by `scripts/conformance-onnx`: every case of Debian's "
          "`libonnx-testdata` (ONNX 1.12) through import, lowering and a run "
          "in FLOAT, compared as ONNX's own\nrunner compares (relative 1e-3, "
          "absolute 1e-7; a bfloat16 2^-7). Of several float inputs each in "
          "turn is what the network reads, the others are constants; a case "
          "passes where\none choice passes and none fails.\n\n"
          "A case *counts* where all its operators are those that qsim "
          "imports for CNNs, an input is float32, no float input has more than "
          "4 "
          "dimensions, every tensor\nhas values, and the result is not "
          "random (a Dropout that trains) or an index of a MaxPool. Crashes "
          "are failures.\n\n"
          "Each case that passes is quantized with 8 and with 16 bits, "
          "symmetric "
          "and asymmetric, calibrated on its own input, and run in INT: every "
          "value must lie within the bound that\n[How far INT may "
          "be](onnx.md#how-far-int-may-be) derives for it. A cell says *pass / "
          "host / over / refused*: all within their bounds; nothing but layers "
          "that compute in float; a value beyond its\nbound; no integers.\n\n"
       << headOf("cases");
  page << "| **that count** | " << counted.cells() << " |\n";
  for (const auto &[name, count] : folders)
    page << "| " << name << " | " << count.cells() << " |\n";
  page << "| **all** | " << all.cells() << " |\n\n";
  page << "## Failures\n\n";
  writeReasons(page, rows, Outcome::Kind::Fail, true);
  writeReasons(page, rows, Outcome::Kind::Fail, false);
  page << "\n## Refused, though they count\n\n";
  writeReasons(page, rows, Outcome::Kind::Refused, true);

  page << "\n## Beyond a bound in INT\n\n";
  writeInts(page, rows, IntOutcome::Kind::Over);
  page << "\n## Refused in INT\n\n";
  writeInts(page, rows, IntOutcome::Kind::Refused);
  page << "\n## On the host\n\nSoftmax, its logarithm and ArgMax are host "
          "layers, LRN and InstanceNormalization run in FLOAT; here nothing "
          "else does anything:\n\n";
  writeNames(page, rows, [](const Outcome &outcome) {
    return outcome.ints[0].kind == IntOutcome::Kind::Host;
  });
  page << "## Bounds that say little\n\nA bound exceeds a tenth of the largest "
          "value: of what steps (an index, a threshold), of what is steep "
          "where values may lie (a logarithm, a quotient, a power), of long "
          "chains of\nthose, and where a picture, whose scale is that of "
          "0..1, holds nothing but zeros.\n\n";
  for (std::size_t i = 0; i < std::size(kWidths); ++i) {
    page << "**INT " << kWidths[i] << "**: ";
    writeNames(page, rows, [i](const Outcome &outcome) {
      return outcome.ints[i].kind == IntOutcome::Kind::Pass &&
             outcome.ints[i].widest > kWide;
    });
  }

  page << "## By operator, of the cases that count\n\n" << headOf("operator");
  for (const auto &[name, count] : operators)
    page << "| " << name << " | " << count.cells() << " |\n";
  page << "\n## Cases that pass\n\n";
  for (const auto &[folder, count] : folders) {
    page << "**" << folder << "**:";
    for (const Row &row : rows)
      if (row.folder == folder && row.outcome.kind == Outcome::Kind::Pass)
        page << " " << row.name;
    page << "\n\n";
  }
  page << "## Choices that are refused in cases that pass\n\n";
  page << "| case | why |\n| --- | --- |\n";
  for (const Row &row : rows)
    if (row.outcome.kind == Outcome::Kind::Pass && !row.outcome.reason.empty())
      page << "| " << row.folder << "/" << row.name << " | "
           << cell(row.outcome.reason) << " |\n";
  page << "\n## Refused, and they do not count\n\n";
  writeReasons(page, rows, Outcome::Kind::Refused, false);
  return page.good();
}

} // namespace qsim::conformance
