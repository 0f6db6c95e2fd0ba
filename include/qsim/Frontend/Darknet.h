// SPDX-License-Identifier: Apache-2.0
// Darknet networks: import of .cfg and .weights, and seeded .weights for tests.
#ifndef QSIM_FRONTEND_DARKNET_H
#define QSIM_FRONTEND_DARKNET_H

#include "QSim/IR/QSimAttrs.h"
#include "qsim/Support/Result.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <cstdint>
#include <optional>
#include <string>

namespace qsim {

struct DarknetImportOptions {
  /// Which Darknet the network is for: its float arithmetic, and what it does
  /// with keys that only one of them knows. Absent: alexeyab, with a warning,
  /// for a cfg with a section, key or activation that only alexeyab's Darknet
  /// knows, else pjreddie.
  std::optional<Arithmetic> dialect;
  /// Absent: letterbox where [net] says letter_box=1, else center-crop for a
  /// classifier (a [softmax] and no detection head), else what the dialect does
  /// (pjreddie letterbox, the others stretch).
  std::optional<Resize> resize;
  /// A text file with one class name per line, as many as detection heads have
  /// classes; of longer ones a classifier takes the first. Empty: no names.
  std::string namesPath;
  /// Instead of a weights file: parameters drawn from this seed.
  std::optional<uint64_t> seed;
  /// Name of the network; empty: the cfg's file name without folder and suffix.
  std::string name;
};

/// Imports a network: one `qsim.network` module with one function. Reports
/// errors and warnings through the context's diagnostics, located in the cfg
/// (or at the weights or names file), and returns null on errors. The dialects
/// are loaded into the context. Weights stay in the mapped file, which lives as
/// long as the context: the file must not change meanwhile.
mlir::OwningOpRef<mlir::ModuleOp>
importDarknet(mlir::MLIRContext &context, const std::string &cfgPath,
              const std::string &weightsPath,
              const DarknetImportOptions &options);

/// The same for the text of a cfg; `cfgName` stands in locations.
mlir::OwningOpRef<mlir::ModuleOp>
importDarknetText(mlir::MLIRContext &context, llvm::StringRef cfgText,
                  llvm::StringRef cfgName, const std::string &weightsPath,
                  const DarknetImportOptions &options);

/// Writes a .weights file (version 0.2.0, 20-byte header) for the network of
/// `cfgPath`, with the values that an import with the same seed has.
Result<void> writeSeededWeights(const std::string &cfgPath, uint64_t seed,
                                const std::string &weightsPath,
                                std::optional<Arithmetic> dialect = {});

/// Adds --import-darknet to qsim-translate, with --darknet-weights,
/// --darknet-dialect, --darknet-seed, --resize and --names.
void registerDarknetTranslation();

} // namespace qsim

#endif // QSIM_FRONTEND_DARKNET_H
