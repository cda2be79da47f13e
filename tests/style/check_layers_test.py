#!/usr/bin/env python3
"""Plants one violation of each kind in a small tree and expects check_layers.py to name it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECKER = Path(__file__).resolve().parent / 'check_layers.py'

CLEAN = {
    'src/base/files.h': '#pragma once\n\n#include <string>\n',
    'src/audio/encoder.h': '#pragma once\n\n#include "base/files.h"\n',
    'src/audio/encoder.cpp': '#include "audio/encoder.h"\n\n#include <vector>\n\n#include <sndfile.h>\n#include <soxr.h>\n',
    'src/audio/CMakeLists.txt': 'file(GLOB s "*.cpp")\nparlando_layer(audio\n  SOURCES ${s}\n  PUBLIC parlando_base\n'
                                '  PRIVATE PkgConfig::sndfile)\n',
    'src/engine/engine.h': '#pragma once\n',
    'src/engine/weights.h': '#pragma once\n\n#include <ATen/ATen.h>\n',
    'src/server/say.cpp': '#include <unistd.h>\n\n#include <CLI/CLI.hpp>\n\n#include "engine/engine.h"\n',
    'src/server/http/listener.cpp': '// not std::regex, not #include "text/fold.h"\n#include <poll.h>\n',
    'src/server/CMakeLists.txt': 'parlando_layer(server SOURCES say.cpp PUBLIC parlando_engine PRIVATE CLI11::CLI11)\n',
}


class LayersTest(unittest.TestCase):
    def check(self, planted=None):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**CLEAN, **(planted or {})}.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding='utf-8')
            run = subprocess.run([sys.executable, str(CHECKER), '--root', folder], capture_output=True, text=True,
                                 check=False)
            return run.returncode, run.stdout

    def expect(self, file, text, line, rule):
        code, output = self.check({file: text})
        self.assertEqual(code, 1, output)
        self.assertIn(f'{file}:{line}: ', output)
        self.assertIn(rule, output)
        self.assertEqual(len(output.strip().split('\n')), 1, output)

    def test_a_clean_tree_passes(self):
        code, output = self.check()
        self.assertEqual(code, 0, output)

    def test_an_include_of_a_higher_layer_is_found(self):
        self.expect('src/audio/join.cpp', '#include <cmath>\n\n#include "engine/engine.h"\n', 3, 'may not include engine')

    def test_an_engine_header_that_is_not_its_interface_is_found(self):
        self.expect('src/server/x.cpp', '#include "engine/values.h"\n', 1, 'may include only engine/blend.h, engine/engine.h')

    def test_a_library_in_the_wrong_layer_is_found(self):
        self.expect('src/audio/x.cpp', '#include <ATen/ATen.h>\n', 1, 'audio may not use torch')

    def test_an_unknown_library_is_found(self):
        self.expect('src/audio/x.cpp', '#include <boost/any.hpp>\n', 1, 'of no library')

    def test_own_headers_in_angle_brackets_are_found(self):
        self.expect('src/audio/x.cpp', '#include <base/files.h>\n', 1, 'put it in quotes')

    def test_libraries_in_quotes_are_found(self):
        self.expect('src/audio/x.cpp', '#include "sndfile.h"\n', 1, 'are in <>')

    def test_a_header_without_pragma_once_is_found(self):
        self.expect('src/audio/x.h', '// #pragma once\n', 1, '#pragma once')
        self.expect('src/audio/x-inl.h', '\n', 1, '#pragma once')

    def test_a_regex_is_found(self):
        self.expect('src/audio/x.cpp', '\nstd::regex r;\n', 2, 'std::regex')
        self.expect('src/audio/x.cpp', '#include <regex>\n', 1, 'std::regex')

    def test_a_folder_that_is_no_layer_is_found(self):
        self.expect('src/extra/x.cpp', '\n', 1, 'not a layer')

    def test_a_link_to_a_forbidden_layer_is_found(self):
        self.expect('src/base/CMakeLists.txt', 'parlando_layer(base\n  SOURCES a.cpp\n  PUBLIC parlando_audio)\n', 1,
                    'base may not link parlando_audio')

    def test_a_link_to_a_forbidden_library_is_found(self):
        self.expect('src/base/CMakeLists.txt', '\nparlando_layer(base SOURCES a.cpp PRIVATE PkgConfig::soxr)\n', 2,
                    'base may not link soxr')

    def test_a_link_outside_parlando_layer_is_found(self):
        self.expect('src/base/CMakeLists.txt', 'target_link_libraries(parlando_base PRIVATE Qt6::Core)\n', 1,
                    'may not link qt_core')

    def test_the_engine_core_is_not_for_the_server(self):
        self.expect('src/server/CMakeLists.txt', 'parlando_layer(server SOURCES s.cpp PUBLIC parlando_engine_core)\n', 1,
                    'only parlando_engine')

    def test_a_layer_with_another_name_is_found(self):
        self.expect('src/base/CMakeLists.txt', 'parlando_layer(basis SOURCES a.cpp)\n', 1, 'called base')


if __name__ == '__main__':
    unittest.main()
