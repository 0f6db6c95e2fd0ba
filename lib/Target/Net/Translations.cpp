// SPDX-License-Identifier: Apache-2.0
// What qsim-translate does with the files of a network.
#include "qsim/Target/Net.h"

#include "mlir/IR/Dialect.h"
#include "mlir/Tools/mlir-translate/Translation.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"

#include <optional>

using namespace qsim;

namespace {

void insertDialects(mlir::DialectRegistry &registry) {
  registry.insert<qnet::QNetDialect>();
}

mlir::FailureOr<qnet::NetworkOp> findRecords(mlir::Operation *op) {
  llvm::SmallVector<qnet::NetworkOp> networks;
  op->walk([&](qnet::NetworkOp network) { networks.push_back(network); });
  if (networks.size() != 1)
    return mlir::emitError(op->getLoc()) << "the module has " << networks.size()
                                         << " qnet.network ops, wanted 1; "
                                            "convert-qsim-to-qnet makes one";
  return networks.front();
}

/// The file beside NAME.net with another ending; null where there is none.
std::shared_ptr<const MappedFile>
openBeside(llvm::StringRef net, llvm::StringRef ending, bool &failed) {
  if (llvm::sys::path::extension(net) != ".net")
    return {};
  llvm::SmallString<128> path(net);
  llvm::sys::path::replace_extension(path, ending);
  if (!llvm::sys::fs::exists(path))
    return {};
  Result<MappedFile> file = MappedFile::open(path.str().str());
  if (!file) {
    llvm::errs() << "error: " << file.message() << "\n";
    failed = true;
    return {};
  }
  return std::make_shared<const MappedFile>(std::move(*file));
}

mlir::OwningOpRef<mlir::Operation *>
importWithNeighbours(llvm::SourceMgr &manager, mlir::MLIRContext *context) {
  const llvm::MemoryBuffer *buffer =
      manager.getMemoryBuffer(manager.getMainFileID());
  const std::string name = buffer->getBufferIdentifier().str();
  bool failed = false;
  const auto sys = openBeside(name, ".sys", failed);
  NetSources sources;
  sources.net = {name.c_str(), buffer->getBufferStart(),
                 buffer->getBufferSize()};
  if (sys)
    sources.sys = {sys->path().c_str(), sys->data(), sys->size()};
  sources.fweights = openBeside(name, ".fweights", failed);
  if (failed)
    return {};
  return importNet(sources, context);
}

mlir::LogicalResult exportText(mlir::Operation *op, llvm::raw_ostream &output,
                               std::string (*write)(qnet::NetworkOp)) {
  const auto network = findRecords(op);
  if (failed(network))
    return mlir::failure();
  output << write(*network);
  return mlir::success();
}

mlir::LogicalResult exportPackage(mlir::Operation *op,
                                  const std::string &directory) {
  auto network = findRecords(op);
  if (failed(network))
    return mlir::failure();
  if (directory.empty())
    return mlir::emitError(op->getLoc(),
                           "--export-package needs --package-dir=DIR");
  bool emitted = false;
  mlir::ScopedDiagnosticHandler handler(op->getContext(),
                                        [&](mlir::Diagnostic &) {
                                          emitted = true;
                                          return mlir::failure(); // goes on
                                        });
  const Result<void> done = emitPackage(directory, *network);
  if (!done && !emitted) // a failure of the disk
    return mlir::emitError(op->getLoc(), done.message());
  return mlir::success(done.ok());
}

} // namespace

void qsim::registerNetTranslations() {
  static llvm::cl::opt<std::string> packageDirectory(
      "package-dir", llvm::cl::value_desc("DIR"),
      llvm::cl::desc("Directory that --export-package writes"));
  mlir::TranslateToMLIRRegistration(
      "import-net",
      "Read a .net, with the .sys and .fweights beside it where present",
      importWithNeighbours, insertDialects);
  mlir::TranslateFromMLIRRegistration(
      "export-net", "Write the .net of a qnet.network",
      [](mlir::Operation *op, llvm::raw_ostream &output) {
        return exportText(op, output, writeNet);
      },
      insertDialects);
  mlir::TranslateFromMLIRRegistration(
      "export-sys", "Write the .sys of a qnet.network",
      [](mlir::Operation *op, llvm::raw_ostream &output) {
        return exportText(op, output, writeSys);
      },
      insertDialects);
  mlir::TranslateFromMLIRRegistration(
      "export-package", "Write all files of a qnet.network to --package-dir",
      [](mlir::Operation *op, llvm::raw_ostream &) {
        return exportPackage(op, packageDirectory);
      },
      insertDialects);
}
