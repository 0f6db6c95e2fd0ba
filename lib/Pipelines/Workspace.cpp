// SPDX-License-Identifier: Apache-2.0
// Diagnostics in the form FILE:LINE: text, and modules in bytecode files.
#include "Workspace.h"

#include "qsim/Pipelines/Register.h"
#include "qsim/Support/AtomicFile.h"

#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/Parser/Parser.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

namespace qsim {
namespace {

// "FILE:LINE: " of the innermost file location, or nothing.
std::string locationText(mlir::Location location) {
  std::string text;
  location->walk([&](mlir::Location part) {
    auto file = llvm::dyn_cast<mlir::FileLineColLoc>(part);
    if (!file)
      return mlir::WalkResult::advance();
    text = file.getFilename().str() + ":";
    if (file.getLine() > 0)
      text += std::to_string(file.getLine()) + ":";
    text += " ";
    return mlir::WalkResult::interrupt();
  });
  return text;
}

// Hands what MLIR writes to an AtomicFile, which keeps the first failure.
class AtomicFileStream : public llvm::raw_ostream {
public:
  explicit AtomicFileStream(AtomicFile &file) : file(file) {}
  ~AtomicFileStream() override { flush(); }

private:
  void write_impl(const char *data, size_t size) override {
    (void)file.write(data, size); // reported again by commit()
    position += size;
  }
  uint64_t current_pos() const override { return position; }

  AtomicFile &file;
  uint64_t position = 0;
};

} // namespace

Workspace::Workspace() {
  mlir::DialectRegistry registry;
  registerAllDialects(registry);
  mlirContext = std::make_unique<mlir::MLIRContext>(
      registry, mlir::MLIRContext::Threading::DISABLED);
  mlirContext->loadAllAvailableDialects();
  mlirContext->getDiagEngine().registerHandler(
      [this](mlir::Diagnostic &diagnostic) {
        const std::string text =
            locationText(diagnostic.getLocation()) + diagnostic.str();
        if (diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error) {
          if (firstError.empty())
            firstError = text;
        } else if (diagnostic.getSeverity() ==
                   mlir::DiagnosticSeverity::Warning) {
          llvm::errs() << "qsim: warning: " << text << "\n";
        }
        return mlir::success();
      });
}

Error Workspace::takeError(const std::string &otherwise) {
  Error error{firstError.empty() ? otherwise : firstError};
  firstError.clear();
  return error;
}

Result<mlir::OwningOpRef<mlir::ModuleOp>>
Workspace::load(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return Error{path + ": " + buffer.getError().message()};
  // The module's resources point into the buffer, which this keeps alive.
  auto sources = std::make_shared<llvm::SourceMgr>();
  sources->AddNewSourceBuffer(std::move(*buffer), llvm::SMLoc());
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::parseSourceFile<mlir::ModuleOp>(sources, mlirContext.get());
  if (!module)
    return Error{path + ": expected a module of the qsim dialect: " +
                 takeError("it cannot be parsed").message};
  return module;
}

Result<void>
Workspace::run(mlir::ModuleOp module,
               llvm::function_ref<void(mlir::OpPassManager &)> build) {
  mlir::PassManager passes(mlirContext.get(),
                           mlir::ModuleOp::getOperationName());
  build(passes);
  if (mlir::failed(passes.run(module)))
    return takeError("a pass failed");
  return {};
}

Result<void> saveModule(mlir::ModuleOp module, const std::string &path) {
  Result<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.error();
  {
    AtomicFileStream stream(*file);
    if (mlir::failed(mlir::writeBytecodeToFile(module, stream)))
      return Error{path + ": the module cannot be written as bytecode"};
  }
  return file->commit();
}

Result<std::string> encodeModule(mlir::ModuleOp module) {
  std::string bytes;
  llvm::raw_string_ostream stream(bytes);
  if (mlir::failed(mlir::writeBytecodeToFile(module, stream)))
    return Error{"the module cannot be written as bytecode"};
  return bytes;
}

} // namespace qsim
