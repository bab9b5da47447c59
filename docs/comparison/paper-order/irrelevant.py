#!/usr/bin/env python3
"""Measures bundles on listings of which some have an irrelevant image or title: that of another listing.

    irrelevant.py RUNS DATA [CMACLIP]

RUNS holds bundles named VARIANT-SEED, as `compare` leaves them; DATA is a folder of listings with metadata.jsonl, beside
which the changed metadata is written. Prints a table of accuracy and recall at 90% precision, means over the tasks, with
the sample standard deviation over the seeds. Standard library only.
"""
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SHARES = (0.1, 0.3, 0.5)
FIELDS = {"image": "file_name", "title": "title"}


def read(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def write_irrelevant(folder, modality, share):
    """The listings of a smaller share are among those of a larger one."""
    listings = read(folder / "metadata.jsonl")
    order = list(range(len(listings)))
    random.Random(1).shuffle(order)
    chosen = order[: round(share * len(order))]
    values = [listings[i][FIELDS[modality]] for i in chosen]
    for i, value in zip(chosen, values[1:] + values[:1]):  # the next one's, so never its own
        listings[i][FIELDS[modality]] = value
    file = folder / f"metadata-{modality}-{round(100 * share)}.jsonl"
    file.write_text("".join(json.dumps(listing) + "\n" for listing in listings), encoding="utf-8")
    return file.name


def predictions(cmaclip, bundle, folder, metadata):
    with tempfile.TemporaryDirectory() as temp:
        out = Path(temp) / "predictions.jsonl"
        command = [cmaclip, "predict", "--bundle", bundle, "--data", folder, "--metadata", metadata, "--out", out]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return read(out)


def recall(answers, precision=0.9):
    """Correct answers in the largest set of most confident ones that has this precision, of all labelled ones."""
    right = best = 0
    for count, (_, is_right) in enumerate(sorted(answers, reverse=True), 1):
        right += is_right
        if right >= precision * count:
            best = right
    return best / len(answers)


def score(listings, answered):
    """Mean accuracy and mean recall at 90% precision over the tasks."""
    by_id = {line["id"]: line.get("tasks", {}) for line in answered}
    accuracies, recalls = [], []
    for task in sorted({task for tasks in by_id.values() for task in tasks}):
        answers = [
            (tasks[task]["confidence"], tasks[task]["label"] == listing[task])
            for listing in listings
            if listing.get(task) and (tasks := by_id[str(listing["id"])]).get(task)
        ]
        accuracies.append(sum(is_right for _, is_right in answers) / len(answers))
        recalls.append(recall(answers))
    return statistics.mean(accuracies), statistics.mean(recalls)


def spread(values):
    return f"{statistics.mean(values):.3f}" + (f" ± {statistics.stdev(values):.3f}" if len(values) > 1 else "")


def main(runs, data, cmaclip="./cmaclip"):
    folder = Path(data)
    listings = read(folder / "metadata.jsonl")
    bundles = {}
    for bundle in sorted(Path(runs).iterdir()):
        name = re.fullmatch(r"(.+)-(\d+)", bundle.name)
        if name and (bundle / "bundle.json").exists():
            bundles.setdefault(name[1], []).append(bundle)
    conditions = {"none": "metadata.jsonl"}
    for modality in FIELDS:
        for share in SHARES:
            conditions[f"{share:.0%} of the {modality}s"] = write_irrelevant(folder, modality, share)
    print("| irrelevant | " + " | ".join(f"{variant} ({len(of)})" for variant, of in bundles.items()) + " |")
    print("| --- |" + " --- |" * len(bundles))
    for condition, metadata in conditions.items():
        cells = []
        for of in bundles.values():
            scores = [score(listings, predictions(cmaclip, bundle, folder, metadata)) for bundle in of]
            cells.append(" / ".join(spread(values) for values in zip(*scores)))
        print(f"| {condition} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
