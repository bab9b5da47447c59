package io.cmaclip.it.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the files of {@code deploy/} and of their tests. */
final class DeployFiles {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path DEPLOY = ROOT.resolve("deploy");
  static final Path CHART = DEPLOY.resolve("helm").resolve("cma-clip-kafka");
  static final Path ALERTS = CHART.resolve("files").resolve("alerts.yaml");
  static final Path DASHBOARD = CHART.resolve("files").resolve("dashboard.json");
  static final Path TESTS = Path.of("src", "test", "deploy").toAbsolutePath();

  private static final YAMLMapper YAML = new YAMLMapper();

  private DeployFiles() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses YAML or JSON. */
  static JsonNode yaml(Path file) {
    return documents(text(file)).get(0);
  }

  /** Parses a YAML stream; leaves out empty documents. */
  static List<JsonNode> documents(String text) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(text)) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
