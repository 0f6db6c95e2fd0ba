// SPDX-License-Identifier: Apache-2.0
// A YAML document as a plain tree with line numbers, and strict access to it.
#ifndef QSIM_CALIBRATION_YAML_H
#define QSIM_CALIBRATION_YAML_H

#include "qsim/Support/Result.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qsim {

struct YamlMember;

/// One node; lines count from 1.
struct YamlNode {
  enum class Kind { Null, Scalar, Map, List };

  Kind kind = Kind::Null;
  int line = 0;
  std::string text;                // of a scalar, unquoted
  std::vector<YamlNode> items;     // of a list
  std::vector<YamlMember> members; // of a map, in order

  /// The value of a key, or null.
  const YamlNode *find(std::string_view key) const;
};

struct YamlMember {
  std::string key;
  int line = 0;
  YamlNode value;
};

/// Parses exactly one document. Aliases, tags and keys that are no scalars are
/// refused, duplicate keys too. Errors begin with FILE:LINE.
Result<YamlNode> parseYaml(const std::string &file, std::string_view text);

/// Reads values out of a tree and keeps the first error, with FILE:LINE. After
/// an error every access gives a default value.
class YamlReader {
public:
  explicit YamlReader(std::string file) : file(std::move(file)) {}

  bool ok() const { return firstError.empty(); }
  Error error() const { return Error{firstError}; }
  void fail(int line, const std::string &message);

  /// The node is a map that has no keys but these.
  void expectMap(const YamlNode &node, const std::string &what,
                 std::initializer_list<std::string_view> keys);
  /// The node is a list.
  void expectList(const YamlNode &node, const std::string &what);
  /// The value of a key that must be there.
  const YamlNode &required(const YamlNode &map, std::string_view key);

  std::string string(const YamlNode &node, const std::string &what);
  std::int64_t integer(const YamlNode &node, const std::string &what,
                       std::int64_t low, std::int64_t high);
  double real(const YamlNode &node, const std::string &what);
  float realFloat(const YamlNode &node, const std::string &what);
  /// A float32 that is positive, finite and normal.
  float scale(const YamlNode &node, const std::string &what);
  /// The index of the word in the list.
  int word(const YamlNode &node, const std::string &what,
           std::initializer_list<std::string_view> words);

private:
  bool scalar(const YamlNode &node, const std::string &what,
              const std::string &wanted);

  std::string file, firstError;
  YamlNode absent;
};

/// A double-quoted YAML scalar.
std::string quoteYaml(std::string_view text);

} // namespace qsim

#endif // QSIM_CALIBRATION_YAML_H
