"""Classifies listings from Kafka for `./cmaclip bench peers`, as a team that works in Python would: confluent-kafka or Quix
Streams, Pillow and ONNX Runtime in batches, JSON answers, at least once (offsets are committed after the answers are flushed).

  service.py CLIENT ENGINE MODEL BUNDLE THREADS KAFKA REGISTRY NAME

CLIENT: confluent-kafka, quixstreams. ENGINE: onnxruntime, onnxruntime-int8. MODEL: a file of `./cmaclip export --torchscript`
of BUNDLE. NAME: the consumer group; reads the topic NAME-listings, writes NAME-attributes. Every listing needs an image and a
title. Prints "ready"; ends at the end of standard input.
"""
import io
import json
import os
import sys
import tempfile
import threading
import time
import urllib.request
from collections import deque
from concurrent.futures import ThreadPoolExecutor

client, engine, exported, bundle, threads, kafka, registry, name = sys.argv[1:9]
threads = int(threads)

import confluent_kafka  # noqa: E402: a missing peer ends here, before the model is exported
import fastavro  # noqa: E402
import numpy  # noqa: E402
import orjson  # noqa: E402
from PIL import Image  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cma_clip  # noqa: E402
import exported_onnx  # noqa: E402

BATCH = 64
COMMIT_SECONDS = 0.1  # as the service that it is compared with


class Classifier:
    """From messages to answers, a batch at a time; thread-safe. Pillow, the tokenizer and ONNX Runtime release the GIL."""

    def __init__(self):
        with open(os.path.join(bundle, "bundle.json")) as file:
            settings = json.load(file)
        image, text = settings["architecture"]["image"], settings["architecture"]["text"]
        if image["fit"] != "stretch":
            sys.exit(f"images are stretched only, not: {image['fit']}")
        self.size = image["width"], image["height"]
        self.tokenizer = Tokenizer.from_file(os.path.join(bundle, "tokenizer.json"))
        self.tokenizer.enable_truncation(text["context"])
        self.tokenizer.enable_padding()
        self.schemas = {}
        self.tasks, first = [], 0
        for task in settings["tasks"]:
            point = task["operatingPoints"]["BOTH"]
            until = first + len(task["classes"])
            self.tasks.append((task["name"], task["classes"], slice(first, until), point["temperature"], point["acceptThreshold"]))
            first = until
        with tempfile.TemporaryDirectory() as folder:
            model, _ = cma_clip.load(exported, settings)
            self.session = exported_onnx.session(model, settings, folder, engine == "onnxruntime-int8")

    def __call__(self, values):
        listings = [self.decode(value) for value in values]
        pixels = numpy.stack([self.pixels(listing["images"][0]["bytes"]) for listing in listings])
        titles = self.tokenizer.encode_batch([listing["title"] for listing in listings])
        logits = self.session.run(["logits"], {
            "pixels": pixels,
            "tokens": numpy.array([title.ids for title in titles]),
            "length": numpy.array([sum(title.attention_mask) for title in titles])})[0]
        answers = [{"listingId": listing["listingId"], "attributes": []} for listing in listings]
        for task, classes, columns, temperature, threshold in self.tasks:
            scaled = logits[:, columns] / temperature
            p = numpy.exp(scaled - scaled.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            best = numpy.argsort(-p, 1)[:, :5]
            for answer, labels, confidences in zip(answers, best.tolist(), numpy.take_along_axis(p, best, 1).tolist()):
                answer["attributes"].append({
                    "task": task, "label": classes[labels[0]], "confidence": confidences[0],
                    "accepted": threshold is not None and confidences[0] >= threshold,
                    "alternatives": [{"label": classes[c], "confidence": q} for c, q in zip(labels[1:], confidences[1:])]})
        return [orjson.dumps(answer) for answer in answers]

    def decode(self, value):
        """Confluent's wire format: a zero, the id of the schema in four bytes, the Avro record."""
        schema = int.from_bytes(value[1:5], "big")
        if schema not in self.schemas:
            with urllib.request.urlopen(f"{registry}/schemas/ids/{schema}") as answer:
                self.schemas[schema] = fastavro.parse_schema(json.loads(json.load(answer)["schema"]))
        return fastavro.schemaless_reader(io.BytesIO(value[5:]), self.schemas[schema])

    def pixels(self, file):
        image = Image.open(io.BytesIO(file))
        image.draft("RGB", self.size)  # JPEG: decodes at 1/2, 1/4 or 1/8 of the size
        image = image.convert("RGB").resize(self.size, Image.Resampling.BICUBIC)
        return numpy.asarray(image).transpose(2, 0, 1)


def run_confluent(classify, pool, stop):
    """Two batches are queued for each thread; answers and offsets leave in order."""
    consumer = confluent_kafka.Consumer({
        "bootstrap.servers": kafka, "group.id": name, "auto.offset.reset": "earliest", "enable.auto.commit": False})
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka, "linger.ms": 5, "acks": "all"})
    consumer.subscribe([f"{name}-listings"])
    print("ready", flush=True)
    queue, offsets, committed = deque(), {}, time.monotonic()
    while not stop.is_set():
        if len(queue) < 2 * threads:
            messages = consumer.consume(BATCH, 0.005 if queue else 0.05)
            for message in messages:
                if message.error():
                    raise confluent_kafka.KafkaException(message.error())
            if messages:
                queue.append((messages, pool.submit(classify, [message.value() for message in messages])))
        while queue and (queue[0][1].done() or len(queue) >= 2 * threads):
            messages, answers = queue.popleft()
            for message, answer in zip(messages, answers.result()):
                producer.produce(f"{name}-attributes", answer, message.key())
                offsets[message.partition()] = message.offset() + 1
        producer.poll(0)
        if offsets and time.monotonic() - committed >= COMMIT_SECONDS:
            producer.flush()
            consumer.commit(offsets=[confluent_kafka.TopicPartition(f"{name}-listings", partition, offset)
                                     for partition, offset in offsets.items()], asynchronous=True)
            offsets, committed = {}, time.monotonic()
    consumer.close()


def run_quix(classify, pool, stop):
    """Quix Streams handles one record after the other; its place for batches is a sink, which is flushed before a commit."""
    from quixstreams import Application
    from quixstreams.sinks import BaseSink
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka, "linger.ms": 5, "acks": "all"})

    class Answers(BaseSink):
        records = []

        def add(self, value, key, timestamp, headers, topic, partition, offset):
            self.records.append((key, value))

        def flush(self):
            batches = [self.records[i:i + BATCH] for i in range(0, len(self.records), BATCH)]
            for batch, answers in zip(batches, pool.map(lambda batch: classify([value for _, value in batch]), batches)):
                for (key, _), answer in zip(batch, answers):
                    producer.produce(f"{name}-attributes", answer, key)
            producer.flush()
            self.records = []

    application = Application(
        broker_address=kafka, consumer_group=name, auto_offset_reset="earliest", commit_interval=COMMIT_SECONDS,
        commit_every=4 * threads * BATCH, consumer_poll_timeout=0.05, loglevel="ERROR", auto_create_topics=False)
    listings = application.topic(f"{name}-listings", value_deserializer="bytes", key_deserializer="bytes")
    application.dataframe(listings).sink(Answers())
    threading.Thread(target=lambda: (stop.wait(), application.stop()), daemon=True).start()
    print("ready", flush=True)
    application.run()


def main():
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    classify = Classifier()
    with ThreadPoolExecutor(threads) as pool:
        {"confluent-kafka": run_confluent, "quixstreams": run_quix}[client](classify, pool, stop)


main()
