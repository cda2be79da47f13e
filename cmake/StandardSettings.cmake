# Compiler settings for every target of ours; third-party code is not touched by them.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

# Everything that runs lies in one folder, so that the server finds its engine library beside itself,
# in the build tree as in a package.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(PARLANDO_CCACHE ccache)
if(PARLANDO_CCACHE)
  # What ccache needs to work with precompiled headers: see "Precompiled headers" in its manual.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${PARLANDO_CCACHE}")
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
find_program(PARLANDO_MOLD mold)
if(PARLANDO_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(parlando_settings INTERFACE)
target_include_directories(parlando_settings INTERFACE "${PROJECT_SOURCE_DIR}/src")
if(PARLANDO_DEV)
  # Below -O2, and in instrumented code, GCC 12 sees uses of uninitialised values where there are none.
  target_compile_options(parlando_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wunused-result
    -Werror $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
else()
  # Who only builds it can do nothing about them, and GCC 12 sees some in library code at -O3.
  target_compile_options(parlando_settings INTERFACE -w)
endif()
if(PARLANDO_SANITIZE)
  target_compile_options(parlando_settings INTERFACE -fsanitize=${PARLANDO_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(parlando_settings INTERFACE -fsanitize=${PARLANDO_SANITIZE})
endif()
