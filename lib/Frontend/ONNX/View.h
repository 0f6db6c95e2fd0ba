// SPDX-License-Identifier: Apache-2.0
// Strided views of flat tensors (numerics.md N57): what transpositions, slices
// and expansions are until somebody needs their result.
#ifndef QSIM_LIB_FRONTEND_ONNX_VIEW_H
#define QSIM_LIB_FRONTEND_ONNX_VIEW_H

#include "Tensor.h"

namespace qsim::onnximport {

/// Element (i1, ..., ir) of the viewed tensor, row-major in the sizes, is
/// element offset + i1*s1 + ... + ir*sr of the flat tensor below.
struct View {
  Dims sizes, steps;
  std::int64_t offset = 0;

  bool operator==(const View &) const = default;
};

/// The tensor itself.
View identityView(const Dims &dims);

/// Without extents of 1, and neighbours that lie in one run made one.
View compact(const View &view);

/// Whether the view is all of a flat tensor of `count` elements, in order.
bool isIdentity(const View &view, std::int64_t count);

/// The view with extents exactly `dims` (of as many elements); nothing where
/// the boundaries of dimensions cross.
std::optional<View> withDims(const View &view, const Dims &dims);

// Of a view with one extent for each dimension.
View transposed(const View &view, const Dims &permutation);
/// `count` elements of dimension `axis` from `start` on, every `step`-th.
View sliced(View view, std::size_t axis, std::int64_t start, std::int64_t step,
            std::int64_t count);
/// Broadcast to `dims`, by the rule of NumPy, which allows it.
View expanded(const View &view, const Dims &dims);

/// Views of one tensor, one after the other, as one view: they must be the same
/// but for their offsets, and those a grid of at most two dimensions (the four
/// parts of a focus). Nothing where they are not.
std::optional<View> stacked(const std::vector<View> &views);

/// The dimensions as a view of `dims` that need not have one extent each: each
/// dimension is a group of extents. Permuting whole groups needs no more.
std::optional<std::vector<View>> grouped(const View &view, const Dims &dims);

/// Calls `visit(place)` for each element in order.
template <typename Visitor> void forEachPlace(const View &view, Visitor visit) {
  const std::size_t rank = view.sizes.size();
  for (std::int64_t size : view.sizes)
    if (size == 0)
      return;
  Dims at(rank, 0);
  std::int64_t place = view.offset;
  while (true) {
    visit(place);
    std::size_t k = rank;
    while (k > 0) {
      --k;
      place += view.steps[k];
      if (++at[k] < view.sizes[k])
        break;
      place -= view.steps[k] * view.sizes[k];
      at[k] = 0;
      if (k == 0)
        return;
    }
    if (rank == 0)
      return;
  }
}

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_VIEW_H
