package io.cmaclip.model.torchscript;

import io.cmaclip.model.weights.Tensor;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive (.pt): a zip of stored entries with the module tree as pickle, the
 * code as text and the bytes of each tensor. One tensor at a time is in memory.
 */
final class TorchScriptArchive {
  private static final long EPOCH_OF_ZIP = 315_532_800_000L;
  // PyTorch aligns tensors to 64 bytes, so that they can be memory-mapped.
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30;

  private TorchScriptArchive() {}

  /**
   * Writes the archive, replacing an existing file.
   *
   * @param code TorchScript text of all classes
   */
  static void write(Path path, ScriptModule root, String code) throws IOException {
    ModulePickle pickle = new ModulePickle(root);
    try (Counting counting =
            new Counting(new BufferedOutputStream(Files.newOutputStream(path), 1 << 20));
        ZipOutputStream zip = new ZipOutputStream(counting)) {
      entry(zip, counting, "data.pkl", ByteBuffer.wrap(pickle.bytes()));
      entry(zip, counting, "code/" + ScriptText.NAMESPACE + ".py", utf8(code));
      List<ScriptTensor> tensors = pickle.tensors();
      for (int i = 0; i < tensors.size(); i++) {
        Tensor tensor = tensors.get(i).data().get();
        if (!tensor.info().equals(tensors.get(i).info())) {
          throw new IllegalArgumentException(tensor + " instead of " + tensors.get(i).info());
        }
        entry(zip, counting, "data/" + i, tensor.data());
      }
      // An empty tuple, protocol 2.
      entry(zip, counting, "constants.pkl", ByteBuffer.wrap(new byte[] {(byte) 0x80, 2, ')', '.'}));
      entry(zip, counting, "byteorder", utf8("little"));
      entry(zip, counting, "version", utf8("3\n"));
    }
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void entry(ZipOutputStream zip, Counting counting, String name, ByteBuffer data)
      throws IOException {
    ZipEntry entry = new ZipEntry("archive/" + name);
    CRC32 crc = new CRC32();
    crc.update(data.duplicate());
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(data.remaining());
    entry.setCompressedSize(data.remaining());
    entry.setCrc(crc.getValue());
    entry.setTime(EPOCH_OF_ZIP);
    zip.flush();
    entry.setExtra(padding(counting.count + LOCAL_HEADER + entry.getName().length() + 4));
    zip.putNextEntry(entry);
    byte[] block = new byte[1 << 16];
    while (data.hasRemaining()) {
      int n = Math.min(block.length, data.remaining());
      data.get(block, 0, n);
      zip.write(block, 0, n);
    }
    zip.closeEntry();
  }

  /** Returns PyTorch's extra field FB, which pads to the alignment. */
  private static byte[] padding(long offset) {
    int fill = (int) ((ALIGNMENT - offset % ALIGNMENT) % ALIGNMENT);
    byte[] extra = new byte[4 + fill];
    extra[0] = 'F';
    extra[1] = 'B';
    extra[2] = (byte) fill;
    return extra;
  }

  private static final class Counting extends FilterOutputStream {
    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
