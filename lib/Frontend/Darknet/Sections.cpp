// SPDX-License-Identifier: Apache-2.0
// The table of sections that can be imported, and what to say of the others.
#include "Network.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

static constexpr SectionKind kinds[] = {
    {"avgpool", "avg", "avgpool", planAvgPool},
    {"connected", "conn", "connected", planConnected},
    {"convolutional", "conv", "conv", planConvolutional},
    {"cost", "", "cost", planCost},
    {"crop", "", "crop", planCrop},
    {"detection", "", "detection", planDetection},
    {"dropout", "", "dropout", planDropout},
    {"local", "", "local", planLocal},
    {"maxpool", "max", "maxpool", planMaxPool},
    {"region", "", "region", planRegion},
    {"reorg", "", "reorg", planReorg},
    {"reorg3d", "", "reorg3d", planReorg3D},
    {"route", "", "route", planRoute},
    {"sam", "", "sam", planSam},
    {"scale_channels", "", "scale_channels", planScaleChannels},
    {"shortcut", "", "shortcut", planShortcut},
    {"softmax", "soft", "softmax", planSoftmax},
    {"upsample", "", "upsample", planUpsample},
    {"yolo", "", "yolo", planYolo},
};

static constexpr StringLiteral recurrent[] = {"rnn",  "gru",       "lstm",
                                              "crnn", "conv_lstm", "history"};

static constexpr StringLiteral notYet[] = {
    "Gaussian_yolo", "activation",    "batchnorm",
    "contrastive",   "deconv",        "deconvolutional",
    "empty",         "gaussian_yolo", "implicit",
    "iseg",          "l2norm",        "local_avgpool",
    "logistic",      "lrn",           "normalization",
    "silence"};

static constexpr StringLiteral alexeyabOnly[] = {
    "Gaussian_yolo", "contrastive",    "conv_lstm", "empty",
    "gaussian_yolo", "history",        "implicit",  "local_avgpool",
    "reorg3d",       "scale_channels", "sam",       "silence"};

static constexpr StringLiteral yolo2Light[] = {
    "convolutional", "maxpool", "region",   "reorg", "route",
    "shortcut",      "softmax", "upsample", "yolo"};

bool darknet::isAlexeyabSection(StringRef name) {
  return llvm::is_contained(alexeyabOnly, name);
}

static bool hasSection(Arithmetic dialect, const SectionKind &kind) {
  switch (dialect) {
  case Arithmetic::Pjreddie:
    return !isAlexeyabSection(kind.name);
  case Arithmetic::Alexeyab:
    return true;
  case Arithmetic::Yolo2Light:
    return llvm::is_contained(yolo2Light, kind.name);
  case Arithmetic::Onnx:
    break;
  }
  llvm_unreachable("every dialect has sections");
}

const SectionKind *darknet::findSectionKind(SectionReader &reader) {
  StringRef name = reader.name();
  const auto *known = llvm::find_if(kinds, [&](const SectionKind &kind) {
    return name == kind.name || (!kind.alias.empty() && name == kind.alias);
  });
  if (known != std::end(kinds)) {
    if (hasSection(reader.darknet(), *known))
      return known;
    InFlightDiagnostic diag = reader.error();
    diag << "[" << name << "] is not known to " << programOf(reader.darknet());
    if (isAlexeyabSection(name))
      diag << "; --darknet-dialect=alexeyab imports it";
    return nullptr;
  }
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
    if (hasSection(reader.darknet(), kind))
      diag << " [" << kind.name << "]";
  return nullptr;
}
