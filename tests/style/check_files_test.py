#!/usr/bin/env python3
"""Plants one violation of each kind in a small repository and expects check_files.py to name it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECKER = Path(__file__).resolve().parent / 'check_files.py'
MEBIBYTE = 1024 * 1024


class FilesTest(unittest.TestCase):
    def check(self, name, content):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(['git', 'init', '--quiet', folder], check=True)
            (Path(folder) / '.gitignore').write_text('/build/\n', encoding='utf-8')
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            run = subprocess.run([sys.executable, str(CHECKER), '--root', folder], capture_output=True, text=True,
                                 check=False)
            return run.returncode, run.stdout

    def expect(self, name, content, rule):
        code, output = self.check(name, content)
        self.assertEqual(code, 1, output)
        self.assertIn(rule, output)

    def accept(self, name, content):
        code, output = self.check(name, content)
        self.assertEqual(code, 0, output)

    def test_a_large_file_is_found_except_voices_and_parity(self):
        large = b'x' * (MEBIBYTE + 1)
        self.expect('docs/picture.png', large, 'docs/picture.png: 1048577 bytes')
        self.accept('voices/a/weights', large)
        self.accept('tests/engine/parity/case/weights', large)

    def test_what_git_ignores_is_not_checked(self):
        self.accept('build/src/a.cpp', b'\t')

    def test_white_space_is_found(self):
        self.expect('src/base/a.cpp', b'a\n\tb\n', 'src/base/a.cpp:2: a tab')
        self.expect('src/base/a.cpp', b'a \n', 'src/base/a.cpp:1: white space')
        self.expect('src/base/a.cpp', b'a', 'no newline')

    def test_unfinished_work_is_found(self):
        self.expect('tests/base/a.cpp', b'// ' + b'TO' + b'DO later\n', 'tests/base/a.cpp:1: ')

    def test_a_long_file_is_found_in_src_only(self):
        self.accept('src/base/a.cpp', b'a\n' * 400)
        self.expect('src/base/a.cpp', b'a\n' * 401, 'src/base/a.cpp: 401 lines')
        self.accept('tests/base/a.cpp', b'a\n' * 401)

    def test_a_shell_script_without_strict_mode_is_found(self):
        self.expect('scripts/a', b'#!/usr/bin/env bash\necho a\n', 'set -euo pipefail')
        self.accept('scripts/a', b'#!/usr/bin/env bash\n# What it does.\n\nset -euo pipefail\necho a\n')


if __name__ == '__main__':
    unittest.main()
