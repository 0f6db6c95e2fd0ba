// SPDX-License-Identifier: Apache-2.0
// How a picture becomes a network's input, in the words of the command line.
#ifndef QSIM_SUPPORT_PREPROCESSING_H
#define QSIM_SUPPORT_PREPROCESSING_H

#include "qsim/Support/Result.h"
#include "qsimrt/model.h"

#include <optional>
#include <string>

namespace qsim {

/// What a user said of it; an empty string or nothing: not said.
struct PreprocessingWords {
  std::string resize; ///< stretch, letterbox, letterbox-topleft, center-crop,
                      ///< crop:SIDE
  std::string order;  ///< rgb, bgr
  std::string mean;   ///< one number or three, "a,b,c"
  std::string std;    ///< the same, greater than 0
  std::optional<int> scaleInput; ///< 255 or 1: what bytes are divided by
  std::optional<float> padValue; ///< byte value of a letterbox's canvas

  bool operator==(const PreprocessingWords &) const = default;
};

/// Puts what was said over `usual`. Errors name the option, `--mean` for
/// `mean`, the value and what was expected.
Result<qsimrt_preprocess> parsePreprocessing(const PreprocessingWords &words,
                                             const qsimrt_preprocess &usual);

/// "letterbox", or with what is not Darknet's way "crop:256, bgr, scale 1, mean
/// 104,117,123".
std::string preprocessingText(const qsimrt_preprocess &preprocess);

} // namespace qsim

#endif // QSIM_SUPPORT_PREPROCESSING_H
