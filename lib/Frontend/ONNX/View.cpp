// SPDX-License-Identifier: Apache-2.0
// Composes strided views.
#include "View.h"

#include <algorithm>

namespace qsim::onnximport {

View identityView(const Dims &dims) {
  View view{dims, Dims(dims.size(), 1), 0};
  for (std::size_t k = dims.size(); k-- > 1;)
    view.steps[k - 1] = view.steps[k] * std::max<std::int64_t>(dims[k], 1);
  return view;
}

View compact(const View &view) {
  View result{{}, {}, view.offset};
  for (std::size_t k = 0; k < view.sizes.size(); ++k) {
    if (view.sizes[k] == 1)
      continue;
    if (!result.sizes.empty() &&
        result.steps.back() == view.sizes[k] * view.steps[k]) {
      result.sizes.back() *= view.sizes[k];
      result.steps.back() = view.steps[k];
    } else {
      result.sizes.push_back(view.sizes[k]);
      result.steps.push_back(view.steps[k]);
    }
  }
  if (result.sizes.empty()) {
    result.sizes = {1};
    result.steps = {1};
  }
  return result;
}

bool isIdentity(const View &view, std::int64_t count) {
  const View plain = compact(view);
  return plain.offset == 0 && plain.sizes.size() == 1 &&
         plain.sizes[0] == count && plain.steps[0] == 1;
}

std::optional<View> stacked(const std::vector<View> &views) {
  std::vector<View> parts;
  for (const View &view : views)
    parts.push_back(compact(view));
  const View &first = parts.front();
  const std::size_t count = parts.size();
  const auto offset = [&](std::size_t i) {
    return parts[i].offset - first.offset;
  };
  for (const View &part : parts)
    if (part.sizes != first.sizes || part.steps != first.steps)
      return std::nullopt;
  // Rows of `columns` parts; the longest ones first, as one row needs no more.
  for (std::size_t columns = count; columns >= 1; --columns) {
    if (count % columns != 0)
      continue;
    const std::int64_t along = columns > 1 ? offset(1) : 0;
    const std::int64_t down = columns < count ? offset(columns) : 0;
    bool isGrid = true;
    for (std::size_t i = 0; i < count; ++i)
      isGrid &= offset(i) == static_cast<std::int64_t>(i % columns) * along +
                                 static_cast<std::int64_t>(i / columns) * down;
    if (!isGrid)
      continue;
    View whole = first;
    whole.sizes.insert(whole.sizes.begin(),
                       {static_cast<std::int64_t>(count / columns),
                        static_cast<std::int64_t>(columns)});
    whole.steps.insert(whole.steps.begin(), {down, along});
    return compact(whole);
  }
  return std::nullopt;
}

std::optional<std::vector<View>> grouped(const View &view, const Dims &dims) {
  // From the last dimension on, take extents until they fill it; where an
  // extent is too large its inner part is taken.
  View rest = compact(view);
  std::vector<View> groups(dims.size());
  for (std::size_t k = dims.size(); k-- > 0;) {
    std::int64_t need = dims[k];
    View &group = groups[k];
    while (need != 1) {
      if (rest.sizes.empty())
        return std::nullopt;
      std::int64_t &size = rest.sizes.back(), &step = rest.steps.back();
      const std::int64_t take = need % size == 0   ? size
                                : size % need == 0 ? need
                                                   : 0;
      if (take == 0)
        return std::nullopt;
      group.sizes.insert(group.sizes.begin(), take);
      group.steps.insert(group.steps.begin(), step);
      need /= take;
      step *= take;
      size /= take;
      if (size == 1) {
        rest.sizes.pop_back();
        rest.steps.pop_back();
      }
    }
  }
  return groups;
}

std::optional<View> withDims(const View &view, const Dims &dims) {
  std::optional<std::vector<View>> groups = grouped(view, dims);
  if (!groups)
    return std::nullopt;
  View result{{}, {}, view.offset};
  for (const View &group : *groups) {
    const View one = compact(group);
    if (one.sizes.size() != 1)
      return std::nullopt;
    result.sizes.push_back(one.sizes[0]);
    result.steps.push_back(one.steps[0]);
  }
  return result;
}

View transposed(const View &view, const Dims &permutation) {
  View result{{}, {}, view.offset};
  for (std::int64_t from : permutation) {
    result.sizes.push_back(view.sizes[static_cast<std::size_t>(from)]);
    result.steps.push_back(view.steps[static_cast<std::size_t>(from)]);
  }
  return result;
}

View sliced(View view, std::size_t axis, std::int64_t start, std::int64_t step,
            std::int64_t count) {
  view.offset += start * view.steps[axis];
  view.sizes[axis] = count;
  view.steps[axis] *= step;
  return view;
}

View expanded(const View &view, const Dims &dims) {
  View result{dims, Dims(dims.size(), 0), view.offset};
  const std::size_t added = dims.size() - view.sizes.size();
  for (std::size_t k = 0; k < view.sizes.size(); ++k)
    if (view.sizes[k] == dims[added + k])
      result.steps[added + k] = view.steps[k];
  return result;
}

} // namespace qsim::onnximport
