package io.cmaclip.model.clip;

import ai.djl.ndarray.NDArray;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.pytorch.LoadedModule;
import io.cmaclip.model.torchscript.ClipScript;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;

/** CLIP's encoders in PyTorch's memory, float32 on the CPU. Used by one thread. */
public final class ClipModel implements AutoCloseable {
  private final ClipEncoders encoders;
  private final LoadedModule module;

  private ClipModel(ClipEncoders encoders, LoadedModule module) {
    this.encoders = encoders;
    this.module = module;
  }

  /** Loads the weights of a folder. */
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
   * Embedding of an image.
   *
   * @param levels RGB, channels first, at the encoder's size
   * @return as wide as the projection, of length 1
   */
  public float[] embedImage(byte[] levels) {
    ImageEncoder image = encoders.image();
    return module
        .call("embed_image", in -> new NDArray[] {in.image(levels, image.height(), image.width())})
        .values();
  }

  /**
   * Embedding of a text.
   *
   * @param ids start to end of text, at least one, at most the context
   * @return as wide as the projection, of length 1
   */
  public float[] embedText(int[] ids) {
    int end = encoders.endOfText().position(ids);
    return module.call("embed_text", in -> new NDArray[] {in.tokens(ids), in.number(end)}).values();
  }

  /** What cosines are multiplied by to become logits. */
  public float scale() {
    return module.call("scale", in -> new NDArray[0]).values()[0];
  }

  @Override
  public void close() {
    module.close();
  }
}
