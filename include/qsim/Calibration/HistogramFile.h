// SPDX-License-Identifier: Apache-2.0
// calibration.hist: statistics in binary, versioned and checksummed.
#ifndef QSIM_CALIBRATION_HISTOGRAMFILE_H
#define QSIM_CALIBRATION_HISTOGRAMFILE_H

#include "qsim/Calibration/Statistics.h"
#include "qsim/Support/Result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace qsim {

/// The bytes of a calibration.hist (docs/spec/calibration.md).
std::string encodeHistograms(const NetworkStatistics &statistics);
/// `file` is used in messages.
Result<NetworkStatistics> decodeHistograms(const std::string &file,
                                           std::string_view bytes);
/// The checksum at the end of encoded bytes, which calibration.yaml repeats.
std::uint32_t histogramsChecksum(std::string_view bytes);

} // namespace qsim

#endif // QSIM_CALIBRATION_HISTOGRAMFILE_H
