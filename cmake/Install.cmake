# What `cmake --install` puts where, and the Debian package that CPack makes of it (`cpack -G DEB` in the build folder).
# The server finds its engine in ../lib/parlando and its voices in ../share/parlando, wherever the whole is put.
include(GNUInstallDirs)

if(PARLANDO_SERVER)
  install(TARGETS parlando-server RUNTIME)
  install(TARGETS parlando-engine LIBRARY DESTINATION lib/parlando)
  if(PARLANDO_CUDA)
    install(TARGETS parlando-libtorch LIBRARY DESTINATION lib/parlando)
  endif()
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/voices" DESTINATION ${CMAKE_INSTALL_DATADIR}/parlando)
endif()
if(PARLANDO_DESKTOP)
  install(TARGETS parlando RUNTIME)
  # Desktop entry, icons and AppStream metadata, in the folders where desktops look for them.
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/src/desktop/share/" DESTINATION ${CMAKE_INSTALL_DATADIR})
endif()
install(FILES "${PROJECT_SOURCE_DIR}/NOTICE" "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION ${CMAKE_INSTALL_DOCDIR})
# Debian looks for the licence under this name.
install(FILES "${PROJECT_SOURCE_DIR}/NOTICE" DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CPACK_PACKAGE_NAME parlando)
set(CPACK_PACKAGE_CONTACT "The Parlando authors <parlando@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "Turns text into speech on this machine: a studio to type, listen and export in, and a
server that scripts use over HTTP. Works offline with the voice that it brings; one click moves the work to an NVIDIA
graphics card.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
if(PARLANDO_SERVER)
  # Loaded by name, so that no tool finds them.
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libcurl4 (>= 7.85)" "libarchive13 (>= 3.6)" "libsndfile1 (>= 1.1)"
    libsoxr0 "libssl3 (>= 3.0)")
endif()
if(PARLANDO_DESKTOP)
  # QML modules are loaded by name at run time, so no tool finds them in the programs.
  foreach(module IN ITEMS qtqml qtqml-models qtqml-workerscript qtcore qtquick qtquick-window qtquick-controls
      qtquick-templates qtquick-layouts qtquick-shapes qtquick-dialogs qtmultimedia qt-labs-folderlistmodel)
    list(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS "qml6-module-${module}")
  endforeach()
  list(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS libqt6svg6)
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gstreamer1.0-plugins-good, gstreamer1.0-pulseaudio | gstreamer1.0-pipewire")
endif()
list(JOIN CPACK_DEBIAN_PACKAGE_DEPENDS ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
include(CPack)
