package io.cmaclip.it.interop;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Confluent's original serializers, loaded behind the class path of the tests: Kafka and Avro come
 * from the project. The build copies the jar to {@code target/confluent}. Until closed, the class
 * loader is the context class loader of the current thread, where Kafka looks up classes by name.
 */
final class ConfluentClasses implements AutoCloseable {
  static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
  static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final URLClassLoader loader;

  private ConfluentClasses(URLClassLoader loader) {
    this.loader = loader;
    Thread.currentThread().setContextClassLoader(loader);
  }

  static ConfluentClasses open() throws IOException {
    return new ConfluentClasses(
        new URLClassLoader(
            new URL[] {jar().toUri().toURL()}, ConfluentClasses.class.getClassLoader()));
  }

  /** Confluent's jar; skips the test when the build has not copied it. */
  static Path jar() throws IOException {
    Path folder = Path.of("target", "confluent");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        if (jars.size() == 1) {
          return jars.get(0).toAbsolutePath();
        }
      }
    }
    return abort(
        "skipped: Confluent's classes are not in integration-tests/target/confluent;"
            + " mvn generate-test-resources fetches them");
  }

  ClassLoader loader() {
    return loader;
  }

  @SuppressWarnings("unchecked") // Confluent's classes work on Object.
  Serializer<Object> serializer(Map<String, ?> config) {
    Serializer<Object> serializer = (Serializer<Object>) create(SERIALIZER);
    serializer.configure(config, false);
    return serializer;
  }

  @SuppressWarnings("unchecked") // Confluent's classes work on Object.
  Deserializer<Object> deserializer(Map<String, ?> config) {
    Deserializer<Object> deserializer = (Deserializer<Object>) create(DESERIALIZER);
    deserializer.configure(config, false);
    return deserializer;
  }

  private Object create(String name) {
    try {
      return loader.loadClass(name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }

  @Override
  public void close() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }
}
