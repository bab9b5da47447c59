package io.cmaclip.model.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "sse avx2 f16c, false, false",
    "avx2 avx512f avx512_vnni, true, false",
    "avx2 avx_vnni, true, false",
    "avx512f avx512_vnni avx512_bf16, true, true",
    "avx512_vnni amx_bf16 amx_int8, true, true"
  })
  void readsProductsFromTheFlagsOfLinux(String flags, boolean int8, boolean bfloat16)
      throws Exception {
    Path file = Files.writeString(folder.resolve("cpuinfo"), cpuinfo("flags", flags));
    Processor processor = Processor.read(file);
    assertThat(processor.hasInt8Products()).isEqualTo(int8);
    assertThat(processor.hasBfloat16Products()).isEqualTo(bfloat16);
  }

  @Test
  void aProcessorThatIsNotX86HasNoneOfThem() throws Exception {
    Path file = Files.writeString(folder.resolve("cpuinfo"), cpuinfo("Features", "bf16 i8mm"));
    assertThat(Processor.read(file).features()).isEmpty();
  }

  @Test
  void aSystemWithoutTheFileHasNoneOfThem() {
    assertThat(Processor.read(folder.resolve("missing")).features()).isEmpty();
  }

  private static String cpuinfo(String key, String flags) {
    String one = "processor\t: 0\nmodel name\t: x\n" + key + "\t\t: " + flags + "\nbugs\t\t:\n\n";
    return one + one;
  }
}
