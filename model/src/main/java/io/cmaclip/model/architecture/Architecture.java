package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The sizes of a CMA-CLIP (paper section 3.2). Tasks and their classes are not part of it.
 *
 * @param projection width d of the tokens that both encoders hand to the sequence-wise attention
 * @param headHidden width of the hidden layer of each task's MLP head
 * @param auxiliaryHeads whether each task also answers from image alone and from text alone
 */
public record Architecture(
    ImageEncoder image,
    TextEncoder text,
    int projection,
    SequenceAttention sequenceAttention,
    int headHidden,
    boolean auxiliaryHeads,
    Fusion fusion) {
  private static final List<String> PRESETS = List.of("paper");

  public Architecture {
    Check.between("projection", projection, 1, 65536);
    Check.multiple("projection", projection, "sequenceAttention.heads", sequenceAttention.heads());
    Check.between("headHidden", headHidden, 1, 65536);
  }

  /**
   * Reads the form that {@link #toJson} writes. {@code activation}, {@code epsilon}, {@code fit},
   * {@code mean} and {@code deviation} may be left out and are then CLIP's; {@code feedForward}
   * then is four times {@code hidden}, {@code resize} the smaller side.
   *
   * @throws IllegalArgumentException on a missing or unknown key or a value out of range, with key,
   *     value and legal range
   */
  public static Architecture fromJson(JsonNode json) {
    return ArchitectureJson.read(json);
  }

  /**
   * A named set of sizes: {@code paper} is ViT-B/32 at 224 pixels with CLIP's text encoder and 12
   * layers of sequence-wise attention.
   */
  public static Architecture preset(String name) {
    if (!PRESETS.contains(name)) {
      throw new IllegalArgumentException(
          "architecture " + name + ": must be one of " + String.join(", ", PRESETS));
    }
    try (InputStream in = Architecture.class.getResourceAsStream(name + ".json")) {
      return ArchitectureJson.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both encoders and their projection, in the form that {@link #toJson} writes. */
  public static ObjectNode encodersToJson(ImageEncoder image, TextEncoder text, int projection) {
    return ArchitectureJson.encoders(image, text, projection);
  }

  /**
   * The image encoder in the form that {@link #toJson} writes.
   *
   * @throws IllegalArgumentException as {@link #fromJson} does
   */
  public static ImageEncoder imageFromJson(JsonNode json) {
    return ArchitectureJson.image(json);
  }

  /**
   * The text encoder in the form that {@link #toJson} writes.
   *
   * @throws IllegalArgumentException as {@link #fromJson} does
   */
  public static TextEncoder textFromJson(JsonNode json) {
    return ArchitectureJson.text(json);
  }

  /** The same with a tokenizer of another size. */
  public Architecture withVocabulary(int vocabulary) {
    return new Architecture(
        image,
        text.withVocabulary(vocabulary),
        projection,
        sequenceAttention,
        headHidden,
        auxiliaryHeads,
        fusion);
  }

  public JsonNode toJson() {
    return ArchitectureJson.write(this);
  }

  /**
   * Whether the encoders can take this listing.
   *
   * @param pixels null when there is no image
   * @param tokens null when there is no text
   * @throws IllegalArgumentException when both are missing, or with what does not fit
   */
  public void check(byte[] pixels, int[] tokens) {
    if (pixels == null && tokens == null) {
      throw new IllegalArgumentException("a listing has neither image nor text");
    }
    if (pixels != null && pixels.length != image.pixelBytes()) {
      throw new IllegalArgumentException(
          "a picture has %d bytes: must be 3 x %d x %d"
              .formatted(pixels.length, image.height(), image.width()));
    }
    if (tokens == null) {
      return;
    }
    if (tokens.length < 1 || tokens.length > text.context()) {
      throw new IllegalArgumentException(
          "a title has %d tokens: must be 1 to %d".formatted(tokens.length, text.context()));
    }
    for (int token : tokens) {
      if (token < 0 || token >= text.vocabulary()) {
        throw new IllegalArgumentException(
            "token " + token + ": must be between 0 and " + (text.vocabulary() - 1));
      }
    }
  }

  /** Numbers of each image token that the fusion is given. */
  public int encodedImageWidth() {
    return projection + (fusion.readsInputs() ? image.hidden() : 0);
  }

  /** Numbers of each text token that the fusion is given. */
  public int encodedTextWidth() {
    return projection + (fusion.readsInputs() ? text.hidden() : 0);
  }

  /** Shapes of all weights for these tasks. */
  public WeightLayout weights(List<TaskShape> tasks) {
    return WeightLayout.of(this, tasks);
  }
}
