// SPDX-License-Identifier: Apache-2.0
// The files of a package: written from qnet, and read back into it.
#ifndef QSIM_TARGET_NET_H
#define QSIM_TARGET_NET_H

#include "QNet/IR/QNetOps.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Result.h"
#include "qsim/Target/AlignedBytes.h"
#include "qsimrt/qsimrt.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <memory>
#include <string>
#include <string_view>

namespace qsim {

/// The canonical text of the `.net` (docs/spec/net.md).
std::string writeNet(qnet::NetworkOp network);

/// The complete `.sys` (docs/spec/sys.md).
std::string writeSys(qnet::NetworkOp network);

/// Everything that the runtime loads. The same network gives the same bytes.
struct NetFiles {
  std::string net, sys;
  AlignedBytes fweights;
  AlignedBytes qweights; ///< empty where the network is float-only
};

/// Writes the texts and the float parameters, and derives the integers with the
/// runtime's own functions, all in memory. A parameter that is missing, or a
/// value that does not fit the datapath, is the Error, and a diagnostic at the
/// record with the same text: show one of them.
Result<NetFiles> emitNetFiles(qnet::NetworkOp network);

/// What a package holds for a recompilation. Empty: not written.
struct PackageExtras {
  std::string_view module;               ///< model.mlirbc
  std::string_view calibration;          ///< calibration.yaml
  std::string_view calibrationHistogram; ///< calibration.hist
  std::string_view overrides;            ///< overrides.yaml
};

/// Writes DIRECTORY with NAME.net, NAME.sys, NAME.fweights, NAME.qweights (not
/// for a float-only network), NAME.packed (where kernels read integers in
/// another order) and the extras, complete or not at all; NAME is the
/// network's. Float parameters are streamed, never held in memory. A
/// directory that exists is replaced if it is a package with nothing else in
/// it. Errors as emitNetFiles has them; those of the disk are no diagnostics.
Result<void> emitPackage(const std::string &directory, qnet::NetworkOp network,
                         const PackageExtras &extras = {});

/// What importNet reads. The bytes of texts live as long as the call.
struct NetSources {
  qsimrt_bytes net;      ///< `name` is used in messages and locations
  qsimrt_bytes sys = {}; ///< data == nullptr: the defaults of docs/spec/sys.md
  /// A `.fweights`, or null: the network has no parameters. It stays mapped as
  /// long as an attribute refers to it.
  std::shared_ptr<const MappedFile> fweights;
};

/// A module with one `qnet.network`; null after a diagnostic at the line of the
/// file.
mlir::OwningOpRef<mlir::ModuleOp> importNet(const NetSources &sources,
                                            mlir::MLIRContext *context);

/// Registers --import-net, --export-net, --export-sys and --export-package of
/// qsim-translate. Call once, before the command line is parsed.
void registerNetTranslations();

} // namespace qsim

#endif // QSIM_TARGET_NET_H
