"""Runs a model in one inference engine for `./cmaclip bench peers`.

  predictor.py ENGINE MODEL SETTINGS THREADS

ENGINE: onnxruntime, onnxruntime-int8, openvino, openvino-bfloat16, torch, torch-int8, torch-bfloat16. MODEL: a file of
`./cmaclip export --torchscript`. SETTINGS: the bundle.json. As the service does, THREADS requests of one thread each run at
once. Prints one line with the largest difference of an output from the exported module's, then answers every input line
"BATCH TOKENS SECONDS" with listings per second.
"""
import json
import os
import sys
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

warnings.filterwarnings("ignore")
os.environ["OMP_NUM_THREADS"] = "1"
engine, exported, settings_file, threads = sys.argv[1:5]
threads = int(threads)

import torch  # noqa: E402: after the number of threads

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cma_clip  # noqa: E402
import exported_onnx  # noqa: E402

torch.set_num_threads(1)
with open(settings_file) as file:
    settings = json.load(file)
def numpy(inputs):
    return {name: value.numpy() for name, value in zip(exported_onnx.NAMES, inputs)}


def onnxruntime(model, folder, int8):
    session = exported_onnx.session(model, settings, folder, int8)
    return [lambda inputs: session.run(None, numpy(inputs))[0]] * threads


def openvino(model, folder, precision):
    import openvino as ov
    compiled = ov.Core().compile_model(exported_onnx.export(model, settings, folder), "CPU", {
        "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": threads, "INFERENCE_PRECISION_HINT": precision})

    def worker(request):
        return lambda inputs: request.infer(numpy(inputs))[compiled.output(0)]
    return [worker(compiled.create_infer_request()) for _ in range(threads)]


def pytorch(model, form):
    if form == "int8":
        model = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, torch.qint8)

    def run(inputs):
        torch.set_num_threads(1)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=form == "bfloat16"):
            return model(*inputs)[0].float().numpy()
    return [run] * threads


def rate(worker, inputs, seconds):
    begin, calls = time.perf_counter(), 0
    while calls == 0 or time.perf_counter() - begin < seconds:
        worker(inputs)
        calls += 1
    return calls * len(inputs[0]) / (time.perf_counter() - begin)


def main():
    model, original = cma_clip.load(exported, settings)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(threads) as pool, torch.no_grad():
        workers = {
            "onnxruntime": lambda: onnxruntime(model, folder, False),
            "onnxruntime-int8": lambda: onnxruntime(model, folder, True),
            "openvino": lambda: openvino(model, folder, "f32"),
            "openvino-bfloat16": lambda: openvino(model, folder, "bf16"),
            "torch": lambda: pytorch(model, "float32"),
            "torch-int8": lambda: pytorch(model, "int8"),
            "torch-bfloat16": lambda: pytorch(model, "bfloat16"),
        }[engine]()
        inputs = cma_clip.sample(settings, 3, 11)
        present = torch.ones(3, dtype=torch.bool)
        expected = original(inputs[0], inputs[1], present, present, inputs[2])[0]
        print(float((torch.as_tensor(workers[0](inputs)) - expected).abs().max()), flush=True)
        for line in sys.stdin:
            batch, tokens, seconds = line.split()
            inputs = cma_clip.sample(settings, int(batch), int(tokens))
            print(sum(pool.map(lambda worker: rate(worker, inputs, float(seconds)), workers)), flush=True)


main()
