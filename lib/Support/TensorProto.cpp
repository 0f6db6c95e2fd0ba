// SPDX-License-Identifier: Apache-2.0
// Reads ONNX's TensorProto from its wire form; every length is checked.
#include "qsim/Support/TensorFile.h"

#include "ElementCount.h"

#include <cstring>

using namespace qsim;

namespace {

// Numbers of TensorProto's fields, and of its element types.
enum Field : std::uint64_t {
  Dims = 1,
  DataType = 2,
  Segment = 3,
  FloatData = 4,
  Int32Data = 5,
  StringData = 6,
  Int64Data = 7,
  RawData = 9,
  DoubleData = 10,
  Uint64Data = 11,
  DataLocation = 14
};
enum Wire : std::uint64_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct TypeRow {
  std::uint64_t number;
  TensorElement type;
  Field field; ///< where its values are if they are not raw
};
constexpr TypeRow types[] = {
    {1, TensorElement::Float32, FloatData},
    {2, TensorElement::UInt8, Int32Data},
    {3, TensorElement::Int8, Int32Data},
    {4, TensorElement::UInt16, Int32Data},
    {5, TensorElement::Int16, Int32Data},
    {6, TensorElement::Int32, Int32Data},
    {7, TensorElement::Int64, Int64Data},
    {9, TensorElement::Bool, Int32Data},
    {10, TensorElement::Float16, Int32Data},
    {11, TensorElement::Float64, DoubleData},
    {12, TensorElement::UInt32, Uint64Data},
    {13, TensorElement::UInt64, Uint64Data},
    {16, TensorElement::BFloat16, Int32Data},
};

/// One field of a message. Of a number `value`, else `bytes`.
struct Entry {
  std::uint64_t number = 0;
  Wire wire = Varint;
  std::uint64_t value = 0;
  std::string_view bytes;
};

class WireReader {
public:
  explicit WireReader(std::string_view bytes) : rest(bytes) {}
  bool atEnd() const { return rest.empty(); }

  bool varint(std::uint64_t &value) {
    value = 0;
    for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest[0]);
      rest.remove_prefix(1);
      if (shift == 63 && byte > 1)
        return false; // more than 64 bits
      value |= std::uint64_t(byte & 0x7f) << shift;
      if (byte < 0x80)
        return true;
    }
    return false;
  }

  bool next(Entry &entry) {
    std::uint64_t tag = 0, size = 0;
    if (!varint(tag) || tag >> 3 == 0 || tag >> 32)
      return false;
    entry = {tag >> 3, static_cast<Wire>(tag & 7), 0, {}};
    switch (entry.wire) {
    case Varint:
      return varint(entry.value);
    case Fixed64:
      return take(8, entry.bytes);
    case Fixed32:
      return take(4, entry.bytes);
    case Bytes:
      return varint(size) && take(size, entry.bytes);
    }
    return false; // groups, and what is not defined
  }

private:
  bool take(std::uint64_t size, std::string_view &bytes) {
    if (size > rest.size())
      return false;
    bytes = rest.substr(0, size);
    rest.remove_prefix(size);
    return true;
  }

  std::string_view rest;
};

/// Reads a message and keeps what a tensor consists of.
class ProtoParser {
public:
  explicit ProtoParser(const std::string &name) : name(name) {}
  Result<TensorBytes> parse(std::string_view bytes);

private:
  Error malformed() const {
    return Error{name + ": not a TensorProto, or cut off"};
  }
  Error refused(const std::string &why) const {
    return Error{name + ": a TensorProto " + why};
  }

  bool readEntry(const Entry &entry);
  bool addDims(const Entry &entry);
  void addFixed(std::string_view bytes);
  Result<TensorBytes> finish();
  Result<void> decodeVarints(const TypeRow &row, TensorBytes &tensor);

  const std::string &name;
  TensorDims dims;
  std::optional<std::uint64_t> dataType;
  bool segmented = false, external = false, strings = false;
  std::optional<std::string_view> raw;
  /// Values of fixed size: as they lie in the file, or put together.
  std::uint64_t fixedField = 0;
  std::string_view fixed;
  std::shared_ptr<std::string> joined;
  /// Entries of varints: packed, or one value each.
  std::vector<std::pair<std::uint64_t, Entry>> varints;
};

bool ProtoParser::addDims(const Entry &entry) {
  constexpr std::size_t most = 32;
  if (entry.wire == Varint) {
    dims.push_back(static_cast<std::int64_t>(entry.value));
    return dims.size() <= most;
  }
  if (entry.wire != Bytes)
    return false;
  WireReader packed(entry.bytes);
  while (!packed.atEnd()) {
    std::uint64_t value = 0;
    if (!packed.varint(value) || dims.size() == most)
      return false;
    dims.push_back(static_cast<std::int64_t>(value));
  }
  return true;
}

/// The usual file has all values in one piece, which needs no copy.
void ProtoParser::addFixed(std::string_view bytes) {
  if (fixed.empty() && !joined) {
    fixed = bytes;
    return;
  }
  if (!joined)
    joined = std::make_shared<std::string>(fixed);
  joined->append(bytes);
}

bool ProtoParser::readEntry(const Entry &entry) {
  switch (entry.number) {
  case Dims:
    return addDims(entry);
  case DataType:
    dataType = entry.value;
    return entry.wire == Varint;
  case Segment:
    segmented = true;
    return entry.wire == Bytes;
  case StringData:
    strings = true;
    return entry.wire == Bytes;
  case RawData:
    raw = entry.bytes;
    return entry.wire == Bytes;
  case DataLocation:
    external = entry.value != 0;
    return entry.wire == Varint;
  case FloatData:
  case DoubleData: {
    const std::size_t size = entry.number == FloatData ? 4 : 8;
    if (fixedField && fixedField != entry.number)
      return false;
    fixedField = entry.number;
    addFixed(entry.bytes);
    return entry.wire == (size == 4 ? Fixed32 : Fixed64) ||
           (entry.wire == Bytes && entry.bytes.size() % size == 0);
  }
  case Int32Data:
  case Int64Data:
  case Uint64Data:
    varints.emplace_back(entry.number, entry);
    return entry.wire == Varint || entry.wire == Bytes;
  default:
    return true; // a name, a comment, what later versions add
  }
}

Result<TensorBytes> ProtoParser::parse(std::string_view bytes) {
  WireReader reader(bytes);
  while (!reader.atEnd()) {
    Entry entry;
    if (!reader.next(entry) || !readEntry(entry))
      return malformed();
  }
  if (!dataType)
    return malformed();
  return finish();
}

/// Whether a value of int32_data (sign-extended to 64 bits), int64_data or
/// uint64_data is one of the element's own: its upper bytes say nothing new.
bool fits(std::uint64_t value, TensorElement type) {
  const auto number = static_cast<std::int64_t>(value);
  const auto within = [&](std::int64_t low, std::int64_t high) {
    return number >= low && number <= high;
  };
  switch (type) {
  case TensorElement::Bool:
    return value <= 1;
  case TensorElement::UInt8:
    return value <= 0xff;
  case TensorElement::Int8:
    return within(-0x80, 0x7f);
  case TensorElement::Int16:
    return within(-0x8000, 0x7fff);
  case TensorElement::UInt16:
  case TensorElement::Float16: // their bits
  case TensorElement::BFloat16:
    return value <= 0xffff;
  case TensorElement::Int32:
    return within(INT32_MIN, INT32_MAX);
  case TensorElement::UInt32:
    return value <= UINT32_MAX;
  default:
    return true;
  }
}

Result<void> ProtoParser::decodeVarints(const TypeRow &row,
                                        TensorBytes &tensor) {
  auto values = std::make_shared<std::string>();
  const std::size_t size = elementSize(row.type);
  const auto add = [&](std::uint64_t value) {
    if (!fits(value, row.type))
      return false;
    char bytes[8];
    std::memcpy(bytes, &value, sizeof bytes); // little-endian: the low ones
    values->append(bytes, size);
    return true;
  };
  for (const auto &[field, entry] : varints) {
    if (field != row.field)
      continue;
    WireReader packed(entry.bytes);
    std::uint64_t value = entry.value;
    if (entry.wire == Varint) {
      if (!add(value))
        return refused("with a value that no " +
                       std::string(elementName(row.type)) + " is");
      continue;
    }
    while (!packed.atEnd()) {
      if (!packed.varint(value))
        return malformed();
      if (!add(value))
        return refused("with a value that no " +
                       std::string(elementName(row.type)) + " is");
    }
  }
  tensor.data = *values;
  tensor.owner = std::move(values);
  return {};
}

Result<TensorBytes> ProtoParser::finish() {
  const TypeRow *row = nullptr;
  for (const TypeRow &candidate : types)
    if (candidate.number == *dataType)
      row = &candidate;
  if (!row)
    return refused("of element type " + std::to_string(*dataType) +
                   ", which is not supported: wanted floats or integers");
  if (segmented)
    return refused("in segments, which is not supported");
  if (external)
    return refused("with external data, which is not supported: wanted the "
                   "values in the file itself");
  if (strings)
    return refused("with strings, wanted numbers");
  const std::optional<std::uint64_t> count = support::elementCount(dims);
  if (!count)
    return refused("with impossible dimensions");
  TensorBytes tensor;
  tensor.type = row->type;
  tensor.dims = dims;
  if (raw) {
    tensor.data = *raw;
  } else if (row->field == FloatData || row->field == DoubleData) {
    if (fixedField == row->field) {
      tensor.data = joined ? std::string_view(*joined) : fixed;
      tensor.owner = joined;
    }
  } else if (Result<void> done = decodeVarints(*row, tensor); !done) {
    return done.error();
  }
  const std::size_t size = elementSize(row->type);
  if (*count * size != tensor.data.size())
    return refused("of " + std::string(elementName(row->type)) + " " +
                   dimsText(dims) + " with " +
                   std::to_string(tensor.data.size()) + " bytes of values, " +
                   std::to_string(*count * size) + " wanted");
  return tensor;
}

} // namespace

Result<TensorBytes> qsim::parseTensorProto(std::string_view bytes,
                                           const std::string &name) {
  return ProtoParser(name).parse(bytes);
}
