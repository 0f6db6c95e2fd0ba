// SPDX-License-Identifier: Apache-2.0
// Changes and their history, and other packages: the part of qsim step that
// remembers, compiles again and saves.
#include "Debugger.h"
#include "DebuggerWords.h"

#include "qsim/Workbench/QuantizeRule.h"

namespace qsim::cli {

Result<std::string> Debugger::undo(Words &) {
  Result<Change> change = bench->undo();
  if (!change)
    return change.error();
  return "undone: " + bench->textOf(*change) + "\n";
}

Result<std::string> Debugger::redo(Words &) {
  Result<Change> change = bench->redo();
  if (!change)
    return change.error();
  return "done again: " + bench->textOf(*change) + "\n";
}

Result<std::string> Debugger::edits(Words &) {
  std::string text;
  for (const Change &change : bench->changes())
    text += bench->textOf(change) + "\n";
  return text.empty() ? "no changes\n" : text;
}

Result<std::string> Debugger::quantize(Words &words) {
  std::vector<std::string> arguments;
  Change change;
  change.about = "quantize";
  while (!words.atEnd()) {
    arguments.push_back(words.next());
    change.about += " " + arguments.back();
  }
  Result<std::string> rule = quantizeRule(arguments);
  if (!rule)
    return rule.error();
  change.rule = *rule;
  change.layers = {QSIMRT_IMAGE};
  if (arguments[0] != "image") {
    Result<std::vector<int>> layers = selected(arguments[0]);
    if (!layers)
      return layers.error();
    change.layers = std::move(*layers);
  }
  if (Result<void> compiled = bench->quantize(std::move(change)); !compiled)
    return compiled.error();
  return std::string();
}

Result<std::string> Debugger::save(Words &words) {
  const Result<std::string> to = words.file();
  if (!to)
    return to.error();
  if (to->empty())
    return Error{"save: wanted DIR"};
  Result<std::vector<std::string>> left = bench->save(*to);
  if (!left)
    return left.error();
  std::string text;
  for (const std::string &edit : *left)
    text += (text.empty() ? "" : "; ") + edit;
  return (text.empty() ? ""
                       : "not saved, of the picture alone: " + text + "\n") +
         "written: " + *to + "\n";
}

} // namespace qsim::cli
