// SPDX-License-Identifier: Apache-2.0
// Edits of what belongs to a picture: its own values, outputs, accumulators.
#include "SimulationPlace.h"
#include "TensorValues.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>

namespace qsim {

bool isOfPicture(const Edit &edit) {
  return edit.kind == Edit::Kind::Value &&
         (edit.tensor == outputTensor || edit.tensor == accumulatorsTensor);
}

// The edit's values as elements of type T.
template <typename T>
static Result<std::vector<T>> elements(const Edit &edit, qsimrt_dtype dtype,
                                       const qsimrt_model &model) {
  std::vector<T> values(edit.values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!storeValue(reinterpret_cast<std::byte *>(values.data()), dtype, i,
                    edit.values[i]))
      return Error{placeText(edit.layer, model) +
                   (edit.layer == QSIMRT_IMAGE ? "" : ": " + edit.tensor) +
                   " cannot hold " + formatDouble(edit.values[i])};
  return values;
}

Result<void> Simulation::overwrite(const Edit &edit) {
  qsimrt_error error = {};
  if (edit.tensor == accumulatorsTensor) {
    const qsimrt_shape shape = model().layers[edit.layer].shape;
    const std::size_t count =
        static_cast<std::size_t>(shape.c) * shape.h * shape.w;
    if (Result<void> fits = checkPlace(edit, model(), count); !fits)
      return fits;
    Result<std::vector<std::int64_t>> given =
        elements<std::int64_t>(edit, QSIMRT_I64, model());
    if (!given)
      return given.error();
    if (qsimrt_write_accumulators(session->handle(), edit.layer, edit.index,
                                  given->data(), given->size(),
                                  &error) != QSIMRT_OK)
      return Error{error.text};
    return {};
  }
  Result<std::vector<float>> values = session->read(edit.layer);
  if (!values)
    return values.error();
  if (Result<void> fits = checkPlace(edit, model(), values->size()); !fits)
    return fits;
  Result<std::vector<float>> given = elements<float>(edit, QSIMRT_F32, model());
  if (!given)
    return given.error();
  std::copy(given->begin(), given->end(),
            values->begin() + static_cast<std::ptrdiff_t>(edit.index));
  if (qsimrt_write_float(session->handle(), edit.layer, values->data(),
                         values->size(), &error) != QSIMRT_OK)
    return Error{error.text};
  return {};
}

Result<void> Simulation::overwriteAll(int layer,
                                      const std::vector<Edit> &edits) {
  const bool isInt = layer != QSIMRT_IMAGE &&
                     qsimrt_layer_mode(session->handle(), layer) == QSIMRT_INT;
  for (const Edit &edit : edits) {
    if (edit.layer != layer || !isOfPicture(edit))
      continue;
    // A later change of the layer's mode took its accumulators away.
    if (edit.tensor == accumulatorsTensor && !isInt)
      continue;
    if (Result<void> written = overwrite(edit); !written)
      return written;
  }
  return {};
}

Result<void> Simulation::restorePicture(const std::vector<Edit> &edits) {
  qsimrt_error error = {};
  if (qsimrt_write_float(session->handle(), QSIMRT_IMAGE, picture.data(),
                         picture.size(), &error) != QSIMRT_OK)
    return Error{error.text};
  return overwriteAll(QSIMRT_IMAGE, edits);
}

Result<std::vector<double>> Simulation::accumulators(int layer) const {
  const qsimrt_shape shape =
      layer == QSIMRT_IMAGE ? model().image : model().layers[layer].shape;
  std::vector<std::int64_t> values(static_cast<std::size_t>(shape.c) * shape.h *
                                   shape.w);
  qsimrt_error error = {};
  if (qsimrt_accumulators(session->handle(), layer, values.data(),
                          values.size(), &error) != QSIMRT_OK)
    return Error{error.text};
  std::vector<double> numbers(values.begin(), values.end());
  // The layer computed its own; what was put in their place shows.
  for (const Edit &edit : done)
    if (edit.layer == layer && isOfPicture(edit) &&
        edit.tensor == accumulatorsTensor)
      std::copy(edit.values.begin(), edit.values.end(),
                numbers.begin() + static_cast<std::ptrdiff_t>(edit.index));
  return numbers;
}

} // namespace qsim
