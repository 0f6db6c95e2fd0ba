// SPDX-License-Identifier: Apache-2.0
// Ranges that one experiment of a project has measured serve the others that
// would measure the same: another method costs no second run over the pictures.
#ifndef QSIM_WEB_SERVER_JOBS_SHAREDCALIBRATION_H
#define QSIM_WEB_SERVER_JOBS_SHAREDCALIBRATION_H

#include "../files/DataFolder.h"
#include "../store/Store.h"

namespace qsim::server {

/// Lies in the work folder of a job `compile`, then beside the package.
inline constexpr char calibrationKeyFile[] = "calibration.key";

/// The same for experiments whose calibrations are the same: of the network's
/// name, of the content of network, parameters and pictures, and of the options
/// that say how pictures come to the input. Empty where a file has been deleted
/// since.
std::string calibrationKey(Store &store, const Experiment &experiment);

/// One of the project's that was compiled with this key and whose package is
/// there.
std::optional<Experiment> findCalibrated(Store &store, const DataFolder &data,
                                         const Experiment &experiment,
                                         const std::string &key);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_JOBS_SHAREDCALIBRATION_H
