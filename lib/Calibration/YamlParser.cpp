// SPDX-License-Identifier: Apache-2.0
// From LLVM's YAML parser to a plain tree.
#include "qsim/Calibration/Yaml.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

using namespace qsim;
namespace yaml = llvm::yaml;

namespace {

class TreeBuilder {
public:
  TreeBuilder(const std::string &file, llvm::StringRef text)
      : file(file), stream(text, sources, /*ShowColors=*/false) {
    sources.setDiagHandler(record, this);
  }

  Result<YamlNode> build() {
    YamlNode root;
    yaml::document_iterator document = stream.begin();
    if (document != stream.end()) {
      if (yaml::Node *node = document->getRoot())
        root = convert(node);
      if (firstError.empty() && !stream.failed()) {
        ++document;
        if (document != stream.end())
          fail(1, "more than one YAML document; wanted one");
      }
    }
    if (firstError.empty() && stream.failed())
      fail(1, "this is not YAML");
    if (!firstError.empty())
      return Error{firstError};
    return root;
  }

private:
  // Called by the parser for an error of syntax.
  static void record(const llvm::SMDiagnostic &diagnostic, void *self) {
    static_cast<TreeBuilder *>(self)->fail(diagnostic.getLineNo(),
                                           diagnostic.getMessage().str());
  }

  void fail(int line, const std::string &message) {
    if (firstError.empty())
      firstError = file + ":" + std::to_string(line) + ": " + message;
  }

  int lineOf(yaml::Node *node) {
    llvm::SMLoc start = node->getSourceRange().Start;
    return start.isValid() ? sources.getLineAndColumn(start).first : 1;
  }

  YamlNode convert(yaml::Node *node) {
    YamlNode result;
    result.line = lineOf(node);
    if (depth > 20) {
      fail(result.line, "nested more than 20 levels deep");
      return result;
    }
    ++depth;
    if (auto *scalar = llvm::dyn_cast<yaml::ScalarNode>(node)) {
      llvm::SmallString<64> storage;
      result.kind = YamlNode::Kind::Scalar;
      result.text = scalar->getValue(storage).str();
    } else if (auto *block = llvm::dyn_cast<yaml::BlockScalarNode>(node)) {
      result.kind = YamlNode::Kind::Scalar;
      result.text = block->getValue().str();
    } else if (auto *map = llvm::dyn_cast<yaml::MappingNode>(node)) {
      result.kind = YamlNode::Kind::Map;
      convertMembers(map, result);
    } else if (auto *list = llvm::dyn_cast<yaml::SequenceNode>(node)) {
      result.kind = YamlNode::Kind::List;
      for (yaml::Node &item : *list)
        result.items.push_back(convert(&item));
    } else if (!llvm::isa<yaml::NullNode>(node)) {
      fail(result.line, "aliases are not allowed here");
    }
    --depth;
    return result;
  }

  void convertMembers(yaml::MappingNode *map, YamlNode &result) {
    for (yaml::KeyValueNode &pair : *map) {
      auto *key = llvm::dyn_cast_or_null<yaml::ScalarNode>(pair.getKey());
      if (!key) {
        fail(result.line, "a key that is no plain text");
        return;
      }
      llvm::SmallString<64> storage;
      YamlMember member{key->getValue(storage).str(), lineOf(key), {}};
      if (result.find(member.key))
        fail(member.line, "key '" + member.key + "' is given twice");
      if (yaml::Node *value = pair.getValue())
        member.value = convert(value);
      if (member.value.kind == YamlNode::Kind::Null)
        member.value.line = member.line;
      result.members.push_back(std::move(member));
      if (!firstError.empty())
        return;
    }
  }

  const std::string &file;
  std::string firstError;
  llvm::SourceMgr sources;
  yaml::Stream stream;
  int depth = 0;
};

} // namespace

Result<YamlNode> qsim::parseYaml(const std::string &file,
                                 std::string_view text) {
  return TreeBuilder(file, llvm::StringRef(text.data(), text.size())).build();
}
