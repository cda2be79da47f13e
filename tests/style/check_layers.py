#!/usr/bin/env python3
"""Checks that every include and every CMake link under src/ is one that layers.json permits.

    check_layers.py [--root FOLDER] [--table layers.json]

Prints `file:line: rule` for each violation and exits with 1 if there is one, 2 if the table is wrong.
"""

import argparse
import json
import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
LINKING_CALL = re.compile(r'\b(parlando_layer|target_link_libraries)\s*\(([^)]*)\)')
# No slash, no dot and lower case: <vector>, <cstdint>. The C headers with .h that C++ has better names
# for are not among them.
STANDARD_HEADER = re.compile(r'^[a-z_]+[a-z0-9_]*$')
LINK_KEYWORDS = {'PUBLIC', 'PRIVATE', 'INTERFACE'}
OUR_TARGET = re.compile(r'^parlando[_-]([a-z]+)')


class Table:
    def __init__(self, content):
        self.layers = content['layers']
        self.libraries = content['libraries']
        self.everywhere = content['everywhere']
        for name, layer in self.layers.items():
            for used in layer['layers']:
                if used not in self.layers:
                    raise ValueError(f'layers.json: {name} may use "{used}", which is not a layer')
            for used in layer['libraries'] + self.everywhere:
                if used not in self.libraries:
                    raise ValueError(f'layers.json: {name} may use "{used}", which is not a library')

    def library_of(self, kind, name):
        """The library with the longest prefix that begins `name`; `kind` is "headers" or "targets"."""
        matches = [(len(prefix), library) for library, entry in self.libraries.items()
                   for prefix in entry[kind] if name.startswith(prefix)]
        return max(matches)[1] if matches else None

    def permits_library(self, layer, library):
        return library in self.everywhere or library in self.layers[layer]['libraries']

    def permits_layer(self, layer, used):
        return used == layer or used in self.layers[layer]['layers']


def without_comments(text):
    """C++ source with comments blanked, so that line numbers stay."""
    pattern = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)

    def blank(match):
        found = match.group()
        return found if found.startswith('"') else re.sub(r'[^\n]', ' ', found)

    return pattern.sub(blank, text)


def check_own_include(table, layer, header):
    used = header.split('/')[0]
    if '/' not in header or used not in table.layers:
        library = table.library_of('headers', header)
        hint = 'third-party and standard headers are in <>' if library else 'name it from src/: "layer/file.h"'
        return f'"{header}" is not a header of a layer: {hint}'
    if not table.permits_layer(layer, used):
        return f'{layer} may not include {used} ("{header}")'
    permitted = table.layers[layer].get('headers', {}).get(used)
    if permitted is not None and header not in permitted:
        return f'{layer} may include only {", ".join(permitted)} from {used}, not "{header}"'
    return None


def check_foreign_include(table, layer, header):
    if STANDARD_HEADER.match(header):
        return 'std::regex is not used: it is slow and overflows the stack' if header == 'regex' else None
    if header.split('/')[0] in table.layers and '/' in header:
        return f'<{header}> is ours: put it in quotes'
    library = table.library_of('headers', header)
    if library is None:
        return f'<{header}> is of no library in layers.json'
    if not table.permits_library(layer, library):
        return f'{layer} may not use {library} (<{header}>)'
    return None


def check_source(table, src, path):
    file_in_src = path.relative_to(src).as_posix()
    layer = file_in_src.split('/')[0]
    if layer not in table.layers:
        yield 1, f'src/{layer} is not a layer of layers.json'
        return
    text = without_comments(path.read_text(encoding='utf-8'))
    lines = text.split('\n')
    # One that Highway reads again for each kind of processor cannot have that; its guard is a toggle.
    toggled = path.name.endswith('-inl.h') and any('defined(HWY_TARGET_TOGGLE)' in line for line in lines)
    if path.suffix == '.h' and not toggled and not any(line.strip() == '#pragma once' for line in lines):
        yield 1, 'a header needs #pragma once'
    for number, line in enumerate(lines, 1):
        include = INCLUDE.match(line)
        if include:
            quote, header = include.groups()
            problem = (check_own_include(table, layer, header) if quote == '"'
                       else check_foreign_include(table, layer, header))
            if problem:
                yield number, problem
        elif re.search(r'\bstd::(w?regex|basic_regex)\b', line):
            yield number, 'std::regex is not used: it is slow and overflows the stack'


def links_of(function, words):
    """The names linked by one call: what follows PUBLIC and PRIVATE, not sources."""
    linked = []
    linking = False
    for word in words[1:]:
        if word in LINK_KEYWORDS:
            linking = True
        elif word == 'SOURCES':
            linking = False
        elif linking or function == 'target_link_libraries':
            linked.append(word)
    return linked


def check_link(table, layer, linked):
    ours = OUR_TARGET.match(linked)
    if ours:
        used = ours.group(1)
        if used == 'settings' or used == layer:
            return None
        if used not in table.layers:
            return f'{linked} is of no layer in layers.json'
        if not table.permits_layer(layer, used):
            return f'{layer} may not link {linked}'
        permitted = table.layers[layer].get('targets', {}).get(used)
        if permitted is not None and linked not in permitted:
            return f'{layer} may link only {", ".join(permitted)} of {used}, not {linked}'
        return None
    if linked.startswith('-'):
        return None
    library = table.library_of('targets', linked)
    if library is None:
        return f'{linked} is of no library in layers.json'
    if not table.permits_library(layer, library):
        return f'{layer} may not link {library} ({linked})'
    return None


def check_cmake(table, src, path):
    layer = path.relative_to(src).parts[0]
    if layer not in table.layers:
        yield 1, f'src/{layer} is not a layer of layers.json'
        return
    text = re.sub(r'#[^\n]*', '', path.read_text(encoding='utf-8'))
    for call in LINKING_CALL.finditer(text):
        words = call.group(2).split()
        number = text.count('\n', 0, call.start()) + 1
        if call.group(1) == 'parlando_layer' and words[:1] != [layer]:
            yield number, f'the layer of src/{layer} is called {layer}, not {" ".join(words[:1])}'
        for linked in links_of(call.group(1), words):
            problem = check_link(table, layer, linked)
            if problem:
                yield number, problem


def violations(table, root):
    src = root / 'src'
    for path in sorted(src.rglob('*')):
        if path.parent == src or not path.is_file():
            continue
        if path.suffix in ('.h', '.cpp'):
            found = check_source(table, src, path)
        elif path.name == 'CMakeLists.txt':
            found = check_cmake(table, src, path)
        else:
            continue
        for number, rule in found:
            yield f'{path.relative_to(root).as_posix()}:{number}: {rule}'


def main():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description='Checks the layers of src/.')
    parser.add_argument('--root', type=Path, default=here.parent.parent)
    parser.add_argument('--table', type=Path, default=here / 'layers.json')
    options = parser.parse_args()
    try:
        table = Table(json.loads(options.table.read_text(encoding='utf-8')))
    except (OSError, ValueError, KeyError) as error:
        print(f'check_layers: {error}', file=sys.stderr)
        return 2
    if not (options.root / 'src').is_dir():
        print(f'check_layers: {options.root} has no folder src', file=sys.stderr)
        return 2
    found = list(violations(table, options.root))
    print('\n'.join(found) if found else 'layers: every include and link is permitted')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
