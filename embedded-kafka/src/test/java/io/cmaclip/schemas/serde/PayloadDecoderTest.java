package io.cmaclip.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.Events;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadDecoderTest {
  private static final String EVERYTHING =
      """
      {"type":"record","name":"Everything","fields":[
        {"name":"n","type":"null"},
        {"name":"b","type":"boolean"},
        {"name":"i","type":"int"},
        {"name":"l","type":"long"},
        {"name":"f","type":"float"},
        {"name":"d","type":"double"},
        {"name":"s","type":"string"},
        {"name":"y","type":"bytes"},
        {"name":"x","type":{"type":"fixed","name":"X","size":5}},
        {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B","C"]}},
        {"name":"a","type":{"type":"array","items":"string"}},
        {"name":"m","type":{"type":"map","values":"bytes"}},
        {"name":"u","type":["null","int",{"type":"array","items":"double"}]}]}
      """;

  @Test
  void readsWhatAvroWritesAsAvroDoes() throws IOException {
    Schema schema = new Schema.Parser().parse(EVERYTHING);
    for (Object datum : new RandomData(schema, 200, 5L)) {
      byte[] bytes = write(schema, datum);
      assertThat(read(schema, schema, bytes)).isEqualTo(datum);
    }
  }

  @Test
  void skipsWhatAvroWrites() throws IOException {
    Schema schema = new Schema.Parser().parse(EVERYTHING);
    Schema last =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"Everything\",\"fields\":[{\"name\":\"u\",\"type\":"
                    + schema.getField("u").schema()
                    + "}]}");
    for (Object datum : new RandomData(schema, 200, 6L)) {
      GenericData.Record read = (GenericData.Record) read(schema, last, write(schema, datum));
      assertThat(read.get("u")).isEqualTo(((GenericData.Record) datum).get("u"));
    }
  }

  @Test
  void readsAndSkipsBlocksWithAStatedSize() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"array\",\"items\":\"int\"}},{\"name\":\"z\",\"type\":\"int\"}]}");
    Schema tail =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"z\",\"type\":\"int\"}]}");
    // Two items in two bytes, then one item, then the end; then z = 7.
    byte[] bytes = {3, 4, 2, 4, 2, 6, 0, 14};
    assertThat(read(schema, schema, bytes)).hasToString("{\"a\": [1, 2, 3], \"z\": 7}");
    assertThat(read(schema, tail, bytes)).hasToString("{\"z\": 7}");
  }

  static Stream<List<Object>> wrongLengths() {
    return Stream.of(
        List.of("\"string\"", varints(Integer.MAX_VALUE - 8L)),
        List.of("\"string\"", varints(-1)),
        List.of("\"bytes\"", varints(Integer.MAX_VALUE - 8L)),
        List.of("\"bytes\"", varints(Long.MAX_VALUE)),
        List.of("\"bytes\"", varints(Long.MIN_VALUE)),
        List.of("{\"type\":\"array\",\"items\":\"null\"}", varints(Integer.MAX_VALUE - 8L)),
        List.of("{\"type\":\"array\",\"items\":\"int\"}", varints(Integer.MAX_VALUE - 8L)),
        List.of("{\"type\":\"array\",\"items\":\"int\"}", varints(Long.MIN_VALUE, 0)),
        List.of("{\"type\":\"array\",\"items\":\"int\"}", varints(-5, Long.MAX_VALUE)),
        List.of("{\"type\":\"map\",\"values\":\"int\"}", varints(Integer.MAX_VALUE - 8L)),
        List.of("\"int\"", varints(Integer.MAX_VALUE + 1L)));
  }

  @ParameterizedTest
  @MethodSource("wrongLengths")
  void rejectsAWrongLengthBeforeAllocatingMemory(List<Object> schemaAndBytes) {
    Schema schema = new Schema.Parser().parse((String) schemaAndBytes.get(0));
    byte[] bytes = (byte[]) schemaAndBytes.get(1);
    long before = allocated();
    assertThatThrownBy(() -> read(schema, schema, bytes)).isInstanceOf(AvroRuntimeException.class);
    assertThat(allocated() - before).isLessThan(4_000_000);
  }

  @Test
  void rejectsAnEndlessArrayOfNulls() {
    Schema writer =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}]}");
    Schema reader = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}");
    assertThatThrownBy(() -> read(writer, reader, varints(Long.MAX_VALUE)))
        .hasMessageContaining("items in a payload of");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void corruptedBytesUseBoundedMemory(long seed) throws IOException {
    Schema schema = ProductListing.getClassSchema();
    byte[] good = write(schema, Events.listing());
    Random random = new Random(seed);
    SpecificDatumReader<ProductListing> reader = new SpecificDatumReader<>(ProductListing.class);
    long before = allocated();
    for (int i = 0; i < 5_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      try {
        reader.read(null, new PayloadDecoder(bad, 0, bad.length));
      } catch (IOException | RuntimeException malformed) {
        assertThat(malformed)
            .isInstanceOfAny(
                AvroRuntimeException.class, EOFException.class, IndexOutOfBoundsException.class);
      }
    }
    assertThat((allocated() - before) / 5_000).isLessThan(100_000);
  }

  private static long allocated() {
    return java.lang.management.ManagementFactory.getThreadMXBean()
            instanceof com.sun.management.ThreadMXBean threads
        ? threads.getCurrentThreadAllocatedBytes()
        : 0;
  }

  private static Object read(Schema writer, Schema reader, byte[] bytes) throws IOException {
    Object ours =
        new GenericDatumReader<>(writer, reader)
            .read(null, new PayloadDecoder(bytes, 0, bytes.length));
    Object avros =
        new GenericDatumReader<>(writer, reader)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    assertThat(ours).isEqualTo(avros);
    return ours;
  }

  private static byte[] write(Schema schema, Object datum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    (datum instanceof org.apache.avro.specific.SpecificRecord
            ? new org.apache.avro.specific.SpecificDatumWriter<>(schema)
            : new GenericDatumWriter<>(schema))
        .write(datum, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static byte[] varints(long... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      for (long value : values) {
        encoder.writeLong(value);
      }
      encoder.flush();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bytes.toByteArray();
  }
}
