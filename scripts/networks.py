# SPDX-License-Identifier: Apache-2.0
# The trained networks of $QSIM_MODELS, and how each is imported and measured.
import os

# Paths are relative to the folder of models. `compile` and `eval` are options of
# those commands; values that begin with @ are paths, too. `reference` is what the
# README of that folder gives for all pictures (with `elsewhere`: for other ones), `all` names them where calib and
# test are not lists. A network from ONNX has `onnx` in the place of cfg and weights;
# `sorted_labels` counts the labels' lines that are its classes, in their order by name.
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
    {
        "name": "SqueezeNet",
        "reference": {"top1": 0.606, "top5": 0.820},
        "onnx": "onnx/SqueezeNet_fp32_converted.onnx",
        "images": "images/imagenet",
        "compile": ["--resize", "crop:256", "--order", "bgr", "--scale-input", "1", "--mean", "104,117,123"],
        "eval": [],
        "sorted_labels": ("@images/imagenet/imagenet.labels.list", 1000),
    },
    {
        "name": "mnist",
        "reference": {"top1": 0.989},
        "onnx": "onnx/mnist.onnx",
        "calib": ["@images/mnist/t10k-images-idx3-ubyte.gz#0..499"],
        "test": ["@images/mnist/t10k-images-idx3-ubyte.gz#500..9999"],
        "all": "@images/mnist/t10k-images-idx3-ubyte.gz",
        "compile": ["--resize", "stretch", "--scale-input", "1"],
        "eval": [],
    },
    {
        "name": "resnet_2b",
        "reference": {"top1": 0.687},
        "onnx": "onnx/resnet_2b.onnx",
        "images": "images/cifar10",
        "compile": ["--resize", "stretch", "--mean", "0.4914,0.4822,0.4465", "--std", "0.2471,0.2435,0.2616"],
        "eval": [],
    },
    {
        "name": "cifar_base_kw",
        "reference": {"top1": 0.580},
        "onnx": "onnx/cifar_base_kw.onnx",
        "images": "images/cifar10",
        "compile": ["--resize", "stretch", "--mean", "0.485,0.456,0.406", "--std", "0.225"],
        "eval": [],
    },
    {
        "name": "ImageClassifier",
        "reference": {"top1": 0.641},
        "onnx": "onnx/ImageClassifier.onnx",
        "images": "images/cifar10",
        "compile": ["--resize", "stretch", "--mean", "0.5", "--std", "0.5"],
        "eval": [],
    },
    {
        # Published for other pictures than these: a hint, not a reference.
        "name": "yolox_nano",
        "reference": {"map50": 0.505},
        "elsewhere": True,
        "onnx": "onnx/yolox_nano.onnx",
        "images": "images/coco",
        "compile": ["--head", "yolox", "--resize", "letterbox-topleft", "--pad-value", "114",
                    "--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225", "--names", "@images/coco/coco.names"],
        "eval": [],
    },
]


def resolve(network, work):
    """The network with every path made one of this machine; files that it needs are made in `work`."""
    models = os.environ.get("QSIM_MODELS", "../shared/models")

    def path(value):
        return os.path.join(models, value[1:]) if value[:1] == "@" else value

    def paths(values):
        return [path(value) for value in values]

    if "onnx" in network:
        source = [path("@" + network["onnx"])]
    else:
        source = [path("@" + network["cfg"]), "--weights", path("@" + network["weights"])]
    folder = "@" + network.get("images", "")
    return {
        "source": source,
        "calib": paths(network.get("calib", [folder + "/calib.txt"])),
        "test": paths(network.get("test", [folder + "/test.txt"])),
        "all": path(network["all"]) if "all" in network else "",
        "reference": network["reference"],
        "elsewhere": network.get("elsewhere", False),
        "compile": paths(network["compile"]),
        "eval": paths(network["eval"]) + sorted_labels(network, path, work),
    }


def sorted_labels(network, path, work):
    """Options that name the classes in the order of their names, as most trainers number them."""
    if "sorted_labels" not in network:
        return []
    labels, count = network["sorted_labels"]
    with open(path(labels)) as file:
        names = sorted(line.strip() for line in file.readlines()[:count])
    os.makedirs(work, exist_ok=True)
    written = os.path.join(work, "labels.txt")
    with open(written, "w") as file:
        file.writelines(name + "\n" for name in names)
    return ["--labels", written]
