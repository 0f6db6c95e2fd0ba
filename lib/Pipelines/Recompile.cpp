// SPDX-License-Identifier: Apache-2.0
// Compiles a package again; edits that it holds are put into the result.
#include "qsim/Pipelines/Recompile.h"

#include "AddedRules.h"
#include "Steps.h"

#include "qsim/Execution/SaveEdits.h"
#include "qsim/Support/PackageFiles.h"
#include "qsim/Support/ScratchFolder.h"

namespace fs = std::filesystem;

namespace qsim {
namespace {

using Module = mlir::OwningOpRef<mlir::ModuleOp>;

Result<std::string> systemFile(const std::string &package) {
  std::vector<std::string> entries;
  std::error_code code;
  for (const fs::directory_entry &entry : fs::directory_iterator(package, code))
    entries.push_back(entry.path().filename().string());
  const std::string name = packageName(entries);
  if (name.empty())
    return Error{package + ": expected a package: exactly one .net file with "
                           "its .sys file"};
  return package + "/" + name + ".sys";
}

/// A package that was compiled by a profile has no calibration.
Result<void> refuseProfile(const std::string &package) {
  if (fs::exists(package + "/" + packageCalibration))
    return {};
  Result<std::unique_ptr<Package>> opened = Package::open(package);
  if (opened && (*opened)->model().arithmetic == QSIMRT_YOLO2_LIGHT)
    return Error{package + ": was compiled with the profile yolo2_light, which "
                           "leaves nothing to choose"};
  return {};
}

Result<QuantizeSettings> settingsFrom(const std::string &yaml) {
  Result<Calibration> calibration = readCalibration(yaml);
  if (!calibration)
    return calibration.error();
  if (!calibration->record.defaults)
    return Error{yaml +
                 ": expected 'defaults', what the network was quantized with; "
                 "compile the package again"};
  return settingsOf(*calibration->record.defaults);
}

Result<void> compileAgain(const std::string &package,
                          const std::string &overrides,
                          const std::string &output) {
  if (Result<void> done = refuseProfile(package); !done)
    return done;
  CalibrateSettings calibrating;
  calibrating.from = package + "/" + packageCalibration;
  Result<QuantizeSettings> quantizing = settingsFrom(calibrating.from);
  if (!quantizing)
    return quantizing.error();
  quantizing->overrides = overrides;
  Result<std::string> sys = systemFile(package);
  if (!sys)
    return sys.error();
  quantizing->sys = *sys;
  if (Result<void> done = checkSettings(*quantizing); !done)
    return done;
  Workspace workspace;
  const std::string original = package + "/" + packageModule;
  Result<Module> module = workspace.load(original);
  if (!module)
    return module.error();
  return compileImported(workspace, **module, calibrating, *quantizing, output,
                         original);
}

/// With the rules as one file in `scratch`.
Result<void> compileWithRules(const std::string &package,
                              const RecompileSettings &settings,
                              const std::string &scratch,
                              const std::string &output) {
  std::string overrides = package + "/" + packageOverrides;
  if (settings.overrides)
    overrides = *settings.overrides;
  else if (!fs::exists(overrides))
    overrides.clear();
  if (settings.rules.empty())
    return compileAgain(package, overrides, output);
  Result<AddedRules> rules = AddedRules::create(overrides, settings.rules);
  if (!rules)
    return rules.error();
  const std::string path = scratch + "/" + packageOverrides;
  if (Result<void> done = writeFileAtomically(path, rules->text()); !done)
    return done;
  if (Result<void> done = compileAgain(package, path, output); !done)
    return rules->ofUser(done.error(), path);
  return {};
}

/// Puts recorded changes and the modes of `package` into `compiled`, which was
/// made of it, and writes that to `output`.
Result<void> carryEdits(const EditRecord &record, const std::string &package,
                        const std::string &compiled,
                        const std::string &output) {
  const std::string modes = package + "/" + packageModes;
  std::error_code code;
  if (fs::exists(modes) &&
      !fs::copy_file(modes, compiled + "/" + packageModes, code))
    return Error{modes + ": cannot be copied: " + code.message()};
  Result<std::unique_ptr<Package>> opened = Package::open(compiled);
  if (!opened)
    return opened.error();
  // Nothing runs: the mode only has to be one that every package can have.
  Result<std::unique_ptr<Simulation>> simulation =
      Simulation::create(**opened, QSIMRT_FLOAT, 1);
  if (!simulation)
    return simulation.error();
  if (Result<void> done = applyAgain(record, package, **simulation); !done)
    return Error{done.error().message +
                 "; --drop-edits gives all recorded changes up"};
  return saveEdits(**simulation, compiled, output, record);
}

/// What of a record still holds under these settings.
Result<EditRecord> recordFor(const std::string &package,
                             const RecompileSettings &settings) {
  if (settings.dropEdits)
    return EditRecord();
  Result<EditRecord> record = readEditRecord(package);
  if (record && settings.overrides) // the rules are gone with the others
    std::erase_if(record->changes, [](const RecordedChange &change) {
      return !change.quantize.empty();
    });
  return record;
}

} // namespace

Result<void> recompileModel(const std::string &package,
                            const RecompileSettings &settings,
                            const std::string &output) {
  ScratchFolder scratch("compile");
  if (scratch.path.empty())
    return Error{fs::temp_directory_path().string() +
                 ": cannot make a folder for intermediate files"};
  Result<EditRecord> record = recordFor(package, settings);
  if (!record)
    return record.error();
  const bool isEdited =
      !record->changes.empty() ||
      (!settings.dropEdits && fs::exists(package + "/" + packageModes));
  const std::string compiled = isEdited ? scratch.path + "/compiled" : output;
  if (Result<void> done =
          compileWithRules(package, settings, scratch.path, compiled);
      !done || !isEdited)
    return done;
  return carryEdits(*record, package, compiled, output);
}

} // namespace qsim
