// SPDX-License-Identifier: Apache-2.0
// What a hand-off pack says of layers that networks from graphs have.
#include "GraphGeometry.h"

namespace qsim {
namespace {

void writeList(JsonWriter &json, const char *name, const std::int32_t *values,
               std::int32_t count) {
  json.key(name).beginArray();
  for (std::int32_t i = 0; i < count; ++i)
    json.value(values[i]);
  json.endArray();
}

void writeView(JsonWriter &json, const char *name, const qsimrt_view &view) {
  writeList(json, name, view.dims, view.rank);
}

void writeResize(JsonWriter &json, const qsimrt_resizing &resize) {
  const char *const modes[] = {"nearest", "linear", "cubic"};
  const char *const coordinates[] = {
      "half_pixel",          "pytorch_half_pixel", "align_corners",
      "asymmetric",          "tf_crop_and_resize", "half_pixel_symmetric",
      "tf_half_pixel_for_nn"};
  const char *const roundings[] = {"round_prefer_floor", "round_prefer_ceil",
                                   "floor", "ceil"};
  json.member("mode", modes[resize.mode]);
  json.member("coordinates", coordinates[resize.coordinates]);
  json.member("scale", resize.scale).member("scale_x", resize.scale_x);
  json.member("rounding", roundings[resize.rounding]);
  json.member("cubic_a", resize.cubic_a);
  json.member("exclude_outside", resize.exclude_outside);
  json.key("roi").beginArray();
  for (const float end : resize.roi)
    json.value(end);
  json.endArray().member("extrapolation", resize.extrapolation);
}

} // namespace

void writeGraphGeometry(JsonWriter &json, const qsimrt_layer &layer) {
  const char *const pads[] = {"constant", "edge", "reflect"};
  const char *const reductions[] = {"mean", "sum", "max", "min"};
  const char *const operations[] = {"sub", "max", "min", "div", "pow"};
  switch (layer.kind) {
  case QSIMRT_STRIDED: {
    const qsimrt_strided &strided = layer.u.strided;
    writeView(json, "sizes", strided.sizes);
    writeList(json, "steps", strided.steps, strided.sizes.rank);
    json.member("offset", strided.offset);
    return;
  }
  case QSIMRT_PAD: {
    const qsimrt_pad &pad = layer.u.pad;
    writeView(json, "dims", pad.in);
    writeList(json, "before", pad.before, pad.in.rank);
    writeList(json, "after", pad.after, pad.in.rank);
    json.member("mode", pads[pad.mode]).member("value", pad.value);
    return;
  }
  case QSIMRT_RESIZE:
    writeResize(json, layer.u.resize);
    return;
  case QSIMRT_REDUCE: {
    const qsimrt_reduce &reduce = layer.u.reduce;
    json.member("operation", reductions[reduce.operation]);
    writeView(json, "dims", reduce.in);
    writeList(json, "axes", reduce.axes, reduce.in.rank);
    return;
  }
  case QSIMRT_BINARY:
    json.member("operation", operations[layer.u.elementwise.operation]);
    return;
  default:
    return;
  }
}

} // namespace qsim
