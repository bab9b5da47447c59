package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Plain HTTP client of a registry. */
final class RegistryProbe {
  private static final ObjectMapper JSON = new ObjectMapper();

  record Answer(int status, JsonNode body) {
    int errorCode() {
      return body.path("error_code").asInt();
    }

    String message() {
      return body.path("message").asText();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  RegistryProbe(String url) {
    this.url = url;
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer delete(String path) {
    return send("DELETE", path, null);
  }

  Answer put(String path, String body) {
    return send("PUT", path, body);
  }

  Answer post(String path, String body) {
    return send("POST", path, body);
  }

  Answer register(String subject, String schema) {
    return post("/subjects/" + subject + "/versions", schemaBody(schema));
  }

  static String schemaBody(String schema) {
    return JSON.createObjectNode().put("schema", schema).toString();
  }

  private Answer send(String method, String path, String body) {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url + path))
                  .method(
                      method,
                      body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(method + " " + path, e);
    }
  }
}
