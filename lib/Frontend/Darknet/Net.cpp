// SPDX-License-Identifier: Apache-2.0
// [net]: the shape of the picture and how pictures are resized.
#include "Network.h"

#include "qsim/Support/Numbers.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

/// A network without detection head whose output is scores of classes: it has
/// a softmax, or ends in one number per channel.
static bool isClassifier(const Network &network) {
  const auto has = [&](HeadClasses::Head wanted) {
    return llvm::any_of(network.layers, [&](const auto &layer) {
      return layer->headClasses().head == wanted;
    });
  };
  if (has(HeadClasses::Head::Detector))
    return false;
  const Shape &last = network.layers.back()->output;
  return has(HeadClasses::Head::Classifier) ||
         (last.height == 1 && last.width == 1);
}

void darknet::planClassifierResize(const CfgSection &net, Network &network) {
  const bool letterbox = llvm::any_of(net.options, [](const CfgOption &option) {
    return option.key == "letter_box" && option.value == "1";
  });
  if (!letterbox && isClassifier(network))
    network.resize = Resize::CenterCrop;
}

static void readInputCalibration(SectionReader &reader, Network &network) {
  if (reader.darknet() != Arithmetic::Yolo2Light)
    return reader.ignore({"input_calibration"});
  network.inputCalibration = reader.reals("input_calibration");
  for (float number : network.inputCalibration)
    if (!(number > 0)) {
      reader.error("input_calibration")
          << "input_calibration has " << formatFloat(number)
          << ", wanted numbers above 0";
      break;
    }
}

bool darknet::planNet(SectionReader &reader, Network &network) {
  if (reader.has("inputs") && !reader.has("height") && !reader.has("width")) {
    reader.error("inputs") << "[net] has inputs but no height and width: "
                              "networks that read a flat vector are not "
                              "supported";
    return false;
  }
  network.image.channels = reader.requiredInteger("channels", 1, kMaxExtent);
  network.image.height = reader.requiredInteger("height", 1, kMaxExtent);
  network.image.width = reader.requiredInteger("width", 1, kMaxExtent);
  bool letterbox = reader.integer("letter_box", 0, 0, 1) == 1;
  network.resize = letterbox || reader.darknet() == Arithmetic::Pjreddie
                       ? Resize::Letterbox
                       : Resize::Stretch;
  readInputCalibration(reader, network);
  reader.ignore({"B1",
                 "B2",
                 "adam",
                 "adversarial_lr",
                 "angle",
                 "aspect",
                 "attention",
                 "augment_speed",
                 "badlabels_rejection_percentage",
                 "batch",
                 "blur",
                 "burn_in",
                 "center",
                 "clip",
                 "contrastive",
                 "contrastive_color",
                 "contrastive_jit_flip",
                 "cutmix",
                 "decay",
                 "dynamic_minibatch",
                 "ema_alpha",
                 "eps",
                 "equidistant_point",
                 "exposure",
                 "flip",
                 "gamma",
                 "gaussian_noise",
                 "hue",
                 "init_sequential_subdivisions",
                 "inputs",
                 "label_smooth_eps",
                 "learning_rate",
                 "loss_scale",
                 "max_batches",
                 "max_chart_loss",
                 "max_crop",
                 "max_ratio",
                 "min_crop",
                 "min_ratio",
                 "mixup",
                 "momentum",
                 "mosaic",
                 "mosaic_bound",
                 "notruth",
                 "num_sigmas_reject_badlabels",
                 "optimized_memory",
                 "policy",
                 "power",
                 "random",
                 "resize_step",
                 "saturation",
                 "scale",
                 "scales",
                 "seq_scales",
                 "sequential_subdivisions",
                 "sgdr_cycle",
                 "sgdr_mult",
                 "show_receptive_field",
                 "step",
                 "steps",
                 "subdivisions",
                 "time_steps",
                 "track",
                 "try_fix_nan",
                 "unsupervised",
                 "use_cuda_graph",
                 "weights_reject_freq",
                 "workspace_size_limit_MB"});
  return !reader.finish();
}
