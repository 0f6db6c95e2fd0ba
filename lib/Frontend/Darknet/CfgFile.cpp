// SPDX-License-Identifier: Apache-2.0
// The text form of a Darknet .cfg: sections of key=value lines.
#include "CfgFile.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

FileLineColLoc darknet::cfgLocation(StringAttr fileName, unsigned line) {
  return FileLineColLoc::get(fileName, line, 1);
}

std::string darknet::quoted(StringRef text) {
  constexpr size_t limit = 60;
  std::string result;
  llvm::raw_string_ostream stream(result);
  stream << '\'';
  llvm::printEscapedString(text.take_front(limit), stream);
  stream << (text.size() > limit ? "...'" : "'");
  return result;
}

namespace {

class Parser {
public:
  explicit Parser(StringAttr fileName) : fileName(fileName) {}

  FailureOr<SmallVector<CfgSection, 0>> parse(StringRef text,
                                              unsigned &crLfLine);

private:
  LogicalResult parseLine(StringRef stripped);
  LogicalResult openSection(StringRef stripped);
  LogicalResult addOption(StringRef stripped);
  Location here() const { return cfgLocation(fileName, line); }

  StringAttr fileName;
  unsigned line = 0;
  SmallVector<CfgSection, 0> sections;
  /// Line of each key of the section being read.
  llvm::StringMap<unsigned> seen;
};

} // namespace

FailureOr<SmallVector<CfgSection, 0>> Parser::parse(StringRef text,
                                                    unsigned &crLfLine) {
  while (!text.empty()) {
    StringRef raw;
    std::tie(raw, text) = text.split('\n');
    ++line;
    if (raw.ends_with("\r") && crLfLine == 0)
      crLfLine = line;
    // Blanks do not count anywhere, not even inside a value.
    std::string stripped;
    llvm::copy_if(raw, std::back_inserter(stripped),
                  [](char c) { return c != ' ' && c != '\t' && c != '\r'; });
    if (failed(parseLine(stripped)))
      return failure();
  }
  if (sections.empty())
    return emitError(cfgLocation(fileName, 1),
                     "the file has no section, wanted [net] first");
  return std::move(sections);
}

LogicalResult Parser::parseLine(StringRef stripped) {
  if (stripped.empty() || stripped.front() == '#' || stripped.front() == ';')
    return success();
  return stripped.front() == '[' ? openSection(stripped) : addOption(stripped);
}

LogicalResult Parser::openSection(StringRef stripped) {
  if (!stripped.consume_front("[") || !stripped.consume_back("]"))
    return emitError(here()) << "the section header " << quoted(stripped)
                             << " does not end with ']'";
  if (sections.empty() && stripped != "net" && stripped != "network")
    return emitError(here())
           << "the first section is " << quoted(stripped) << ", wanted [net]";
  sections.push_back({stripped.str(), line, {}});
  seen.clear();
  return success();
}

LogicalResult Parser::addOption(StringRef stripped) {
  auto [key, value] = stripped.split('=');
  if (key.size() == stripped.size() || key.empty() || value.empty())
    return emitError(here())
           << "the line reads " << quoted(stripped) << ", wanted key=value";
  if (sections.empty())
    return emitError(here())
           << quoted(stripped)
           << " stands before the first section, wanted [net]";
  auto [entry, isNew] = seen.try_emplace(key, line);
  if (!isNew) {
    emitWarning(here()) << "key " << quoted(key)
                        << " is ignored: the first one counts, on line "
                        << entry->second;
    return success();
  }
  sections.back().options.push_back({key.str(), value.str(), line});
  return success();
}

FailureOr<SmallVector<CfgSection, 0>>
darknet::parseCfg(StringRef text, StringAttr fileName, unsigned &crLfLine) {
  return Parser(fileName).parse(text, crLfLine);
}
