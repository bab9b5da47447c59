package io.cmaclip.model.clip;

import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.UnreadableImageException;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import java.io.IOException;

/**
 * Images and texts as Hugging Face's processor prepares them: special tokens that are written out
 * in a text act, the empty text is start and end alone. Whoever opened it closes it.
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
   * For these encoders.
   *
   * @param upright whether EXIF orientation is followed, which CLIP's processor does not
   */
  public static ClipInputs of(ClipFolder folder, boolean upright) throws IOException {
    ClipEncoders encoders = folder.encoders();
    return new ClipInputs(
        new ImageDecoder(ImageLimits.DEFAULT, upright),
        ImageResizer.of(encoders.image()),
        ListingTokenizer.open(folder.tokenizer(), encoders.text().context(), SpecialTokens.ACT));
  }

  /**
   * Levels of an image, RGB, channels first, at the encoder's size.
   *
   * @param file an encoded image
   */
  public byte[] levels(byte[] file) throws UnreadableImageException {
    return resizer.resize(decoder.decodeForResize(file));
  }

  /** Token ids of a text, unpadded: 2 to context length of them. */
  public int[] ids(String text) {
    return tokenizer.encodeFramed(text);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
