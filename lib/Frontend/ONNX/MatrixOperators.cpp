// SPDX-License-Identifier: Apache-2.0
// Gemm and MatMul: a connected layer for one row, else a 1x1 convolution whose
// places are the rows.
#include "Channels.h"
#include "Elementwise.h"
#include "Movement.h"
#include "Operators.h"

#include <algorithm>
#include <numeric>

using namespace qsim;
using namespace qsim::onnximport;

static std::int64_t productOf(Dims::const_iterator from,
                              Dims::const_iterator to) {
  return std::accumulate(from, to, std::int64_t(1), std::multiplies<>());
}

/// The last two dimensions exchanged.
static Value turned(Lowering &lowering, const Value &value) {
  Dims order(value.dims.size());
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[order.size() - 1], order[order.size() - 2]);
  return transpose(lowering, value, order);
}

/// For each of `batch` matrices of places: filters x depth weights (of one
/// matrix for all, or of one for each) times depth x places values.
/// `input` is [batch, depth, places]; so is the result, with filters.
static Value multiplyPlaces(Lowering &lowering, const Value &weights,
                            const Value &input) {
  if (weights.broken() || input.broken())
    return lowering.refuse("");
  const std::int64_t batch = input.dims[0], depth = input.dims[1],
                     places = input.dims[2];
  const std::int64_t filters = weights.dims[weights.dims.size() - 2];
  std::optional<Parameter> matrix =
      lowering.parameter(weights, "the constant matrix");
  if (!matrix || filters < 1 || depth < 1)
    return lowering.refuse("a matrix is empty");
  if (matrix->count() != batch * filters * depth) {
    if (!lowering.spend(batch * filters * depth))
      return lowering.refuse("");
    matrix->dims = {filters, depth};
    *matrix = repeated(*matrix, batch);
  }
  const std::vector<float> zeros(static_cast<std::size_t>(batch * filters));
  if (batch == 1 && places == 1) {
    const int layerBelow = lowering.at(input);
    if (layerBelow == -2)
      return lowering.refuse("");
    Layer &layer = lowering.add("connected", "", {layerBelow}, {filters, 1, 1});
    matrix->dims = {filters, depth};
    layer.weights = *matrix;
    layer.biases = makeParameter({filters}, zeros);
    return lowering.result({1, filters, 1});
  }
  const int layerBelow = lowering.at(input, Shape{batch * depth, 1, places});
  if (layerBelow == -2)
    return lowering.refuse("");
  Layer &layer =
      lowering.add("conv2d", "", {layerBelow}, {batch * filters, 1, places});
  matrix->dims = {batch * filters, depth, 1, 1};
  layer.weights = *matrix;
  layer.biases = makeParameter({batch * filters}, zeros);
  layer.attributes.push_back(lowering.named("strides", lowering.list({1, 1})));
  layer.attributes.push_back(
      lowering.named("pads", lowering.list({0, 0, 0, 0})));
  layer.attributes.push_back(lowering.named("groups", lowering.i64(batch)));
  return lowering.result({batch, filters, places});
}

static Value multiplyConstants(Lowering &lowering, const Value &a,
                               const Value &b) {
  if (a.dims.size() != 2 || b.dims.size() != 2 || !a.constant.isFloat() ||
      !b.constant.isFloat())
    return lowering.refuse("both inputs are constants, wanted at most one");
  const std::int64_t rows = a.dims[0], depth = a.dims[1], columns = b.dims[1];
  const std::optional<std::int64_t> work = countOf({rows, depth, columns});
  if (!work || !lowering.spend(*work) || !lowering.spend(rows * columns))
    return lowering.refuse("its constants are too large");
  std::vector<float> values;
  for (std::int64_t i = 0; i < rows; ++i)
    for (std::int64_t j = 0; j < columns; ++j) {
      double sum = 0;
      for (std::int64_t k = 0; k < depth; ++k)
        sum += a.constant.number(i * depth + k) *
               b.constant.number(k * columns + j);
      values.push_back(static_cast<float>(sum));
    }
  return lowering.constant(makeFloats({rows, columns}, std::move(values)));
}

/// All leading dimensions of what is live are rows of one matrix; `weights` is
/// the constant one with its rows as columns, [columns, depth].
static Value multiplyRows(Lowering &lowering, const Value &rows,
                          const Value &weights, const Dims &result) {
  const std::int64_t depth = rows.dims.back();
  const std::int64_t all = productOf(rows.dims.begin(), rows.dims.end() - 1);
  const Value input =
      turned(lowering, reshape(lowering, rows, {1, all, depth}));
  const Value product = multiplyPlaces(lowering, weights, input);
  if (product.broken())
    return product;
  return reshape(lowering, turned(lowering, product), result);
}

/// The product of matrices of two or more dimensions.
static Value multiplyMatrices(Lowering &lowering, const Value &a,
                              const Value &b) {
  const std::size_t rankA = a.dims.size(), rankB = b.dims.size();
  const std::int64_t depth = a.dims[rankA - 1], columns = b.dims[rankB - 1];
  if (depth != b.dims[rankB - 2])
    return lowering.refuse("its inputs are " + dimsText(a.dims) + " and " +
                           dimsText(b.dims) + ", which do not fit");
  if (a.isConstant() && b.isConstant())
    return multiplyConstants(lowering, a, b);
  if (a.live() && b.live())
    return lowering.refuse("both inputs are computed when the network runs, "
                           "wanted one constant");
  const Dims leadA(a.dims.begin(), a.dims.end() - 2);
  const Dims leadB(b.dims.begin(), b.dims.end() - 2);
  const std::optional<Dims> lead = broadcastDims(leadA, leadB);
  if (!lead)
    return lowering.refuse("its inputs are " + dimsText(a.dims) + " and " +
                           dimsText(b.dims) +
                           ", which cannot be broadcast to each other");
  const std::int64_t rows = a.dims[rankA - 2];
  Dims result = *lead;
  result.insert(result.end(), {rows, columns});
  const std::int64_t matricesB = productOf(leadB.begin(), leadB.end());
  if (a.live() && matricesB == 1)
    return multiplyRows(
        lowering, a, turned(lowering, reshape(lowering, b, {depth, columns})),
        result);
  const std::int64_t batch = productOf(lead->begin(), lead->end());
  const auto whole = [&](const Value &value, std::int64_t m, std::int64_t n) {
    const std::int64_t matrices =
        value.count() / std::max<std::int64_t>(m * n, 1);
    if (matrices == 1 && value.isConstant())
      return reshape(lowering, value, {m, n});
    Dims dims = *lead;
    dims.insert(dims.end(), {m, n});
    const Value wide = expand(lowering, value, dims);
    return wide.broken() ? wide : reshape(lowering, wide, {batch, m, n});
  };
  const Value left = whole(a, rows, depth), right = whole(b, depth, columns);
  if (left.broken() || right.broken())
    return lowering.refuse("");
  Value product;
  if (a.live()) {
    product = multiplyPlaces(lowering, turned(lowering, right),
                             turned(lowering, left));
    if (!product.broken())
      product = turned(lowering, product);
  } else {
    product = multiplyPlaces(lowering, left, right);
  }
  return product.broken() ? product : reshape(lowering, product, result);
}

void onnximport::lowerMatMul(Lowering &lowering) {
  Value a = lowering.input(0), b = lowering.input(1);
  if (a.missing() || b.missing() || a.dims.empty() || b.dims.empty() ||
      a.count() == 0 || b.count() == 0) {
    lowering.refuse("an input is missing, a single number or empty");
    return;
  }
  const bool row = a.dims.size() == 1, column = b.dims.size() == 1;
  if (row)
    a = reshape(lowering, a, {1, a.dims[0]});
  if (column)
    b = reshape(lowering, b, {b.dims[0], 1});
  Value product = multiplyMatrices(lowering, a, b);
  if (product.broken())
    return;
  Dims dims = product.dims;
  if (column)
    dims.pop_back();
  if (row)
    dims.erase(dims.end() - (column ? 1 : 2));
  lowering.set(0, reshape(lowering, product, dims));
}

void onnximport::lowerGemm(Lowering &lowering) {
  Value a = lowering.input(0), b = lowering.input(1), c = lowering.input(2);
  const float alpha = lowering.real("alpha", 1),
              beta = lowering.real("beta", 1);
  const bool turnA = lowering.integer("transA", 0) != 0;
  const bool turnB = lowering.integer("transB", 0) != 0;
  if (a.dims.size() != 2 || b.dims.size() != 2 || a.missing() || b.missing() ||
      a.count() == 0 || b.count() == 0) {
    lowering.refuse("its inputs are " + dimsText(a.dims) + " and " +
                    dimsText(b.dims) + ", wanted two matrices");
    return;
  }
  if (turnA)
    a = turned(lowering, a);
  // A constant matrix that lies as a layer wants it stays where it is.
  const bool ready = turnB && b.isConstant() && a.live() && !a.broken();
  if (ready && a.dims[1] != b.dims[1]) {
    lowering.refuse("its inputs are " + dimsText(a.dims) + " and " +
                    dimsText({b.dims[1], b.dims[0]}) + ", which do not fit");
    return;
  }
  if (turnB && !ready)
    b = turned(lowering, b);
  if (a.broken() || b.broken())
    return;
  // The constant side takes the factor.
  if (alpha != 1)
    (b.isConstant() ? b : a) =
        affine(lowering, b.isConstant() ? b : a, alpha, 0);
  Value product = ready ? multiplyRows(lowering, a, b, {a.dims[0], b.dims[0]})
                        : multiplyMatrices(lowering, a, b);
  if (product.broken())
    return;
  if (!c.missing() && beta != 0) {
    if (broadcastDims(c.dims, product.dims) != product.dims) {
      lowering.refuse("input C is " + dimsText(c.dims) +
                      ", wanted one that can be broadcast to " +
                      dimsText(product.dims));
      return;
    }
    product = addValues(lowering, product, affine(lowering, c, beta, 0));
  }
  lowering.set(0, product);
}
