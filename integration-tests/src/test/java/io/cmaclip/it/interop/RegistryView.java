package io.cmaclip.it.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Reads subjects and schemas of a registry through its REST API. */
record RegistryView(String url) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static RegistryView of(EmbeddedRegistry registry) {
    return new RegistryView(registry.url());
  }

  /** Names of all subjects, as a JSON array. */
  String subjects() throws IOException {
    return get("/subjects").toString();
  }

  String schema(int id) throws IOException {
    return get("/schemas/ids/" + id).path("schema").asText();
  }

  /** The highest assigned schema id. */
  int newestId() throws IOException {
    return get("/schemas/ids/1?fetchMaxId=true").path("maxId").asInt();
  }

  private JsonNode get(String path) throws IOException {
    try (InputStream in = URI.create(url + path).toURL().openStream()) {
      return JSON.readTree(in);
    }
  }
}
