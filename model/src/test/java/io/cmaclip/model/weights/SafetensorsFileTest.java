package io.cmaclip.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
  @TempDir Path folder;

  @Test
  void roundTripsTensors() throws Exception {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", Tensor.of(new float[] {1, -2.5f, 3}, 3, 1));
    tensors.put("a", Tensor.of(new float[] {1, -2.5f, 65504}, 3).as(ElementType.FLOAT16));
    tensors.put("c", Tensor.of(new long[] {Long.MIN_VALUE, 7}, 2));
    tensors.put("empty", Tensor.of(new float[0], 0, 5));
    tensors.put("d", Tensor.of(new byte[] {-1, 0, 1}, 3));
    tensors.put("one", Tensor.of(new float[] {4}));
    Path file = folder.resolve("w.safetensors");
    SafetensorsFile.write(file, new WeightMap(tensors), Map.of("format", "pt"));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.names()).containsExactlyElementsOf(tensors.keySet());
      assertThat(read.metadata()).containsExactly(Map.entry("format", "pt"));
      for (String name : read.names()) {
        assertThat(read.info(name)).isEqualTo(tensors.get(name).info());
        assertThat(read.get(name).data()).isEqualTo(tensors.get(name).data());
      }
    }
  }

  @Test
  void convertsBfloat16ToFloat32() throws Exception {
    Path file = file("{\"x\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.get("x").toFloats()).containsExactly(1f, -2f);
    }
  }

  @Test
  void refusesATruncatedFile() throws Exception {
    Path file = folder.resolve("w.safetensors");
    SafetensorsFile.write(
        file, new WeightMap(Map.of("x", Tensor.of(new float[] {1, 2}, 2))), Map.of());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("w.safetensors is no");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,2],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "[]",
        "{{",
      })
  void refusesAHeaderThatDoesNotFitTheFile(String header) throws Exception {
    Path file = file(header, 8);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no valid safetensors file");
  }

  @Test
  void opensAFileWithAnUnreadableTypeAndNamesItOnAccess() throws Exception {
    Path file =
        file(
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"ids\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
            8);
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.names()).containsExactly("x", "ids");
      assertThat(opened.get("x").toFloats()).hasSize(1);
      assertThatThrownBy(() -> opened.info("ids"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tensor ids is I32");
    }
    assertThatThrownBy(
            () ->
                SafetensorsFile.open(
                    file("{\"ids\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no valid safetensors file");
  }

  @Test
  void doesNotAllocateAHeaderLongerThanTheFile() throws Exception {
    Path file = folder.resolve("w.safetensors");
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(Long.MAX_VALUE - 3).array());
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("header of 9223372036854775804 in 16 bytes");
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).putShort((short) 0x3f80).putShort((short) 0xc000);
    Path file = folder.resolve("made.safetensors");
    Files.write(file, bytes.array());
    return file;
  }
}
