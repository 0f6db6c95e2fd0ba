// SPDX-License-Identifier: Apache-2.0
// One number for the answers to labelled pictures.
#ifndef QSIM_TOOLS_QSIM_SCORING_H
#define QSIM_TOOLS_QSIM_SCORING_H

#include "Command.h"

#include "qsim/Evaluation/Matching.h"
#include "qsim/Execution/Answer.h"
#include "qsim/Support/ClassDataset.h"
#include "qsim/Support/Dataset.h"

namespace qsim::cli {

/// The objects of every picture. Without a class map the data set's classes are
/// the network's.
Result<LabelSets> detectorLabels(const Dataset &dataset,
                                 const std::string &classMap, int classCount);

/// The labels to look for in the pictures' names: those of a file, else (empty
/// path) the package's class names.
Result<ClassLabels> classifierLabels(const std::string &path,
                                     const Package &package);

/// What a list of pictures is called on the command line.
struct ScoringOptions {
  std::string images;
  std::size_t limit = 0;   ///< only the first pictures; 0: all
  std::string labels;      ///< of a classifier, as qsim eval has them
  std::string classMap;    ///< of a detector, as qsim eval has it
  bool unlabelled = false; ///< score against FLOAT's own answers
};

/// Labelled pictures; mAP at overlap .5 for a detector, top-1 for a classifier.
/// Of unlabelled ones the agreement with FLOAT's answers: fidelity as qsim eval
/// has it, the share of pictures with FLOAT's best class.
class Scoring {
public:
  static Result<Scoring> create(const Package &package,
                                const ScoringOptions &options);

  const std::vector<std::string> &pictures() const { return paths; }
  /// "mAP@.5", "top-1" or "agreement"; "map50", "top1" or "agreement".
  const char *title() const {
    return unlabelled ? "agreement" : detects ? "mAP@.5" : "top-1";
  }
  const char *key() const {
    return unlabelled ? "agreement" : detects ? "map50" : "top1";
  }
  bool isOfDetector() const { return detects; }
  /// How low scores of boxes count for it.
  AnswerOptions answerOptions() const;

  /// FLOAT's answers, which unlabelled pictures are scored against.
  Result<void> setReference(const std::vector<Answer> &answers);
  /// 0..1; one answer per picture. Unlabelled pictures have their reference.
  Result<double> score(const std::vector<Answer> &answers) const;

private:
  Scoring() = default;

  bool detects = false, unlabelled = false;
  int classCount = 0;
  std::vector<std::string> paths;
  LabelSets labels;                  ///< of a detector
  std::vector<std::int32_t> classes; ///< of a classifier
  DetectionSets reference;           ///< of a detector, if unlabelled
};

/// --images, --limit, --labels, --class-map, --unlabelled.
void addScoringOptions(CLI::App &command, ScoringOptions &options);

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_SCORING_H
