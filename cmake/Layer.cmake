# parlando_layer(name SOURCES ... [PUBLIC ...] [PRIVATE ...])
#
# A folder under src/ is a layer and a static library `parlando_<name>`. What it links is what it may
# include: tests/style/check_layers.py compares the includes with the table in docs/architecture.md.
function(parlando_layer name)
  cmake_parse_arguments(LAYER "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(parlando_${name} STATIC ${LAYER_SOURCES})
  target_link_libraries(parlando_${name}
    PUBLIC parlando_settings ${LAYER_PUBLIC}
    PRIVATE ${LAYER_PRIVATE})
endfunction()
