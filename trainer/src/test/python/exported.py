"""What PyTorch and Hugging Face make of exported files; prints the largest difference from what a bundle recorded.

exported.py torchscript MODEL.pt BUNDLE    the archive against the bundle's self-test
exported.py huggingface FOLDER INPUTS.json the encoders against embeddings of the same inputs
"""
import json
import sys

import torch


def safetensors(path):
    data = open(path, "rb").read()
    length = int.from_bytes(data[:8], "little")
    types = {"F32": torch.float32, "I64": torch.int64, "U8": torch.uint8}
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            flat = torch.frombuffer(bytearray(data[begin:end]), dtype=types[entry["dtype"]])
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def torchscript(archive, bundle):
    model = torch.jit.load(archive)
    image = json.load(open(bundle + "/bundle.json"))["architecture"]["image"]
    tests = safetensors(bundle + "/selftest.safetensors")
    largest, count = 0.0, 0
    while f"output.{count}" in tests:
        pixels = tests.get(f"input.{count}.pixels")
        tokens = tests.get(f"input.{count}.tokens")
        shape = (1, 3, image["height"], image["width"])
        with torch.no_grad():
            outputs = model(
                torch.zeros(shape, dtype=torch.uint8) if pixels is None else pixels.reshape(shape),
                torch.zeros((1, 3), dtype=torch.int64) if tokens is None else tokens.unsqueeze(0),
                torch.tensor([pixels is not None]),
                torch.tensor([tokens is not None]),
                torch.tensor([0 if tokens is None else len(tokens)]),
            )
        row = torch.cat(outputs, 1)[0]
        largest = max(largest, (row - tests[f"output.{count}"]).abs().max().item())
        count += 1
    assert count > 2, "no self-tests"
    return largest


def huggingface(folder, file):
    from transformers import AutoTokenizer, CLIPImageProcessor, CLIPModel

    model = CLIPModel.from_pretrained(folder).eval()
    processor = CLIPImageProcessor.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    inputs = json.load(open(file))
    largest = 0.0
    for one in inputs:
        ids = tokenizer(one["title"], truncation=True)["input_ids"]
        assert ids == one["ids"], (one["title"], ids, one["ids"])
        side = processor.crop_size["height"]
        levels = torch.tensor(one["levels"], dtype=torch.float32).reshape(1, 3, side, side)
        mean = torch.tensor(processor.image_mean).reshape(1, 3, 1, 1)
        deviation = torch.tensor(processor.image_std).reshape(1, 3, 1, 1)
        with torch.no_grad():
            outputs = model(input_ids=torch.tensor([ids]), pixel_values=(levels / 255 - mean) / deviation)
        for embedding, expected in ((outputs.image_embeds, one["image"]), (outputs.text_embeds, one["text"])):
            largest = max(largest, (embedding[0] - torch.tensor(expected)).abs().max().item())
    return largest


print({"torchscript": torchscript, "huggingface": huggingface}[sys.argv[1]](*sys.argv[2:]))
