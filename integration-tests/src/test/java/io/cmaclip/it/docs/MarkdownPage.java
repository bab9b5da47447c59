package io.cmaclip.it.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown page with the structure that GitHub renders.
 *
 * @param file of the page
 * @param sections headings with the text below them, in order
 * @param paragraphs text outside code blocks: one entry for each paragraph or table row
 * @param codeLines lines of its code blocks, continued lines joined
 */
record MarkdownPage(
    Path file, List<Section> sections, List<String> paragraphs, List<String> codeLines) {
  /** Root of the repository, relative to the module of the tests. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)[ #]*");
  private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK =
      Pattern.compile("]\\(<?([^)\\s>]+)[^)]*\\)|(?:src|href)=\"([^\"]+)\"|^\\[[^]]+]:\\s+(\\S+)");
  private static final Pattern OWN_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

  /**
   * A heading and the first paragraph below it.
   *
   * @param paragraph empty without text
   */
  record Section(String heading, String paragraph) {}

  /** All pages of the repository except build outputs. */
  static List<MarkdownPage> all() throws IOException {
    List<MarkdownPage> pages = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return name.equals("target") || name.startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".md")) {
              pages.add(read(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  static MarkdownPage read(Path file) throws IOException {
    return parse(file, Files.readAllLines(file));
  }

  /** Parses the lines of a page. */
  static MarkdownPage parse(Path file, List<String> lines) {
    MarkdownPage page =
        new MarkdownPage(file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    StringBuilder text = new StringBuilder();
    boolean inCode = false;
    boolean continues = false;
    for (String line : lines) {
      boolean fence = line.stripLeading().startsWith("```");
      Matcher heading = HEADING.matcher(line);
      if (fence) {
        page.endParagraph(text);
        inCode = !inCode;
        continues = false;
      } else if (inCode) {
        page.addCode(line, continues);
        continues = line.endsWith("\\");
      } else if (heading.matches()) {
        page.endParagraph(text);
        page.sections.add(new Section(heading.group(1), ""));
      } else if (line.isBlank()) {
        page.endParagraph(text);
      } else {
        if (line.startsWith("|") || line.matches("\\s*([-*]|\\d+\\.) .*")) {
          page.endParagraph(text);
        }
        text.append(text.isEmpty() ? "" : " ").append(line.strip());
      }
    }
    page.endParagraph(text);
    return page;
  }

  private void addCode(String line, boolean continued) {
    String code = line.endsWith("\\") ? line.substring(0, line.length() - 1) : line;
    if (continued) {
      codeLines.set(codeLines.size() - 1, codeLines.get(codeLines.size() - 1) + code);
    } else {
      codeLines.add(code);
    }
  }

  private void endParagraph(StringBuilder text) {
    if (text.isEmpty()) {
      return;
    }
    String paragraph = text.toString();
    text.setLength(0);
    int last = sections.size() - 1;
    paragraphs.add(paragraph);
    if (last >= 0 && sections.get(last).paragraph().isEmpty() && isProse(paragraph)) {
      sections.set(last, new Section(sections.get(last).heading(), paragraph));
    }
  }

  private static boolean isProse(String paragraph) {
    return !paragraph.startsWith("|") && !paragraph.startsWith("<!--");
  }

  /** The page's path from the repository's root, with slashes. */
  String name() {
    return ROOT.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
  }

  /** Inline code. */
  List<String> codeSpans() {
    return paragraphs.stream()
        .flatMap(text -> CODE_SPAN.matcher(text).results().map(match -> match.group(1)))
        .toList();
  }

  /** Targets of links and images, as written. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    for (String text : paragraphs) {
      Matcher link = LINK.matcher(CODE_SPAN.matcher(text).replaceAll("code"));
      while (link.find()) {
        for (int group = 1; group <= link.groupCount(); group++) {
          if (link.group(group) != null) {
            links.add(link.group(group));
          }
        }
      }
    }
    return links;
  }

  /** Valid fragments of links: GitHub's names of the headings, and explicit anchors. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Section section : sections) {
      String anchor = anchor(section.heading());
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    for (String text : paragraphs) {
      OWN_ANCHOR.matcher(text).results().forEach(match -> anchors.add(match.group(1)));
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
