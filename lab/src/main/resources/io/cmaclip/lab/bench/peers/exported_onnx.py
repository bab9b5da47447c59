"""Models in the ONNX format and in ONNX Runtime."""
import os

import cma_clip
import torch

NAMES = ["pixels", "tokens", "length"]


def export(model, settings, folder):
    """Writes a model of cma_clip.py for any number of listings and tokens. Returns the path."""
    path = os.path.join(folder, "model.onnx")
    axes = {name: {0: "batch"} for name in NAMES}
    axes["tokens"][1] = "words"
    torch.onnx.export(model, cma_clip.sample(settings, 2, 12), path, input_names=NAMES, output_names=["logits", "image", "text"],
                      dynamic_axes=axes, opset_version=17, dynamo=False)
    return path


def session(model, settings, folder, int8):
    """A session for any number of threads, each of whose calls runs in one thread."""
    import onnxruntime
    path = export(model, settings, folder)
    if int8:
        from onnxruntime.quantization import QuantType, quantize_dynamic
        quantised = os.path.join(folder, "int8.onnx")
        quantize_dynamic(path, quantised, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"],
                         extra_options={"MatMulConstBOnly": True})
        path = quantised
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
