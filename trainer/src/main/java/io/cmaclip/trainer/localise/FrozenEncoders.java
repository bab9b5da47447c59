package io.cmaclip.trainer.localise;

import ai.djl.ndarray.NDArray;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.LoadedModule;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The encoders of a bundle, as they are. Used by one thread. */
final class FrozenEncoders implements AutoCloseable {
  /** Texts are short: start, at most fourteen tokens, end. */
  static final int TOKENS = 16;

  /**
   * An encoded text.
   *
   * @param values tokens x width, zeros after the end
   * @param length tokens with start and end
   */
  record Text(float[] values, int length) {}

  private final ListingPreprocessor preprocessor;
  private final LoadedModule module;
  private final ImageEncoder image;
  private final EncodedShape shape;
  private final Map<String, Text> texts = new HashMap<>();

  /**
   * Loads the encoders.
   *
   * @throws UserException when the fusion of the bundle has no sequence-wise attention, because its
   *     encoders need not have outputs of one width
   */
  FrozenEncoders(Bundle bundle) throws IOException {
    Architecture architecture = bundle.manifest().architecture();
    if (!architecture.fusion().sequenceWise()) {
      throw new UserException(
          "bundle " + bundle.folder() + ": its fusion has no sequence-wise attention");
    }
    image = architecture.image();
    shape = EncodedShape.of(architecture);
    try (SafetensorsFile weights = bundle.openWeights()) {
      module =
          LoadedModule.load(
              CmaClipScript.of(
                  architecture, bundle.manifest().taskShapes(), weights, ModuleSettings.SERVING));
    }
    preprocessor = bundle.preprocessor();
  }

  EncodedShape shape() {
    return shape;
  }

  /** Outputs for an encoded image file: class token, then patches. */
  float[] image(byte[] file) {
    PreparedListing listing = preprocessor.prepare("", List.of(file)).listing();
    return module
        .call(
            "encode_image",
            in -> new NDArray[] {in.image(listing.pixels(), image.height(), image.width())})
        .values();
  }

  /** Outputs for a text of at most fourteen tokens. */
  Text text(String text) {
    return texts.computeIfAbsent(text, this::encode);
  }

  private Text encode(String text) {
    int[] tokens = preprocessor.prepare(text, List.of()).listing().tokens();
    if (tokens.length > TOKENS) {
      throw new IllegalArgumentException(text + ": " + tokens.length + " tokens");
    }
    float[] values = module.call("encode_text", in -> new NDArray[] {in.tokens(tokens)}).values();
    return new Text(Arrays.copyOf(values, shape.textSize()), tokens.length);
  }

  @Override
  public void close() {
    module.close();
    preprocessor.close();
  }
}
