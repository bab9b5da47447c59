package io.cmaclip.trainer.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path temp;

  @Test
  void theFileAppearsWhenItIsFinished() throws IOException {
    Path target = temp.resolve("sub/out.jsonl");
    try (AtomicFile file = new AtomicFile(target)) {
      file.writeLines(List.of("é", "b"));
      assertThat(target).doesNotExist();
      file.finish();
    }
    assertThat(target).hasContent("é\nb\n");
    assertThat(files(target.getParent())).containsExactly("out.jsonl");
  }

  @Test
  void anUnfinishedFileLeavesTheExistingOne() throws IOException {
    Path target = Files.writeString(temp.resolve("out.jsonl"), "before");
    try (AtomicFile file = new AtomicFile(target)) {
      file.writeLines(List.of("after"));
    }
    assertThat(target).hasContent("before");
    assertThat(files(temp)).containsExactly("out.jsonl");
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
