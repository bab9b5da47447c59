// Confluent's JavaScript client as a stranger would use it. One JSON object or hex string per line.
//   client.js write   REGISTRY TOPIC SCHEMA_FILE             JSON in, hex of the record out
//   client.js read    REGISTRY TOPIC                         hex of the record in, JSON out
//   client.js produce REGISTRY TOPIC SCHEMA_FILE BOOTSTRAP   JSON in (key: listingId)
//   client.js consume REGISTRY TOPIC BOOTSTRAP KEY...        {"key", "value"} out, until each key was seen
const fs = require('fs');
const { SchemaRegistryClient, AvroSerializer, AvroDeserializer, SerdeType } =
  require('@confluentinc/schemaregistry');
const { Kafka, logLevel } = require('kafkajs');

const [command, registryUrl, topic, ...rest] = process.argv.slice(2);
const registry = new SchemaRegistryClient({ baseURLs: [registryUrl], cacheCapacity: 100 });

const lines = () => fs.readFileSync(0, 'utf8').split('\n').filter((line) => line !== '');
const print = (value) => console.log(JSON.stringify(value, (key, v) =>
  v && v.type === 'Buffer' ? Buffer.from(v.data).toString('base64') : v));

/** Pictures are base64 in JSON and bytes in Avro. */
function listing(line) {
  const value = JSON.parse(line);
  for (const image of value.images || []) {
    if (image.bytes) image.bytes = Buffer.from(image.bytes, 'base64');
  }
  return value;
}

async function serializer(schemaFile) {
  await registry.register(`${topic}-value`, {
    schemaType: 'AVRO', schema: fs.readFileSync(schemaFile, 'utf8') });
  return new AvroSerializer(registry, SerdeType.VALUE, { useLatestVersion: true });
}

function kafka(bootstrap) {
  return new Kafka({ clientId: 'interop', brokers: [bootstrap], logLevel: logLevel.ERROR });
}

async function write() {
  const avro = await serializer(rest[0]);
  for (const line of lines()) {
    console.log((await avro.serialize(topic, listing(line))).toString('hex'));
  }
}

async function read() {
  const avro = new AvroDeserializer(registry, SerdeType.VALUE, {});
  for (const line of lines()) print(await avro.deserialize(topic, Buffer.from(line, 'hex')));
}

async function produce() {
  const avro = await serializer(rest[0]);
  const producer = kafka(rest[1]).producer();
  await producer.connect();
  const messages = [];
  for (const line of lines()) {
    const value = listing(line);
    messages.push({ key: value.listingId, value: await avro.serialize(topic, value) });
  }
  await producer.send({ topic, messages });
  await producer.disconnect();
}

async function consume() {
  const avro = new AvroDeserializer(registry, SerdeType.VALUE, {});
  const consumer = kafka(rest[0]).consumer({ groupId: `interop-js-${process.pid}` });
  const awaited = new Set(rest.slice(1));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise((done, failed) => consumer.run({
    eachMessage: async ({ message }) => {
      try {
        const key = message.key.toString();
        if (awaited.delete(key)) {
          print({ key, value: await avro.deserialize(topic, message.value) });
        }
        if (awaited.size === 0) done();
      } catch (e) { failed(e); }
    } }));
  await consumer.disconnect();
}

({ write, read, produce, consume })[command]().then(
  () => process.exit(0),
  (e) => { console.error(e); process.exit(1); });
