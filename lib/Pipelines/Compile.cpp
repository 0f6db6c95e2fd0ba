// SPDX-License-Identifier: Apache-2.0
// Each step between files, and all steps in memory.
#include "qsim/Pipelines/Compile.h"

#include "Steps.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace fs = std::filesystem;

namespace qsim {
namespace {

using Module = mlir::OwningOpRef<mlir::ModuleOp>;

/// x.yaml -> x.hist
std::string histogramsBeside(const std::string &yaml) {
  return fs::path(yaml).replace_extension(".hist").string();
}

/// A folder of this process, removed with its content.
class ScratchFolder {
public:
  ScratchFolder() {
    std::string name =
        (fs::temp_directory_path() / "qsim-compile-XXXXXX").string();
    if (mkdtemp(name.data()))
      path = name;
  }
  ~ScratchFolder() {
    std::error_code code;
    if (!path.empty())
      fs::remove_all(path, code);
  }
  ScratchFolder(const ScratchFolder &) = delete;
  ScratchFolder &operator=(const ScratchFolder &) = delete;

  std::string path; ///< empty when the folder could not be made
};

} // namespace

Result<void> importModel(const ImportSettings &settings,
                         const std::string &output) {
  Workspace workspace;
  Result<Module> module = importStep(workspace, settings);
  if (!module)
    return module.error();
  return saveModule(**module, output);
}

Result<void> calibrateModel(const std::string &input,
                            const CalibrateSettings &settings,
                            const std::string &yaml,
                            const std::string &output) {
  if (Result<void> done = checkSettings(settings); !done)
    return done;
  Workspace workspace;
  Result<Module> module = workspace.load(input);
  if (!module)
    return module.error();
  if (Result<void> done = calibrateStep(workspace, **module, settings, yaml,
                                        histogramsBeside(yaml));
      !done)
    return done;
  return saveModule(**module, output);
}

Result<void> quantizeModel(const std::string &input,
                           const QuantizeSettings &settings,
                           const std::string &yaml, const std::string &output) {
  if (Result<void> done = checkSettings(settings); !done)
    return done;
  Workspace workspace;
  Result<Module> module = workspace.load(input);
  if (!module)
    return module.error();
  if (Result<void> done = quantizeStep(workspace, **module, settings, yaml);
      !done)
    return done;
  return saveModule(**module, output);
}

Result<void> emitModel(const std::string &input, const std::string &yaml,
                       const std::string &overrides,
                       const std::string &package) {
  Workspace workspace;
  Result<Module> module = workspace.load(input);
  if (!module)
    return module.error();
  return emitStep(workspace, **module, yaml, overrides, package);
}

Result<void> compileModel(const ImportSettings &importing,
                          const CalibrateSettings &calibrating,
                          const QuantizeSettings &quantizing,
                          const std::string &package) {
  if (Result<void> done = checkSettings(calibrating); !done)
    return done;
  if (Result<void> done = checkSettings(quantizing); !done)
    return done;
  ScratchFolder scratch;
  if (scratch.path.empty())
    return Error{fs::temp_directory_path().string() +
                 ": cannot make a folder for intermediate files"};
  const std::string yaml = scratch.path + "/calibration.yaml";

  Workspace workspace;
  Result<Module> module = importStep(workspace, importing);
  if (!module)
    return module.error();
  if (Result<void> done = calibrateStep(workspace, **module, calibrating, yaml,
                                        histogramsBeside(yaml));
      !done)
    return done;
  if (Result<void> done = quantizeStep(workspace, **module, quantizing, yaml);
      !done)
    return done;
  return emitStep(workspace, **module, yaml, quantizing.overrides, package);
}

} // namespace qsim
