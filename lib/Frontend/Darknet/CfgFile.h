// SPDX-License-Identifier: Apache-2.0
// The text form of a Darknet .cfg: sections of key=value lines.
#ifndef QSIM_LIB_FRONTEND_DARKNET_CFGFILE_H
#define QSIM_LIB_FRONTEND_DARKNET_CFGFILE_H

#include "QSim/IR/QSimAttrs.h"

#include "mlir/IR/Location.h"
#include "llvm/ADT/SmallVector.h"

#include <string>

namespace qsim::darknet {

struct CfgOption {
  std::string key, value; // without blanks
  unsigned line;          // from 1
};

struct CfgSection {
  std::string name; // between the brackets
  unsigned line;
  llvm::SmallVector<CfgOption, 0> options; // keys are unique
};

/// Where line `line` of the cfg is.
mlir::FileLineColLoc cfgLocation(mlir::StringAttr fileName, unsigned line);

/// A text from the user's file as a message shows it: quoted, unprintable
/// characters escaped, cut where it is long.
std::string quoted(llvm::StringRef text);

/// Reads the sections; the first is [net] or [network]. Of a duplicate key the
/// first counts, as in Darknet; the others are warnings. `crLfLine` becomes the
/// first line that ends with CR LF, if any.
mlir::FailureOr<llvm::SmallVector<CfgSection, 0>>
parseCfg(llvm::StringRef text, mlir::StringAttr fileName, unsigned &crLfLine);

} // namespace qsim::darknet

#endif // QSIM_LIB_FRONTEND_DARKNET_CFGFILE_H
