// SPDX-License-Identifier: Apache-2.0
// Runs a detector over many pictures, several at a time.
#ifndef QSIM_EXECUTION_DETECTION_H
#define QSIM_EXECUTION_DETECTION_H

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"

#include <string>
#include <vector>

namespace qsim {

struct DetectionOptions {
  qsimrt_mode mode = QSIMRT_FLOAT;
  Kernels kernels = fastestKernels();
  float threshold = 0.005f; ///< of objectness and of the final score
  float iou = 0.45f;        ///< above it the lower score is suppressed
  int threads = 0;          ///< pictures at a time; 0: as many as cores
};

/// Sorted by score, best first; boxes relative to the picture.
using PictureDetections = std::vector<qsimrt_detection>;

/// Does the network have a detection head? One without is taken as a
/// classifier.
bool isDetector(const qsimrt_model &model);

/// What a session that ran on `input` found above `threshold`, overlaps above
/// `iou` suppressed. A tensor has no picture behind it: its boxes stay relative
/// to the network's input.
Result<PictureDetections> detectionsOn(const Input &input,
                                       const Session &session, float threshold,
                                       float iou);

/// Suppresses among what a session found on `input` and makes the rest relative
/// to the picture. The session is no longer needed, its model is.
void finishDetections(const qsimrt_model &model, const Input &input, float iou,
                      PictureDetections &found);

/// Detections of every picture, in the order of `pictures`; the same for any
/// number of threads. The first picture (by position) that cannot be read is
/// the error.
Result<std::vector<PictureDetections>>
detectAll(const Package &package, const std::vector<std::string> &pictures,
          const DetectionOptions &options);

} // namespace qsim

#endif // QSIM_EXECUTION_DETECTION_H
