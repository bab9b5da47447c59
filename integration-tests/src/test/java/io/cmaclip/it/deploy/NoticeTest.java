package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** NOTICE against the bill of materials. */
class NoticeTest {
  private static final Pattern LIBRARY = Pattern.compile("(?m)^  ([\\w.-]+:[\\w.-]+)");

  @Test
  void noticeNamesEveryLibraryOfTheBillOfMaterials() {
    Path bill = DeployFiles.ROOT.resolve("target").resolve("bom.json");
    assumeTrue(Files.exists(bill), "skipped: no target/bom.json; mvn package writes it");
    Set<String> named = new TreeSet<>();
    LIBRARY
        .matcher(DeployFiles.text(DeployFiles.ROOT.resolve("NOTICE")))
        .results()
        .forEach(library -> named.add(library.group(1)));
    Set<String> delivered = new TreeSet<>();
    for (JsonNode library : DeployFiles.yaml(bill).get("components")) {
      String group = library.get("group").textValue();
      if (!group.equals("io.cmaclip")) {
        delivered.add(group + ":" + library.get("name").textValue());
      }
    }
    assertThat(delivered).hasSizeGreaterThan(50);
    assertThat(named).containsAll(delivered);
  }
}
