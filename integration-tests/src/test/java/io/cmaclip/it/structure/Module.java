package io.cmaclip.it.structure;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A module and the classes of its main code.
 *
 * @param sources folder of its main sources; may be missing
 */
record Module(String name, JavaClasses classes, Path sources) {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern MODULE = Pattern.compile("<module>([\\w-]+)</module>");

  /** Every module of the project that has main code, as the build compiled it. */
  static List<Module> all() {
    String pom;
    try {
      pom = Files.readString(PROJECT.resolve("pom.xml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return MODULE
        .matcher(pom)
        .results()
        .map((MatchResult module) -> module.group(1))
        .filter(name -> !name.equals("integration-tests"))
        .map(Module::compiled)
        .toList();
  }

  private static Module compiled(String name) {
    Path folder = PROJECT.resolve(name);
    JavaClasses classes =
        new ClassFileImporter().importPath(folder.resolve("target").resolve("classes"));
    if (classes.isEmpty()) {
      throw new IllegalStateException("module " + name + " is not compiled");
    }
    return new Module(name, classes, folder.resolve("src").resolve("main").resolve("java"));
  }

  @Override
  public String toString() {
    return name;
  }
}
