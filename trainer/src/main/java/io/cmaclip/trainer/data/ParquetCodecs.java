package io.cmaclip.trainer.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Decompresses Parquet pages; parquet-hadoop takes gzip from Hadoop, so it is implemented here. */
final class ParquetCodecs implements CompressionCodecFactory {
  private final CodecFactory others = new CodecFactory(new PlainParquetConfiguration(), 0);

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case GZIP -> new Gzip();
      case UNCOMPRESSED, SNAPPY, ZSTD -> others.getDecompressor(codec);
      default ->
          throw new IllegalArgumentException(
              "codec " + codec + " is not supported; write the file with snappy, zstd or gzip");
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public void release() {
    others.release();
  }

  private static final class Gzip implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(unzipped(bytes, size));
    }

    @Override
    public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size)
        throws IOException {
      ByteBuffer page = input.slice().limit(compressed);
      input.position(input.position() + compressed);
      output.put(unzipped(BytesInput.from(page), size));
    }

    private static byte[] unzipped(BytesInput bytes, int size) throws IOException {
      try (InputStream in = new GZIPInputStream(bytes.toInputStream())) {
        return in.readNBytes(size);
      }
    }

    @Override
    public void release() {}
  }
}
