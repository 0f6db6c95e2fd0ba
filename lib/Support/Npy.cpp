// SPDX-License-Identifier: Apache-2.0
// Reading and writing .npy files.
#include "qsim/Support/Npy.h"

#include "ElementCount.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/TensorFile.h"

#include <bit>
#include <optional>

using namespace qsim;

static_assert(std::endian::native == std::endian::little,
              "elements are copied as they lie in memory");

namespace {
struct TypeRow {
  NpyType type;
  const char *name, *descr;
  std::size_t size;
};
} // namespace

static constexpr TypeRow types[] = {
    {NpyType::Float32, "float32", "<f4", 4},
    {NpyType::Int8, "int8", "|i1", 1},
    {NpyType::Int16, "int16", "<i2", 2},
    {NpyType::Int32, "int32", "<i4", 4},
    {NpyType::Int64, "int64", "<i8", 8},
};

static const TypeRow &row(NpyType type) {
  return types[static_cast<std::size_t>(type)];
}

std::size_t qsim::npyTypeSize(NpyType type) { return row(type).size; }
const char *qsim::npyTypeName(NpyType type) { return row(type).name; }

/// Magic and version; two bytes of header length follow.
static constexpr std::string_view magic("\x93NUMPY", 6);
static constexpr std::size_t preamble = 10;

bool qsim::looksLikeNpy(std::string_view bytes) {
  return bytes.starts_with(magic);
}

namespace {
/// Reads the header, a Python dictionary with three entries in any order.
class HeaderParser {
public:
  explicit HeaderParser(std::string_view text) : rest(text) {}

  std::string_view descr;
  std::optional<bool> fortran;
  std::optional<std::vector<std::int64_t>> shape;

  /// False when the text is not such a dictionary.
  bool parse() {
    if (!take('{'))
      return false;
    while (!take('}')) {
      std::optional<std::string_view> name = quoted();
      if (!name || !take(':') || !entry(*name))
        return false;
      if (!take(',')) {
        if (!take('}'))
          return false;
        break;
      }
    }
    skipSpaces();
    return rest.empty() && !descr.empty() && fortran && shape;
  }

private:
  bool entry(std::string_view name) {
    if (name == "descr") {
      std::optional<std::string_view> text = quoted();
      descr = text.value_or("");
      return text.has_value();
    }
    if (name == "fortran_order") {
      if (takeWord("True"))
        fortran = true;
      else if (takeWord("False"))
        fortran = false;
      return fortran.has_value();
    }
    return name == "shape" && tuple();
  }

  bool tuple() {
    if (!take('('))
      return false;
    shape.emplace();
    while (!take(')')) {
      skipSpaces();
      std::size_t digits = 0;
      while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9')
        ++digits;
      std::optional<std::int64_t> extent = parseInteger(rest.substr(0, digits));
      if (!extent)
        return false;
      rest.remove_prefix(digits);
      shape->push_back(*extent);
      if (!take(','))
        return take(')');
    }
    return true;
  }

  std::optional<std::string_view> quoted() {
    skipSpaces();
    if (rest.empty() || (rest[0] != '\'' && rest[0] != '"'))
      return std::nullopt;
    std::size_t end = rest.find(rest[0], 1);
    if (end == std::string_view::npos)
      return std::nullopt;
    std::string_view text = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return text;
  }

  void skipSpaces() {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \n"), rest.size()));
  }

  bool takeWord(std::string_view word) {
    skipSpaces();
    bool found = rest.starts_with(word);
    if (found)
      rest.remove_prefix(word.size());
    return found;
  }
  bool take(char c) { return takeWord(std::string_view(&c, 1)); }

  std::string_view rest;
};
} // namespace

namespace {
/// A file whose header is sound and in C order.
struct NpyHeader {
  std::string descr;
  std::vector<std::int64_t> shape;
  std::uint64_t count; ///< of elements
  std::string_view data;
};
} // namespace

static Result<NpyHeader> parseNpyHeader(std::string_view bytes,
                                        const std::string &name) {
  if (!looksLikeNpy(bytes))
    return Error{name + ": not an .npy file: it does not begin with "
                        "\\x93NUMPY"};
  if (bytes.size() < preamble)
    return Error{name + ": truncated .npy file: " +
                 std::to_string(bytes.size()) + " bytes, at least 10 wanted"};
  auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
  };
  if (byte(6) != 1 || byte(7) != 0)
    return Error{name + ": .npy format version " + std::to_string(byte(6)) +
                 "." + std::to_string(byte(7)) + " is not supported, only 1.0"};
  std::size_t headerSize = byte(8) + 256u * byte(9);
  if (bytes.size() - preamble < headerSize)
    return Error{name + ": truncated .npy file: the header has " +
                 std::to_string(headerSize) + " bytes, " +
                 std::to_string(bytes.size() - preamble) + " are there"};
  HeaderParser header(bytes.substr(preamble, headerSize));
  if (!header.parse())
    return Error{name + ": malformed .npy header: a dictionary with 'descr', "
                        "'fortran_order' and 'shape' is wanted"};
  if (*header.fortran)
    return Error{name + ": the array is in Fortran order, C order is wanted "
                        "(save numpy.ascontiguousarray(x))"};
  std::optional<std::uint64_t> count = support::elementCount(*header.shape);
  if (!count)
    return Error{name + ": the shape in the .npy header is impossibly large"};
  return NpyHeader{std::string(header.descr), std::move(*header.shape), *count,
                   bytes.substr(preamble + headerSize)};
}

static Result<void> checkSize(const NpyHeader &header, std::size_t elementSize,
                              const std::string &name) {
  if (header.count * elementSize == header.data.size())
    return {};
  return Error{
      name + ": the shape wants " + std::to_string(header.count * elementSize) +
      " bytes of elements, the file has " + std::to_string(header.data.size())};
}

Result<NpyArray> qsim::parseNpy(std::string_view bytes,
                                const std::string &name) {
  Result<NpyHeader> header = parseNpyHeader(bytes, name);
  if (!header)
    return header.error();
  const TypeRow *found = nullptr;
  for (const TypeRow &candidate : types)
    if (header->descr == candidate.descr)
      found = &candidate;
  if (!found)
    return Error{name + ": element type '" + header->descr +
                 "' is not supported, only <f4, |i1, <i2, <i4 and <i8"};
  if (Result<void> done = checkSize(*header, found->size, name); !done)
    return done.error();
  NpyArray array;
  array.type = found->type;
  array.shape = std::move(header->shape);
  const auto *first = reinterpret_cast<const std::byte *>(header->data.data());
  array.bytes.assign(first, first + header->data.size());
  return array;
}

/// What a sample may consist of: more than what is written.
static constexpr std::pair<std::string_view, TensorElement> tensorTypes[] = {
    {"<f4", TensorElement::Float32}, {"<f8", TensorElement::Float64},
    {"<f2", TensorElement::Float16}, {"|b1", TensorElement::Bool},
    {"|i1", TensorElement::Int8},    {"<i2", TensorElement::Int16},
    {"<i4", TensorElement::Int32},   {"<i8", TensorElement::Int64},
    {"|u1", TensorElement::UInt8},   {"<u2", TensorElement::UInt16},
    {"<u4", TensorElement::UInt32},  {"<u8", TensorElement::UInt64}};

Result<TensorBytes> qsim::parseNpyTensor(std::string_view bytes,
                                         const std::string &name) {
  Result<NpyHeader> header = parseNpyHeader(bytes, name);
  if (!header)
    return header.error();
  for (const auto &[descr, type] : tensorTypes) {
    if (header->descr != descr)
      continue;
    if (Result<void> done = checkSize(*header, elementSize(type), name); !done)
      return done.error();
    return TensorBytes{type, std::move(header->shape), header->data, {}};
  }
  return Error{name + ": element type '" + header->descr +
               "' is not supported, only floats of 2, 4 or 8 bytes, integers "
               "and bool, little-endian"};
}

Result<NpyArray> qsim::readNpy(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  return parseNpy(file->text(), path);
}

Result<void> qsim::writeNpy(const std::string &path, NpyType type,
                            const std::vector<std::int64_t> &shape,
                            const void *data) {
  std::optional<std::uint64_t> count = support::elementCount(shape);
  assert(count && "negative or impossibly large shape");
  std::string dimensions;
  for (std::size_t i = 0; i < shape.size(); ++i)
    dimensions += (i ? ", " : "") + std::to_string(shape[i]);
  // A tuple of one element needs its comma.
  if (shape.size() == 1)
    dimensions += ",";
  std::string header = std::string("{'descr': '") + row(type).descr +
                       "', 'fortran_order': False, 'shape': (" + dimensions +
                       "), }";
  // Spaces and a newline fill up to a multiple of 64 bytes.
  header.append(63 - (preamble + header.size()) % 64, ' ');
  header += '\n';

  Result<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.error();
  const char length[] = {1, 0, static_cast<char>(header.size() & 255),
                         static_cast<char>(header.size() >> 8)};
  // A failed write is reported by commit().
  (void)file->write(magic);
  (void)file->write(length, sizeof length);
  (void)file->write(header);
  (void)file->write(data, *count * npyTypeSize(type));
  return file->commit();
}
