"""CMA-CLIP as a Python team would write it, with the weights of `./cmaclip export --torchscript`. Serves listings with image
and title. Letters in the shapes as in model/src/main/resources/io/cmaclip/model/torchscript/cma_clip.py."""
import torch
from torch import nn
from torch.nn import functional as F


class Transformer(nn.Module):
    def __init__(self, weights, heads, causal, quick, epsilon):
        super().__init__()
        self.heads, self.causal, self.quick = heads, causal, quick
        layers, width = weights["out_bias"].shape
        self.layers = nn.ModuleList()
        for i in range(layers):
            layer = nn.ModuleDict({
                "norm1": nn.LayerNorm(width, epsilon), "qkv": nn.Linear(width, 3 * width), "out": nn.Linear(width, width),
                "norm2": nn.LayerNorm(width, epsilon), "up": nn.Linear(width, weights["up_bias"].shape[1]),
                "down": nn.Linear(weights["up_bias"].shape[1], width)})
            layer.load_state_dict({f"{part}.{kind}": weights[f"{part}_{kind}"][i]
                                   for part in layer for kind in ("weight", "bias")})
            self.layers.append(layer)

    def forward(self, x, mask=None, wanted=None):                                   # B S M
        for i, layer in enumerate(self.layers):
            y = layer["norm1"](x)
            q, k, v = layer["qkv"](y).unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4).unbind(0)
            if wanted is not None and i == len(self.layers) - 1:                    # only two tokens are needed
                q = take(q.transpose(1, 2).flatten(2), wanted).unflatten(2, (self.heads, -1)).transpose(1, 2)
                x = take(x, wanted)
            y = F.scaled_dot_product_attention(q, k, v, mask, is_causal=self.causal)
            x = x + layer["out"](y.transpose(1, 2).flatten(2))
            y = layer["up"](layer["norm2"](x))
            x = x + layer["down"](y * torch.sigmoid(1.702 * y) if self.quick else F.gelu(y))
        return x


class CmaClip(nn.Module):
    def __init__(self, weights, settings):
        """weights: the state of the exported module; settings: `architecture` and `tasks` of the manifest."""
        super().__init__()
        a = settings["architecture"]
        attention = a["sequenceAttention"]
        image, text = a["image"], a["text"]

        def transformer(of, prefix, causal):
            prefix += ".transformer."
            own = {k[len(prefix):]: v for k, v in weights.items() if k.startswith(prefix)}
            return Transformer(own, of["heads"], causal, of.get("activation", "quick-gelu") == "quick-gelu",
                               of.get("epsilon", 1e-5))

        self.image = transformer(image, "image", False)
        self.text = transformer(text, "text", True)
        self.together = transformer({**text, **attention}, "sequence_attention", False)
        self.patch, self.epsilon = image["patch"], image["epsilon"]
        self.classes = [len(task["classes"]) for task in settings["tasks"]]
        self.w = nn.ParameterDict({k.replace(".", "_"): nn.Parameter(v, v.is_floating_point() and not k.endswith(("mean", "variance", "deviation")))
                                   for k, v in weights.items() if ".transformer." not in k})
        # Numbers, because a traced export cannot take them from a shape.
        self.widths = {k[:-len("_weight")]: tuple(v.shape) for k, v in self.w.items() if "norm" in k and k.endswith("_weight")}
        self.stem = "image_stem_conv1_weight" in self.w
        self.residual = "image_stem_first_conv_weight" in self.w
        self.patch //= 16 if self.residual else 8 if self.stem else 1  # each step of a stem halves the sides

    def norm(self, x, name):
        return F.layer_norm(x, self.widths[name], self.w[name + "_weight"], self.w[name + "_bias"], self.epsilon)

    def convolution(self, x, name, stride):
        """With its batch norm; the border keeps the place of each pixel."""
        w, n = self.w[name + "_conv_weight"], name + "_norm_"
        x = F.conv2d(x, w, None, stride, w.shape[2] // 2)
        return F.batch_norm(x, self.w[n + "mean"], self.w[n + "variance"], self.w[n + "weight"], self.w[n + "bias"], self.training, 0.1, 1e-5)

    def pixels(self, x):                                                            # B 3 H W uint8 -> B N patch
        x = (x.to(self.w["image_mean"].dtype) / 255. - self.w["image_mean"]) / self.w["image_deviation"]
        if self.stem:
            for i in (1, 2, 3):
                x = F.conv2d(x, self.w[f"image_stem_conv{i}_weight"], None, 2, 1)
                n = f"image_stem_norm{i}_"
                x = F.relu(F.batch_norm(x, self.w[n + "mean"], self.w[n + "variance"], self.w[n + "weight"],
                                        self.w[n + "bias"], self.training, 0.1, 1e-5))
        if self.residual:
            x = F.relu(self.convolution(x, "image_stem_first", 2))
            for block in ("image_stem_block1_", "image_stem_block2_", "image_stem_block3_"):
                y = F.relu(self.convolution(x, block + "first", 2))
                x = F.relu(self.convolution(y, block + "second", 1) + self.convolution(x, block + "skip", 2))
        side = self.patch
        b, c, h, w = x.shape
        x = x.view(b, c, h // side, side, w // side, side)
        return x.permute(0, 2, 4, 1, 3, 5).flatten(3).flatten(1, 2)

    def forward(self, pixels, tokens, length):
        """pixels: B 3 H W uint8; tokens: B T int64; length: B int64. The logits of all tasks, and those of the image and
        the title alone: B C each."""
        x = F.linear(self.pixels(pixels), self.w["image_patch_weight"])
        x = torch.cat([self.w["image_class_token"].expand(x.shape[0], 1, -1), x], 1) + self.w["image_position"]
        x = self.norm(self.image(self.norm(x, "image_norm_before")), "image_norm_after")
        image = F.linear(x, self.w["image_projection"])                             # B P D
        x = F.embedding(tokens, self.w["text_token"]) + self.w["text_position"][:tokens.shape[1]]
        text = F.linear(self.norm(self.text(x), "text_norm_after"), self.w["text_projection"])          # B T D
        end = (length - 1).clamp_min(0)
        alone = (image[:, 0], take(text, end.unsqueeze(1)).squeeze(1))

        x = torch.cat([image + self.w["sequence_attention_modality"][0], text + self.w["sequence_attention_modality"][1]], 1)
        seen = torch.cat([torch.ones_like(image[:, :, 0], dtype=torch.bool),
                          torch.arange(tokens.shape[1]) < length.unsqueeze(1)], 1)  # B S
        wanted = torch.stack([torch.zeros_like(end), image.shape[1] + end], 1)
        x = self.norm(self.together(x, seen[:, None, None], wanted), "sequence_attention_norm_after")   # B 2 D
        weight = torch.softmax(F.linear(x, self.w["modality_query"]), 1)            # B 2 K
        c = torch.einsum("bmk,bmd->kbd", weight, x)                                 # K B D
        hidden = torch.relu(torch.baddbmm(self.w["hidden_bias"].unsqueeze(1), c, self.w["hidden_weight"].transpose(1, 2)))
        logits = [F.linear(h, w, b) for h, w, b in zip(hidden, self.w["class_weight"].split(self.classes),
                                                       self.w["class_bias"].split(self.classes))]
        return (torch.cat(logits, 1),
                F.linear(alone[0], self.w["image_class_weight"], self.w["image_class_bias"]),
                F.linear(alone[1], self.w["text_class_weight"], self.w["text_class_bias"]))


def take(x, positions):                                                             # B S M, B Q -> B Q M
    return x.gather(1, positions.unsqueeze(2).expand(-1, -1, x.shape[2]))


def load(exported, settings):
    """The model of an exported file, and the exported module itself to compare with."""
    original = torch.jit.load(exported, map_location="cpu").eval()
    return CmaClip(dict(original.state_dict()), settings).eval(), original


def sample(settings, batch, tokens, seed=1):
    """Random listings whose titles all have as many tokens."""
    image, text = settings["architecture"]["image"], settings["architecture"]["text"]
    draw = torch.Generator().manual_seed(seed)
    return (torch.randint(0, 256, (batch, 3, image["height"], image["width"]), generator=draw, dtype=torch.uint8),
            torch.randint(0, text["vocabulary"], (batch, tokens), generator=draw),
            torch.full((batch,), tokens, dtype=torch.int64))
