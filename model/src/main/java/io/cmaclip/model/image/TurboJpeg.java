package io.cmaclip.model.image;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.List;

/**
 * Decodes JPEG with the system's libjpeg-turbo, the library that Pillow uses, through its TurboJPEG
 * interface. Thread-safe.
 */
final class TurboJpeg {
  /** Factors by which the library reduces an image while it decodes, and which we use. */
  static final List<Integer> REDUCTIONS = List.of(1, 2, 4, 8);

  static final int MOST_REDUCTION = 8;

  /** What the dynamic linker is asked for: the file on Linux, then the name on any platform. */
  private static final List<String> NAMES = List.of("libturbojpeg.so.0", "turbojpeg");

  private static final int RGB = 0;
  private static final int WARNING = 0;

  private final NativeMemory memory = new NativeMemory(Runtime.getRuntime().availableProcessors());
  private final Function open;
  private final Function readHeader;
  private final Function decompress;
  private final Function errorCode;
  private final Function errorText;
  private final Function close;

  private TurboJpeg(NativeLibrary library) {
    this.open = library.getFunction("tjInitDecompress");
    this.readHeader = library.getFunction("tjDecompressHeader3");
    this.decompress = library.getFunction("tjDecompress2");
    this.errorCode = library.getFunction("tjGetErrorCode");
    this.errorText = library.getFunction("tjGetErrorStr2");
    this.close = library.getFunction("tjDestroy");
  }

  /**
   * Links the library.
   *
   * @throws LinkageError if it is not installed, or older than 2.0
   */
  static TurboJpeg link() {
    UnsatisfiedLinkError first = null;
    for (String name : NAMES) {
      try {
        return new TurboJpeg(NativeLibrary.getInstance(name));
      } catch (UnsatisfiedLinkError e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  /**
   * The smallest of {@link #REDUCTIONS} that reduces at least as much.
   *
   * @param least at most {@link #MOST_REDUCTION}
   */
  static int reduction(int least) {
    int reduction = 1;
    while (reduction < least) {
      reduction *= 2;
    }
    return reduction;
  }

  /** Uses decoded pixels, which are valid during the call only. */
  @FunctionalInterface
  interface Use<T> {
    T apply(NativePixels pixels) throws UnreadableImageException;
  }

  /**
   * Decodes an image of one or three components. Damage that leaves an image is accepted.
   *
   * @param reduction one of {@link #REDUCTIONS}
   */
  <T> T decode(JpegFile file, int reduction, Use<T> use) throws UnreadableImageException {
    int width = ImageLimits.reduced(file.width(), reduction);
    int height = ImageLimits.reduced(file.height(), reduction);
    byte[] bytes = file.bytes();
    long pixelBytes = 3L * width * height;
    Memory block = memory.acquire(pixelBytes + bytes.length);
    try {
      block.write(pixelBytes, bytes, 0, bytes.length);
      decode(block.share(pixelBytes), file, block, width, height);
      return use.apply(new NativePixels(width, height, block.getByteBuffer(0, pixelBytes)));
    } finally {
      memory.release(block);
    }
  }

  private void decode(Pointer input, JpegFile file, Pointer pixels, int width, int height)
      throws UnreadableImageException {
    Pointer handle = open.invokePointer(new Object[0]);
    if (handle == null) {
      throw new UnreadableImageException("libjpeg-turbo is out of memory");
    }
    try {
      NativeLong length = new NativeLong(file.bytes().length);
      int[] w = new int[1];
      int[] h = new int[1];
      check(
          readHeader.invokeInt(new Object[] {handle, input, length, w, h, new int[1], new int[1]}),
          handle);
      // Another size than the checked one would leave pixels of an earlier image in the block.
      if (w[0] != file.width() || h[0] != file.height()) {
        throw new UnreadableImageException("JPEG with two sizes");
      }
      check(
          decompress.invokeInt(
              new Object[] {handle, input, length, pixels, width, 3 * width, height, RGB, 0}),
          handle);
    } finally {
      close.invokeInt(new Object[] {handle});
    }
  }

  private void check(int result, Pointer handle) throws UnreadableImageException {
    if (result != 0 && errorCode.invokeInt(new Object[] {handle}) != WARNING) {
      String reason = errorText.invokeString(new Object[] {handle}, false);
      throw new UnreadableImageException("broken JPEG: " + reason);
    }
  }
}
