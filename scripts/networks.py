# SPDX-License-Identifier: Apache-2.0
# The trained networks of $QSIM_MODELS, and how each is imported and measured.
import os

# Paths are relative to the folder of models. `compile` and `eval` are options of
# those commands; values that begin with @ are paths, too. `reference` is what the
# README of that folder gives for all pictures, `all` names them where calib and
# test are not lists.
NETWORKS = [
    {
        "name": "yolov3-tiny-aix2022",
        "reference": {"map50": 0.905},
        "cfg": "darknet/yolov3-tiny-aix2022/yolov3-tiny-aix2022-416.cfg",
        "weights": "darknet/yolov3-tiny-aix2022/yolov3-tiny-aix2022.weights",
        "images": "images/aix",
        "compile": ["--resize", "stretch", "--names", "@darknet/yolov3-tiny-aix2022/yolohw.names"],
        "eval": [],
    },
    {
        "name": "yolo-fastest-1.1",
        "reference": {"map50": 0.291},
        "cfg": "darknet/yolo-fastest-1.1/yolo-fastest-1.1.cfg",
        "weights": "darknet/yolo-fastest-1.1/yolo-fastest-1.1.weights",
        "images": "images/coco",
        "compile": ["--darknet-dialect", "alexeyab", "--resize", "stretch", "--names", "@images/coco/coco.names"],
        "eval": [],
    },
    {
        "name": "mobilenetv2-yolov3-nano-voc",
        "reference": {"map50": 0.292},
        "cfg": "darknet/mobilenetv2-yolov3-nano-voc/MobileNetV2-YOLOv3-Nano-voc.cfg",
        "weights": "darknet/mobilenetv2-yolov3-nano-voc/MobileNetV2-YOLOv3-Nano-voc.weights",
        "images": "images/coco",
        "compile": ["--darknet-dialect", "alexeyab", "--resize", "stretch", "--names", "@images/coco/voc.names"],
        "eval": ["--class-map", "@images/coco/coco-to-voc.txt"],
    },
    {
        "name": "yolo-lite-coco",
        "reference": {"map50": 0.120},
        "cfg": "darknet/yolo-lite-coco/yolo-lite-coco.cfg",
        "weights": "darknet/yolo-lite-coco/yolo-lite-coco.weights",
        "images": "images/coco",
        "compile": ["--resize", "stretch", "--names", "@images/coco/coco.names"],
        "eval": [],
    },
    {
        "name": "yolo-lite-voc-nobn",
        "reference": {"map50": 0.182},
        "cfg": "darknet/yolo-lite-voc-nobn/yolo-lite-voc-nobn.cfg",
        "weights": "darknet/yolo-lite-voc-nobn/yolo-lite-voc-nobn.weights",
        "images": "images/coco",
        "compile": ["--resize", "stretch", "--names", "@images/coco/voc.names"],
        "eval": ["--class-map", "@images/coco/coco-to-voc.txt"],
    },
    {
        "name": "tiny-darknet",
        "reference": {"top1": 0.654, "top5": 0.860},
        "cfg": "darknet/tiny-darknet/tiny.cfg",
        "weights": "darknet/tiny-darknet/tiny.weights",
        "images": "images/imagenet",
        "compile": [],
        "eval": ["--labels", "@darknet/tiny-darknet/imagenet.labels.list"],
    },
    {
        "name": "mnist-lenet",
        "reference": {"top1": 0.955},
        "cfg": "darknet/mnist-lenet/mnist_lenet.cfg",
        "weights": "darknet/mnist-lenet/mnist_lenet.weights",
        "calib": ["@images/mnist/t10k-images-idx3-ubyte.gz#0..499"],
        "test": ["@images/mnist/t10k-images-idx3-ubyte.gz#500..9999"],
        "all": "@images/mnist/t10k-images-idx3-ubyte.gz",
        "compile": [],
        "eval": [],
    },
]


def resolve(network):
    """The network with every path made one of this machine."""
    models = os.environ.get("QSIM_MODELS", "../shared/models")

    def paths(values):
        return [os.path.join(models, value[1:]) if value[:1] == "@" else value for value in values]

    folder = "@" + network.get("images", "")
    return {
        "cfg": os.path.join(models, network["cfg"]),
        "weights": os.path.join(models, network["weights"]),
        "calib": paths(network.get("calib", [folder + "/calib.txt"])),
        "test": paths(network.get("test", [folder + "/test.txt"])),
        "all": paths([network["all"]])[0] if "all" in network else "",
        "reference": network["reference"],
        "compile": paths(network["compile"]),
        "eval": paths(network["eval"]),
    }
