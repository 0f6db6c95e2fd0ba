// SPDX-License-Identifier: Apache-2.0
// The shapes of the layers that format 1.2 added (N50, N55 to N64).
#include "Check.h"

#include <algorithm>

namespace oracle {

int64_t productOf(const std::vector<int64_t> &dims) {
  constexpr int64_t TooMany = int64_t(1) << 31;
  int64_t product = 1;
  for (int64_t dim : dims)
    product = std::min(product * std::min(dim, TooMany), TooMany);
  return product;
}

Shape shapeOfDims(const std::vector<int64_t> &dims) {
  switch (dims.size()) {
  case 0:
    return {1, 1, 1};
  case 1:
    return {dims[0], 1, 1};
  case 2:
    return {dims[0] * dims[1], 1, 1};
  default:
    return {dims[0] * dims[1], productOf({dims.begin() + 2, dims.end() - 1}),
            dims.back()};
  }
}

namespace {

void checkStrided(const Layer &layer, int64_t elements) {
  __int128 first = layer.offset, last = layer.offset;
  for (size_t k = 0; k < layer.dims.size(); ++k) {
    __int128 reach = __int128(layer.dims[k] - 1) * layer.steps[k];
    (reach < 0 ? first : last) += reach;
  }
  check(first >= 0 && last < elements, "an index lies outside the input");
  check(productOf(layer.dims) == layer.shape.elements(),
        "sizes are not those of the shape's elements");
}

void checkPad(const Layer &layer, int64_t elements) {
  check(productOf(layer.dims) == elements,
        "dims are not those of the input's elements");
  std::vector<int64_t> padded;
  for (size_t k = 0; k < layer.dims.size(); ++k) {
    padded.push_back(layer.before[k] + layer.dims[k] + layer.after[k]);
    check(padded[k] >= 1, "nothing is left of a dimension");
  }
  check(productOf(padded) == layer.shape.elements(),
        "the padded dims are not those of the shape's elements");
}

void checkReduce(const Layer &layer, int64_t elements) {
  check(productOf(layer.dims) == elements,
        "dims are not those of the input's elements");
  int64_t kept = 1, reduced = 1;
  for (size_t k = 0; k < layer.dims.size(); ++k)
    (layer.axes[k] ? reduced : kept) *= layer.dims[k];
  check(kept == layer.shape.elements(),
        "the kept dims are not those of the shape's elements");
  check(reduced <= int64_t(1) << 22 || layer.operation == Operation::Max ||
            layer.operation == Operation::Min,
        "more than 2^22 values");
}

void checkArgMax(const Layer &layer, int64_t elements) {
  int64_t count = layer.outer * layer.inner;
  check(elements % count == 0, "outer and inner do not divide the input");
  check(layer.shape.elements() == count,
        "outer and inner are not those of the shape's elements");
}

} // namespace

Shape viewShape(const Network &network, const Layer &layer) {
  const Shape &in = network.shapeOf(layer.inputs[0]);
  switch (layer.kind) {
  case Kind::Activation:
  case Kind::InstanceNorm:
    return in;
  case Kind::Binary:
    check(network.shapeOf(layer.inputs[1]) == in,
          "the inputs differ in their shapes");
    return in;
  case Kind::Lrn:
    check(in.c % layer.batch == 0, "batch does not divide the channels");
    return in;
  case Kind::Resize:
    return {in.c, layer.shape.h, layer.shape.w};
  case Kind::Strided:
    checkStrided(layer, in.elements());
    return layer.shape;
  case Kind::Pad:
    checkPad(layer, in.elements());
    return layer.shape;
  case Kind::Reduce:
    checkReduce(layer, in.elements());
    return layer.shape;
  case Kind::ArgMax:
    checkArgMax(layer, in.elements());
    return layer.shape;
  default:
    throw Error("unknown kind");
  }
}

} // namespace oracle
