package io.cmaclip.schemas.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Requests to a registry: every address in turn, then again after a wait. Safe for any number of
 * threads; a caller blocks until its answer or the last attempt.
 */
final class RegistryHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;

  private final RegistrySettings settings;
  private final HttpClient http;
  private final Retry retry;

  /** The address that answered last; others are tried only when it fails. */
  private final AtomicInteger current = new AtomicInteger();

  RegistryHttp(RegistrySettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout());
    settings.tls().ifPresent(builder::sslContext);
    settings.proxy().ifPresent(builder::proxy);
    this.http = builder.build();
    this.retry =
        Retry.of(
            "schema-registry",
            RetryConfig.custom()
                .maxAttempts(settings.attempts())
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(
                        settings.firstWait(), GROWTH, JITTER, settings.longestWait()))
                .retryExceptions(RegistryUnavailableException.class)
                .build());
  }

  JsonNode get(String path) {
    return retry.executeSupplier(() -> inTurn(path, null));
  }

  JsonNode post(String path, JsonNode body) {
    return retry.executeSupplier(() -> inTurn(path, body.toString()));
  }

  /** One attempt: the first address that answers decides. */
  private JsonNode inTurn(String path, String body) {
    int count = settings.urls().size();
    int first = current.get();
    RegistryUnavailableException last = null;
    for (int i = 0; i < count; i++) {
      int index = (first + i) % count;
      try {
        JsonNode answer = ask(settings.urls().get(index), path, body);
        current.set(index);
        return answer;
      } catch (RegistryUnavailableException unavailable) {
        last = unavailable;
      }
    }
    throw last;
  }

  private JsonNode ask(URI address, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(settings.readTimeout())
            .header("Accept", MEDIA_TYPE + ", application/json");
    settings.credentials().header().ifPresent(value -> request.header("Authorization", value));
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body));
    }
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw unavailable(address, reason(address, e), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    return answer(address, response);
  }

  private static JsonNode answer(URI address, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode json;
    try {
      json = JSON.readTree(response.body());
    } catch (IOException notJson) {
      if (status == 200) {
        throw unavailable(address, "answered something that is not JSON", notJson);
      }
      json = JSON.createObjectNode();
    }
    if (status == 200) {
      return json;
    }
    String message = json.path("message").asText("HTTP status " + status);
    int code = json.path("error_code").asInt();
    if (SchemaRegistry.isRefusal(status, code)) {
      throw new RegistryRefusalException(status, code, message);
    }
    throw unavailable(
        address,
        switch (status) {
          case 401, 403 -> "refuses the credentials (" + status + "): " + message;
          default -> "answered " + status + ": " + message;
        },
        null);
  }

  private static RegistryUnavailableException unavailable(URI at, String why, Exception cause) {
    return new RegistryUnavailableException("schema registry " + at + " " + why, cause);
  }

  private static String reason(URI address, IOException e) {
    if (e instanceof ConnectException) {
      return "cannot be reached";
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    boolean tls = address.getScheme().equalsIgnoreCase("https");
    // What the JDK makes of TLS to a plain port, and of no TLS to a port of TLS.
    if (tls
        && (e instanceof HttpConnectTimeoutException
            || message.contains("Unsupported or unrecognized SSL message"))) {
      return "failed: " + message + "; does it speak TLS, or is it http://?";
    }
    if (!tls && message.contains("received no bytes")) {
      return "closed the connection without an answer; is it https://?";
    }
    return "failed: " + message;
  }
}
