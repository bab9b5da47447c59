"""Confluent's Python client as any client uses it. One JSON object or hex string per line.

client.py write   REGISTRY TOPIC SCHEMA_FILE             JSON in, hex of the record out
client.py read    REGISTRY TOPIC                         hex of the record in, JSON out
client.py produce REGISTRY TOPIC SCHEMA_FILE BOOTSTRAP   JSON in (key: listingId)
client.py consume REGISTRY TOPIC BOOTSTRAP KEY...        {"key", "value"} out, until each key was seen
"""
import base64
import datetime
import json
import os
import sys

from confluent_kafka import DeserializingConsumer, SerializingProducer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import (
    MessageField, SerializationContext, StringDeserializer, StringSerializer)

command, registry_url, topic, *rest = sys.argv[1:]
registry = SchemaRegistryClient({"url": registry_url})
value_of = SerializationContext(topic, MessageField.VALUE)


def lines():
    return [line for line in sys.stdin.read().splitlines() if line]


def plain(value):
    if isinstance(value, datetime.datetime):
        return round(value.timestamp() * 1000)
    return base64.b64encode(value).decode()


def show(value):
    print(json.dumps(value, default=plain), flush=True)


def listing(line):
    """Images are base64 in JSON and bytes in Avro."""
    value = json.loads(line)
    for image in value.get("images", []):
        if image.get("bytes"):
            image["bytes"] = base64.b64decode(image["bytes"])
    return value


def serializer(schema_file):
    with open(schema_file, encoding="utf-8") as file:
        return AvroSerializer(registry, file.read())


def write(schema_file):
    avro = serializer(schema_file)
    for line in lines():
        print(avro(listing(line), value_of).hex())


def read():
    avro = AvroDeserializer(registry)
    for line in lines():
        show(avro(bytes.fromhex(line), value_of))


def produce(schema_file, bootstrap):
    producer = SerializingProducer({
        "bootstrap.servers": bootstrap,
        "key.serializer": StringSerializer(),
        "value.serializer": serializer(schema_file)})
    for line in lines():
        value = listing(line)
        producer.produce(topic, key=value["listingId"], value=value)
    if producer.flush(30) > 0:
        raise TimeoutError("not everything was acknowledged within 30 s")


def consume(bootstrap, *keys):
    consumer = DeserializingConsumer({
        "bootstrap.servers": bootstrap,
        "group.id": f"interop-python-{os.getpid()}",
        "auto.offset.reset": "earliest",
        "isolation.level": "read_committed",
        "key.deserializer": StringDeserializer(),
        "value.deserializer": AvroDeserializer(registry)})
    consumer.subscribe([topic])
    awaited = set(keys)
    while awaited:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise RuntimeError(message.error())
        if message.key() in awaited:
            awaited.remove(message.key())
            show({"key": message.key(), "value": message.value()})
    consumer.close()


{"write": write, "read": read, "produce": produce, "consume": consume}[command](*rest)
