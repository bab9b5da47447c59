package io.cmaclip.streams.decisions;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.streams.unchanged.AnswerCodec;
import io.cmaclip.streams.unchanged.Hash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Binary form of an entry of the label store. It begins with a version. Labels cannot be made
 * again, so an entry that cannot be read is an error and never counts as missing.
 */
final class LabelledListingCodec {
  private static final int VERSION = 1;

  private LabelledListingCodec() {}

  static byte[] encode(LabelledListing entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      LastAnswer last = entry.last();
      writeText(out, last.listingId());
      out.writeLong(last.updatedAt().toEpochMilli());
      out.writeLong(last.content().high());
      out.writeLong(last.content().low());
      AnswerCodec.write(out, last.answer());
      out.writeInt(entry.labels().size());
      for (HumanLabel label : entry.labels()) {
        writeText(out, label.task());
        out.writeUTF(label.kind().name());
        writeText(out, label.label());
        writeText(out, label.decisionId());
      }
      out.writeInt(entry.decisionIds().size());
      for (String id : entry.decisionIds()) {
        writeText(out, id);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an entry.
   *
   * @throws IllegalStateException if the bytes are of another version or damaged
   */
  static LabelledListing decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "the label store has an entry of version " + version + ", of a newer service");
      }
      LastAnswer last =
          new LastAnswer(
              readText(in),
              Instant.ofEpochMilli(in.readLong()),
              new Hash(in.readLong(), in.readLong()),
              AnswerCodec.read(in));
      List<HumanLabel> labels = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        labels.add(
            new HumanLabel(
                readText(in), DecisionKind.valueOf(in.readUTF()), readText(in), readText(in)));
      }
      List<String> ids = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        ids.add(readText(in));
      }
      return new LabelledListing(last, labels, ids);
    } catch (IOException e) {
      throw new IllegalStateException("the label store has a damaged entry", e);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
