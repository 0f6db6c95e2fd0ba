// SPDX-License-Identifier: Apache-2.0
// [yolo]: a YOLOv3 detection head.
#include "Emitter.h"
#include "Network.h"

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
                          ModeAttr(), DictionaryAttr(), classes, mask, anchors);
  }

  int64_t classes;
  SmallVector<int64_t> mask;
  SmallVector<float> anchors;
};

} // namespace

static void readAnchors(SectionReader &reader, Yolo &layer) {
  int64_t count = reader.integer("num", 1, 1, kMaxExtent);
  layer.anchors = reader.reals("anchors");
  bool unreadable = layer.anchors.empty() && reader.has("anchors");
  if (!unreadable && static_cast<int64_t>(layer.anchors.size()) != 2 * count)
    reader.error("anchors")
        << "there are " << layer.anchors.size() << " anchor numbers, wanted "
        << 2 * count << " = 2 * num";
  for (float number : layer.anchors)
    if (!(number > 0)) {
      reader.error("anchors") << "an anchor number is " << formatFloat(number)
                              << ", wanted a positive one";
      break;
    }
  layer.mask = reader.integers("mask");
  if (!reader.has("mask")) {
    layer.mask.resize(count);
    std::iota(layer.mask.begin(), layer.mask.end(), 0);
  }
  for (int64_t index : layer.mask)
    if (index < 0 || index >= count) {
      reader.error("mask") << "mask names anchor " << index << ", wanted 0.."
                           << count - 1;
      break;
    }
}

static void readVariants(SectionReader &reader) {
  reader.refuseUnlessAlexeyab("scale_x_y", 1);
  reader.refuseUnlessAlexeyab("new_coords", 0);
  if (reader.has("nms_kind") && reader.text("nms_kind") != "default")
    reader.warning("nms_kind")
        << "nms_kind is ignored: qsim suppresses boxes by their IoU";
  reader.ignore({"beta_nms",
                 "cls_normalizer",
                 "counters_per_class",
                 "delta_normalizer",
                 "dontload",
                 "dontsave",
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
                 "nms_kind",
                 "obj_normalizer",
                 "objectness_smooth",
                 "onlyforward",
                 "random",
                 "resize",
                 "rewrite_bbox",
                 "show_details",
                 "stopbackward",
                 "track_ciou_norm",
                 "track_history_size",
                 "truth",
                 "truth_thresh",
                 "uc_normalizer"});
}

std::unique_ptr<Layer> darknet::planYolo(SectionReader &reader,
                                         const Network &network) {
  auto layer = std::make_unique<Yolo>();
  layer->inputs = {network.previous()};
  layer->output = network.shapeOf(network.previous());
  layer->classes = reader.integer("classes", 20, 1, kMaxExtent);
  readAnchors(reader, *layer);
  readVariants(reader);
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
