// SPDX-License-Identifier: Apache-2.0
// Sections and keys of the text files.
#ifndef QSIM_TARGET_TEXTWRITER_H
#define QSIM_TARGET_TEXTWRITER_H

#include "qsim/Support/Numbers.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace qsim {

/// The version that is written of `.net` and of `.sys`.
inline constexpr llvm::StringLiteral netFormat = "1.2", sysFormat = "1.2";

/// Writes `[section]` and `key=value` lines, a blank line between sections.
class TextWriter {
public:
  void section(llvm::StringRef name) {
    if (!text.empty())
      text += '\n';
    ((text += '[') += name) += "]\n";
  }
  void key(llvm::StringRef name, llvm::StringRef value) {
    (((text += name) += '=') += value) += '\n';
  }
  void key(llvm::StringRef name, int64_t value) {
    key(name, llvm::StringRef(std::to_string(value)));
  }
  void key(llvm::StringRef name, llvm::ArrayRef<int32_t> values) {
    list(name, values, [](int32_t value) { return std::to_string(value); });
  }
  void key(llvm::StringRef name, llvm::ArrayRef<float> values) {
    list(name, values, formatFloat);
  }

  std::string take() { return std::move(text); }

private:
  template <typename T, typename Format>
  void list(llvm::StringRef name, llvm::ArrayRef<T> values, Format format) {
    key(name,
        llvm::StringRef(llvm::join(llvm::map_range(values, format), ",")));
  }

  std::string text;
};

} // namespace qsim

#endif // QSIM_TARGET_TEXTWRITER_H
