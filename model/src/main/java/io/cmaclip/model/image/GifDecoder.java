package io.cmaclip.model.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/**
 * Decodes the first frame of a GIF and places it on the canvas. As in Pillow, the area outside a
 * smaller frame has the transparent colour, or the first palette colour if there is none.
 */
final class GifDecoder {
  private static final String METADATA = "javax_imageio_gif_image_1.0";

  private GifDecoder() {}

  static RgbImage decode(GifFile file, ImageLimits limits)
      throws IOException, UnreadableImageException {
    ImageReader reader = ImageReaders.ofJava("gif");
    try (ByteArrayImageInput input = new ByteArrayImageInput(file.bytes())) {
      reader.setInput(input, false, false);
      limits.checkSize(reader.getWidth(0), reader.getHeight(0));
      Node place = child(reader.getImageMetadata(0).getAsTree(METADATA), "ImageDescriptor");
      BufferedImage image = reader.read(0);
      return RasterPixels.toRgb(image)
          .onCanvas(
              attribute(place, "imageLeftPosition"),
              attribute(place, "imageTopPosition"),
              file.width(),
              file.height(),
              fill(image));
    } finally {
      reader.dispose();
    }
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
