package io.cmaclip.model.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;
import com.luciad.imageio.webp.WebPReader;
import java.io.IOException;

/** Decodes WebP with libwebp, the library that Pillow uses. */
final class WebpDecoder {
  private WebpDecoder() {}

  /**
   * @param step reduces width and height by this factor
   */
  static RgbImage decode(WebpFile file, int step) throws IOException, UnreadableImageException {
    WebPReader reader = new WebPReader(new WebPImageReaderSpi());
    try (ByteArrayImageInput input = new ByteArrayImageInput(file.bytes())) {
      reader.setInput(input, true, true);
      WebPReadParam param = new WebPReadParam();
      if (step > 1) {
        param.setUseScaling(true);
        param.setScaledWidth(ImageLimits.reduced(file.frame().width(), step));
        param.setScaledHeight(ImageLimits.reduced(file.frame().height(), step));
      }
      RgbImage image = RasterPixels.toRgb(reader.read(0, param));
      // As in Pillow, the canvas outside the frame is black.
      return image.onCanvas(
          file.frame().left() / step,
          file.frame().top() / step,
          ImageLimits.reduced(file.canvas().width(), step),
          ImageLimits.reduced(file.canvas().height(), step),
          0);
    } catch (LinkageError e) {
      throw new UnreadableImageException("WebP is not supported on this platform: " + e, e);
    } finally {
      reader.dispose();
    }
  }
}
