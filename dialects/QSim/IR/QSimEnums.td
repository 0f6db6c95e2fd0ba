// SPDX-License-Identifier: Apache-2.0
// Enumerations of the qsim dialect; their words are those of the files and the command line.
#ifndef QSIM_IR_QSIMENUMS_TD
#define QSIM_IR_QSIMENUMS_TD

include "QSim/IR/QSimDialect.td"
include "mlir/IR/EnumAttr.td"

class QSim_Enum<string cppName, string mnemonic, string text, list<I32EnumAttrCase> cases>
    : I32EnumAttr<cppName, text, cases> {
  let cppNamespace = "::qsim";
  let genSpecializedAttr = 0;
  string attrMnemonic = mnemonic;
}

class QSim_EnumAttr<QSim_Enum info> : EnumAttr<QSim_Dialect, info, info.attrMnemonic>;

// Piecewise linear (numerics.md N27) are those before logistic, leaky_relu and clip; all others are tables (N28):
// isTableActivation tells. From leaky_relu on they are those of N54.
def QSim_ActivationKind : QSim_Enum<"ActivationKind", "activation", "activation function", [
  I32EnumAttrCase<"Linear", 0, "linear">,
  I32EnumAttrCase<"Leaky", 1, "leaky">,
  I32EnumAttrCase<"Relu", 2, "relu">,
  I32EnumAttrCase<"Relu6", 3, "relu6">,
  I32EnumAttrCase<"Relie", 4, "relie">,
  I32EnumAttrCase<"Ramp", 5, "ramp">,
  I32EnumAttrCase<"Logistic", 6, "logistic">,
  I32EnumAttrCase<"Loggy", 7, "loggy">,
  I32EnumAttrCase<"Tanh", 8, "tanh">,
  I32EnumAttrCase<"Elu", 9, "elu">,
  I32EnumAttrCase<"Selu", 10, "selu">,
  I32EnumAttrCase<"Hardtan", 11, "hardtan">,
  I32EnumAttrCase<"Lhtan", 12, "lhtan">,
  I32EnumAttrCase<"Plse", 13, "plse">,
  I32EnumAttrCase<"Stair", 14, "stair">,
  I32EnumAttrCase<"Swish", 15, "swish">,
  I32EnumAttrCase<"Mish", 16, "mish">,
  I32EnumAttrCase<"HardMish", 17, "hard_mish">,
  I32EnumAttrCase<"Gelu", 18, "gelu">,
  I32EnumAttrCase<"LeakyRelu", 19, "leaky_relu">,
  I32EnumAttrCase<"Clip", 20, "clip">,
  I32EnumAttrCase<"Affine", 21, "affine">,
  I32EnumAttrCase<"HardSigmoid", 22, "hard_sigmoid">,
  I32EnumAttrCase<"HardSwish", 23, "hard_swish">,
  I32EnumAttrCase<"Softplus", 24, "softplus">,
  I32EnumAttrCase<"Softsign", 25, "softsign">,
  I32EnumAttrCase<"ThresholdedRelu", 26, "thresholded_relu">,
  I32EnumAttrCase<"Exp", 27, "exp">,
  I32EnumAttrCase<"Log", 28, "log">,
  I32EnumAttrCase<"Sqrt", 29, "sqrt">,
  I32EnumAttrCase<"Abs", 30, "abs">,
  I32EnumAttrCase<"Reciprocal", 31, "reciprocal">,
  I32EnumAttrCase<"Pow", 32, "pow">]>;
def QSim_ActivationKindAttr : QSim_EnumAttr<QSim_ActivationKind>;

def QSim_Arithmetic : QSim_Enum<"Arithmetic", "arithmetic", "whose float arithmetic FLOAT reproduces", [
  I32EnumAttrCase<"Pjreddie", 0, "pjreddie">,
  I32EnumAttrCase<"Alexeyab", 1, "alexeyab">,
  I32EnumAttrCase<"Yolo2Light", 2, "yolo2_light">,
  I32EnumAttrCase<"Onnx", 3, "onnx">]>;

def QSim_Resize : QSim_Enum<"Resize", "resize", "how a picture is brought to the network's input size", [
  I32EnumAttrCase<"Stretch", 0, "stretch">,
  I32EnumAttrCase<"Letterbox", 1, "letterbox">,
  I32EnumAttrCase<"CenterCrop", 2, "center_crop">,
  I32EnumAttrCase<"LetterboxTopLeft", 3, "letterbox_topleft">,
  I32EnumAttrCase<"Crop", 4, "crop">]>;

def QSim_ChannelOrder : QSim_Enum<"ChannelOrder", "channel_order", "order of a picture's channels", [
  I32EnumAttrCase<"RGB", 0, "rgb">,
  I32EnumAttrCase<"BGR", 1, "bgr">]>;

def QSim_Mode : QSim_Enum<"Mode", "mode", "execution mode", [
  I32EnumAttrCase<"Float", 0, "float">,
  I32EnumAttrCase<"Hybrid", 1, "hybrid">,
  I32EnumAttrCase<"Int", 2, "int">]>;
def QSim_ModeAttr : QSim_EnumAttr<QSim_Mode>;

def QSim_Method : QSim_Enum<"Method", "method", "how a threshold is chosen", [
  I32EnumAttrCase<"MinMax", 0, "minmax">,
  I32EnumAttrCase<"KL", 1, "kl">,
  I32EnumAttrCase<"MSE", 2, "mse">,
  I32EnumAttrCase<"Log2", 3, "log2">,
  I32EnumAttrCase<"Percentile", 4, "percentile">,
  I32EnumAttrCase<"Octav", 5, "octav">]>;
def QSim_MethodAttr : QSim_EnumAttr<QSim_Method>;

def QSim_ScaleKind : QSim_Enum<"ScaleKind", "scale", "which scales are allowed", [
  I32EnumAttrCase<"Any", 0, "any">,
  I32EnumAttrCase<"Log2", 1, "log2">]>;

def QSim_Granularity : QSim_Enum<"Granularity", "granularity", "one weight scale per tensor or per output channel", [
  I32EnumAttrCase<"Tensor", 0, "tensor">,
  I32EnumAttrCase<"Channel", 1, "channel">]>;

def QSim_Rounding : QSim_Enum<"Rounding", "rounding", "rounding of the one requantization", [
  I32EnumAttrCase<"HalfUp", 0, "half_up">,
  I32EnumAttrCase<"HalfAway", 1, "half_away">,
  I32EnumAttrCase<"HalfEven", 2, "half_even">,
  I32EnumAttrCase<"TowardZero", 3, "toward_zero">,
  I32EnumAttrCase<"Floor", 4, "floor">]>;

def QSim_Overflow : QSim_Enum<"Overflow", "overflow", "what an accumulator does that overflows", [
  I32EnumAttrCase<"Saturate", 0, "saturate">,
  I32EnumAttrCase<"Wrap", 1, "wrap">]>;

def QSim_OverflowCheck : QSim_Enum<"OverflowCheck", "overflow_check", "when overflow is judged", [
  I32EnumAttrCase<"Output", 0, "output">,
  I32EnumAttrCase<"PerAdd", 1, "per_add">]>;

def QSim_LeakyForm : QSim_Enum<"LeakyForm", "leaky_form", "how the datapath multiplies by the leaky slope", [
  I32EnumAttrCase<"Multiplier", 0, "multiplier">,
  I32EnumAttrCase<"N256", 1, "n256">,
  I32EnumAttrCase<"Shift", 2, "shift">]>;

def QSim_ReorgOrder : QSim_Enum<"ReorgOrder", "reorg_order", "which input element becomes which output element", [
  I32EnumAttrCase<"Darknet", 0, "darknet">,
  I32EnumAttrCase<"SpaceToDepth", 1, "space_to_depth">]>;
def QSim_ReorgOrderAttr : QSim_EnumAttr<QSim_ReorgOrder>;

def QSim_NmsKind : QSim_Enum<"NmsKind", "nms_kind", "how overlapping boxes are judged", [
  I32EnumAttrCase<"Default", 0, "default">,
  I32EnumAttrCase<"Greedy", 1, "greedynms">,
  I32EnumAttrCase<"Diou", 2, "diounms">]>;
def QSim_NmsKindAttr : QSim_EnumAttr<QSim_NmsKind>;

def QSim_PadMode : QSim_Enum<"PadMode", "pad_mode", "what stands outside a padded view", [
  I32EnumAttrCase<"Constant", 0, "constant">,
  I32EnumAttrCase<"Edge", 1, "edge">,
  I32EnumAttrCase<"Reflect", 2, "reflect">]>;
def QSim_PadModeAttr : QSim_EnumAttr<QSim_PadMode>;

def QSim_ResizeMode : QSim_Enum<"ResizeMode", "resize_mode", "how values between those of a map are made", [
  I32EnumAttrCase<"Nearest", 0, "nearest">,
  I32EnumAttrCase<"Linear", 1, "linear">,
  I32EnumAttrCase<"Cubic", 2, "cubic">]>;
def QSim_ResizeModeAttr : QSim_EnumAttr<QSim_ResizeMode>;

def QSim_Coordinates : QSim_Enum<"Coordinates", "coordinates", "where in the input a place of a resized map lies", [
  I32EnumAttrCase<"HalfPixel", 0, "half_pixel">,
  I32EnumAttrCase<"PytorchHalfPixel", 1, "pytorch_half_pixel">,
  I32EnumAttrCase<"AlignCorners", 2, "align_corners">,
  I32EnumAttrCase<"Asymmetric", 3, "asymmetric">,
  I32EnumAttrCase<"TfCropAndResize", 4, "tf_crop_and_resize">,
  I32EnumAttrCase<"HalfPixelSymmetric", 5, "half_pixel_symmetric">,
  I32EnumAttrCase<"TfHalfPixelForNn", 6, "tf_half_pixel_for_nn">]>;
def QSim_CoordinatesAttr : QSim_EnumAttr<QSim_Coordinates>;

def QSim_NearestRounding : QSim_Enum<"NearestRounding", "nearest_rounding", "which place of the input is the nearest", [
  I32EnumAttrCase<"RoundPreferFloor", 0, "round_prefer_floor">,
  I32EnumAttrCase<"RoundPreferCeil", 1, "round_prefer_ceil">,
  I32EnumAttrCase<"Floor", 2, "floor">,
  I32EnumAttrCase<"Ceil", 3, "ceil">]>;
def QSim_NearestRoundingAttr : QSim_EnumAttr<QSim_NearestRounding>;

def QSim_ReduceKind : QSim_Enum<"ReduceKind", "reduce_kind", "what a reduction makes of many values", [
  I32EnumAttrCase<"Mean", 0, "mean">,
  I32EnumAttrCase<"Sum", 1, "sum">,
  I32EnumAttrCase<"Max", 2, "max">,
  I32EnumAttrCase<"Min", 3, "min">]>;
def QSim_ReduceKindAttr : QSim_EnumAttr<QSim_ReduceKind>;

def QSim_BinaryKind : QSim_Enum<"BinaryKind", "binary_kind", "what becomes of two values", [
  I32EnumAttrCase<"Sub", 0, "sub">,
  I32EnumAttrCase<"Max", 1, "max">,
  I32EnumAttrCase<"Min", 2, "min">,
  I32EnumAttrCase<"Div", 3, "div">,
  I32EnumAttrCase<"Pow", 4, "pow">]>;
def QSim_BinaryKindAttr : QSim_EnumAttr<QSim_BinaryKind>;

#endif // QSIM_IR_QSIMENUMS_TD
