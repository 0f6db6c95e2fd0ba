// SPDX-License-Identifier: Apache-2.0
// The yolox head: its rows, checked against the grids of its strides.
#include "Head.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::onnximport;

namespace {
/// The grids of some strides, or what is wrong with these.
struct Grids {
  std::int64_t cells = 0;
  std::string text; // "52x52 + 26x26"
};
} // namespace

static FailureOr<Grids> gridsOf(ArrayRef<std::int64_t> strides,
                                const Shape &image, Location location) {
  Grids grids;
  for (std::int64_t stride : strides) {
    if (stride < 1 || image.height % stride || image.width % stride)
      return emitError(location)
             << "--head-strides: got " << stride
             << ", wanted divisors of the picture's height " << image.height
             << " and width " << image.width;
    const std::int64_t rows = image.height / stride,
                       columns = image.width / stride;
    grids.cells += rows * columns;
    grids.text += (grids.text.empty() ? "" : " + ") + std::to_string(rows) +
                  "x" + std::to_string(columns);
  }
  return grids;
}

/// The classes that the output's rows have.
static FailureOr<std::int64_t>
classesOf(const GraphOutput &output, const Grids &grids, Location location) {
  const Dims &dims = output.dims;
  const std::size_t rank = dims.size();
  const bool areRows = (rank == 2 || (rank == 3 && dims[0] == 1)) &&
                       dims[rank - 2] == grids.cells && dims[rank - 1] > 5;
  if (!areRows)
    return emitError(location)
           << "--head yolox: output '" << output.name << "' is "
           << dimsText(dims) << ", wanted 1x" << grids.cells
           << "x(5 + classes), a row for each of the " << grids.text
           << " cells of the strides (--head-strides)";
  return dims[rank - 1] - 5;
}

LogicalResult onnximport::addHead(Plan &plan, StringRef kind,
                                  ArrayRef<std::int64_t> strides,
                                  Location location) {
  if (kind != "yolox")
    return emitError(location) << "--head: got '" << kind << "', wanted yolox";
  if (strides.empty())
    return emitError(location)
           << "--head-strides: got none, wanted at least one";
  if (plan.outputs.size() != 1) {
    std::string names;
    for (const GraphOutput &output : plan.outputs)
      names += (names.empty() ? "" : ", ") + output.name;
    return emitError(location)
           << "--head yolox: the model has " << plan.outputs.size()
           << " outputs (" << names << "), wanted one";
  }
  const GraphOutput &output = plan.outputs.front();
  FailureOr<Grids> grids = gridsOf(strides, plan.image, location);
  if (failed(grids))
    return failure();
  FailureOr<std::int64_t> classes = classesOf(output, *grids, location);
  if (failed(classes))
    return failure();
  Builder builder(location.getContext());
  Layer layer;
  layer.op = layer.node = "yolox";
  layer.inputs = {output.layer};
  layer.shape = shapeOf(output.dims);
  layer.attributes.set("classes", builder.getI64IntegerAttr(*classes));
  layer.attributes.set("strides", builder.getDenseI64ArrayAttr(strides));
  plan.layers.push_back(std::move(layer));
  return success();
}
