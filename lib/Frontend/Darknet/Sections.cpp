// SPDX-License-Identifier: Apache-2.0
// The table of sections that can be imported, and what to say of the others.
#include "Network.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

static constexpr SectionKind kinds[] = {
    {"convolutional", "conv", "conv", planConvolutional},
    {"maxpool", "max", "maxpool", planMaxPool},
    {"route", "", "route", planRoute},
    {"upsample", "", "upsample", planUpsample},
    {"yolo", "", "yolo", planYolo},
};

static constexpr StringLiteral recurrent[] = {"rnn",  "gru",       "lstm",
                                              "crnn", "conv_lstm", "history"};

static constexpr StringLiteral notYet[] = {"activation",
                                           "avg",
                                           "avgpool",
                                           "batchnorm",
                                           "conn",
                                           "connected",
                                           "contrastive",
                                           "cost",
                                           "crop",
                                           "deconv",
                                           "deconvolutional",
                                           "detection",
                                           "dropout",
                                           "empty",
                                           "gaussian_yolo",
                                           "Gaussian_yolo",
                                           "implicit",
                                           "iseg",
                                           "l2norm",
                                           "local",
                                           "local_avgpool",
                                           "logistic",
                                           "lrn",
                                           "normalization",
                                           "region",
                                           "reorg",
                                           "reorg3d",
                                           "sam",
                                           "scale_channels",
                                           "shortcut",
                                           "silence",
                                           "soft",
                                           "softmax"};

const SectionKind *darknet::findSectionKind(SectionReader &reader) {
  StringRef name = reader.name();
  for (const SectionKind &kind : kinds)
    if (name == kind.name || (!kind.alias.empty() && name == kind.alias))
      return &kind;
  if (llvm::is_contained(recurrent, name)) {
    reader.error() << "[" << name
                   << "] is recurrent: such networks are not supported";
    return nullptr;
  }
  InFlightDiagnostic diag = reader.error();
  if (llvm::is_contained(notYet, name))
    diag << "[" << name << "] is not supported yet, wanted one of";
  else
    diag << "the section " << quoted(name) << " is unknown, wanted one of";
  for (const SectionKind &kind : kinds)
    diag << " [" << kind.name << "]";
  return nullptr;
}
