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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Requests to a registry with fail-over between its addresses, redirects and retries. Thread-safe;
 * a call blocks until a response or the last attempt.
 */
final class RegistryHttp {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;
  private static final int MAX_REDIRECTS = 5;

  /** Confluent's client retries the same statuses. */
  private static final Set<Integer> RETRIED = Set.of(408, 429, 500, 502, 503, 504);

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);

  /** {@code everywhere}: a "not found" response counts only if no other address has the object. */
  private record Call(String path, String body, boolean everywhere) {}

  private final RegistrySettings settings;
  private final HttpClient http;
  private final Retry retry;

  /** Index of the address that responded last. */
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
                .retryOnException(
                    e -> e instanceof RegistryUnavailableException failure && failure.isRetriable())
                .build());
  }

  JsonNode get(String path) {
    return retry.executeSupplier(() -> attempt(new Call(path, null, false)));
  }

  /** Like {@link #get}, but a replica that does not know the object yet is no final answer. */
  JsonNode getFromAnyReplica(String path) {
    return retry.executeSupplier(() -> attempt(new Call(path, null, true)));
  }

  JsonNode post(String path, JsonNode body) {
    return retry.executeSupplier(() -> attempt(new Call(path, body.toString(), false)));
  }

  /** Tries every address, starting with the last that responded. */
  private JsonNode attempt(Call call) {
    int count = settings.urls().size();
    int first = current.get();
    RegistryUnavailableException unavailable = null;
    RegistryRefusalException notFound = null;
    for (int i = 0; i < count; i++) {
      int index = (first + i) % count;
      try {
        JsonNode answer = request(settings.urls().get(index), call);
        current.set(index);
        return answer;
      } catch (RegistryUnavailableException e) {
        unavailable = e;
      } catch (RegistryRefusalException e) {
        if (!call.everywhere() || !e.isNotFound()) {
          throw e;
        }
        notFound = e;
      }
    }
    throw notFound == null ? unavailable : notFound;
  }

  private JsonNode request(URI address, Call call) {
    URI uri = URI.create(address + call.path());
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpResponse<byte[]> response = send(address, uri, call.body());
      Optional<String> location = response.headers().firstValue("Location");
      if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
        return answer(address, call, response);
      }
      uri = redirected(address, uri, location.get());
    }
    throw unavailable(address, "redirects more than " + MAX_REDIRECTS + " times", null);
  }

  private static URI redirected(URI address, URI from, String location) {
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException malformed) {
      throw unavailable(address, "redirects to an invalid address: " + location, malformed);
    }
    boolean https = "https".equalsIgnoreCase(target.getScheme());
    boolean http = "http".equalsIgnoreCase(target.getScheme());
    boolean allowed = https || (http && from.getScheme().equalsIgnoreCase("http"));
    if (!allowed || target.getHost() == null) {
      throw unavailable(address, "redirects to " + target + ", which is not followed", null);
    }
    return target;
  }

  private HttpResponse<byte[]> send(URI address, URI uri, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(settings.readTimeout())
            .header("Accept", MEDIA_TYPE + ", application/json");
    if (isConfigured(uri)) {
      settings.credentials().header().ifPresent(value -> request.header("Authorization", value));
    }
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body));
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw unavailable(address, reason(uri, e), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** A redirect must not disclose the credentials to another host. */
  private boolean isConfigured(URI uri) {
    return settings.urls().stream()
        .anyMatch(
            url ->
                url.getScheme().equalsIgnoreCase(uri.getScheme())
                    && url.getAuthority().equalsIgnoreCase(uri.getAuthority()));
  }

  private static JsonNode answer(URI address, Call call, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode json;
    try {
      json = JSON.readTree(response.body());
    } catch (IOException notJson) {
      if (status == 200) {
        throw unavailable(address, "sent a response that is not JSON", notJson);
      }
      json = JSON.createObjectNode();
    }
    if (status == 200) {
      return json;
    }
    String message = json.path("message").asText("HTTP status " + status);
    int code = json.path("error_code").asInt();
    // Registries before Confluent Platform 8 do not have the path of GUIDs.
    boolean guidsUnsupported =
        status == 404 && code == 404 && call.path().startsWith(SchemaId.Guid.PATH);
    if (guidsUnsupported || SchemaRegistry.isRefusal(status, code)) {
      throw new RegistryRefusalException(status, code, message);
    }
    String what =
        status == 401 || status == 403
            ? "refuses the credentials (" + status + "): " + message
            : "answered " + status + ": " + message;
    throw new RegistryUnavailableException(
        "schema registry " + address + " " + what, RETRIED.contains(status));
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
    // The JDK's messages for TLS to a plain port, and for no TLS to a TLS port.
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
