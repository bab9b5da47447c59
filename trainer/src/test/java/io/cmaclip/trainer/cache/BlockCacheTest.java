package io.cmaclip.trainer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockCacheTest {
  @TempDir Path folder;

  @Test
  void fillsMemoryThenDiskThenDropsBlocks() {
    try (BlockCache cache = new BlockCache(new CacheLimits(1000, 500, folder))) {
      boolean[] kept = new boolean[20];
      for (int i = 0; i < 20; i++) {
        kept[i] = cache.add(ByteBuffer.wrap(block(i, 100)));
      }
      assertThat(cache.memory()).isEqualTo(1000);
      assertThat(cache.disk()).isEqualTo(500);
      assertThat(cache.missing()).isEqualTo(5);
      for (int i = 0; i < 20; i++) {
        assertThat(kept[i]).isEqualTo(i < 15).isEqualTo(cache.holds(i));
        if (kept[i]) {
          byte[] read = new byte[100];
          cache.get(i).get(read);
          assertThat(read).isEqualTo(block(i, 100));
        } else {
          assertThat(cache.get(i)).isNull();
        }
      }
    }
  }

  @Test
  void supportsConcurrentReads() {
    try (BlockCache cache = new BlockCache(new CacheLimits(30_000, 100_000, folder))) {
      for (int i = 0; i < 300; i++) {
        cache.add(ByteBuffer.wrap(block(i, 300)));
      }
      assertThat(
              IntStream.range(0, 3000)
                  .parallel()
                  .allMatch(i -> cache.get(i % 300).equals(ByteBuffer.wrap(block(i % 300, 300)))))
          .isTrue();
    }
  }

  @Test
  void leavesNoFileOnDisk() throws IOException {
    try (BlockCache cache = new BlockCache(new CacheLimits(0, 1 << 20, folder))) {
      cache.add(ByteBuffer.wrap(block(1, 1000)));
      assertThat(cache.disk()).isEqualTo(1000);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void twoCachesShareTheLimits() {
    CacheLimits limits = new CacheLimits(1000, 500, folder);
    try (BlockCache first = new BlockCache(limits)) {
      for (int i = 0; i < 12; i++) {
        first.add(ByteBuffer.wrap(block(i, 100)));
      }
      CacheLimits left = limits.beside(first);
      assertThat(left.memory()).isZero();
      assertThat(left.disk()).isEqualTo(300);
    }
  }

  @Test
  void parsesSizesWithUnits() {
    assertThat(CacheLimits.size("x", "4g")).isEqualTo(4L << 30);
    assertThat(CacheLimits.size("x", "512M")).isEqualTo(512L << 20);
    assertThat(CacheLimits.size("x", "0")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4 GB", "-1", "half", "1.5g"})
  void rejectsInvalidSizesWithTheOptionName(String text) {
    assertThatThrownBy(() -> CacheLimits.size("--cache-memory", text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--cache-memory = " + text);
  }

  private static byte[] block(int number, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (number * 31 + i);
    }
    return bytes;
  }
}
