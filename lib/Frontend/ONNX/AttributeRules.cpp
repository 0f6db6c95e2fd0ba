// SPDX-License-Identifier: Apache-2.0
// Tables of attributes: of which kind, and which values are imported.
#include "AttributeRules.h"

#include "qsim/Support/Numbers.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <cmath>

using namespace qsim;
using namespace qsim::onnximport;

namespace {

enum class Kind { Integer, Real, Text, Integers, Reals };

/// An attribute has the same kind in all operators that are imported, but for
/// `value`, which the lowerings look at.
struct KindRule {
  Kind kind;
  llvm::StringLiteral names; // separated by blanks
};

/// Words that an attribute may be, separated by blanks.
struct WordRule {
  llvm::StringLiteral operators, attribute, words;
  std::int64_t since = 1; // the rule of the highest opset holds
};

/// Limits of an integer, or of each of several.
struct RangeRule {
  llvm::StringLiteral operators, attribute;
  std::int64_t least, most;
};

} // namespace

static constexpr KindRule kinds[] = {
    {Kind::Integer,
     "allowzero antialias axis blocksize broadcast ceil_mode count_include_pad "
     "end exclude_outside fmod group is_test keepdims noop_with_empty_axes "
     "num_groups num_outputs saturate seed select_last_index size spatial "
     "start stash_type storage_order to training_mode transA transB"},
    {Kind::Real, "alpha beta bias cubic_coeff_a epsilon extrapolation_value "
                 "gamma max min momentum ratio"},
    {Kind::Text, "auto_pad coordinate_transformation_mode "
                 "keep_aspect_ratio_policy mode nearest_mode"},
    {Kind::Integers,
     "axes consumed_inputs dilations ends kernel_shape output_padding "
     "output_shape paddings pads perm shape split starts strides"},
    {Kind::Reals, "scales"},
};

static constexpr WordRule wordRules[] = {
    {"AveragePool Conv ConvTranspose MaxPool", "auto_pad",
     "NOTSET VALID SAME_UPPER SAME_LOWER"},
    {"DepthToSpace", "mode", "DCR CRD"},
    {"Pad", "mode", "constant edge reflect"},
    {"Pad", "mode", "constant edge reflect wrap", 19},
    // bilinear is what some exporters write for linear.
    {"Upsample Resize", "mode", "nearest linear bilinear"},
    {"Resize", "mode", "nearest linear cubic", 11},
    {"Resize", "nearest_mode",
     "round_prefer_floor round_prefer_ceil floor ceil"},
    {"Resize", "coordinate_transformation_mode",
     "half_pixel half_pixel_symmetric pytorch_half_pixel align_corners "
     "asymmetric tf_crop_and_resize tf_half_pixel_for_nn"},
    {"Resize", "keep_aspect_ratio_policy", "stretch not_larger not_smaller"},
};

static constexpr std::int64_t most = 0x7fffffffffffffff;

static constexpr RangeRule rangeRules[] = {
    {"AveragePool Conv ConvTranspose MaxPool", "kernel_shape", 1, 65536},
    {"AveragePool Conv ConvTranspose MaxPool", "strides", 1, 65536},
    {"AveragePool Conv ConvTranspose MaxPool", "dilations", 1, 65536},
    {"AveragePool Conv ConvTranspose MaxPool", "pads", 0, 65536},
    {"ConvTranspose", "output_padding", 0, 65536},
    {"Conv ConvTranspose", "group", 1, most},
    {"Resize", "antialias", 0, 0},
    {"DepthToSpace SpaceToDepth", "blocksize", 1, 65536},
    {"BatchNormalization", "spatial", 1, 1},
    {"LRN", "size", 1, 65535},
    {"Split", "num_outputs", 1, 65536},
    {"Split", "split", 0, most},
};

static bool contains(llvm::StringRef list, llvm::StringRef word) {
  llvm::SmallVector<llvm::StringRef> words;
  list.split(words, ' ');
  return llvm::is_contained(words, word);
}

/// "a", "a or b", "a, b or c"
static std::string choiceOf(llvm::StringRef list) {
  llvm::SmallVector<llvm::StringRef> words;
  list.split(words, ' ');
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0                  ? ""
             : i + 1 == words.size() ? " or "
                                     : ", ") +
            words[i].str();
  return text;
}

static std::string checkKind(const std::string &name, const Attribute &value) {
  const auto wanted = [&](bool good, const char *kind) {
    return good ? ""
                : "attribute " + name + " is of another kind, wanted " + kind;
  };
  for (const KindRule &rule : kinds) {
    if (!contains(rule.names, name))
      continue;
    switch (rule.kind) {
    case Kind::Integer:
      return wanted(std::get_if<std::int64_t>(&value), "an integer");
    case Kind::Real:
      return wanted(std::get_if<float>(&value), "a float");
    case Kind::Text:
      return wanted(std::get_if<std::string>(&value), "a string");
    case Kind::Integers:
      return wanted(std::get_if<Dims>(&value), "integers");
    case Kind::Reals:
      return wanted(std::get_if<std::vector<float>>(&value), "floats");
    }
  }
  return {};
}

static std::string checkWord(const Node &node, const std::string &name,
                             const std::string &word, std::int64_t opset) {
  const WordRule *found = nullptr;
  for (const WordRule &rule : wordRules)
    if (rule.attribute == name && rule.since <= opset &&
        contains(rule.operators, node.op))
      found = &rule;
  if (!found || contains(found->words, word) ||
      (name == "auto_pad" && word.empty()))
    return {};
  return "attribute " + name + " is '" + word + "', wanted " +
         choiceOf(found->words);
}

static std::string checkRange(const Node &node, const std::string &name,
                              const Dims &numbers, bool single) {
  for (const RangeRule &rule : rangeRules) {
    if (rule.attribute != name || !contains(rule.operators, node.op))
      continue;
    const auto good = [&](std::int64_t number) {
      return number >= rule.least && number <= rule.most;
    };
    if (std::all_of(numbers.begin(), numbers.end(), good))
      return {};
    const std::string range =
        rule.least == rule.most ? std::to_string(rule.least)
        : rule.most == most
            ? "from " + std::to_string(rule.least) + " on"
            : std::to_string(rule.least) + ".." + std::to_string(rule.most);
    const char *what = rule.least == rule.most ? ", wanted "
                       : single                ? ", wanted a number "
                                               : ", wanted numbers ";
    const char *in = rule.least == rule.most || rule.most == most ? "" : "in ";
    return "attribute " + name + " is " +
           (single ? std::to_string(numbers.front()) : dimsText(numbers)) +
           what + in + range;
  }
  return {};
}

/// Limits may be infinite, and fill in what is not there.
static bool isWanted(float number, llvm::StringRef name) {
  if (name == "min" || name == "max" || name == "value" ||
      name == "value_float" || name == "extrapolation_value")
    return !std::isnan(number);
  return std::isfinite(number) && !(name == "epsilon" && number < 0);
}

static std::string checkOrder(const Dims &order) {
  Dims sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t k = 0; k < sorted.size(); ++k)
    if (sorted[k] != static_cast<std::int64_t>(k))
      return "attribute perm is " + dimsText(order) + ", wanted each of " +
             std::to_string(order.size()) + " dimensions once";
  return {};
}

std::string onnximport::checkAttribute(const Node &node,
                                       const std::string &name,
                                       const Attribute &value,
                                       std::int64_t opset) {
  // What Constant and ConstantOfShape hold may be anything.
  if (std::string wrong = checkKind(name, value); !wrong.empty())
    return wrong;
  if (const auto *word = std::get_if<std::string>(&value))
    return checkWord(node, name, *word, opset);
  if (const auto *number = std::get_if<std::int64_t>(&value))
    return checkRange(node, name, {*number}, /*single=*/true);
  if (const auto *list = std::get_if<Dims>(&value))
    return name == "perm" ? checkOrder(*list)
                          : checkRange(node, name, *list, /*single=*/false);
  if (const auto *number = std::get_if<float>(&value);
      number && !isWanted(*number, name))
    return "attribute " + name + " is " + formatFloat(*number) + ", wanted " +
           (name == "epsilon" ? "a number that is not below 0"
                              : "a finite number");
  if (const auto *number = std::get_if<float>(&value);
      number && node.op == "Celu" && name == "alpha" && !(*number > 0))
    return "attribute alpha is " + formatFloat(*number) +
           ", wanted a number above 0";
  return {};
}
