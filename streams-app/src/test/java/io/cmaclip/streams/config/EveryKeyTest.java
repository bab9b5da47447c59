package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmaclip.model.errors.UserException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for every key in the table. */
class EveryKeyTest {
  /** Most keys refuse each of these; all keys refuse blank text. */
  private static final List<String> CANDIDATES =
      List.of("", " ", "\u0000", "-7", "99999999999", "1e300", "9999 d", "9999 GB", "b@d value");

  private static final Pattern BOUNDS =
      Pattern.compile("(?:off, or |-1, or )?between (-?[\\d.]+)( ?\\w*) and (-?[\\d.]+)( ?\\w*)");

  static List<ConfigKey<?>> keys() {
    return ServiceKeys.ALL;
  }

  static Stream<ConfigKey<?>> keysWithBounds() {
    return keys().stream()
        .filter(
            key ->
                key.type().range().contains("between ") && !key.type().range().contains("commas"));
  }

  static Stream<ConfigKey<?>> secrets() {
    return keys().stream().filter(key -> key.type().isSecret());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void refusesAValueWithKeyRangeAndOrigin(ConfigKey<?> key) {
    String name = member(key);
    List<String> refused = CANDIDATES.stream().filter(text -> !isAllowed(key, text)).toList();
    assertThat(refused).contains("", " ");
    for (String value : refused) {
      String shown = key.type().isSecret() ? "" : " = " + value;
      assertThat(refusal(new ConfigSource("here", Map.of(name, value))))
          .matches(
              Pattern.quote(name + shown + ": must be " + key.rangeText())
                  + "( \\(a (duration|size) is a number[^)]*\\))?; set by here");
    }
  }

  @ParameterizedTest
  @MethodSource("keysWithBounds")
  void documentsItsActualBounds(ConfigKey<?> key) {
    Matcher bounds = BOUNDS.matcher(key.type().range());
    assertThat(bounds.matches()).as(key.type().range()).isTrue();
    boolean whole = bounds.group(2).isBlank() && !key.type().range().endsWith("and 1");
    String least = bounds.group(1) + bounds.group(2);
    String most = bounds.group(3) + bounds.group(4);
    assertThat(List.of(least, most)).allMatch(text -> isAllowed(key, text));
    String step = whole ? "1" : "0.001";
    String below = plus(bounds.group(1), "-" + step) + bounds.group(2);
    String above = plus(bounds.group(3), step) + bounds.group(4);
    assertThat(List.of(below, above)).noneMatch(text -> isAllowed(key, text));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void isSuggestedForANameWithoutItsSecondLetter(ConfigKey<?> key) {
    assertThat(refusal(new ConfigSource("here", Map.of(withoutSecondLetter(key.name()), "1"))))
        .isEqualTo(
            "unknown key %s (here); did you mean %s?"
                .formatted(withoutSecondLetter(key.name()), key.name()));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void isSetByItsEnvironmentVariableUnlessItIsAFamily(ConfigKey<?> key) {
    String variable = key.environmentVariable();
    String misspelt = Environment.PREFIX + withoutSecondLetter(variable.substring(8));
    if (key.isFamily()) {
      assertThatThrownBy(() -> ConfigSource.environment(Map.of(variable, "1")))
          .isInstanceOf(UserException.class);
      return;
    }
    assertThat(ConfigSource.environment(Map.of(variable, "1")).values())
        .isEqualTo(Map.of(key.name(), "1"));
    assertThatThrownBy(() -> ConfigSource.environment(Map.of(misspelt, "1")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "%s: no setting has this environment variable; did you mean %s?", misspelt, variable);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void readsASecretFromAFile(ConfigKey<?> key) {
    assertThat(refusal(new ConfigSource("here", Map.of(key.name() + ".file", "no-such-file"))))
        .isEqualTo(key.name() + ".file = no-such-file (here): no such file");
    assertThat(ConfigSource.environment(Map.of(key.environmentVariable() + "_FILE", "f")).values())
        .isEqualTo(Map.of(key.name() + ".file", "f"));
  }

  private static String refusal(ConfigSource source) {
    return catchThrowableOfType(UserException.class, () -> ServiceConfig.of(List.of(source)))
        .getMessage();
  }

  private static boolean isAllowed(ConfigKey<?> key, String text) {
    try {
      return key.type().parse(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String member(ConfigKey<?> key) {
    return key.isFamily() ? key.prefix() + "colour" : key.name();
  }

  private static String withoutSecondLetter(String name) {
    return name.charAt(0) + name.substring(2);
  }

  private static String plus(String number, String step) {
    return new BigDecimal(number).add(new BigDecimal(step)).toPlainString();
  }
}
