// SPDX-License-Identifier: Apache-2.0
// Temporary: imports many models, one a line.
#include "qsim/Frontend/ONNX.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/raw_ostream.h"
#include <fstream>
#include <iostream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>
using namespace mlir;
static void one(const std::string &line) {
  std::istringstream words(line);
  std::string out, model, word;
  std::getline(words, out, '\t');
  std::getline(words, model, '\t');
  qsim::OnnxImportOptions options;
  while (std::getline(words, word, '\t'))
    (word[0] == 'i' ? options.inputs : options.frozen).push_back(word.substr(2));
  MLIRContext context(MLIRContext::Threading::DISABLED);
  std::string error;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &d) { error += d.str() + "\n"; return success(); });
  auto module = qsim::importOnnx(context, model, options);
  std::error_code code;
  llvm::raw_fd_ostream file(out + (module ? ".mlir" : ".err"), code);
  if (module) {
    OpPrintingFlags flags;
    flags.printGenericOpForm();
    module->print(file, flags);
  } else file << error;
}
int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    pid_t child = fork();
    if (child == 0) { one(line); _exit(0); }
    int status; waitpid(child, &status, 0);
    if (status != 0) std::cout << "CRASH " << status << " " << line << "\n";
  }
}
