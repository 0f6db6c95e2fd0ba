// SPDX-License-Identifier: Apache-2.0
// Typed access to the keys of one cfg section, with Darknet's leniency and its
// limits.
#ifndef QSIM_LIB_FRONTEND_DARKNET_SECTIONREADER_H
#define QSIM_LIB_FRONTEND_DARKNET_SECTIONREADER_H

#include "CfgFile.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringSet.h"

#include <optional>

namespace qsim::darknet {

/// Whose program it is: "pjreddie's Darknet", ..., for messages.
llvm::StringRef programOf(Arithmetic dialect);

/// Reads the keys of one section. A bad value is reported at its line and
/// remembered: read everything, then ask failed(). After an error the value
/// returned is within the limits asked for.
class SectionReader {
public:
  SectionReader(const CfgSection &section, mlir::StringAttr fileName,
                Arithmetic dialect)
      : section(section), fileName(fileName), dialect(dialect) {}

  llvm::StringRef name() const { return section.name; }
  Arithmetic darknet() const { return dialect; }
  mlir::Location location() const;

  bool has(llvm::StringRef key);
  /// An integer in low..high. A number followed by something else is read as
  /// Darknet does, with a warning.
  int64_t integer(llvm::StringRef key, int64_t fallback, int64_t low,
                  int64_t high);
  /// As integer(), for a key that must be there.
  int64_t requiredInteger(llvm::StringRef key, int64_t low, int64_t high);
  /// A value as it stands; empty where the key is absent.
  llvm::StringRef text(llvm::StringRef key);
  /// Numbers between commas; empty where the key is absent.
  llvm::SmallVector<int64_t> integers(llvm::StringRef key);
  llvm::SmallVector<float> reals(llvm::StringRef key);
  /// A finite number as float32.
  float real(llvm::StringRef key, float fallback);

  /// A key that changes what the layer computes in a way that is not
  /// supported: only `neutral` is accepted.
  void refuseUnless(llvm::StringRef key, double neutral);
  /// The same for keys that only alexeyab's Darknet knows: the others ignore
  /// them, and so do we, with a warning.
  void refuseUnlessAlexeyab(llvm::StringRef key, double neutral);

  /// An integer of a key that only alexeyab's Darknet knows; elsewhere
  /// `otherwise`, with a warning where the key is given.
  int64_t alexeyabInteger(llvm::StringRef key, int64_t otherwise, int64_t low,
                          int64_t high);
  /// True where the key is there and the dialect is alexeyab; in any other one
  /// it is ignored with a warning.
  bool hasAlexeyab(llvm::StringRef key);
  /// Keys that matter only in training, or not to the layer's result.
  void ignore(llvm::ArrayRef<llvm::StringRef> keys);
  /// Those of them that any section may have.
  void ignoreCommon();

  /// An error at the line of `key`, or of the section where it is absent.
  mlir::InFlightDiagnostic error(llvm::StringRef key = {});
  mlir::InFlightDiagnostic warning(llvm::StringRef key);

  /// Warns of keys that nobody asked for; true when anything was wrong.
  bool finish();

private:
  const CfgOption *find(llvm::StringRef key);
  mlir::Location locationOf(llvm::StringRef key);
  template <typename T>
  std::optional<T> number(const CfgOption &option, llvm::StringRef text,
                          llvm::StringRef wanted);
  template <typename T>
  llvm::SmallVector<T> list(llvm::StringRef key, llvm::StringRef wanted);

  const CfgSection &section;
  mlir::StringAttr fileName;
  Arithmetic dialect;
  llvm::StringSet<> used;
  bool bad = false;
};

} // namespace qsim::darknet

#endif // QSIM_LIB_FRONTEND_DARKNET_SECTIONREADER_H
