# SPDX-License-Identifier: Apache-2.0
# Helpers that declare qsim's libraries, tools and tests, and check its floors.
include_guard(GLOBAL)

define_property(TARGET PROPERTY QSIM_FLOOR
  BRIEF_DOCS "Floor of the target; links may only go to the same floor or down")

set(QSIM_INCLUDE_ROOTS
  ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/dialects
  ${CMAKE_SOURCE_DIR}/runtime/include)
# What TableGen writes is not ours to keep free of warnings.
set(QSIM_GENERATED_ROOTS ${CMAKE_BINARY_DIR}/include ${CMAKE_BINARY_DIR}/dialects)

# Floor of everything that only tests, and so may use any other floor.
set(QSIM_TEST_FLOOR 9)

# qsim_add_subdirectory(DIR...): adds each folder that has a CMakeLists.txt, and
# in place of one without, those of its sub-folders that have one.
function(qsim_add_subdirectory)
  foreach(dir IN LISTS ARGN)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/CMakeLists.txt)
      add_subdirectory(${dir})
    else()
      file(GLOB lists RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS
           ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/*/CMakeLists.txt)
      foreach(list IN LISTS lists)
        cmake_path(GET list PARENT_PATH subdir)
        add_subdirectory(${subdir})
      endforeach()
    endif()
  endforeach()
endfunction()

# qsim_set_floor(TARGET FLOOR): records the floor and enters the target in the
# list that qsim_check_link_graph walks. The helpers below call it; a target
# that is declared without them (the C runtime) calls it itself.
function(qsim_set_floor target floor)
  set_target_properties(${target} PROPERTIES QSIM_FLOOR ${floor})
  set_property(GLOBAL APPEND PROPERTY QSIM_TARGETS ${target})
endfunction()

# Flags common to all C++ targets. EXCEPTIONS and LLVM exclude each other:
# Debian's LLVM is built without exceptions, and so is all code that sees it.
function(_qsim_configure_target target floor exceptions llvm)
  if(exceptions AND llvm)
    message(FATAL_ERROR "${target}: EXCEPTIONS and LLVM exclude each other; "
                        "put the code that throws into a library of its own")
  endif()
  qsim_set_floor(${target} ${floor})
  target_include_directories(${target} PUBLIC ${QSIM_INCLUDE_ROOTS})
  target_include_directories(${target} SYSTEM PUBLIC ${QSIM_GENERATED_ROOTS})
  # GCC's warnings are errors; clang, which builds the fuzz targets, has others.
  target_compile_options(${target} PRIVATE -Wall -Wextra $<$<NOT:$<BOOL:${QSIM_FUZZ}>>:-Werror>)
  if(exceptions)
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANGUAGE:CXX>:-fexceptions -frtti>)
  else()
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
  endif()
  if(llvm)
    qsim_use_mlir(${target})
  endif()
  get_target_property(type ${target} TYPE)
  if(QSIM_SANITIZE AND type STREQUAL "EXECUTABLE")
    target_sources(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/SanitizerOptions.c)
  endif()
endfunction()

# Parses the arguments that all three kinds of target share. Sources may follow
# SOURCES or stand right after the name.
macro(_qsim_parse_arguments)
  cmake_parse_arguments(ARG "EXCEPTIONS;LLVM" "FLOOR" "SOURCES;LINK;DEPENDS" ${ARGN})
  list(APPEND ARG_SOURCES ${ARG_UNPARSED_ARGUMENTS})
endmacro()

# qsim_add_library(NAME FLOOR n [EXCEPTIONS | LLVM] SOURCES... [LINK...] [DEPENDS...])
#   LLVM        sees LLVM and MLIR headers and links both
#   EXCEPTIONS  compiled with exceptions and RTTI; sees no LLVM header
function(qsim_add_library name)
  _qsim_parse_arguments(${ARGN})
  if(NOT DEFINED ARG_FLOOR)
    message(FATAL_ERROR "qsim_add_library(${name}): FLOOR is missing")
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  _qsim_configure_target(${name} ${ARG_FLOOR} ${ARG_EXCEPTIONS} ${ARG_LLVM})
  target_link_libraries(${name} PUBLIC ${ARG_LINK})
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
endfunction()

# qsim_add_tool(NAME [FLOOR n] [EXCEPTIONS | LLVM] SOURCES... [LINK...] [DEPENDS...])
# An executable in <build>/bin; floor 5 unless told otherwise.
function(qsim_add_tool name)
  _qsim_parse_arguments(${ARGN})
  if(NOT DEFINED ARG_FLOOR)
    set(ARG_FLOOR 5)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  _qsim_configure_target(${name} ${ARG_FLOOR} ${ARG_EXCEPTIONS} ${ARG_LLVM})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  set_property(GLOBAL APPEND PROPERTY QSIM_TOOLS ${name})
endfunction()

# qsim_add_unit_test(NAME [EXCEPTIONS | LLVM] SOURCES... [LINK...] [DEPENDS...])
# A GoogleTest program with its own main from gtest_main; every case becomes a
# ctest entry. Tests run in their source folder, so that Inputs/x is found.
function(qsim_add_unit_test name)
  _qsim_parse_arguments(${ARGN})
  if(NOT TARGET GTest::gtest)
    find_package(GTest REQUIRED)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  _qsim_configure_target(${name} ${QSIM_TEST_FLOOR} ${ARG_EXCEPTIONS} ${ARG_LLVM})
  # GCC 12 sees overlapping copies in std::string's operator+ that are not there.
  target_compile_options(${name} PRIVATE -Wno-restrict)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gtest_main)
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  include(GoogleTest)
  gtest_discover_tests(${name}
    TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_property(GLOBAL APPEND PROPERTY QSIM_UNIT_TESTS ${name})
endfunction()

# qsim_add_benchmark(NAME-benchmark [EXCEPTIONS | LLVM] SOURCES... [LINK...])
# A Google Benchmark program; scripts/bench runs every program so named.
function(qsim_add_benchmark name)
  if(NOT name MATCHES "-benchmark$")
    message(FATAL_ERROR "qsim_add_benchmark(${name}): the name must end in -benchmark")
  endif()
  _qsim_parse_arguments(${ARGN})
  find_package(benchmark REQUIRED)
  add_executable(${name} ${ARG_SOURCES})
  _qsim_configure_target(${name} ${QSIM_TEST_FLOOR} ${ARG_EXCEPTIONS} ${ARG_LLVM})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} benchmark::benchmark_main)
endfunction()

# Direct links of `target` to other qsim targets.
function(_qsim_links out target)
  get_target_property(links ${target} LINK_LIBRARIES)
  get_property(all GLOBAL PROPERTY QSIM_TARGETS)
  set(found)
  foreach(link IN LISTS links)
    # A PRIVATE link of a static library reads $<LINK_ONLY:name> elsewhere.
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" link "${link}")
    if(link IN_LIST all)
      list(APPEND found ${link})
    endif()
  endforeach()
  set(${out} ${found} PARENT_SCOPE)
endfunction()

# Fails the configuration where a qsim target links one on a higher floor, or
# where links form a cycle (CMake itself allows cycles of static libraries).
function(qsim_check_link_graph)
  get_property(pending GLOBAL PROPERTY QSIM_TARGETS)
  foreach(target IN LISTS pending)
    get_target_property(floor ${target} QSIM_FLOOR)
    _qsim_links(links_${target} ${target})
    foreach(link IN LISTS links_${target})
      get_target_property(link_floor ${link} QSIM_FLOOR)
      if(link_floor GREATER floor)
        message(FATAL_ERROR "floors: ${target} (floor ${floor}) links ${link} "
                            "(floor ${link_floor}); a link may only go down")
      endif()
    endforeach()
  endforeach()
  # Take away targets that link nothing pending until none is left; what cannot
  # be taken away is on a cycle or above one.
  while(pending)
    set(blocked)
    foreach(target IN LISTS pending)
      foreach(link IN LISTS links_${target})
        if(link IN_LIST pending)
          list(APPEND blocked ${target})
          break()
        endif()
      endforeach()
    endforeach()
    if("${blocked}" STREQUAL "${pending}")
      list(JOIN pending ", " names)
      message(FATAL_ERROR "floors: the links among these targets form a cycle: ${names}")
    endif()
    set(pending ${blocked})
  endwhile()
endfunction()
