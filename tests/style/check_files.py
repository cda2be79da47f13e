#!/usr/bin/env python3
"""Checks what lies in the repository: sizes, lengths, white space, unfinished work.

    check_files.py [--root FOLDER]

Prints `file[:line]: rule` for each violation and exits with 1 if there is one.
"""

import argparse
import subprocess
import sys
from pathlib import Path

LARGEST = 1024 * 1024  # bytes; voices and recorded reference results are the only large things we keep
MOST_LINES = 400  # of a file in src/; a longer one does more than one thing
OUR_FOLDERS = ('src/', 'tests/', 'scripts/', 'cmake/')
OUR_SUFFIXES = ('.h', '.cpp', '.py', '.sh', '.cmake')
# Spelt in two parts, so that this file passes its own check.
UNFINISHED = ('TO' + 'DO', 'FIX' + 'ME')


def repository_files(root):
    """Files under version control or about to be: what git lists and does not ignore."""
    listing = subprocess.run(['git', '-C', str(root), 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
                             capture_output=True, check=True).stdout
    names = sorted(set(listing.decode('utf-8', 'surrogateescape').split('\0')) - {''})
    return [name for name in names if (root / name).is_file() and not (root / name).is_symlink()]


def may_be_large(name):
    return name.startswith('voices/') or (name.startswith('tests/') and 'parity' in name.split('/')[1:-1])


def first_line(content):
    return content.split(b'\n', 1)[0]


def is_shell(content):
    return content.startswith(b'#!') and first_line(content).split(b'/')[-1] in (b'env bash', b'bash', b'sh', b'env sh')


def is_ours(name, content):
    return name.startswith(OUR_FOLDERS) and (
        name.endswith(OUR_SUFFIXES) or name.endswith('CMakeLists.txt') or content.startswith(b'#!'))


def check_shell(lines):
    for line in lines[1:]:
        if line.strip() and not line.startswith('#'):
            if line != 'set -euo pipefail':
                yield None, 'a shell script begins with: set -euo pipefail'
            return
    yield None, 'a shell script begins with: set -euo pipefail'


def check_lines(lines):
    for number, line in enumerate(lines, 1):
        if '\t' in line:
            yield number, 'a tab'
        if line != line.rstrip():
            yield number, 'white space at the end'
        for word in UNFINISHED:
            if word in line:
                yield number, f'{word}: finish it or write an issue'


def check_file(root, name):
    size = (root / name).stat().st_size
    if size > LARGEST and not may_be_large(name):
        yield None, f'{size} bytes are more than {LARGEST}'
        return
    with (root / name).open('rb') as file:
        content = file.read(LARGEST)
    if is_shell(content):
        yield from check_shell(content.decode('utf-8', 'replace').split('\n'))
    if is_ours(name, content):
        try:
            text = content.decode('utf-8')
        except UnicodeDecodeError:
            yield None, 'not UTF-8'
            return
        yield from check_lines(text.split('\n'))
        length = text.count('\n')
        if name.startswith('src/') and length > MOST_LINES:
            yield None, f'{length} lines are more than {MOST_LINES}: split it'
        if not text.endswith('\n'):
            yield None, 'no newline at the end'


def main():
    parser = argparse.ArgumentParser(description='Checks the files of the repository.')
    parser.add_argument('--root', type=Path, default=Path(__file__).resolve().parent.parent.parent)
    root = parser.parse_args().root
    found = []
    for name in repository_files(root):
        for number, rule in check_file(root, name):
            found.append(f'{name}{f":{number}" if number else ""}: {rule}')
    print('\n'.join(found) if found else 'files: sizes, white space and scripts are as they should be')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
