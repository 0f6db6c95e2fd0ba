// SPDX-License-Identifier: Apache-2.0
// Operators that give a tensor other dimensions or another order.
#include "Movement.h"
#include "Operators.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace qsim;
using namespace qsim::onnximport;

void onnximport::lowerReshape(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  std::optional<Dims> shape = lowering.integers("shape", 1);
  if (!value || !shape) {
    lowering.refuse("its shape is missing");
    return;
  }
  const bool keepZero = lowering.integer("allowzero", 0) != 0;
  Dims dims = *shape;
  std::int64_t known = 1;
  std::optional<std::size_t> open;
  for (std::size_t k = 0; k < dims.size(); ++k) {
    if (dims[k] == 0 && !keepZero && k < value->dims.size())
      dims[k] = value->dims[k];
    if (dims[k] == -1 && !open)
      open = k;
    else if (dims[k] < 0 ||
             (dims[k] > 0 && known > (std::int64_t(1) << 40) / dims[k])) {
      lowering.refuse("its shape is " + dimsText(*shape) +
                      ", wanted extents from 0 and one -1 at most");
      return;
    } else
      known *= dims[k];
  }
  if (open)
    dims[*open] = known == 0 ? 0 : value->count() / known;
  if (countOf(dims) != value->count()) {
    lowering.refuse("its shape is " + dimsText(*shape) + ", wanted one of " +
                    llvm::Twine(value->count()) + " values, " +
                    dimsText(value->dims));
    return;
  }
  lowering.set(0, reshape(lowering, *value, dims));
}

void onnximport::lowerFlatten(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  if (!value)
    return;
  const auto axis = lowering.axis(lowering.integer("axis", 1),
                                  value->dims.size(), /*end=*/true);
  if (!axis)
    return;
  const auto product = [](auto from, auto to) {
    return std::accumulate(from, to, std::int64_t(1), std::multiplies<>());
  };
  const auto middle = value->dims.begin() + static_cast<std::ptrdiff_t>(*axis);
  lowering.set(0, reshape(lowering, *value,
                          {product(value->dims.begin(), middle),
                           product(middle, value->dims.end())}));
}

/// The axes of a Squeeze or Unsqueeze of a tensor with `rank` dimensions, in
/// order; nothing where they are wrong.
static std::optional<std::set<std::size_t>>
axesOf(Lowering &lowering, const Dims &list, std::size_t rank) {
  std::set<std::size_t> axes;
  for (std::int64_t number : list) {
    const auto axis = lowering.axis(number, rank);
    if (!axis)
      return std::nullopt;
    if (!axes.insert(*axis).second) {
      lowering.refuse("axis " + llvm::Twine(number) + " is there twice");
      return std::nullopt;
    }
  }
  return axes;
}

void onnximport::lowerSqueeze(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  const std::optional<Dims> list = lowering.integers("axes", 1);
  if (!value || lowering.refused())
    return;
  std::set<std::size_t> axes;
  if (list) {
    auto given = axesOf(lowering, *list, value->dims.size());
    if (!given)
      return;
    axes = *given;
  } else {
    for (std::size_t k = 0; k < value->dims.size(); ++k)
      if (value->dims[k] == 1)
        axes.insert(k);
  }
  Dims dims;
  for (std::size_t k = 0; k < value->dims.size(); ++k)
    if (!axes.count(k))
      dims.push_back(value->dims[k]);
    else if (value->dims[k] != 1) {
      lowering.refuse("dimension " + llvm::Twine(k) + " is " +
                      llvm::Twine(value->dims[k]) + ", wanted 1");
      return;
    }
  lowering.set(0, reshape(lowering, *value, dims));
}

void onnximport::lowerUnsqueeze(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  const std::optional<Dims> list = lowering.integers("axes", 1);
  if (!value || !list) {
    lowering.refuse("its axes are missing");
    return;
  }
  const std::size_t rank = value->dims.size() + list->size();
  const auto axes = axesOf(lowering, *list, rank);
  if (!axes)
    return;
  Dims dims;
  std::size_t next = 0;
  for (std::size_t k = 0; k < rank; ++k)
    dims.push_back(axes->count(k) ? 1 : value->dims[next++]);
  lowering.set(0, reshape(lowering, *value, dims));
}

void onnximport::lowerTranspose(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  if (!value)
    return;
  const std::size_t rank = value->dims.size();
  Dims order(rank);
  std::iota(order.rbegin(), order.rend(), 0);
  if (const std::optional<Dims> given = lowering.integers("perm"))
    order = *given;
  Dims sorted = order;
  std::sort(sorted.begin(), sorted.end());
  bool whole = sorted.size() == rank;
  for (std::size_t k = 0; whole && k < rank; ++k)
    whole = sorted[k] == static_cast<std::int64_t>(k);
  if (!whole) {
    lowering.refuse("attribute perm is " + dimsText(order) +
                    ", wanted each of " + llvm::Twine(rank) +
                    " dimensions once");
    return;
  }
  lowering.set(0, transpose(lowering, *value, order));
}

void onnximport::lowerSlice(Lowering &lowering) {
  std::optional<Value> value = lowering.firstInput();
  const std::optional<Dims> starts = lowering.integers("starts", 1);
  const std::optional<Dims> ends = lowering.integers("ends", 2);
  std::optional<Dims> axes = lowering.integers("axes", 3);
  std::optional<Dims> steps = lowering.integers("steps", 4);
  if (!value || lowering.refused())
    return;
  if (!starts || !ends) {
    lowering.refuse("starts or ends are missing");
    return;
  }
  if (!axes) {
    axes.emplace(starts->size());
    std::iota(axes->begin(), axes->end(), 0);
  }
  if (!steps)
    steps.emplace(starts->size(), 1);
  if (ends->size() != starts->size() || axes->size() != starts->size() ||
      steps->size() != starts->size()) {
    lowering.refuse("starts, ends, axes and steps differ in length");
    return;
  }
  for (std::size_t i = 0; i < starts->size() && !value->broken(); ++i) {
    const auto axis = lowering.axis((*axes)[i], value->dims.size());
    const std::int64_t step = (*steps)[i];
    if (!axis)
      return;
    if (step == 0) {
      lowering.refuse("a step is 0");
      return;
    }
    const std::int64_t extent = value->dims[*axis];
    const auto place = [&](std::int64_t number) {
      if (number < 0)
        number = number < -extent ? -1 : number + extent;
      return step > 0 ? std::clamp<std::int64_t>(number, 0, extent)
                      : std::clamp<std::int64_t>(number, -1, extent - 1);
    };
    const std::int64_t from = place((*starts)[i]);
    const std::int64_t to = place((*ends)[i]);
    const std::int64_t length = step > 0 ? to - from : from - to;
    // A step may be as large as its type.
    const std::int64_t stride =
        std::clamp<std::int64_t>(step, -extent - 1, extent + 1);
    const std::int64_t apart = stride < 0 ? -stride : stride;
    const std::int64_t count = length <= 0 ? 0 : (length + apart - 1) / apart;
    value =
        slice(lowering, *value, *axis, count == 0 ? 0 : from, stride, count);
  }
  lowering.set(0, *value);
}

void onnximport::lowerSplit(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  if (!value)
    return;
  const auto axis =
      lowering.axis(lowering.integer("axis", 0), value->dims.size());
  std::optional<Dims> parts = lowering.integers("split", 1);
  if (!axis || lowering.refused())
    return;
  const std::int64_t extent = value->dims[*axis];
  const auto outputs = static_cast<std::int64_t>(lowering.outputCount());
  if (!parts) {
    // Equal parts; from opset 18 on the last one may be smaller.
    const std::int64_t count =
        lowering.integer("num_outputs", std::max<std::int64_t>(outputs, 1));
    if (lowering.opset() < 18 && extent % count != 0) {
      lowering.refuse("its dimension of " + llvm::Twine(extent) +
                      " is no multiple of its " + llvm::Twine(count) +
                      " outputs, wanted equal parts or the sizes of all (opset "
                      "18 and later allow a smaller last part)");
      return;
    }
    const std::int64_t length = (extent + count - 1) / count;
    parts.emplace();
    for (std::int64_t i = 0; i < count; ++i)
      parts->push_back(
          std::clamp<std::int64_t>(extent - i * length, 0, length));
  }
  if (static_cast<std::int64_t>(parts->size()) != outputs) {
    lowering.refuse("it makes " + llvm::Twine(parts->size()) + " parts for " +
                    llvm::Twine(outputs) + " outputs");
    return;
  }
  std::int64_t from = 0;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    const std::int64_t length = (*parts)[i];
    if (length < 0 || length > extent - from)
      break;
    // A part of nothing is an error only where somebody reads it.
    if (length == 0 && value->live()) {
      Value empty = lowering.constant(makeFloats(value->dims, {}));
      empty.dims[*axis] = empty.constant.dims[*axis] = 0;
      lowering.set(i, empty);
    } else {
      Value part = *value;
      part.exclusive = false;
      lowering.set(i, slice(lowering, part, *axis, from, 1, length));
    }
    from += length;
  }
  if (from != extent)
    lowering.refuse("its parts are " + dimsText(*parts) +
                    ", wanted ones that add up to " + llvm::Twine(extent));
}

void onnximport::lowerConcat(Lowering &lowering) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < lowering.inputCount(); ++i)
    values.push_back(lowering.input(i));
  if (values.empty() || values.front().missing() || values.front().broken()) {
    lowering.refuse("its inputs are missing");
    return;
  }
  // Concat-1 to -3 take axis 1 where none is given.
  const auto axis =
      lowering.axis(lowering.integer("axis", 1), values.front().dims.size());
  if (axis)
    lowering.set(0, concat(lowering, values, *axis));
}

void onnximport::lowerExpand(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  const std::optional<Dims> shape =
      lowering.constantIntegers(lowering.input(1), "its shape");
  if (!value || !shape)
    return;
  const std::optional<Dims> dims = broadcastDims(value->dims, *shape);
  if (!dims || !countOf(*dims))
    lowering.refuse("a tensor of " + dimsText(value->dims) +
                    " cannot be expanded to " + dimsText(*shape));
  else
    lowering.set(0, expand(lowering, *value, *dims));
}

void onnximport::lowerTile(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  const std::optional<Dims> repeats =
      lowering.constantIntegers(lowering.input(1), "its repeats");
  if (!value || !repeats)
    return;
  // [a, b] repeated [p, q] times is [1, a, 1, b] expanded to [p, a, q, b].
  Dims apart, wide, dims;
  for (std::size_t k = 0; k < value->dims.size(); ++k) {
    const std::int64_t times = k < repeats->size() ? (*repeats)[k] : 0;
    if (times < 1 || times > (std::int64_t(1) << 31)) {
      lowering.refuse("its repeats are " + dimsText(*repeats) +
                      ", wanted one from 1 for each dimension");
      return;
    }
    apart.insert(apart.end(), {1, value->dims[k]});
    wide.insert(wide.end(), {times, value->dims[k]});
    dims.push_back(times * value->dims[k]);
  }
  if (!countOf(dims)) {
    lowering.refuse("its repeats are " + dimsText(*repeats) +
                    ", which is too much");
    return;
  }
  const Value spread = expand(lowering, reshape(lowering, *value, apart), wide);
  if (!spread.broken())
    lowering.set(0, reshape(lowering, spread, dims));
}

void onnximport::lowerGather(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  const Value indices = lowering.input(1);
  const std::optional<Dims> list =
      lowering.constantIntegers(indices, "its indices");
  if (!value || !list)
    return;
  const auto axis =
      lowering.axis(lowering.integer("axis", 0), value->dims.size());
  if (!axis)
    return;
  const std::int64_t extent = value->dims[*axis];
  Dims places;
  for (std::int64_t place : *list) {
    if (place < -extent || place >= extent) {
      lowering.refuse("an index is " + llvm::Twine(place) + ", wanted one of " +
                      llvm::Twine(extent) + " places");
      return;
    }
    places.push_back(place < 0 ? place + extent : place);
  }
  const auto where = static_cast<std::ptrdiff_t>(*axis);
  Dims dims = value->dims;
  dims.erase(dims.begin() + where);
  dims.insert(dims.begin() + where, indices.dims.begin(), indices.dims.end());
  if (places.empty()) {
    lowering.refuse("it takes none of its values");
    return;
  }
  // Places at equal distances are a slice, others are slices one by one.
  const std::int64_t step = places.size() > 1 ? places[1] - places[0] : 1;
  bool even = step != 0;
  for (std::size_t i = 1; even && i < places.size(); ++i)
    even = places[i] - places[i - 1] == step;
  Value source = *value;
  Value result;
  if (even) {
    result = slice(lowering, source, *axis, places[0], step,
                   static_cast<std::int64_t>(places.size()));
  } else {
    if (source.live() && places.size() > 4096) {
      lowering.refuse("it gathers " + llvm::Twine(places.size()) +
                      " places in no regular order, wanted at most 4096");
      return;
    }
    source.exclusive = false;
    std::vector<Value> parts;
    for (std::int64_t place : places)
      parts.push_back(slice(lowering, source, *axis, place, 1, 1));
    for (const Value &part : parts)
      if (part.broken())
        return;
    result = concat(lowering, parts, *axis);
  }
  if (!result.broken())
    lowering.set(0, reshape(lowering, result, dims));
}
