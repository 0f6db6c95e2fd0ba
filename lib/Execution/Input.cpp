// SPDX-License-Identifier: Apache-2.0
// Reads pictures and preprocessed tensors.
#include "qsim/Execution/Input.h"

#include "qsim/Support/Idx.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Npy.h"
#include "qsim/Support/Resize.h"
#include "qsim/Support/TensorFile.h"

#include <algorithm>

namespace qsim {

std::vector<TensorDims> sampleDims(const qsimrt_model &model) {
  std::vector<TensorDims> all;
  if (model.input_name)
    all.emplace_back(model.input_dims.dims,
                     model.input_dims.dims + model.input_dims.rank);
  TensorDims planes = {1, model.image.c, model.image.h, model.image.w};
  if (all.empty() || all[0] != planes)
    all.push_back(std::move(planes));
  return all;
}

/// One sample of a tensor file; all of it where no part is named.
static Result<Input> tensorInput(const std::string &path,
                                 const std::optional<std::size_t> &index,
                                 const qsimrt_model &model) {
  Result<TensorFile> file = TensorFile::open(path);
  if (!file)
    return file.error();
  Result<std::size_t> count = file->samples(sampleDims(model));
  if (!count)
    return count.error();
  if (!index && *count != 1)
    return Error{path + ": " + file->describe() + " is a batch of " +
                 std::to_string(*count) + ", one is wanted: " + path +
                 "#0 .. #" + std::to_string(*count - 1)};
  Result<std::vector<float>> values = file->sample(index.value_or(0), *count);
  if (!values)
    return values.error();
  return Input{std::move(*values), {}};
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
  if (const std::optional<IdxReference> part = parseIdxReference(path)) {
    if (isTensorFile(part->file))
      return tensorInput(part->file, part->index, model);
    return pictureInput(idxPicture(*part), path, model);
  }
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  if (looksLikeNpy(file->text()) || hasTensorProtoName(path))
    return tensorInput(path, std::nullopt, model);
  return pictureInput(decodePicture(file->text(), path), path, model);
}

} // namespace qsim
