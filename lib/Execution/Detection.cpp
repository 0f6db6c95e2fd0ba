// SPDX-License-Identifier: Apache-2.0
// Picture-parallel detection: one session per thread.
#include "qsim/Execution/Detection.h"

#include "PictureRuns.h"

#include <algorithm>

namespace qsim {

bool isDetector(const qsimrt_model &model) {
  return std::any_of(
      model.layers, model.layers + model.layer_count,
      [](const qsimrt_layer &layer) { return qsimrt_is_head(layer.kind); });
}

void finishDetections(const qsimrt_model &model, const Input &input, float iou,
                      PictureDetections &found) {
  suppressOverlaps(model, found, iou);
  if (input.picture)
    qsimrt_restore_boxes(found.data(), found.size(), &model.preprocess,
                         model.image, input.picture->width,
                         input.picture->height);
}

Result<PictureDetections> detectionsOn(const Input &input,
                                       const Session &session, float threshold,
                                       float iou) {
  Result<PictureDetections> found = session.candidates(threshold);
  if (found)
    finishDetections(*qsimrt_session_model(session.handle()), input, iou,
                     *found);
  return found;
}

Result<std::vector<PictureDetections>>
detectAll(const Package &package, const std::vector<std::string> &pictures,
          const DetectionOptions &options) {
  SessionOptions session;
  session.mode = options.mode;
  session.kernels = options.kernels;
  return runPictures(
      package.model(), pictures, session, options.threads,
      [&](const Session &ran, const Input &input, const Advance &) {
        return detectionsOn(input, ran, options.threshold, options.iou);
      });
}

} // namespace qsim
