package io.cmaclip.it.structure;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.PackageMatchers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Each rule finds its violations, one line each. */
final class Rules {
  private static final int MOST_PARAMETERS = 6;
  private static final String OURS = "io.cmaclip.";

  private Rules() {}

  /** Packages of a module that depend on each other both ways. */
  static List<String> cycles(JavaClasses classes) {
    return slices()
        .matching(OURS + "(**)")
        .should()
        .beFreeOfCycles()
        .evaluate(classes)
        .getFailureReport()
        .getDetails();
  }

  /**
   * Uses of one module by another that may not.
   *
   * @param allowed by the user's name
   */
  static List<String> arrows(List<Module> modules, Map<String, Set<String>> allowed) {
    return uses(
        modules,
        (user, used) -> allowed.getOrDefault(user.name(), Set.of()).contains(used.name()),
        dependency -> true);
  }

  /** Uses of an {@code internal} package from outside its module. */
  static List<String> internals(List<Module> modules) {
    return uses(
        modules,
        (user, used) -> false,
        dependency ->
            List.of(dependency.getTargetClass().getPackageName().split("\\."))
                .contains("internal"));
  }

  private static List<String> uses(
      List<Module> modules, BiPredicate<Module, Module> allowed, Predicate<Dependency> which) {
    Map<String, Module> moduleOf = new HashMap<>();
    for (Module module : modules) {
      module.classes().forEach(one -> moduleOf.put(one.getName(), module));
    }
    List<String> found = new ArrayList<>();
    for (Module user : modules) {
      for (JavaClass one : user.classes()) {
        for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
          Module used = moduleOf.get(dependency.getTargetClass().getBaseComponentType().getName());
          if (used != null
              && !used.name().equals(user.name())
              && !allowed.test(user, used)
              && which.test(dependency)) {
            found.add(user + " -> " + used + ": " + dependency.getDescription());
          }
        }
      }
    }
    return found;
  }

  /** Uses of libraries that a module must do without. */
  static List<String> libraries(JavaClasses classes, String... forbidden) {
    var matcher = PackageMatchers.of(forbidden);
    return classes.stream()
        .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> matcher.test(dependency.getTargetClass().getPackageName()))
        .map(Dependency::getDescription)
        .toList();
  }

  /** Packages with a single class; what is declared within another class does not count. */
  static List<String> lonelyClasses(JavaClasses classes) {
    Map<String, Set<String>> byPackage = new TreeMap<>();
    for (JavaClass one : classes) {
      if (one.isTopLevelClass() && !one.getSimpleName().equals("package-info")) {
        byPackage
            .computeIfAbsent(one.getPackageName(), name -> new TreeSet<>())
            .add(one.getSimpleName());
      }
    }
    return byPackage.entrySet().stream()
        .filter(entry -> entry.getValue().size() == 1)
        .map(entry -> entry.getKey() + " has only " + entry.getValue())
        .toList();
  }

  /** Packages that have classes in two modules. */
  static List<String> splitPackages(Collection<Module> modules) {
    Map<String, Set<String>> modulesOf = new TreeMap<>();
    for (Module module : modules) {
      for (JavaClass one : module.classes()) {
        modulesOf.computeIfAbsent(one.getPackageName(), name -> new TreeSet<>()).add(module.name());
      }
    }
    return modulesOf.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry -> entry.getKey() + " is in " + entry.getValue())
        .toList();
  }

  /**
   * Methods and constructors with more than six parameters. What the compiler adds does not count,
   * nor does the canonical constructor of a record, nor what Avro generates.
   */
  static List<String> wideSignatures(JavaClasses classes) {
    return classes.stream()
        .filter(one -> !one.isAnonymousClass())
        .filter(one -> !one.isAssignableTo("org.apache.avro.specific.SpecificRecordBase"))
        .flatMap(one -> one.getCodeUnits().stream())
        .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
        .filter(unit -> !isCanonical(unit))
        .filter(unit -> declaredParameters(unit) > MOST_PARAMETERS)
        .map(unit -> unit.getFullName() + " has " + declaredParameters(unit) + " parameters")
        .sorted()
        .toList();
  }

  private static boolean isCanonical(JavaCodeUnit unit) {
    return unit instanceof JavaConstructor
        && unit.getOwner().isRecord()
        && unit.getRawParameterTypes().size()
            == unit.getOwner().getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .count();
  }

  /** The compiler gives constructors of enums a name and a number, inner ones the outer object. */
  private static int declaredParameters(JavaCodeUnit unit) {
    int added = 0;
    if (unit instanceof JavaConstructor) {
      JavaClass owner = unit.getOwner();
      added = owner.isEnum() ? 2 : owner.isInnerClass() ? 1 : 0;
    }
    return unit.getRawParameterTypes().size() - added;
  }

  /** Folders with sources but without a package-info. */
  static List<String> undescribedPackages(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
          .map(folder -> sources.relativize(folder).toString().replace('/', '.'))
          .sorted()
          .toList();
    }
  }
}
