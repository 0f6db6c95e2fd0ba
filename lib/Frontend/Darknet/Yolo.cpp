// SPDX-License-Identifier: Apache-2.0
// [yolo]: a YOLOv3 detection head.
#include "Anchors.h"

#include "QSim/IR/QSimOps.h"
#include "qsim/Support/Numbers.h"

#include <numeric>

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Yolo : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return YoloOp::create(emitter.builder, location, emitter.featureMap(output),
                          emitter.output(inputs.front()), name, index,
                          ModeAttr(), DictionaryAttr(), classes, mask, anchors,
                          APFloat(scaleXY), newCoords, nmsKind,
                          APFloat(betaNms));
  }

  HeadClasses headClasses() const override {
    return {HeadClasses::Head::Detector, classes};
  }

  int64_t classes;
  SmallVector<int64_t> mask;
  SmallVector<float> anchors;
  float scaleXY = 1, betaNms = 0.6f;
  bool newCoords = false;
  NmsKind nmsKind = NmsKind::Default;
};

} // namespace

static void readAnchorsAndMask(SectionReader &reader, Yolo &layer) {
  layer.anchors = readAnchors(reader);
  int64_t count = layer.anchors.size() / 2;
  layer.mask = reader.integers("mask");
  if (!reader.has("mask")) {
    layer.mask.resize(count);
    std::iota(layer.mask.begin(), layer.mask.end(), 0);
  }
  if (count == 0) // reported already
    return;
  for (int64_t index : layer.mask)
    if (index < 0 || index >= count) {
      reader.error("mask") << "mask names anchor " << index << ", wanted 0.."
                           << count - 1;
      break;
    }
}

/// How boxes are suppressed. It changes no layer's output, so that every
/// dialect may say it.
static void readSuppression(SectionReader &reader, Yolo &layer) {
  if (reader.has("nms_kind")) {
    StringRef word = reader.text("nms_kind");
    std::optional<NmsKind> kind = symbolizeNmsKind(word);
    if (kind)
      layer.nmsKind = *kind;
    else
      reader.warning("nms_kind")
          << "nms_kind is " << quoted(word)
          << ", which means default; known are default, greedynms, diounms";
  }
  layer.betaNms = reader.real("beta_nms", layer.betaNms);
  if (!(layer.betaNms > 0))
    reader.error("beta_nms") << "beta_nms is " << formatFloat(layer.betaNms)
                             << ", wanted a number above 0";
  if (layer.nmsKind != NmsKind::Default &&
      reader.darknet() != Arithmetic::Alexeyab)
    reader.warning("nms_kind") << programOf(reader.darknet())
                               << " ignores nms_kind; qsim suppresses boxes "
                                  "as it says";
}

static void readVariants(SectionReader &reader, Yolo &layer) {
  if (reader.hasAlexeyab("scale_x_y"))
    layer.scaleXY = reader.real("scale_x_y", 1);
  if (reader.hasAlexeyab("new_coords"))
    layer.newCoords = reader.integer("new_coords", 0, 0, 1) == 1;
  readSuppression(reader, layer);
  reader.ignore({"cls_normalizer",
                 "counters_per_class",
                 "delta_normalizer",
                 "embedding_layer",
                 "focal_loss",
                 "ignore_thresh",
                 "iou_loss",
                 "iou_normalizer",
                 "iou_thresh",
                 "iou_thresh_kind",
                 "jitter",
                 "label_smooth_eps",
                 "map",
                 "max",
                 "max_delta",
                 "obj_normalizer",
                 "objectness_smooth",
                 "random",
                 "resize",
                 "rewrite_bbox",
                 "show_details",
                 "track_ciou_norm",
                 "track_history_size",
                 "truth_thresh",
                 "uc_normalizer"});
  reader.ignoreCommon();
}

std::unique_ptr<Layer> darknet::planYolo(SectionReader &reader,
                                         const Network &network) {
  auto layer = std::make_unique<Yolo>();
  layer->inputs = {network.previous()};
  layer->output = network.shapeOf(network.previous());
  layer->classes = reader.integer("classes", 20, 1, kMaxExtent);
  readAnchorsAndMask(reader, *layer);
  readVariants(reader, *layer);
  if (reader.finish())
    return nullptr;
  int64_t anchors = layer->mask.size();
  int64_t wanted = anchors * (5 + layer->classes);
  if (layer->output.channels == wanted)
    return layer;
  reader.error() << "the layer before has " << layer->output.channels
                 << " channels, wanted " << wanted << " = " << anchors
                 << " anchors * (5 + " << layer->classes << " classes)";
  return nullptr;
}
