package io.cmaclip.model.bundle;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.cmaclip.model.architecture.Architecture;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** A manifest as JSON. */
final class ManifestJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .registerModule(
              new SimpleModule()
                  .addSerializer(Architecture.class, new ArchitectureOut())
                  .addDeserializer(Architecture.class, new ArchitectureIn())
                  .addSerializer(Instant.class, new InstantOut())
                  .addDeserializer(Instant.class, new InstantIn()));

  private ManifestJson() {}

  /**
   * @throws IllegalArgumentException with the place and what is wrong there, on one line
   */
  static BundleManifest read(byte[] json) {
    try {
      return MAPPER.readValue(json, BundleManifest.class);
    } catch (JsonMappingException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      String what =
          cause instanceof JacksonException jackson
              ? jackson.getOriginalMessage()
              : cause.getMessage();
      throw new IllegalArgumentException(place(e) + what.lines().findFirst().orElse(""), e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static String place(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.isEmpty() ? "" : path + ": ";
  }

  static byte[] write(BundleManifest manifest) throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
  }

  private static final class ArchitectureOut extends JsonSerializer<Architecture> {
    @Override
    public void serialize(Architecture value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeTree(value.toJson());
    }
  }

  private static final class ArchitectureIn extends JsonDeserializer<Architecture> {
    @Override
    public Architecture deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Architecture.fromJson(context.readTree(parser));
    }
  }

  private static final class InstantOut extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class InstantIn extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try {
        return Instant.parse(parser.getValueAsString(""));
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(
            "no time in ISO-8601 form, such as 2026-01-31T12:00:00Z", e);
      }
    }
  }
}
