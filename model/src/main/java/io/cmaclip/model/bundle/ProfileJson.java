package io.cmaclip.model.bundle;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.profile.ValidationProfile;
import java.io.IOException;

/** A validation profile as JSON. */
final class ProfileJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ProfileJson() {}

  /**
   * @throws IllegalArgumentException with what is wrong, on one line
   */
  static ValidationProfile read(byte[] json) {
    try {
      return MAPPER.readValue(json, ValidationProfile.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  static byte[] write(ValidationProfile profile) throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(profile);
  }
}
