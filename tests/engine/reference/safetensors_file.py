"""Reads and writes safetensors files: u64 header length, JSON header, little-endian data."""

import json
import struct

import torch

TYPES = {'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16, 'I64': torch.int64,
         'I32': torch.int32, 'U8': torch.uint8, 'BOOL': torch.bool}
NAMES = {dtype: name for name, dtype in TYPES.items()}


def read(path):
    content = path.read_bytes()
    data = 8 + struct.unpack('<Q', content[:8])[0]
    tensors = {}
    for name, entry in json.loads(content[8:data]).items():
        if name != '__metadata__':
            begin, end = entry['data_offsets']
            raw = bytearray(content[data + begin:data + end])
            flat = torch.frombuffer(raw, dtype=TYPES[entry['dtype']]) if raw else torch.empty(0)
            tensors[name] = flat.reshape(entry['shape'])
    return tensors


def write(path, tensors):
    header = {'__metadata__': {'format': 'pt'}}
    chunks = []
    position = 0
    # Wider types first, as the published writer does, so that every tensor is aligned.
    for name in sorted(tensors, key=lambda name: (-tensors[name].element_size(), name)):
        tensor = tensors[name].contiguous()
        chunk = tensor.flatten().view(torch.uint8).numpy().tobytes()
        header[name] = {'dtype': NAMES[tensor.dtype], 'shape': list(tensor.shape),
                        'data_offsets': [position, position + len(chunk)]}
        chunks.append(chunk)
        position += len(chunk)
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    path.write_bytes(struct.pack('<Q', len(text)) + text + b''.join(chunks))
