# Libraries that we use. Debian 12 packages by default; vcpkg.json names the same for other systems.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(OpenSSL 3 REQUIRED)

if(PARLANDO_SERVER)
  find_package(nlohmann_json REQUIRED)
  find_package(CLI11 REQUIRED)
  pkg_check_modules(sndfile REQUIRED IMPORTED_TARGET sndfile>=1.1)
  pkg_check_modules(soxr REQUIRED IMPORTED_TARGET soxr)
  pkg_check_modules(espeak REQUIRED IMPORTED_TARGET espeak-ng)
  pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl>=7.85)
  pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive>=3.6)
  find_package(SQLiteCpp REQUIRED)
  find_package(Torch REQUIRED)
endif()
