// SPDX-License-Identifier: Apache-2.0
// The many ways in which a TensorProto holds its values, checked.
#include "TensorReader.h"

#include "qsim/Support/HalfFloat.h"
#include "qsim/Support/Numbers.h"

#include <onnx/onnx_pb.h>

#include <cstring>

using ::onnx::TensorProto;

namespace qsim::onnximport {
namespace {

/// Bytes and what keeps them alive.
struct Bytes {
  std::shared_ptr<const void> owner;
  const char *data = nullptr;
  std::size_t size = 0;
};

template <typename T> T load(const char *from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}

Result<Tensor> fromRaw(ElementType type, Dims dims, Bytes bytes) {
  const std::size_t count = static_cast<std::size_t>(*countOf(dims));
  if (type == ElementType::Float &&
      reinterpret_cast<std::uintptr_t>(bytes.data) % alignof(float) == 0) {
    const auto *values = reinterpret_cast<const float *>(bytes.data);
    return Tensor{type,
                  std::move(dims),
                  std::shared_ptr<const float>(bytes.owner, values),
                  {}};
  }
  if (isFloatType(type)) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) {
      const char *from = bytes.data + i * typeSize(type);
      values[i] =
          type == ElementType::Float    ? load<float>(from)
          : type == ElementType::Double ? static_cast<float>(load<double>(from))
          : type == ElementType::Float16 ? fromHalf(load<std::uint16_t>(from))
                                         : fromBrain(load<std::uint16_t>(from));
    }
    return makeFloats(dims, std::move(values), type);
  }
  std::vector<std::int64_t> values(count);
  const auto read = [&]<typename T>(T) {
    for (std::size_t i = 0; i < count; ++i)
      values[i] =
          static_cast<std::int64_t>(load<T>(bytes.data + i * sizeof(T)));
  };
  switch (type) {
  case ElementType::Bool:
  case ElementType::UInt8:
    read(std::uint8_t());
    break;
  case ElementType::Int8:
    read(std::int8_t());
    break;
  case ElementType::UInt16:
    read(std::uint16_t());
    break;
  case ElementType::Int16:
    read(std::int16_t());
    break;
  case ElementType::UInt32:
    read(std::uint32_t());
    break;
  case ElementType::Int32:
    read(std::int32_t());
    break;
  default:
    read(std::int64_t());
  }
  return makeIntegers(dims, std::move(values), type);
}

/// A number among the external data's entries.
Result<std::int64_t> placeOf(const TensorProto &proto, const char *key,
                             std::int64_t otherwise) {
  for (const auto &entry : proto.external_data()) {
    if (entry.key() != key)
      continue;
    const std::optional<std::int64_t> number = parseInteger(entry.value());
    if (!number || *number < 0)
      return Error{std::string("external data: ") + key + " is '" +
                   entry.value() + "', wanted a whole number from 0"};
    return *number;
  }
  return otherwise;
}

Result<Bytes> openExternal(const TensorProto &proto, std::size_t wanted,
                           ExternalData &external) {
  std::string location;
  for (const auto &entry : proto.external_data())
    if (entry.key() == "location")
      location = entry.value();
  if (location.empty())
    return Error{"external data without a location"};
  Result<std::int64_t> offset = placeOf(proto, "offset", 0);
  if (!offset)
    return offset.error();
  Result<std::int64_t> length =
      placeOf(proto, "length", static_cast<std::int64_t>(wanted));
  if (!length)
    return length.error();
  Result<std::shared_ptr<const MappedFile>> file = external.open(location);
  if (!file)
    return file.error();
  const std::size_t size = (*file)->size();
  const auto from = static_cast<std::size_t>(*offset);
  if (static_cast<std::size_t>(*length) != wanted)
    return Error{"external data '" + location + "': length is " +
                 std::to_string(*length) + ", wanted " +
                 std::to_string(wanted) + " for the tensor's dimensions"};
  if (from > size || wanted > size - from)
    return Error{"external data '" + location + "': the file has " +
                 std::to_string(size) + " bytes, wanted " +
                 std::to_string(wanted) + " from " + std::to_string(from) +
                 " on"};
  const char *data = (*file)->text().data() + from;
  return Bytes{std::move(*file), data, wanted};
}

Error wrongCount(std::size_t seen, std::size_t wanted, const char *what) {
  return Error{"it holds " + std::to_string(seen) + what + ", wanted " +
               std::to_string(wanted) + " for its dimensions"};
}

template <typename Field>
Result<Tensor> fromIntegers(ElementType type, const Dims &dims,
                            const Field &field) {
  const auto count = static_cast<std::size_t>(*countOf(dims));
  if (static_cast<std::size_t>(field.size()) != count)
    return wrongCount(static_cast<std::size_t>(field.size()), count, " values");
  std::vector<std::int64_t> values(field.begin(), field.end());
  return makeIntegers(dims, std::move(values), type);
}

template <typename Field, typename Convert>
Result<Tensor> fromFloats(ElementType type, const Dims &dims,
                          const Field &field, Convert convert) {
  const auto count = static_cast<std::size_t>(*countOf(dims));
  if (static_cast<std::size_t>(field.size()) != count)
    return wrongCount(static_cast<std::size_t>(field.size()), count, " values");
  std::vector<float> values;
  values.reserve(count);
  for (auto value : field)
    values.push_back(convert(value));
  return makeFloats(dims, std::move(values), type);
}

Result<Tensor> fromFields(const TensorProto &proto, ElementType type,
                          const Dims &dims) {
  switch (type) {
  case ElementType::Float:
    return fromFloats(type, dims, proto.float_data(),
                      [](float value) { return value; });
  case ElementType::Double:
    return fromFloats(type, dims, proto.double_data(),
                      [](double value) { return static_cast<float>(value); });
  case ElementType::Float16:
    return fromFloats(type, dims, proto.int32_data(), [](std::int32_t value) {
      return fromHalf(static_cast<std::uint16_t>(value));
    });
  case ElementType::BFloat16:
    return fromFloats(type, dims, proto.int32_data(), [](std::int32_t value) {
      return fromBrain(static_cast<std::uint16_t>(value));
    });
  case ElementType::Int64:
    return fromIntegers(type, dims, proto.int64_data());
  case ElementType::UInt32:
  case ElementType::UInt64:
    return fromIntegers(type, dims, proto.uint64_data());
  default:
    return fromIntegers(type, dims, proto.int32_data());
  }
}

} // namespace

Result<Tensor> takeTensor(TensorProto &proto, ExternalData &external) {
  const auto type = static_cast<ElementType>(proto.data_type());
  Dims dims(proto.dims().begin(), proto.dims().end());
  const std::optional<std::int64_t> count = countOf(dims);
  if (!count || dims.size() > 32)
    return Error{"its dimensions are " + dimsText(dims) +
                 ", wanted at most 32 from 0 with at most 2^40 values"};
  if (proto.has_segment())
    return Error{"it comes in segments, which are not supported"};
  if (type == ElementType::String)
    return Tensor{type, std::move(dims), {}, {}};
  if (typeSize(type) == 0)
    return Error{"its element type is " + typeName(type) +
                 ", which is not supported"};
  const std::size_t wanted = static_cast<std::size_t>(*count) * typeSize(type);
  if (proto.data_location() == TensorProto::EXTERNAL) {
    Result<Bytes> bytes = openExternal(proto, wanted, external);
    if (!bytes)
      return bytes.error();
    return fromRaw(type, std::move(dims), std::move(*bytes));
  }
  if (!proto.has_raw_data())
    return fromFields(proto, type, dims);
  if (proto.raw_data().size() != wanted)
    return wrongCount(proto.raw_data().size(), wanted, " bytes");
  auto raw =
      std::make_shared<const std::string>(std::move(*proto.mutable_raw_data()));
  return fromRaw(type, std::move(dims), Bytes{raw, raw->data(), raw->size()});
}

} // namespace qsim::onnximport
