# SPDX-License-Identifier: Apache-2.0
# What touches MLIR in the build: use of its libraries, and TableGen for dialects and passes.
include_guard(GLOBAL)

list(APPEND CMAKE_MODULE_PATH ${MLIR_CMAKE_DIR} ${LLVM_CMAKE_DIR})
include(TableGen)
include(AddLLVM)
include(AddMLIR)

# All headers that TableGen writes; every target that sees MLIR waits for them.
add_custom_target(qsim-headers)
# All pages that TableGen writes, in <build>/docs.
add_custom_target(qsim-docs ALL)

separate_arguments(QSIM_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")

# qsim_use_mlir(TARGET): LLVM's and MLIR's headers as system headers, not handed
# on to those who link TARGET, and the two shared libraries.
function(qsim_use_mlir target)
  target_include_directories(${target} SYSTEM PRIVATE
    ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
  target_compile_definitions(${target} PRIVATE ${QSIM_LLVM_DEFINITIONS})
  # GCC takes the empty state of a FailureOr in generated parsers for a value.
  target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
  target_link_libraries(${target} PUBLIC MLIR LLVM)
  add_dependencies(${target} qsim-headers)
endfunction()

set(_QSIM_TABLEGEN_INCLUDES
  ${CMAKE_SOURCE_DIR}/dialects ${CMAKE_SOURCE_DIR}/include ${MLIR_INCLUDE_DIRS})

# Writes OUT from the .td file named by LLVM_TARGET_DEFINITIONS into the current
# binary folder.
macro(_qsim_tablegen out)
  mlir_tablegen(${out} ${ARGN} EXTRA_INCLUDES ${_QSIM_TABLEGEN_INCLUDES})
endmacro()

# Closes a run of _qsim_tablegen calls: one target that writes all outputs.
macro(_qsim_tablegen_target target)
  add_public_tablegen_target(${target})
  add_dependencies(qsim-headers ${target})
endmacro()

# qsim_add_doc(TD OUTPUT command...): <build>/docs/OUTPUT.md from TD.
function(qsim_add_doc td output)
  set(LLVM_TARGET_DEFINITIONS ${td})
  tablegen(MLIR ${output}.md ${ARGN} EXTRA_INCLUDES ${_QSIM_TABLEGEN_INCLUDES})
  set(page ${CMAKE_BINARY_DIR}/docs/${output}.md)
  add_custom_command(OUTPUT ${page}
    COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_BINARY_DIR}/${output}.md ${page}
    DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/${output}.md)
  add_custom_target(${output}DocGen DEPENDS ${page})
  add_dependencies(qsim-docs ${output}DocGen)
endfunction()

# qsim_add_dialect(NAME MNEMONIC [DIALECT f.td] [OPS f.td] [TYPES f.td] [ATTRS f.td]
#                  [ENUMS f.td] [OP_INTERFACES f.td...])
# For each file X.td it writes, beside the folder's other generated headers:
#   DIALECT        X.h.inc, X.cpp.inc   -gen-dialect-*
#   OPS            X.h.inc, X.cpp.inc   -gen-op-*
#   TYPES, ATTRS   X.h.inc, X.cpp.inc   -gen-typedef-*, -gen-attrdef-*
#   ENUMS          X.h.inc, X.cpp.inc   -gen-enum-*
#   OP_INTERFACES  X.h.inc, X.cpp.inc   -gen-op-interface-*
# and <build>/docs/NAMEDialect.md from OPS. The target is NAMEIncGen.
function(qsim_add_dialect name mnemonic)
  cmake_parse_arguments(ARG "" "DIALECT;OPS;TYPES;ATTRS;ENUMS" "OP_INTERFACES" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "qsim_add_dialect(${name}): unknown argument ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  macro(_generate td declarations definitions)
    set(LLVM_TARGET_DEFINITIONS ${td})
    cmake_path(GET LLVM_TARGET_DEFINITIONS STEM stem)
    _qsim_tablegen(${stem}.h.inc ${declarations} ${ARGN})
    _qsim_tablegen(${stem}.cpp.inc ${definitions} ${ARGN})
  endmacro()
  if(ARG_DIALECT)
    _generate(${ARG_DIALECT} -gen-dialect-decls -gen-dialect-defs -dialect=${mnemonic})
  endif()
  if(ARG_ENUMS)
    _generate(${ARG_ENUMS} -gen-enum-decls -gen-enum-defs)
  endif()
  if(ARG_ATTRS)
    _generate(${ARG_ATTRS} -gen-attrdef-decls -gen-attrdef-defs
              -attrdefs-dialect=${mnemonic})
  endif()
  if(ARG_TYPES)
    _generate(${ARG_TYPES} -gen-typedef-decls -gen-typedef-defs
              -typedefs-dialect=${mnemonic})
  endif()
  foreach(td IN LISTS ARG_OP_INTERFACES)
    _generate(${td} -gen-op-interface-decls -gen-op-interface-defs)
  endforeach()
  if(ARG_OPS)
    _generate(${ARG_OPS} -gen-op-decls -gen-op-defs -dialect=${mnemonic})
    qsim_add_doc(${ARG_OPS} ${name}Dialect -gen-dialect-doc -dialect=${mnemonic})
  endif()
  _qsim_tablegen_target(${name}IncGen)
endfunction()

# qsim_add_passes(NAME TD): STEM.h.inc with the passes of TD, registered as group
# NAME, and <build>/docs/NAMEPasses.md. The target is NAMEPassesIncGen.
function(qsim_add_passes name td)
  set(LLVM_TARGET_DEFINITIONS ${td})
  cmake_path(GET td STEM stem)
  _qsim_tablegen(${stem}.h.inc -gen-pass-decls -name=${name})
  _qsim_tablegen_target(${name}PassesIncGen)
  qsim_add_doc(${td} ${name}Passes -gen-pass-doc)
endfunction()
