package io.cmaclip.model.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/**
 * The first frame of a GIF on its canvas. A frame smaller than the canvas leaves the rest in the
 * transparent colour, or else the first of the palette, as Pillow does.
 */
final class GifDecoder {
  private static final String METADATA = "javax_imageio_gif_image_1.0";

  private GifDecoder() {}

  static RgbImage decode(byte[] bytes, ImageLimits limits)
      throws IOException, UnreadableImageException {
    GifFile file = GifFile.parse(bytes, limits);
    int width = file.width();
    int height = file.height();
    ImageReader reader = ImageReaders.ofJava("gif");
    try (ByteArrayImageInput input = new ByteArrayImageInput(file.bytes())) {
      reader.setInput(input, false, false);
      limits.checkSize(reader.getWidth(0), reader.getHeight(0));
      Node place = child(reader.getImageMetadata(0).getAsTree(METADATA), "ImageDescriptor");
      BufferedImage image = reader.read(0);
      RgbImage frame = RasterPixels.toRgb(image);
      int left = attribute(place, "imageLeftPosition");
      int top = attribute(place, "imageTopPosition");
      if (left == 0 && top == 0 && frame.width() == width && frame.height() == height) {
        return frame;
      }
      return onCanvas(frame, left, top, width, height, fill(image));
    } finally {
      reader.dispose();
    }
  }

  private static RgbImage onCanvas(
      RgbImage frame, int left, int top, int width, int height, int fill) {
    byte[] canvas = new byte[3 * width * height];
    for (int i = 0; i < canvas.length; i += 3) {
      canvas[i] = (byte) (fill >> 16);
      canvas[i + 1] = (byte) (fill >> 8);
      canvas[i + 2] = (byte) fill;
    }
    int columns = Math.min(frame.width(), width - left);
    int rows = Math.min(frame.height(), height - top);
    for (int y = 0; y < rows && columns > 0; y++) {
      System.arraycopy(
          frame.levels(),
          3 * y * frame.width(),
          canvas,
          3 * ((top + y) * width + left),
          3 * columns);
    }
    return new RgbImage(width, height, canvas);
  }

  private static int fill(BufferedImage image) {
    if (!(image.getColorModel() instanceof IndexColorModel palette)) {
      return 0;
    }
    return palette.getRGB(Math.max(0, palette.getTransparentPixel()));
  }

  private static Node child(Node parent, String name) throws UnreadableImageException {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return node;
      }
    }
    throw new UnreadableImageException("GIF without a frame");
  }

  private static int attribute(Node node, String name) {
    return Integer.parseInt(((IIOMetadataNode) node).getAttribute(name));
  }
}
