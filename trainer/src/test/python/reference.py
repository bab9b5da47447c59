"""CMA-CLIP, its losses and AdamW once more, of PyTorch's own modules: what the trainer is held against.

    python trainer/src/test/python/reference.py trainer/src/test/resources/io/cmaclip/trainer/stages

writes forward.json and adamw.json there again. Needs PyTorch (2.7.1 made the stored ones), any build. Nothing is shared with
the product: each listing goes alone, without padding and masks, through torch.nn's attention, convolutions and norms, and
weights, images and gradients are made from their names by `numbers`, which the tests do likewise.
"""
import json
import math
import sys
import zlib
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

ARCHITECTURE = {
    "image": {"height": 32, "width": 48, "fit": "stretch", "mean": [0.48, 0.45, 0.40], "deviation": [0.27, 0.26, 0.28],
              "patch": 16, "hidden": 24, "layers": 2, "heads": 3, "activation": "quick-gelu", "epsilon": 1e-5},
    "text": {"vocabulary": 40, "context": 12, "hidden": 16, "layers": 2, "heads": 2, "activation": "quick-gelu",
             "epsilon": 1e-5},
    "projection": 20, "sequenceAttention": {"layers": 2, "heads": 4}, "headHidden": 14, "auxiliaryHeads": True,
}
CASES = [("conv", fusion) for fusion in
         ("cma", "cma-no-modality-attention", "cma-no-attention", "image-only", "text-only")] + [("patch", "cma"), ("residual", "cma")]
TASKS = {"colour": ["red", "green", "blue"], "pattern": ["plain", "dotted", "striped", "floral"]}
LISTINGS = [  # a title is its token ids, start and end among them
    {"image": "first", "title": "1 7 9 30 2", "labels": {"colour": "green", "pattern": "striped"}},
    {"image": "second", "title": "1 39 2", "labels": {"colour": "blue"}},
    {"image": None, "title": "1 5 5 6 7 8 9 10 2", "labels": {"colour": "red", "pattern": "plain"}},
    {"image": "third", "title": "", "labels": {"pattern": "floral"}},
    {"image": "fourth", "title": "1 7 9 30 2", "labels": {}},
]
LOSSES = {"labelSmoothing": 0.1, "alone": 0.3, "contrastive": 0.2}

ADAMW = {"weightDecay": 0.05, "beta1": 0.9, "beta2": 0.98, "epsilon": 1e-8, "clipNorm": 1.0}
RATES = {"clip": 0.003, "sequence": 0.004, "heads": 0.01}
PARAMETERS = {  # name: (group, decayed, size)
    "text.token": ("clip", True, 6), "text.position": ("clip", False, 5),
    "sequence_attention.transformer.qkv_weight": ("sequence", True, 6), "modality_query": ("heads", False, 4),
    "class_weight": ("heads", True, 6), "class_bias": ("heads", False, 3),
}
STEPS = 100


def bits(name, count):
    """Whole numbers below 2^32 that look random: MurmurHash3's finaliser over a counter that starts at the name's CRC-32."""
    start = zlib.crc32(name.encode())
    mixed = []
    for i in range(count):
        x = (start + i * 0x9E3779B9) & 0xFFFFFFFF
        x = (x ^ x >> 16) * 0x85EBCA6B & 0xFFFFFFFF
        x = (x ^ x >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
        mixed.append(x ^ x >> 16)
    return mixed


def numbers(name, count):
    """Between -1/2 and 1/2."""
    return [x / 2**32 - 0.5 for x in bits(name, count)]


def weight(name, *shape):
    spread, centre = 0.4, 0.0
    if name == "logit_scale" or name.endswith("_variance") or "norm" in name and name.endswith("_weight"):
        centre = 1.0
    elif len(shape) > 1:
        spread = 3 / math.sqrt(math.prod(shape[1:]) if len(shape) == 4 else shape[-1])
    values = [centre + spread * x for x in numbers(name, math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).float().reshape(shape)


def fill(module, **values):
    for name, value in values.items():
        dict(list(module.named_parameters()) + list(module.named_buffers()))[name].data.copy_(value)
    return module


def layer_norm(name, width):
    return fill(nn.LayerNorm(width, eps=1e-5), weight=weight(name + "_weight", width), bias=weight(name + "_bias", width))


def convolution(name, norm, channels, out, side, stride):
    """A convolution without bias and its batch norm."""
    return nn.Sequential(
        fill(nn.Conv2d(channels, out, side, stride, side // 2, bias=False), weight=weight(name + "_weight", out, channels, side, side)),
        fill(nn.BatchNorm2d(out), weight=weight(norm + "_weight", out), bias=weight(norm + "_bias", out),
             running_mean=weight(norm + "_mean", out), running_var=weight(norm + "_variance", out)))


class ResidualBlock(nn.Module):
    def __init__(self, name, channels, out):
        super().__init__()

        def part(kind, channels, side, stride):
            return convolution(f"{name}.{kind}.conv", f"{name}.{kind}.norm", channels, out, side, stride)

        self.inner = nn.Sequential(part("first", channels, 3, 2), nn.ReLU(), part("second", out, 3, 1))
        self.skip = part("skip", channels, 1, 2)

    def forward(self, x):
        return F.relu(self.inner(x) + self.skip(x))


class Layer(nn.Module):
    def __init__(self, w, layer, width, heads):
        super().__init__()
        self.norm1 = fill(nn.LayerNorm(width, eps=1e-5), weight=w["norm1_weight"][layer], bias=w["norm1_bias"][layer])
        self.attention = fill(nn.MultiheadAttention(width, heads, batch_first=True), in_proj_weight=w["qkv_weight"][layer],
                              in_proj_bias=w["qkv_bias"][layer])
        fill(self.attention.out_proj, weight=w["out_weight"][layer], bias=w["out_bias"][layer])
        self.norm2 = fill(nn.LayerNorm(width, eps=1e-5), weight=w["norm2_weight"][layer], bias=w["norm2_bias"][layer])
        self.up = fill(nn.Linear(width, 4 * width), weight=w["up_weight"][layer], bias=w["up_bias"][layer])
        self.down = fill(nn.Linear(4 * width, width), weight=w["down_weight"][layer], bias=w["down_bias"][layer])

    def forward(self, x, mask):
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        y = self.up(self.norm2(x))
        return x + self.down(y * torch.sigmoid(1.702 * y))


class Transformer(nn.Module):
    def __init__(self, name, layers, width, heads):
        super().__init__()
        m = width
        shapes = {"norm1_weight": [m], "norm1_bias": [m], "qkv_weight": [3 * m, m], "qkv_bias": [3 * m],
                  "out_weight": [m, m], "out_bias": [m], "norm2_weight": [m], "norm2_bias": [m],
                  "up_weight": [4 * m, m], "up_bias": [4 * m], "down_weight": [m, 4 * m], "down_bias": [m]}
        w = {key: weight(f"{name}.{key}", layers, *shape) for key, shape in shapes.items()}
        self.layers = nn.ModuleList(Layer(w, layer, width, heads) for layer in range(layers))

    def forward(self, x, causal=False):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]) if causal else None
        for layer in self.layers:
            x = layer(x, mask)
        return x


class CmaClip(nn.Module):
    def __init__(self, stem, fusion):
        super().__init__()
        image, text, d = ARCHITECTURE["image"], ARCHITECTURE["text"], ARCHITECTURE["projection"]
        self.fusion = fusion
        self.stem = nn.Sequential()
        channels, side = 3, image["patch"]
        if stem == "conv":
            side //= 8
            for i, out in enumerate((32, 64, 128), 1):
                self.stem += nn.Sequential(convolution(f"image.stem.conv{i}", f"image.stem.norm{i}", channels, out, 3, 2), nn.ReLU())
                channels = out
        elif stem == "residual":
            side //= 16
            self.stem += nn.Sequential(convolution("image.stem.first.conv", "image.stem.first.norm", channels, 32, 3, 2), nn.ReLU())
            channels = 32
            for i, out in enumerate((48, 96, 192), 1):
                self.stem += nn.Sequential(ResidualBlock(f"image.stem.block{i}", channels, out))
                channels = out
        m = image["hidden"]
        patch = weight("image.patch_weight", m, channels * side * side).reshape(m, channels, side, side)
        self.patches = fill(nn.Conv2d(channels, m, side, side, bias=False), weight=patch)
        self.class_token = weight("image.class_token", m)
        self.image_position = weight("image.position", 1 + image["height"] * image["width"] // image["patch"] ** 2, m)
        self.image_before = layer_norm("image.norm_before", m)
        self.image_layers = Transformer("image.transformer", image["layers"], m, image["heads"])
        self.image_after = layer_norm("image.norm_after", m)
        self.image_projection = weight("image.projection", d, m)
        m = text["hidden"]
        self.tokens = weight("text.token", text["vocabulary"], m)
        self.text_position = weight("text.position", text["context"], m)
        self.text_layers = Transformer("text.transformer", text["layers"], m, text["heads"])
        self.text_after = layer_norm("text.norm_after", m)
        self.text_projection = weight("text.projection", d, m)
        self.scale = weight("logit_scale").exp()
        sequence = ARCHITECTURE["sequenceAttention"]
        self.modality = weight("sequence_attention.modality", 2, d)
        self.sequence_layers = Transformer("sequence_attention.transformer", sequence["layers"], d, sequence["heads"])
        self.sequence_after = layer_norm("sequence_attention.norm_after", d)
        k, f, c = len(TASKS), ARCHITECTURE["headHidden"], sum(map(len, TASKS.values()))
        self.query = weight("modality_query", k, d)
        self.hidden = weight("hidden_weight", k, f, d), weight("hidden_bias", k, f)
        self.classes = weight("class_weight", c, f), weight("class_bias", c)
        self.image_classes = weight("image_class_weight", c, d), weight("image_class_bias", c)
        self.text_classes = weight("text_class_weight", c, d), weight("text_class_bias", c)

    def encode_image(self, name):                                     # -> 1 P D
        image = ARCHITECTURE["image"]
        shape = 3, image["height"], image["width"]
        levels = torch.tensor([x >> 24 for x in bits(name, math.prod(shape))]).float().reshape(1, *shape) / 255
        x = (levels - torch.tensor(image["mean"]).reshape(1, 3, 1, 1)) / torch.tensor(image["deviation"]).reshape(1, 3, 1, 1)
        x = self.patches(self.stem(x)).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(1, 1, -1), x], 1) + self.image_position
        return self.image_after(self.image_layers(self.image_before(x))) @ self.image_projection.T

    def encode_text(self, title):                                     # -> 1 T D
        ids = [int(token) for token in title.split()]
        x = (self.tokens[ids] + self.text_position[:len(ids)])[None]
        return self.text_after(self.text_layers(x, causal=True)) @ self.text_projection.T

    def forward(self, listing):
        """Logits, image weights, logits of image alone and of text alone, embeddings; 0 for what is missing."""
        image = self.encode_image(listing["image"]) if listing["image"] else None
        text = self.encode_text(listing["title"]) if listing["title"] else None
        i, t = self.fuse(image, text)
        hidden_weight, hidden_bias = self.hidden
        class_weights = [part.split([len(names) for names in TASKS.values()]) for part in self.classes]
        logits, weights = [], []
        for task in range(len(TASKS)):
            weight = self.image_weight(task, i, t, image is not None, text is not None)
            c = (0 if i is None else weight * i) + (0 if t is None else (1 - weight) * t)
            c = torch.zeros(ARCHITECTURE["projection"]) if i is None and t is None else c
            hidden = F.relu(F.linear(c, hidden_weight[task], hidden_bias[task]))
            logits.append(F.linear(hidden, class_weights[0][task], class_weights[1][task]))
            weights.append(weight)
        d, c = ARCHITECTURE["projection"], sum(map(len, TASKS.values()))
        nothing, silence = torch.zeros(c), torch.zeros(d)
        return [torch.cat(logits), torch.tensor(weights),
                nothing if image is None else F.linear(image[0, 0], *self.image_classes),
                nothing if text is None else F.linear(text[0, -1], *self.text_classes),
                silence if image is None else F.normalize(image[0, 0], dim=0),
                silence if text is None else F.normalize(text[0, -1], dim=0)]

    def fuse(self, image, text):
        """I' and T'; None for what the answer does not rest on."""
        if self.fusion in ("cma", "cma-no-modality-attention"):
            parts = [x + self.modality[k] for k, x in enumerate((image, text)) if x is not None]
            x = self.sequence_after(self.sequence_layers(torch.cat(parts, 1)))[0]
            return None if image is None else x[0], None if text is None else x[-1]
        return (None if image is None or self.fusion == "text-only" else image[0, 0],
                None if text is None or self.fusion == "image-only" else text[0, -1])

    def image_weight(self, task, image, text, has_image, has_text):
        if not (has_image and has_text):
            return float(has_image)
        if self.fusion == "cma":
            return torch.softmax(torch.stack([self.query[task] @ image, self.query[task] @ text]), 0)[0].item()
        return {"image-only": 1.0, "text-only": 0.0}.get(self.fusion, 0.5)


def losses(model, outputs):
    """What training minimises, then its parts: tasks, alone, contrastive; the encoders frozen."""
    def tasks(column, has):
        total = 0
        for (task, names), logits in zip(TASKS.items(), torch.stack([o[column] for o in outputs]).split(
                [len(names) for names in TASKS.values()], 1)):
            rows = [i for i, listing in enumerate(LISTINGS) if has(listing) and task in listing["labels"]]
            target = torch.tensor([names.index(LISTINGS[i]["labels"][task]) for i in rows])
            total += F.cross_entropy(logits[rows], target, label_smoothing=LOSSES["labelSmoothing"])
        return total

    pairs = [i for i, listing in enumerate(LISTINGS) if listing["image"] and listing["title"]]
    logits = model.scale * torch.stack([outputs[i][4] for i in pairs]) @ torch.stack([outputs[i][5] for i in pairs]).T
    for a, i in enumerate(pairs):
        for b, j in enumerate(pairs):
            if i != j and LISTINGS[i]["title"] == LISTINGS[j]["title"]:
                logits[a, b] = -math.inf
    own = torch.arange(len(pairs))
    contrastive = (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
    main = tasks(0, lambda listing: True)
    alone = tasks(2, lambda listing: listing["image"]) + tasks(3, lambda listing: listing["title"])
    return [main + LOSSES["alone"] * alone + LOSSES["contrastive"] * contrastive, main, alone, contrastive]


def forward_reference():
    cases = []
    for stem, fusion in CASES:
        model = CmaClip(stem, fusion).eval()
        with torch.no_grad():
            outputs = [model(listing) for listing in LISTINGS]
            loss = [float(part) for part in losses(model, outputs)]
        architecture = {**ARCHITECTURE, "image": {**ARCHITECTURE["image"], "stem": stem}, "fusion": fusion}
        rows = [[round(x, 7) for x in torch.cat(row).tolist()] for row in outputs]
        cases.append({"architecture": architecture, "outputs": rows, "losses": [round(part, 7) for part in loss]})
    return {"tasks": TASKS, "listings": LISTINGS, "lossSettings": LOSSES, "cases": cases}


def adamw_reference():
    parameters = {name: nn.Parameter(torch.tensor(numbers(name, size))) for name, (_, _, size) in PARAMETERS.items()}
    optimizer = torch.optim.AdamW(
        [{"params": [parameters[name]], "group": group, "weight_decay": ADAMW["weightDecay"] if decayed else 0.0}
         for name, (group, decayed, _) in PARAMETERS.items()],
        betas=(ADAMW["beta1"], ADAMW["beta2"]), eps=ADAMW["epsilon"])
    steps = []
    for step in range(STEPS):
        for name, parameter in parameters.items():   # norms from about 0.2 to about 1.6: some are clipped
            scale = (1 + step % 8) / 8
            parameter.grad = torch.tensor([scale * x for x in numbers(f"{name} {step}", parameter.numel())])
        norm = nn.utils.clip_grad_norm_(parameters.values(), ADAMW["clipNorm"])
        for group in optimizer.param_groups:
            group["lr"] = RATES[group["group"]] * (step + 1) / STEPS
        optimizer.step()
        if (step + 1) % 10 == 0:
            values = {name: parameter.tolist() for name, parameter in parameters.items()}
            steps.append({"step": step + 1, "norm": norm.item(), "parameters": values})
    return {"settings": ADAMW, "rates": RATES, "steps": steps}


if __name__ == "__main__":
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    (folder / "forward.json").write_text(json.dumps(forward_reference()) + "\n")
    (folder / "adamw.json").write_text(json.dumps(adamw_reference()) + "\n")
