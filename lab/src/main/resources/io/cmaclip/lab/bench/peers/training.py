"""A training step in PyTorch for `./cmaclip bench peers`.

  training.py MODEL SETTINGS THREADS

Prints "ready", then answers every input line "BATCH TOKENS SECONDS" with listings per second of forward, backward and a step
of AdamW, all weights trained, float32.
"""
import json
import os
import sys
import time

exported, settings_file, threads = sys.argv[1:4]
os.environ["OMP_NUM_THREADS"] = threads

import torch  # noqa: E402: after the number of threads
from torch.nn import functional as F  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cma_clip  # noqa: E402

torch.set_num_threads(int(threads))
with open(settings_file) as file:
    settings = json.load(file)
model, _ = cma_clip.load(exported, settings)
model.train()
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-5, fused=True)


def step(inputs, labels):
    optimizer.zero_grad(set_to_none=True)
    loss = 0
    for logits in model(*inputs):  # all together, and the auxiliary heads
        for task, of_task in enumerate(logits.split(model.classes, 1)):
            loss = loss + F.cross_entropy(of_task, labels[:, task])
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


print("ready", flush=True)
for line in sys.stdin:
    batch, tokens, seconds = line.split()
    inputs = cma_clip.sample(settings, int(batch), int(tokens))
    labels = torch.stack([torch.randint(0, c, (int(batch),)) for c in model.classes], 1)
    step(inputs, labels)
    begin, steps = time.perf_counter(), 0
    while steps == 0 or time.perf_counter() - begin < float(seconds):
        step(inputs, labels)
        steps += 1
    print(steps * int(batch) / (time.perf_counter() - begin), flush=True)
