#!/usr/bin/env python3
"""Spoils copies of a parity case and expects parlando-parity to say so.

    fails_when_it_must.py PARLANDO_PARITY FOLDER_OF_CASES
"""

import json
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL, CASES = (Path(argument).resolve() for argument in sys.argv[1:3])
CASE = 'plain_small'


class ParityToolTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.case = self.root / CASE
        shutil.copytree(CASES / CASE, self.case, copy_function=shutil.copyfile)

    def run_tool(self, *arguments):
        run = subprocess.run([str(TOOL), *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120)
        return run.returncode, run.stdout + run.stderr

    def edit_expected(self, edit):
        """`edit` gets the header and the data, which it may change in place."""
        path = self.case / 'expected.safetensors'
        content = path.read_bytes()
        start = 8 + struct.unpack('<Q', content[:8])[0]
        header, data = json.loads(content[8:start]), bytearray(content[start:])
        edit(header, data)
        text = json.dumps(header).encode()
        path.write_bytes(struct.pack('<Q', len(text)) + text + data)

    def edit_case(self, **changes):
        path = self.case / 'case.json'
        path.write_text(json.dumps({**json.loads(path.read_text(encoding='utf-8')), **changes}), encoding='utf-8')

    def run_spoilt(self, case, stages, change):
        """A copy of `case` for each stage, in which change(header, data, stage) spoilt it: what the tool says of each, in
        one run, because its start takes longer than a case."""
        shutil.rmtree(self.case)
        for stage in stages:
            self.case = self.root / stage
            shutil.copytree(CASES / case, self.case, copy_function=shutil.copyfile)
            self.edit_expected(lambda header, data, stage=stage: change(header, data, stage))
        code, output = self.run_tool(self.root)
        self.assertEqual(code, 1, output)
        self.assertIn(f'{len(stages)} cases compared, {len(stages)} beyond tolerance', output)
        said, stage = {stage: [] for stage in stages}, None
        for line in output.splitlines():
            if line.startswith('  '):
                said[stage].append(line)
            else:
                stage = Path(line).name
        return {stage: '\n'.join(lines) for stage, lines in said.items()}

    def stage_lines(self, output, stage):
        return [line for line in output.splitlines() if line.split()[:1] == [stage]]

    def test_an_unspoilt_copy_passes(self):
        code, output = self.run_tool(self.root)
        self.assertEqual(code, 0, output)
        self.assertNotIn('TOO LARGE', output)

    def test_the_case_folder_itself_can_be_named(self):
        code, output = self.run_tool(self.case)
        self.assertEqual(code, 0, output)

    def test_one_wrong_value_in_any_stage_is_found_and_only_that_stage_is_named(self):
        def change(header, data, stage):
            middle = sum(header[f'zero.{stage}']['data_offsets']) // 2 // 4 * 4
            value, = struct.unpack_from('<f', data, middle)
            struct.pack_into('<f', data, middle, value + 0.01)

        stages = ('text_embedding', 'encoder_layer_0', 'text_hidden', 'prior_means', 'prior_log_variances',
                  'log_durations', 'prior_latents', 'latents', 'decoder_conv_pre', 'decoder_up0',
                  'decoder_stage0_leaky', 'waveform')
        for stage, output in self.run_spoilt(CASE, stages, change).items():
            with self.subTest(stage=stage):
                wrong = [line.split()[0] for line in output.splitlines() if 'TOO LARGE' in line]
                self.assertEqual(wrong, [stage], output)

    def test_one_wrong_value_in_any_stage_of_kokoro_is_found(self):
        def change(header, data, stage):
            entry = header[f'clause.{stage}']
            begin, end = entry['data_offsets']
            size, form = (8, '<q') if entry['dtype'] == 'I64' else (4, '<f')
            middle = begin + (end - begin) // 2 // size * size
            value, = struct.unpack_from(form, data, middle)
            struct.pack_into(form, data, middle, value + 1)

        stages = ('bert_output', 'duration_encoder', 'durations', 'F0', 'text_encoder', 'decoder_encode',
                  'generator_input', 'har_source', 'har', 'noise_conv_0', 'conv_post', 'waveform')
        for stage, output in self.run_spoilt('kokoro_one_stage', stages, change).items():
            with self.subTest(stage=stage):
                # A phase of which the magnitude is nothing shows in the stage that is fed with it.
                name = 'noise_conv_0' if stage == 'har' else stage
                self.assertTrue(any('TOO LARGE' in line for line in self.stage_lines(output, name)), output)

    def test_one_frame_more_or_less_is_found(self):
        def change(header, data):
            begin, _ = header['zero.durations']['data_offsets']
            value, = struct.unpack_from('<q', data, begin)
            struct.pack_into('<q', data, begin, value + 1)

        self.edit_expected(change)
        code, output = self.run_tool(self.root)
        self.assertEqual(code, 1, output)
        self.assertTrue(any('TOO LARGE' in line for line in self.stage_lines(output, 'durations')), output)

    def test_a_value_that_is_not_a_number_is_found(self):
        def change(header, data):
            struct.pack_into('<f', data, header['zero.latents']['data_offsets'][0], float('nan'))

        self.edit_expected(change)
        code, output = self.run_tool(self.root)
        self.assertEqual(code, 1, output)
        self.assertTrue(any('TOO LARGE' in line for line in self.stage_lines(output, 'latents')), output)

    def test_another_shape_is_found(self):
        def change(header, _):
            shape = header['zero.prior_means']['shape']
            header['zero.prior_means']['shape'] = [shape[0], shape[2], shape[1]]

        self.edit_expected(change)
        code, output = self.run_tool(self.root)
        self.assertEqual(code, 1, output)
        self.assertIn('prior_means: its shape is', output)

    def test_a_stage_that_the_engine_does_not_make_is_found(self):
        def change(header, _):
            header['zero.imagined'] = header.pop('zero.latents')

        self.edit_expected(change)
        code, output = self.run_tool(self.root)
        self.assertEqual(code, 1, output)
        self.assertIn('imagined: the engine did not make it', output)

    def test_wrong_ids_are_found(self):
        self.edit_case(tokenizer_cases=[{'text': 'kk', 'ids_all_blank': [0, 0, 0]}])
        code, output = self.run_tool(self.root)
        self.assertEqual(code, 1, output)
        self.assertIn('kk', output)

    def test_a_case_without_runs_or_without_expected_values_fails(self):
        self.edit_case(runs=[])
        self.assertEqual(self.run_tool(self.root)[0], 1)
        self.edit_case(runs=[{'name': 'absent', 'scales': {}}])
        self.assertEqual(self.run_tool(self.root)[0], 1)

    def test_a_missing_or_broken_file_fails(self):
        for name in 'expected.safetensors', 'config.json', 'tokenizer_config.json', 'case.json':
            with self.subTest(name=name):
                (self.case / name).write_bytes(b'{')
                code, output = self.run_tool(self.root)
                self.assertEqual(code, 1, output)
                self.assertIn(name, output)
                shutil.copyfile(CASES / CASE / name, self.case / name)

    def test_another_family_is_named_and_counts_for_nothing(self):
        other = self.root / 'other'
        shutil.copytree(self.case, other)
        self.case, kept = other, self.case
        self.edit_case(family='unheard_of')
        code, output = self.run_tool(self.root)
        self.assertEqual(code, 0, output)
        self.assertTrue(any(str(other) in line and 'this build does not run it' in line
                            for line in output.splitlines()), output)
        shutil.rmtree(kept)
        self.assertEqual(self.run_tool(self.root)[0], 1)

    def test_nothing_to_compare_fails(self):
        shutil.rmtree(self.case)
        self.assertEqual(self.run_tool(self.root)[0], 1)
        self.assertEqual(self.run_tool(self.root / 'absent')[0], 1)

    def test_wrong_usage_is_64(self):
        self.assertEqual(self.run_tool()[0], 64)
        self.assertEqual(self.run_tool(self.root, self.root)[0], 64)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
