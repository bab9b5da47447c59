package io.cmaclip.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule finds exactly its planted violations. */
class RulesTest {
  private static final String PLANTED = "io.cmaclip.it.structure.planted.";

  private final Module library = module("library", "hidden.library");
  private final Module user = module("user", "hidden.user");

  @Test
  void findsACycleOfTwoPackages() {
    assertThat(Rules.cycles(classes("cycle")))
        .hasSize(1)
        .first()
        .asString()
        .contains("First", "Second");
    assertThat(Rules.cycles(classes("hidden"))).isEmpty();
  }

  @Test
  void findsAForbiddenModuleDependency() {
    List<Module> both = List.of(library, user);
    assertThat(Rules.arrows(both, Map.of("user", Set.of("library")))).isEmpty();
    assertThat(Rules.arrows(both, Map.of("library", Set.of("user"))))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("user -> library: "));
  }

  @Test
  void findsUsesOfAnInternalPackageOfAnotherModule() {
    assertThat(Rules.internals(List.of(library, user)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("user -> library: ")
        .contains("User.four()", "Hidden.sum(");
  }

  @Test
  void findsAPackageInTwoModules() {
    Module again = new Module("again", user.classes(), null);
    assertThat(Rules.splitPackages(List.of(library, user))).isEmpty();
    assertThat(Rules.splitPackages(List.of(user, again)))
        .containsExactly(PLANTED + "hidden.user is in [again, user]");
  }

  @Test
  void findsAForbiddenLibrary() {
    assertThat(Rules.libraries(user.classes(), PLANTED + "hidden.library.."))
        .hasSize(2)
        .allMatch(line -> line.contains("User.four()"));
    assertThat(Rules.libraries(user.classes(), "picocli..")).isEmpty();
  }

  @Test
  void findsAPackageOfOneClass() {
    assertThat(Rules.lonelyClasses(classes("hidden.user")))
        .containsExactly(PLANTED + "hidden.user has only [User]");
    assertThat(Rules.lonelyClasses(classes("wide"))).isEmpty();
  }

  @Test
  void findsSevenParametersExceptForRecordComponents() {
    String seven = " has 7 parameters";
    assertThat(Rules.wideSignatures(classes("wide")))
        .containsExactly(
            PLANTED + "wide.Settings.of(int, int, int, int, int, int, java.lang.String)" + seven,
            PLANTED + "wide.Wide.<init>(int, int, int, int, int, int, int)" + seven);
  }

  @Test
  void findsAPackageWithoutPackageInfo(@TempDir Path sources) throws IOException {
    Files.createDirectories(sources.resolve("a/b"));
    Files.createFile(sources.resolve("a/b/C.java"));
    Files.createFile(sources.resolve("a/D.java"));
    Files.createFile(sources.resolve("a/package-info.java"));
    assertThat(Rules.undescribedPackages(sources)).containsExactly("a.b");
  }

  private static Module module(String name, String planted) {
    return new Module(name, classes(planted), null);
  }

  private static JavaClasses classes(String planted) {
    return new ClassFileImporter().importPackages(PLANTED + planted);
  }
}
