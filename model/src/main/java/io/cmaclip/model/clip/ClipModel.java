package io.cmaclip.model.clip;

import ai.djl.ndarray.NDArray;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.pytorch.LoadedModule;
import io.cmaclip.model.torchscript.ClipScript;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;

/** CLIP's encoders loaded into PyTorch, float32 on the CPU. Used by one thread. */
public final class ClipModel implements AutoCloseable {
  private final ClipEncoders encoders;
  private final LoadedModule module;

  private ClipModel(ClipEncoders encoders, LoadedModule module) {
    this.encoders = encoders;
    this.module = module;
  }

  public static ClipModel load(ClipFolder folder) throws IOException {
    ClipEncoders encoders = folder.encoders();
    try (SafetensorsFile weights = folder.openWeights()) {
      return new ClipModel(
          encoders,
          LoadedModule.load(
              ClipScript.of(encoders.image(), encoders.text(), encoders.projection(), weights)));
    }
  }

  /**
   * Embeds an image.
   *
   * @param levels RGB, channels first, at the encoder's size
   * @return embedding of length 1, as wide as the projection
   */
  public float[] embedImage(byte[] levels) {
    ImageEncoder image = encoders.image();
    return module
        .call("embed_image", in -> new NDArray[] {in.image(levels, image.height(), image.width())})
        .values();
  }

  /**
   * Embeds a text.
   *
   * @param ids from start to end of text, 1 to context length
   * @return embedding of length 1, as wide as the projection
   */
  public float[] embedText(int[] ids) {
    int end = encoders.endOfText().position(ids);
    return module.call("embed_text", in -> new NDArray[] {in.tokens(ids), in.number(end)}).values();
  }

  /** Factor from cosines to logits. */
  public float scale() {
    return module.call("scale", in -> new NDArray[0]).values()[0];
  }

  @Override
  public void close() {
    module.close();
  }
}
