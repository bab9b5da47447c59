package io.cmaclip.embedded.registry;

import static io.cmaclip.embedded.registry.RegistryProbe.schemaBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.embedded.registry.RegistryProbe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRegistryTest {
  private EmbeddedRegistry registry;
  private RegistryProbe probe;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0, null);
    probe = new RegistryProbe(registry.url());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void listensOnTheLoopbackInterfaceOnly() {
    assertThat(URI.create(registry.url()).getHost()).isEqualTo("127.0.0.1");
  }

  /** The pom sets the request limit of these tests to two seconds. */
  @Test
  @Timeout(20)
  void slowClientsDoNotBlockOthers() throws IOException {
    int port = URI.create(registry.url()).getPort();
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        slow.add(socket);
        String head =
            i % 2 == 0
                ? "POST /subjects/a/versions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
                : "GET /subjects HTTP/1.1\r\nHost: x\r\nX-";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(probe.get("/subjects").body()).hasToString("[]");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void namesAPortInUse() {
    int port = URI.create(registry.url()).getPort();
    assertThatThrownBy(() -> EmbeddedRegistry.start(port, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + port);
  }

  @Test
  void equalSchemasShareAnIdAcrossSubjectsAndFormatting() {
    assertThat(probe.register("a", Schemas.BASE).body().path("id").asInt()).isEqualTo(1);
    assertThat(probe.register("b", Schemas.WITH_OPTIONAL).body().path("id").asInt()).isEqualTo(2);
    String spaced = Schemas.BASE.replace(",", " ,\n ").replace(":", " : ");
    assertThat(probe.register("b", spaced).body().path("id").asInt()).isEqualTo(1);
    assertThat(probe.register("a", spaced).body().path("id").asInt()).isEqualTo(1);
    assertThat(probe.get("/subjects/a/versions").body()).hasToString("[1]");
    assertThat(probe.get("/subjects/b/versions").body()).hasToString("[1,2]");
  }

  @Test
  void findsASchemaByIdByVersionAndByContent() {
    probe.register("a", Schemas.BASE);
    probe.register("a", Schemas.WITH_OPTIONAL);
    assertThat(probe.get("/schemas/ids/2").body().path("schema").asText())
        .isEqualTo(Schemas.WITH_OPTIONAL);
    Answer latest = probe.get("/subjects/a/versions/latest");
    assertThat(latest.body().path("version").asInt()).isEqualTo(2);
    assertThat(latest.body().path("id").asInt()).isEqualTo(2);
    assertThat(latest.body().path("subject").asText()).isEqualTo("a");
    assertThat(probe.get("/subjects/a/versions/-1").body()).isEqualTo(latest.body());
    assertThat(probe.get("/subjects/a/versions/1/schema").body()).hasToString(Schemas.BASE);
    assertThat(probe.post("/subjects/a", schemaBody(Schemas.WITH_OPTIONAL)).body())
        .isEqualTo(latest.body());
    assertThat(probe.get("/schemas/ids/1/versions").body())
        .hasToString("[{\"subject\":\"a\",\"version\":1}]");
    assertThat(probe.get("/schemas/ids/1/subjects").body()).hasToString("[\"a\"]");
    assertThat(probe.get("/subjects").body()).hasToString("[\"a\"]");
  }

  @Test
  void acceptsSlashesSpacesAndPlusesInSubjects() {
    String name = "team/listings v+1-value";
    String inPath = "team%2Flistings%20v+1-value";
    assertThat(probe.register(inPath, Schemas.BASE).status()).isEqualTo(200);
    assertThat(probe.get("/subjects").body().path(0).asText()).isEqualTo(name);
    assertThat(probe.get("/subjects/" + inPath + "/versions/1").status()).isEqualTo(200);
  }

  @Test
  void normalizationIgnoresTheOrderOfProperties() {
    String one = "{\"type\":\"string\",\"a\":\"1\",\"b\":\"2\"}";
    String two = "{\"type\":\"string\",\"b\":\"2\",\"a\":\"1\"}";
    int id =
        probe.post("/subjects/n/versions?normalize=true", schemaBody(one)).body().get("id").asInt();
    assertThat(probe.post("/subjects/n?normalize=true", schemaBody(two)).body().path("id").asInt())
        .isEqualTo(id);
    assertThat(probe.post("/subjects/n", schemaBody(two)).errorCode()).isEqualTo(40403);
  }

  @Test
  void aSchemaMayReferenceAnotherSubject() {
    probe.register("item", Schemas.BASE);
    String body =
        "{\"schema\":%s,\"references\":[{\"name\":\"x.Item\",\"subject\":\"item\",\"version\":1}]}";
    String box =
        "{\"type\":\"record\",\"name\":\"Box\",\"fields\":[{\"name\":\"item\",\"type\":\"x.Item\"}]}";
    String quoted = "\"" + box.replace("\"", "\\\"") + "\"";
    assertThat(probe.post("/subjects/box/versions", body.formatted(quoted)).status())
        .isEqualTo(200);
    Answer read = probe.get("/subjects/box/versions/1");
    assertThat(read.body().path("schema").asText()).isEqualTo(box);
    assertThat(read.body().path("references").toString())
        .isEqualTo("[{\"name\":\"x.Item\",\"subject\":\"item\",\"version\":1}]");
    assertThat(probe.delete("/subjects/item/versions/1").errorCode()).isEqualTo(42206);
    assertThat(probe.register("box", box).errorCode()).as("without references").isEqualTo(42201);
  }

  @ParameterizedTest
  @CsvSource({
    "/subjects/none/versions, 404, 40401",
    "/subjects/none/versions/1, 404, 40401",
    "/subjects/a/versions/9, 404, 40402",
    "/subjects/a/versions/0, 422, 42202",
    "/subjects/a/versions/first, 422, 42202",
    "/schemas/ids/9, 404, 40403",
    "/schemas/ids/-1, 404, 40403",
    "/config/a, 404, 40408",
    "/nothing, 404, 404",
    "/schemas/ids, 404, 404",
    "/subjects/a, 405, 405"
  })
  void reportsConfluentsErrorCodes(String path, int status, int code) {
    probe.register("a", Schemas.BASE);
    Answer answer = probe.get(path);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.errorCode()).isEqualTo(code);
    assertThat(answer.message()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"schema\":\"\"}",
        "{\"schema\":\"no\"}",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\"}\"}",
        "{\"schema\":\"\\\"string\\\"\",\"schemaType\":\"PROTOBUF\"}"
      })
  void rejectsInvalidSchemas(String body) {
    Answer answer = probe.post("/subjects/a/versions", body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.errorCode()).isEqualTo(42201);
  }

  @Test
  void rejectsADeeplyNestedSchema() {
    String deep = "{\"type\":\"array\",\"items\":".repeat(5000) + "\"int\"" + "}".repeat(5000);
    assertThat(probe.register("a", deep).errorCode()).isEqualTo(42201);
    assertThat(probe.register("a", Schemas.BASE).status()).isEqualTo(200);
  }

  @Test
  void rejectsABodyBeyondTheLimit() {
    assertThat(probe.register("a", "x".repeat(1 << 20)).status()).isEqualTo(413);
  }

  @Test
  void rejectsABodyThatIsNotAJsonObject() {
    assertThat(probe.post("/subjects/a/versions", "{").status()).isEqualTo(400);
    assertThat(probe.post("/subjects/a/versions", "[]").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,                OTHER_TYPE,    200",
    "BACKWARD,            WITH_OPTIONAL, 200",
    "BACKWARD,            WITHOUT_TITLE, 200",
    "BACKWARD,            WITH_REQUIRED, 409",
    "BACKWARD,            OTHER_TYPE,    409",
    "FORWARD,             WITH_REQUIRED, 200",
    "FORWARD,             WITHOUT_TITLE, 409",
    "FULL,                WITH_OPTIONAL, 200",
    "FULL,                WITH_REQUIRED, 409",
    "FULL,                WITHOUT_TITLE, 409",
    "BACKWARD_TRANSITIVE, WITH_REQUIRED, 409",
    "FORWARD_TRANSITIVE,  WITHOUT_TITLE, 409",
    "FULL_TRANSITIVE,     WITH_OPTIONAL, 200"
  })
  void enforcesEachCompatibilityLevel(String level, String candidate, int status)
      throws ReflectiveOperationException {
    String schema = (String) Schemas.class.getDeclaredField(candidate).get(null);
    probe.register("a", Schemas.BASE);
    probe.put("/config/a", "{\"compatibility\":\"" + level + "\"}");
    boolean compatible = status == 200;
    Answer asked =
        probe.post("/compatibility/subjects/a/versions/latest?verbose=true", schemaBody(schema));
    assertThat(asked.body().path("is_compatible").asBoolean()).isEqualTo(compatible);
    assertThat(asked.body().path("messages").isEmpty()).isEqualTo(compatible);
    Answer registered = probe.register("a", schema);
    assertThat(registered.status()).isEqualTo(status);
    assertThat(registered.errorCode()).isEqualTo(compatible ? 0 : 409);
  }

  @ParameterizedTest
  @CsvSource({"BACKWARD, 200", "BACKWARD_TRANSITIVE, 409"})
  void onlyATransitiveLevelChecksAllVersions(String level, int status) {
    probe.register("a", Schemas.WITHOUT_TITLE);
    probe.put("/config/a", "{\"compatibility\":\"NONE\"}");
    probe.register("a", Schemas.WITH_REQUIRED);
    probe.put("/config/a", "{\"compatibility\":\"" + level + "\"}");
    // BASE reads WITH_REQUIRED but not its predecessor, which lacks the title.
    assertThat(probe.register("a", Schemas.BASE).status()).isEqualTo(status);
    assertThat(
            probe
                .post("/compatibility/subjects/a/versions", schemaBody(Schemas.BASE))
                .body()
                .path("is_compatible")
                .asBoolean())
        .isEqualTo(status == 200);
  }

  @Test
  void storesLevelsGloballyAndPerSubject() {
    assertThat(probe.get("/config").body().path("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
    assertThat(probe.put("/config", "{\"compatibility\":\"full\"}").body())
        .hasToString("{\"compatibility\":\"FULL\"}");
    assertThat(probe.get("/config/a?defaultToGlobal=true").body())
        .hasToString("{\"compatibilityLevel\":\"FULL\"}");
    probe.put("/config/a", "{\"compatibility\":\"NONE\"}");
    assertThat(probe.get("/config/a").body()).hasToString("{\"compatibilityLevel\":\"NONE\"}");
    probe.delete("/config/a");
    assertThat(probe.get("/config/a").errorCode()).isEqualTo(40408);
    assertThat(probe.put("/config", "{\"compatibility\":\"SOMEWHAT\"}").errorCode())
        .isEqualTo(42203);
  }

  @Test
  void deletesASubjectSoftlyThenPermanentlyAndKeepsSchemaIds() {
    probe.register("a", Schemas.BASE);
    probe.register("a", Schemas.WITH_OPTIONAL);
    assertThat(probe.delete("/subjects/a?permanent=true").errorCode()).isEqualTo(40405);
    assertThat(probe.delete("/subjects/a").body()).hasToString("[1,2]");
    assertThat(probe.delete("/subjects/a").errorCode()).isEqualTo(40404);
    assertThat(probe.get("/subjects").body()).isEmpty();
    assertThat(probe.get("/subjects?deleted=true").body()).hasToString("[\"a\"]");
    assertThat(probe.get("/subjects/a/versions").errorCode()).isEqualTo(40401);
    assertThat(probe.get("/schemas/ids/1").status()).isEqualTo(200);
    assertThat(probe.register("a", Schemas.BASE).body().path("id").asInt()).isEqualTo(1);
    assertThat(probe.get("/subjects/a/versions").body()).hasToString("[3]");
    probe.delete("/subjects/a");
    assertThat(probe.delete("/subjects/a?permanent=true").body()).hasToString("[1,2,3]");
    assertThat(probe.get("/subjects?deleted=true").body()).isEmpty();
  }

  @Test
  void deletesAVersionSoftlyThenPermanently() {
    probe.register("a", Schemas.BASE);
    probe.register("a", Schemas.WITH_OPTIONAL);
    assertThat(probe.delete("/subjects/a/versions/1?permanent=true").errorCode()).isEqualTo(40407);
    assertThat(probe.delete("/subjects/a/versions/1").body()).hasToString("1");
    assertThat(probe.delete("/subjects/a/versions/1").errorCode()).isEqualTo(40406);
    assertThat(probe.get("/subjects/a/versions").body()).hasToString("[2]");
    assertThat(probe.delete("/subjects/a/versions/1?permanent=true").body()).hasToString("1");
    assertThat(probe.get("/subjects/a/versions?deleted=true").body()).hasToString("[2]");
  }

  @Test
  void holdsProtobufSchemasAsTheyWereGiven() {
    String text = "syntax = \"proto3\";\nmessage Row { string id = 1; }\n";
    String body =
        "{\"schemaType\":\"PROTOBUF\",\"schema\":\""
            + text.replace("\"", "\\\"").replace("\n", "\\n")
            + "\"}";
    int id = probe.post("/subjects/rows/versions", body).body().path("id").asInt();
    assertThat(probe.post("/subjects/rows/versions", body).body().path("id").asInt()).isEqualTo(id);
    RegistryProbe.Answer latest = probe.get("/subjects/rows/versions/latest");
    assertThat(latest.body().path("schemaType").asText()).isEqualTo("PROTOBUF");
    assertThat(latest.body().path("schema").asText()).isEqualTo(text);
    assertThat(probe.get("/schemas/ids/" + id).body().path("schemaType").asText())
        .isEqualTo("PROTOBUF");
    assertThat(probe.post("/subjects/rows", body).body().path("version").asInt()).isEqualTo(1);
  }

  @Test
  void refusesASchemaOfAnotherTypeUnlessAnythingIsCompatible() {
    probe.register("rows", "\"string\"");
    String json = "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}";
    assertThat(probe.post("/subjects/rows/versions", json).status()).isEqualTo(409);
    probe.put("/config/rows", "{\"compatibility\":\"NONE\"}");
    assertThat(probe.post("/subjects/rows/versions", json).status()).isEqualTo(200);
    assertThat(
            probe
                .post("/subjects/rows/versions", "{\"schemaType\":\"XML\",\"schema\":\"x\"}")
                .status())
        .isEqualTo(422);
  }
}
