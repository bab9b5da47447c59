"""Checks a packed bundle (deploy/gpu/check pack) on a GPU, or on the CPU where there is none. Needs only PyTorch 2.

For each number format the check compares the outputs with those that the bundle stores, which the CPU computed in float32
when the bundle was made, and the labels of listings derived from the stored ones with the labels of float32 on the CPU.
Then it measures listings per second by batch size, with and without CUDA graphs, and the GPU memory. The last line of
standard output is one JSON object. Exit status: 0 passed, 1 failed, 2 wrong use.
"""
import argparse
import json
import math
import os
import platform
import struct
import sys
import time
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the service: on a busy machine, spinning threads slow all down

try:
    import torch
except ImportError:
    sys.exit("check.py: this Python has no PyTorch; install torch 2, for example with: pip install torch==2.7.1")

BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
# Largest difference of an output from the stored one. float32 differs by the order of sums only; TF32 has 11 significant
# bits, float16 11, bfloat16 8. Labels of listings near a tie may differ.
TOLERANCES = {"float32": 1e-4, "tf32": 0.1, "float16": 0.1, "bfloat16": 0.5}
LEAST_AGREEMENT = {"float32": 0.999, "tf32": 0.995, "float16": 0.995, "bfloat16": 0.98}
TYPES = {"float32": torch.float32, "tf32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
ELEMENTS = {"U8": torch.uint8, "I64": torch.int64, "F32": torch.float32}


def read_safetensors(path):
    data = bytearray(path.read_bytes())
    (length,) = struct.unpack_from("<Q", data)
    tensors = {}
    for name, info in json.loads(data[8:8 + length].decode()).items():
        if name != "__metadata__":
            begin, end = info["data_offsets"]
            raw = data[8 + length + begin:8 + length + end]
            tensors[name] = torch.frombuffer(raw, dtype=ELEMENTS[info["dtype"]]).reshape(info["shape"]).clone()
    return tensors


class Packed:
    """The files of a packed folder."""

    def __init__(self, folder):
        self.model_file = folder / "model.pt"
        self.manifest = json.loads((folder / "bundle.json").read_text())
        image = self.manifest["architecture"]["image"]
        self.image_shape = (3, image["height"], image["width"])
        self.context = self.manifest["architecture"]["text"]["context"]
        self.classes = [len(task["classes"]) for task in self.manifest["tasks"]]
        stored = read_safetensors(folder / "selftest.safetensors")
        rows = range(sum(name.startswith("output.") for name in stored))
        self.listings = [(stored.get(f"input.{i}.pixels"), stored.get(f"input.{i}.tokens")) for i in rows]
        self.outputs = [stored[f"output.{i}"] for i in rows]

    def load(self, device, mode):
        model = torch.jit.load(str(self.model_file), map_location=device).eval()
        return model.to(TYPES[mode])

    def batch(self, listings, device):
        """The arguments of serve: images and titles that exist, and which listings have one."""
        images = [pixels.reshape(self.image_shape) for pixels, _ in listings if pixels is not None]
        titles = [tokens for _, tokens in listings if tokens is not None]
        longest = max([1] + [len(tokens) for tokens in titles])
        padded = [torch.nn.functional.pad(tokens, (0, longest - len(tokens))) for tokens in titles]
        arguments = (
            torch.stack(images) if images else torch.zeros((0,) + self.image_shape, dtype=torch.uint8),
            torch.stack(padded) if padded else torch.zeros((0, 1), dtype=torch.int64),
            torch.tensor([pixels is not None for pixels, _ in listings]),
            torch.tensor([tokens is not None for _, tokens in listings]),
            torch.tensor([0 if tokens is None else len(tokens) for _, tokens in listings]))
        return tuple(argument.to(device) for argument in arguments)

    def derived(self, count):
        """Listings with image and title: the stored ones combined, shifted, mirrored, brighter or darker."""
        images = [pixels.reshape(self.image_shape) for pixels, _ in self.listings if pixels is not None]
        titles = [tokens for _, tokens in self.listings if tokens is not None]
        random = torch.Generator().manual_seed(1)

        def draw(below):
            return int(torch.randint(below, (), generator=random))

        found = []
        for i in range(count):
            image = images[i % len(images)].roll((draw(9) - 4, draw(9) - 4), (1, 2))
            image = image.flip(2) if draw(2) else image
            gain = 0.7 + 0.6 * float(torch.rand((), generator=random))
            image = (image.float() * gain).clamp(0, 255).to(torch.uint8)
            found.append((image.reshape(-1), titles[draw(len(titles))]))
        return found

    def labels(self, outputs):
        logits = outputs[:, :sum(self.classes)].split(self.classes, 1)
        return torch.stack([task.argmax(1) for task in logits], 1)


@contextmanager
def arithmetic(mode):
    """As the service runs the model: no graph optimisation; TF32 only where it is asked for."""
    precision = "high" if mode == "tf32" else "highest"
    torch.set_float32_matmul_precision(precision)
    torch.backends.cudnn.allow_tf32 = mode == "tf32"
    with torch.inference_mode(), torch.jit.optimized_execution(False):
        yield


def serve(packed, model, listings, device):
    return model.serve(*packed.batch(listings, device)).cpu()


def compare(packed, model, device, mode, reference):
    listings, labels = reference
    with arithmetic(mode):
        rows = [serve(packed, model, [listing], device)[0] for listing in packed.listings]
        found = torch.cat([serve(packed, model, listings[i:i + 64], device) for i in range(0, len(listings), 64)])
    difference = float(torch.stack([(row - stored).abs().max() for row, stored in zip(rows, packed.outputs)]).max())
    agreement = float((packed.labels(found) == labels).float().mean())
    passed = difference <= TOLERANCES[mode] and agreement >= LEAST_AGREEMENT[mode]
    return {
        "greatestDifference": difference if math.isfinite(difference) else None,  # JSON has no NaN
        "tolerance": TOLERANCES[mode],
        "labelAgreement": agreement,
        "leastLabelAgreement": LEAST_AGREEMENT[mode],
        "labels": labels.numel(),
        "passed": passed}


class Deadline:
    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    def left(self):
        return self.end - time.monotonic()


def synchronize(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def per_second(call, batch, device, seconds):
    call()
    synchronize(device)
    begin, calls = time.monotonic(), 0
    while True:
        # On a GPU, calls are queued: wait for a few at a time.
        for _ in range(1 if device.type == "cpu" else 5):
            call()
            calls += 1
        synchronize(device)
        elapsed = time.monotonic() - begin
        if elapsed >= seconds:
            return round(batch * calls / elapsed, 1)


def graphed(model, arguments, device):
    """Captures one call; the graph reads the tensors of `arguments` each time that it is replayed."""
    stream = torch.cuda.Stream(device)
    stream.wait_stream(torch.cuda.current_stream(device))
    with torch.cuda.stream(stream):
        for _ in range(3):
            model.serve(*arguments)
    torch.cuda.current_stream(device).wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        output = model.serve(*arguments)
    return graph, output


def measure(packed, model, device, mode, batch, listings, seconds):
    """Listings per second of one batch size. The inputs are on the device, as with a transfer that overlaps."""
    arguments = packed.batch((listings * (batch // len(listings) + 1))[:batch], device)
    result = {"eager": None, "cudaGraph": None, "memoryMiB": None}
    cuda = device.type == "cuda"
    try:
        if cuda:
            torch.cuda.reset_peak_memory_stats(device)
        with arithmetic(mode):
            result["eager"] = per_second(lambda: model.serve(*arguments), batch, device, seconds)
            if cuda:
                result["memoryMiB"] = round(torch.cuda.max_memory_allocated(device) / 2**20, 1)
                expected = model.serve(*arguments)
                graph, output = graphed(model, arguments, device)
                graph.replay()
                synchronize(device)
                difference = float((output - expected).abs().max())
                if not difference <= TOLERANCES[mode]:
                    raise RuntimeError(f"the replayed graph differs from the call by {difference}")
                result["cudaGraph"] = per_second(graph.replay, batch, device, seconds)
    except RuntimeError as error:  # out of memory is one too
        result["error"] = str(error).strip().splitlines()[0]
    return result


def check(packed, device, modes, batches, deadline, seconds):
    listings = packed.derived(256)
    cpu = torch.device("cpu")
    on_cpu = packed.load(cpu, "float32")
    with arithmetic("float32"):
        labels = torch.cat([packed.labels(serve(packed, on_cpu, listings[i:i + 64], cpu)) for i in range(0, 256, 64)])
    del on_cpu
    results = {}
    for mode in modes:
        model = packed.load(device, mode)
        results[mode] = compare(packed, model, device, mode, (listings, labels))
        results[mode]["batches"] = {}
        print(f"{mode}: {'passed' if results[mode]['passed'] else 'FAILED'}", file=sys.stderr, flush=True)
    # Rates last, so that every format is compared even where time runs out.
    for mode in modes:
        model = packed.load(device, mode)
        for batch in batches:
            if deadline.left() <= 0:
                break
            at = measure(packed, model, device, mode, batch, listings, seconds)
            results[mode]["batches"][str(batch)] = at
            print(f"{mode}, batch {batch}: {at}", file=sys.stderr, flush=True)
    return results


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", help="cuda, cuda:1 or cpu")
    parser.add_argument("--batches", default=",".join(map(str, BATCHES)), help="batch sizes to measure, 1 to 4096")
    parser.add_argument("--seconds", type=float, default=0.5, help="least time of each measurement, 0 to 60")
    parser.add_argument("--limit", type=float, default=200, help="no measurement starts after so many seconds, 0 to 3600")
    given = parser.parse_args()
    try:
        batches = [int(batch) for batch in given.batches.split(",")]
    except ValueError:
        parser.error(f"--batches {given.batches}: must be whole numbers, separated by commas")
    if not all(1 <= batch <= 4096 for batch in batches):
        parser.error(f"--batches {given.batches}: each must be between 1 and 4096")
    if not 0 <= given.seconds <= 60 or not 0 <= given.limit <= 3600:
        parser.error("--seconds must be between 0 and 60, --limit between 0 and 3600")
    try:
        torch.zeros(1, device=given.device)
    except (RuntimeError, AssertionError) as error:
        parser.error(f"--device {given.device}: {str(error).strip().splitlines()[0]}")
    return given, batches


def main():
    begin = time.monotonic()
    given, batches = arguments()
    device = torch.device(given.device)
    packed = Packed(Path(__file__).resolve().parent)
    cuda = device.type == "cuda"
    modes = [mode for mode in TOLERANCES if cuda or mode != "tf32"]
    results = check(packed, device, modes, batches, Deadline(given.limit), given.seconds)
    passed = all(result["passed"] for result in results.values())
    print(json.dumps({
        "passed": passed,
        "device": torch.cuda.get_device_name(device) if cuda else f"CPU {platform.machine()}",
        "torch": torch.__version__,
        "cuda": torch.version.cuda if cuda else None,
        "bundle": packed.manifest["name"],
        "version": packed.manifest["version"],
        "modes": results,
        "seconds": round(time.monotonic() - begin, 1)}))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
