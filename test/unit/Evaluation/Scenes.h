// SPDX-License-Identifier: Apache-2.0
// Short ways to write detections and labelled objects.
#ifndef QSIM_TEST_UNIT_EVALUATION_SCENES_H
#define QSIM_TEST_UNIT_EVALUATION_SCENES_H

#include "qsim/Evaluation/Matching.h"
#include "qsim/Support/Random.h"

namespace qsim::test {

/// An object of width and height .2 around (x, .5).
inline Label object(int classId, float x) {
  return {classId, x, 0.5f, 0.2f, 0.2f};
}

/// A detection of the same size.
inline qsimrt_detection detection(int classId, float score, float x,
                                  int cell = 0) {
  qsimrt_detection found{};
  found.x = x;
  found.y = 0.5f;
  found.w = found.h = 0.2f;
  found.objectness = found.score = score;
  found.class_id = classId;
  found.cell = cell;
  return found;
}

struct Scenes {
  DetectionSets detections;
  LabelSets labels;
};

/// Pictures with up to three objects each, found more or less well.
inline Scenes randomScenes(std::size_t pictures, int classes,
                           std::uint64_t seed, double noise) {
  Scenes scenes;
  SplitMix64 objects(42), found(seed);
  for (std::size_t p = 0; p < pictures; ++p) {
    Labels &labels = scenes.labels.emplace_back();
    auto &detections = scenes.detections.emplace_back();
    for (std::uint64_t i = objects.below(4); i > 0; --i) {
      int classId =
          static_cast<int>(objects.below(static_cast<std::uint64_t>(classes)));
      float x = static_cast<float>(objects.uniform());
      labels.push_back(object(classId, x));
      float shift = static_cast<float>((found.uniform() - 0.5) * noise);
      float score = static_cast<float>(found.uniform());
      detections.push_back(detection(classId, score, x + shift));
    }
  }
  return scenes;
}

} // namespace qsim::test

#endif // QSIM_TEST_UNIT_EVALUATION_SCENES_H
