// SPDX-License-Identifier: Apache-2.0
// Each step between files, and all steps in memory.
#include "qsim/Pipelines/Compile.h"

#include "Steps.h"

#include "qsim/Support/ScratchFolder.h"

namespace fs = std::filesystem;

namespace qsim {
namespace {

using Module = mlir::OwningOpRef<mlir::ModuleOp>;

/// x.yaml -> x.hist
std::string histogramsBeside(const std::string &yaml) {
  return fs::path(yaml).replace_extension(".hist").string();
}

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
  if (settings.profile.empty() == yaml.empty())
    return Error{"expected either --calibration or --profile"};
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

Result<void> compileImported(Workspace &workspace, mlir::ModuleOp module,
                             const CalibrateSettings &calibrating,
                             const QuantizeSettings &quantizing,
                             const std::string &package,
                             const std::string &original) {
  ScratchFolder scratch("compile");
  if (scratch.path.empty())
    return Error{fs::temp_directory_path().string() +
                 ": cannot make a folder for intermediate files"};
  const std::string yaml = scratch.path + "/calibration.yaml";
  if (Result<void> done = calibrateStep(workspace, module, calibrating, yaml,
                                        histogramsBeside(yaml));
      !done)
    return done;
  QuantizeSettings searching = quantizing;
  searching.threads = calibrating.threads;
  if (Result<void> done = quantizeStep(workspace, module, searching, yaml);
      !done)
    return done;
  return emitStep(workspace, module, yaml, quantizing.overrides, package,
                  original);
}

/// The steps of a profile, which needs no calibration.
static Result<void> compileProfile(ImportSettings importing,
                                   const CalibrateSettings &calibrating,
                                   const QuantizeSettings &quantizing,
                                   const std::string &package) {
  const std::string option = "--profile " + quantizing.profile;
  if (!calibrating.images.empty() || !calibrating.from.empty())
    return Error{option + " needs no calibration: expected neither --images "
                          "nor --calibration"};
  if (importing.dialect.empty())
    importing.dialect = quantizing.profile;
  if (importing.dialect != quantizing.profile)
    return Error{option + ": expected no other --darknet-dialect, got '" +
                 importing.dialect + "'"};
  Workspace workspace;
  Result<Module> module = importStep(workspace, importing);
  if (!module)
    return module.error();
  if (Result<void> done = quantizeStep(workspace, **module, quantizing, "");
      !done)
    return done;
  return emitStep(workspace, **module, "", "", package);
}

Result<void> compileModel(const ImportSettings &importing,
                          const CalibrateSettings &calibrating,
                          const QuantizeSettings &quantizing,
                          const std::string &package) {
  if (Result<void> done = checkSettings(quantizing); !done)
    return done;
  if (!quantizing.profile.empty())
    return compileProfile(importing, calibrating, quantizing, package);
  if (Result<void> done = checkSettings(calibrating); !done)
    return done;
  Workspace workspace;
  Result<Module> module = importStep(workspace, importing);
  if (!module)
    return module.error();
  return compileImported(workspace, **module, calibrating, quantizing, package);
}

} // namespace qsim
