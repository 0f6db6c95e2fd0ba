// SPDX-License-Identifier: Apache-2.0
// Texts that are no UTF-8.
#include "CleanStrings.h"

#include "engine.pb.h"

#include <gtest/gtest.h>

using namespace qsim::engine;

namespace {

TEST(CleanStringsTest, OtherBytesAreReplaced) {
  EXPECT_EQ(cleanText("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(cleanText("a\xff"
                      "b\xc3"),
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd");
  EXPECT_EQ(cleanText(""), "");
}

TEST(CleanStringsTest, AMessageCanBeReadAgain) {
  Reply reply;
  Graph &graph = *reply.mutable_graph();
  graph.set_name("\xff");
  graph.add_classes("cat");
  graph.add_classes("d\xfeg");
  graph.add_layers()->set_text("\x80");
  cleanStrings(reply);
  Reply again;
  ASSERT_TRUE(again.ParseFromString(reply.SerializeAsString()));
  EXPECT_EQ(again.graph().classes(0), "cat");
  EXPECT_EQ(again.graph().classes(1), "d\xef\xbf\xbdg");
  // Pairs of a map, too; bytes stay as they are.
  Reply details;
  (*details.mutable_layer()->mutable_parameters())["key"] = "\xff";
  cleanStrings(details);
  EXPECT_EQ(details.layer().parameters().at("key"), "\xef\xbf\xbd");
  Reply tensor;
  tensor.mutable_tensor()->set_data("\xff\xfe");
  cleanStrings(tensor);
  EXPECT_EQ(tensor.tensor().data(), "\xff\xfe");
}

} // namespace
