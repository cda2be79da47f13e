# Libraries that we use. Debian 12 packages by default; vcpkg.json names the same for other systems.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(OpenSSL 3 REQUIRED)

if(PARLANDO_SERVER OR PARLANDO_DESKTOP)
  find_package(nlohmann_json REQUIRED)
endif()
if(PARLANDO_DESKTOP)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core LinguistTools Multimedia Network Quick QuickControls2 Svg)
endif()
if(PARLANDO_SERVER)
  find_package(CLI11 REQUIRED)
  pkg_check_modules(sndfile REQUIRED IMPORTED_TARGET sndfile>=1.1)
  pkg_check_modules(soxr REQUIRED IMPORTED_TARGET soxr)
  pkg_check_modules(espeak REQUIRED IMPORTED_TARGET espeak-ng)
  # Debian compiles cpp-httplib as a library with options that change the class layout: without the
  # definitions from its pkg-config file a program crashes at the first request.
  pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
  pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl>=7.85)
  pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive>=3.6)
  find_package(SQLiteCpp REQUIRED)
  find_package(Torch REQUIRED)
endif()
