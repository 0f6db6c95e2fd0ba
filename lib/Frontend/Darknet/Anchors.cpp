// SPDX-License-Identifier: Apache-2.0
// The keys `num` and `anchors` of detection heads.
#include "Anchors.h"

#include "qsim/Support/Numbers.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

SmallVector<float> darknet::readAnchors(SectionReader &reader) {
  int64_t count = reader.integer("num", 1, 1, kMaxExtent);
  SmallVector<float> anchors = reader.reals("anchors");
  bool unreadable = anchors.empty() && reader.has("anchors");
  if (!unreadable && static_cast<int64_t>(anchors.size()) != 2 * count)
    reader.error("anchors")
        << "there are " << anchors.size() << " anchor numbers, wanted "
        << 2 * count << " = 2 * num";
  for (float number : anchors)
    if (!(number > 0)) {
      reader.error("anchors") << "an anchor number is " << formatFloat(number)
                              << ", wanted a positive one";
      break;
    }
  return anchors;
}
