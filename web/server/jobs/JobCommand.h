// SPDX-License-Identifier: Apache-2.0
// What a job runs: the command line of qsim, and a folder with the files that
// it names.
#ifndef QSIM_WEB_SERVER_JOBS_JOBCOMMAND_H
#define QSIM_WEB_SERVER_JOBS_JOBCOMMAND_H

#include "../files/DataFolder.h"
#include "../store/Store.h"

namespace qsim::server {

struct JobCommand {
  std::filesystem::path folder; ///< where it works
  std::vector<std::string> arguments;
  Said note = {}; ///< what nobody asked for; may be empty
};

/// Where the command `compile` puts the package, in the job's folder.
inline constexpr char compiledPackage[] = "package.qsim";

/// Makes the job's work folder anew. In it the project's files lie under their
/// own paths, in `files/`. Throws a Problem where one is missing.
JobCommand prepareJob(Store &store, const DataFolder &data, const Job &job);

/// `--method kl ...`: the options of an experiment as those of qsim compile.
std::vector<std::string> compileArguments(const boost::json::object &options);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_JOBS_JOBCOMMAND_H
