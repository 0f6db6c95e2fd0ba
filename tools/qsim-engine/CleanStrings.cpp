// SPDX-License-Identifier: Apache-2.0
// Walks the fields of messages.
#include "CleanStrings.h"

#include "qsim/Support/Utf8.h"

namespace qsim::engine {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string cleanText(const std::string &text) {
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8Length(text, at);
    if (length == 0)
      clean += "\xef\xbf\xbd";
    else
      clean.append(text, at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return clean;
}

static void cleanField(Message &message, const FieldDescriptor &field) {
  const Reflection &fields = *message.GetReflection();
  const bool isText = field.type() == FieldDescriptor::TYPE_STRING;
  if (!isText && field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
    return;
  if (!field.is_repeated()) {
    if (isText)
      fields.SetString(&message, &field,
                       cleanText(fields.GetString(message, &field)));
    else
      cleanStrings(*fields.MutableMessage(&message, &field));
    return;
  }
  for (int i = 0; i < fields.FieldSize(message, &field); ++i)
    if (isText)
      fields.SetRepeatedString(
          &message, &field, i,
          cleanText(fields.GetRepeatedString(message, &field, i)));
    else
      cleanStrings(*fields.MutableRepeatedMessage(&message, &field, i));
}

void cleanStrings(Message &message) {
  std::vector<const FieldDescriptor *> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor *field : set)
    cleanField(message, *field);
}

} // namespace qsim::engine
