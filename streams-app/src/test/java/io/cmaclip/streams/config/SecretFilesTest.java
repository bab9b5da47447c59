package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
  private static final String KEY = "basic.auth.user.info.file";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("secret");
  }

  @Test
  void readsTheSecretWithoutTheFinalLineBreak() throws Exception {
    Files.writeString(file, "user:pass word\r\n");
    assertThat(config(KEY).get(RegistryKeys.AUTH_USER_INFO)).isEqualTo("user:pass word");
  }

  @Test
  void readsKafkaSecretsFromFiles() throws Exception {
    Files.writeString(file, "first\nsecond\n");
    ServiceConfig config = config("kafka.ssl.keystore.key.file");
    assertThat(config.kafka()).isEqualTo(Map.of("ssl.keystore.key", "first\nsecond"));
  }

  @Test
  void aFileOverridesAndIsOverriddenLikeItsSecret() throws Exception {
    Files.writeString(file, "from:file");
    ConfigSource low = new ConfigSource("low", Map.of(KEY, file.toString()));
    ConfigSource high = new ConfigSource("high", Map.of("basic.auth.user.info", "set:directly"));
    assertThat(ServiceConfig.of(List.of(low, high)).get(RegistryKeys.AUTH_USER_INFO))
        .isEqualTo("set:directly");
    assertThat(ServiceConfig.of(List.of(high, low)).get(RegistryKeys.AUTH_USER_INFO))
        .isEqualTo("from:file");
  }

  @Test
  void refusesSecretAndFileInOneSource() throws Exception {
    Files.writeString(file, "from:file");
    refused(
        new ConfigSource(
            "here", Map.of(KEY, file.toString(), "basic.auth.user.info", "set:directly")),
        KEY + " and basic.auth.user.info (here): only one may be set");
  }

  @Test
  void acceptsFilesOnlyForSecrets() {
    refused(
        new ConfigSource("here", Map.of("threads.file", "x")),
        "unknown key threads.file (here); did you mean threads?");
    refused(
        new ConfigSource("here", Map.of("basic.auth.user.info.fil", "x")),
        "unknown key basic.auth.user.info.fil (here); did you mean " + KEY + "?");
    assertThatThrownBy(
            () ->
                ServiceConfig.of(
                    List.of(new ConfigSource("here", Map.of("kafka.client.id.file", "x")))))
        .hasMessageStartingWith("unknown key kafka.client.id.file (here): Kafka has no such");
  }

  @Test
  void namesAnUnreadableFileWithoutShowingIt() throws Exception {
    String named = KEY + " = " + file + " (here): ";
    ConfigSource source = new ConfigSource("here", Map.of(KEY, file.toString()));
    refused(source, named + "no such file");
    Files.writeString(file, " \n");
    refused(source, named + "is empty");
    Files.write(file, new byte[(1 << 20) + 1]);
    refused(source, named + "is larger than 1 MB");
    Files.write(file, "hünter2".getBytes(StandardCharsets.ISO_8859_1));
    refused(source, named + "is not text in UTF-8");
    Files.delete(file);
    Files.createDirectory(file);
    refused(source, named + "is a folder, not a file");
    refused(
        new ConfigSource("here", Map.of(KEY, "a\u0000b")),
        KEY + " = a\u0000b (here): must be a path");
  }

  private ServiceConfig config(String key) {
    return ServiceConfig.of(List.of(new ConfigSource("here", Map.of(key, file.toString()))));
  }

  private static void refused(ConfigSource source, String message) {
    assertThatThrownBy(() -> ServiceConfig.of(List.of(source)))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }
}
