package io.cmaclip.model.clip;

import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.UnreadableImageException;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import java.io.IOException;

/**
 * Prepares images and texts as Hugging Face's processor does: special tokens in a text keep their
 * meaning, and an empty text consists of start and end.
 */
public final class ClipInputs implements AutoCloseable {
  private final ImageDecoder decoder;
  private final ImageResizer resizer;
  private final ListingTokenizer tokenizer;

  private ClipInputs(ImageDecoder decoder, ImageResizer resizer, ListingTokenizer tokenizer) {
    this.decoder = decoder;
    this.resizer = resizer;
    this.tokenizer = tokenizer;
  }

  /**
   * Opens the preprocessing of an imported model; the caller closes it.
   *
   * @param upright whether the EXIF orientation is applied; CLIP's processor ignores it
   */
  public static ClipInputs of(ClipFolder folder, boolean upright) throws IOException {
    ClipEncoders encoders = folder.encoders();
    return new ClipInputs(
        new ImageDecoder(ImageLimits.DEFAULT, upright),
        ImageResizer.of(encoders.image()),
        ListingTokenizer.open(folder.tokenizer(), encoders.text().context(), SpecialTokens.ACT));
  }

  /**
   * Decodes and resizes an image.
   *
   * @param file an encoded image
   * @return RGB levels, channels first, at the encoder's size
   */
  public byte[] levels(byte[] file) throws UnreadableImageException {
    return decoder.decodeResized(file, resizer);
  }

  /**
   * Tokenizes a text.
   *
   * @return 2 to context length token ids, unpadded
   */
  public int[] ids(String text) {
    return tokenizer.encodeFramed(text);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
