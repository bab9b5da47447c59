package io.cmaclip.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links between the pages of the repository. */
class LinksTest {
  @Test
  void everyRelativeLinkAndAnchorResolves() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (MarkdownPage page : MarkdownPage.all()) {
      for (String link : page.links()) {
        if (!link.matches("[a-z][a-z0-9+.-]*:.*")) {
          links++;
          if (!resolves(page, link)) {
            broken.add(page.name() + ": " + link);
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(50);
  }

  @Test
  void findsLinksToMissingPagesAndHeadings() {
    MarkdownPage page =
        MarkdownPage.parse(
            MarkdownPage.ROOT.resolve("page.md"),
            List.of("# A `key`: why", "", "## Twice", "## Twice", "", "See [this](#twice-1)."));
    assertThat(page.anchors()).containsExactlyInAnyOrder("a-key-why", "twice", "twice-1");
    assertThat(page.links()).containsExactly("#twice-1");
    assertThat(List.of("#a-key-why", "#twice-1", "docs/", "README.md"))
        .allSatisfy(link -> assertThat(resolves(page, link)).isTrue());
    assertThat(List.of("#a-key", "no-such-page.md", "README.md#no-such-heading"))
        .allSatisfy(link -> assertThat(resolves(page, link)).isFalse());
  }

  private static boolean resolves(MarkdownPage page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty()
            ? page.file()
            : page.file()
                .resolveSibling(URLDecoder.decode(parts[0], StandardCharsets.UTF_8))
                .normalize();
    if (!parts[0].isEmpty() && (!target.startsWith(MarkdownPage.ROOT) || !Files.exists(target))) {
      return false;
    }
    if (parts.length == 1 || !target.toString().endsWith(".md")) {
      return true;
    }
    MarkdownPage there = parts[0].isEmpty() ? page : MarkdownPage.read(target);
    return there.anchors().contains(parts[1]);
  }
}
