#!/usr/bin/env python3
"""Expects every string of the interface in every language, with the placeholders of its source."""

import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ('de', 'fr', 'es', 'zh', 'en')
LUPDATE = sys.argv.pop() if len(sys.argv) > 1 else 'lupdate'


def messages(file):
    for context in ElementTree.parse(file).iter('context'):
        for message in context.iter('message'):
            yield context.findtext('name'), message.findtext('source'), message.find('translation')


def texts(translation):
    return [form.text or '' for form in translation.iter('numerusform')] or [translation.text or '']


class TranslationsTest(unittest.TestCase):
    def test_every_string_is_translated(self):
        for language in LANGUAGES:
            for context, source, translation in messages(ROOT / f'ui/i18n/parlando_{language}.ts'):
                with self.subTest(language=language, context=context, source=source):
                    self.assertIsNone(translation.get('type'))
                    for text in texts(translation):
                        self.assertTrue(text)
                        self.assertEqual(sorted(re.findall('%[0-9n]', text)), sorted(re.findall('%[0-9n]', source)))

    def test_the_files_hold_the_strings_of_the_source(self):
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / 'fresh.ts'
            subprocess.run([LUPDATE, '-silent', '-locations', 'none', '-I', '.', 'desktop', '../ui', '-ts', str(fresh)],
                           cwd=ROOT / 'src', check=True, stdout=subprocess.DEVNULL)
            wanted = {(context, source) for context, source, _ in messages(fresh)}
        for language in LANGUAGES[:-1]:
            there = {(context, source) for context, source, _ in messages(ROOT / f'ui/i18n/parlando_{language}.ts')}
            self.assertEqual(there, wanted, f'run scripts/translate ({language})')


if __name__ == '__main__':
    unittest.main()
