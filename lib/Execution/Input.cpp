// SPDX-License-Identifier: Apache-2.0
// Reads pictures and preprocessed tensors.
#include "qsim/Execution/Input.h"

#include "qsim/Support/Idx.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Npy.h"
#include "qsim/Support/Resize.h"

#include <algorithm>
#include <cmath>

namespace qsim {

static std::string shapeText(const std::vector<std::int64_t> &shape) {
  std::string text;
  for (std::int64_t size : shape)
    text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
}

static Result<Input> tensorInput(const MappedFile &file, qsimrt_shape shape) {
  Result<NpyArray> array = parseNpy(file.text(), file.path());
  if (!array)
    return array.error();
  const std::vector<std::int64_t> wanted = {1, shape.c, shape.h, shape.w};
  if (array->type != NpyType::Float32 || array->shape != wanted)
    return Error{file.path() + ": expected a float32 tensor of " +
                 shapeText(wanted) + ", got " + npyTypeName(array->type) + " " +
                 shapeText(array->shape)};
  const float *values = array->values<float>();
  for (std::size_t i = 0; i < array->count(); ++i)
    if (!std::isfinite(values[i]))
      return Error{file.path() + ": value " + std::to_string(i) +
                   " is not a finite number"};
  return Input{std::vector<float>(values, values + array->count()), {}};
}

static Result<Picture> idxPicture(const IdxReference &idx) {
  Result<IdxFile> file = IdxFile::open(idx.file);
  if (!file)
    return file.error();
  return decodeIdxPicture(file->bytes(), idx.index, idx.file);
}

/// Replaces every colour by its luma, as Darknet's picture reader does for a
/// network of one channel (numerics.md N23); its planes are equal then.
static void makeGrey(Picture &picture) {
  for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
    const int luma = (77 * picture.rgb[i] + 150 * picture.rgb[i + 1] +
                      29 * picture.rgb[i + 2]) >>
                     8;
    std::fill_n(picture.rgb.begin() + static_cast<std::ptrdiff_t>(i), 3,
                static_cast<std::uint8_t>(luma));
  }
}

static Result<Input> pictureInput(Result<Picture> picture,
                                  const std::string &path,
                                  const qsimrt_model &model) {
  const qsimrt_shape shape = model.image;
  if (!picture)
    return picture.error();
  if (shape.c != 3 && shape.c != 1)
    return Error{path + ": the network reads " + std::to_string(shape.c) +
                 " channels, a picture has 3 or, made grey, 1"};
  Input input;
  if (shape.c == 1)
    makeGrey(*picture);
  input.chw = preprocess(*picture, shape, model.preprocess);
  input.picture = std::move(*picture);
  return input;
}

Result<Input> readInput(const std::string &path, const qsimrt_model &model) {
  if (const std::optional<IdxReference> idx = parseIdxReference(path))
    return pictureInput(idxPicture(*idx), path, model);
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  if (looksLikeNpy(file->text()))
    return tensorInput(*file, model.image);
  return pictureInput(decodePicture(file->text(), path), path, model);
}

} // namespace qsim
