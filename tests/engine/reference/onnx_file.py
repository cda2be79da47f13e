"""Writes ONNX files (protocol buffers, onnx.proto) with as much of a graph as says which weight is which.

The nodes have their names, weights and attributes and nothing between them, so no runtime could compute with them.
"""

import torch

TYPES = {torch.float32: 1, torch.float16: 10, torch.bfloat16: 16, torch.float64: 11, torch.int64: 7}


def varint(value):
    encoded = b''
    while value > 0x7f:
        encoded += bytes([value & 0x7f | 0x80])
        value >>= 7
    return encoded + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value)


def block(field, content):
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(content)) + content


def tensor(name, value, spelling='raw'):
    """`spelling`: 'raw' bytes, or a packed or unpacked list of numbers."""
    value = value.contiguous()
    data = value.flatten().view(torch.uint8).numpy().tobytes() if value.dim() else value.numpy().tobytes()
    content = b''.join(number(1, size) for size in value.shape) + number(2, TYPES[value.dtype]) + block(8, name)
    if spelling == 'raw' or value.dtype != torch.float32:
        return content + block(9, data)
    if spelling == 'packed':
        return content + block(4, data)
    return content + b''.join(varint(4 << 3 | 5) + data[i:i + 4] for i in range(0, len(data), 4))


def attribute(name, value):
    if isinstance(value, int):
        return block(1, name) + number(3, value) + number(20, 2)
    if isinstance(value, list):
        return block(1, name) + b''.join(number(8, item) for item in value) + number(20, 7)
    return block(1, name) + block(5, value) + number(20, 4)  # a tensor


def node(operation, name, inputs, outputs, attributes=None, scopes=None):
    content = b''.join(block(1, item) for item in inputs) + b''.join(block(2, item) for item in outputs)
    content += block(3, name) + block(4, operation)
    if scopes:
        content += block(9, block(1, 'pkg.torch.onnx.name_scopes') + block(2, str(scopes)))
    return content + b''.join(block(5, attribute(*item)) for item in (attributes or {}).items())


def write(path, nodes, tensors, inputs, spelling='raw'):
    graph = b''.join(block(1, item) for item in nodes) + block(2, 'graph')
    graph += b''.join(block(5, tensor(name, value, spelling)) for name, value in tensors.items())
    graph += b''.join(block(11, block(1, name)) for name in inputs) + block(12, block(1, 'output'))
    opset = block(1, '') + number(2, 15)
    path.write_bytes(number(1, 8) + block(2, 'pytorch') + block(7, graph) + block(8, opset)
                     + block(14, block(1, 'sample_rate') + block(2, '22050')))
