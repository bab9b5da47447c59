package io.cmaclip.it.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Confluent's clients in other languages, run as separate programs (src/test/js, python). */
enum ForeignClient {
  JAVASCRIPT(
      Path.of("target", "js", "installed-lock.json"),
      "node",
      Path.of("src", "test", "js", "client.js")),
  PYTHON(
      Path.of("target", "python", "installed.txt"),
      Path.of("target", "python", "bin", "python").toString(),
      Path.of("src", "test", "python", "client.py"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 120;

  private final Path installed;
  private final String program;
  private final Path script;

  ForeignClient(Path installed, String program, Path script) {
    this.installed = installed;
    this.program = program;
    this.script = script;
  }

  boolean isInstalled() {
    return Files.exists(installed);
  }

  /** Skips the test when the client was not installed. */
  void assumeInstalled() {
    assumeTrue(
        isInstalled(),
        () ->
            "skipped: Confluent's "
                + this
                + " client is not installed; integration-tests/interop-setup.sh installs it");
  }

  /** Records that the client encodes from JSON listings, in hex. */
  List<byte[]> write(String registry, String topic, Path schema, List<String> listings)
      throws IOException {
    return run(listings, "write", registry, topic, schema.toString()).stream()
        .map(java.util.HexFormat.of()::parseHex)
        .toList();
  }

  /** Decodes records with the client. */
  List<JsonNode> read(String registry, String topic, List<byte[]> records) throws IOException {
    return parse(
        run(
            records.stream().map(java.util.HexFormat.of()::formatHex).toList(),
            "read",
            registry,
            topic));
  }

  void produce(String registry, String bootstrap, String topic, Path schema, List<String> listings)
      throws IOException {
    run(listings, "produce", registry, topic, schema.toString(), bootstrap);
  }

  /** Waits for and returns the first record of each key in a topic. */
  Map<String, JsonNode> consume(String registry, String bootstrap, String topic, String... keys)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("consume", registry, topic, bootstrap));
    arguments.addAll(List.of(keys));
    Map<String, JsonNode> values = new HashMap<>();
    for (JsonNode record : parse(run(List.of(), arguments.toArray(String[]::new)))) {
      values.put(record.path("key").asText(), record.path("value"));
    }
    return values;
  }

  private static List<JsonNode> parse(List<String> lines) throws IOException {
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : lines) {
      parsed.add(JSON.readTree(line));
    }
    return parsed;
  }

  private List<String> run(List<String> input, String... arguments) throws IOException {
    Path out = Files.createTempFile("foreign-client", ".out");
    Path err = Files.createTempFile("foreign-client", ".err");
    try {
      List<String> command = new ArrayList<>(List.of(program, script.toString()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder
          .environment()
          .put("NODE_PATH", Path.of("target", "js", "node_modules").toAbsolutePath().toString());
      builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(String.join("\n", input).getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(this + " client failed: " + Files.readString(err));
      }
      return Files.readAllLines(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
