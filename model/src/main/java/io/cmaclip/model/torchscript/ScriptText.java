package io.cmaclip.model.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Generates the TorchScript text of an archive from texts in the dialect of {@code cma_clip.py},
 * for one module tree. In addition to TorchScript, the dialect has:
 *
 * <ul>
 *   <li>Inheritance: a class has the attributes and methods of its base class.
 *   <li>Attributes that hold an instance of any class. In the archive, the type of such an
 *       attribute is the class of the module in the tree.
 *   <li>Implicit parameters: every {@code Tensor} of a class is a parameter, except its {@code
 *       __buffers__}, unless {@code __parameters__} is given. {@code training} is not declared.
 *   <li>Classes and functions without namespace.
 * </ul>
 */
final class ScriptText {
  /** Namespace of all classes and functions of an archive. */
  static final String NAMESPACE = "__torch__";

  private static final Pattern TOP = Pattern.compile("(class|def) (\\w+)\\((\\w*).*");
  private static final Pattern ATTRIBUTE = Pattern.compile(" {2}(\\w+) : (.*)");
  private static final Pattern LIST = Pattern.compile(" {2}(__\\w+__) = \\[(.*)].*");
  private static final Pattern QUOTED = Pattern.compile("\"(\\w+)\"");
  private static final Pattern METHOD = Pattern.compile(" {2}def (\\w+).*");
  private static final Pattern COMMENT = Pattern.compile(" {0,2}#.*");

  /**
   * A parsed class.
   *
   * @param lists quoted names by {@code __parameters__} and {@code __buffers__}
   * @param attributes by name: type, and comment if any
   * @param methods lines by name
   */
  private record ClassText(
      String base,
      Map<String, String> lists,
      Map<String, String> attributes,
      Map<String, List<String>> methods) {
    ClassText(String base) {
      this(base, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    void addAll(ClassText other) {
      lists.putAll(other.lists);
      attributes.putAll(other.attributes);
      methods.putAll(other.methods);
    }

    List<String> named(String list) {
      return QUOTED.matcher(lists.getOrDefault(list, "")).results().map(q -> q.group(1)).toList();
    }
  }

  private final Map<String, ClassText> classes = new LinkedHashMap<>();
  private final Map<String, List<String>> functions = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder();
  private final Pattern names;

  private ScriptText(List<String> texts) {
    texts.forEach(this::parse);
    names =
        Pattern.compile(
            "(?<![\\w.]|def |class )(?:(?:%s)(?=\\()|(?:%s)(?=[(:),\\]]|$))"
                .formatted(
                    String.join("|", functions.keySet()), String.join("|", classes.keySet())));
  }

  /**
   * Generates the text for a module tree.
   *
   * @throws IllegalArgumentException when a class is missing, or when two modules of one class hold
   *     different classes in the same attribute
   */
  static String of(ScriptModule root, List<String> texts) {
    ScriptText text = new ScriptText(texts);
    Map<String, Map<String, String>> tree = new LinkedHashMap<>();
    walk(root, tree);
    text.classes.forEach(text::writeTuple);
    tree.forEach(text::writeModule);
    text.functions.values().forEach(text::write);
    return text.out.toString();
  }

  /** Collects the classes of a tree, each with the classes of its module attributes. */
  private static void walk(ScriptModule module, Map<String, Map<String, String>> tree) {
    Map<String, String> held = tree.computeIfAbsent(module.type(), t -> new LinkedHashMap<>());
    module
        .attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof ScriptModule child) {
                String before = held.put(name, child.type());
                if (before != null && !before.equals(child.type())) {
                  throw new IllegalArgumentException(
                      "%s of %s is a %s and a %s"
                          .formatted(name, module.type(), before, child.type()));
                }
                walk(child, tree);
              }
            });
  }

  private void parse(String text) {
    ClassText in = null;
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().filter(l -> !COMMENT.matcher(l).matches()).toList()) {
      Matcher top = TOP.matcher(line);
      Matcher attribute = ATTRIBUTE.matcher(line);
      Matcher list = LIST.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (top.matches() && top.group(1).equals("class")) {
        in = new ClassText(top.group(3));
        classes.put(top.group(2), in);
      } else if (top.matches()) {
        lines = functions.computeIfAbsent(top.group(2), f -> new ArrayList<>());
        lines.add(line);
      } else if (attribute.matches()) {
        in.attributes().put(attribute.group(1), attribute.group(2));
      } else if (list.matches()) {
        in.lists().put(list.group(1), list.group(2));
      } else if (method.matches()) {
        lines = in.methods().computeIfAbsent(method.group(1), m -> new ArrayList<>());
        lines.add(line);
      } else if (!line.isBlank()) {
        lines.add(line);
      }
    }
  }

  private void writeTuple(String name, ClassText text) {
    if (text.base().equals("NamedTuple")) {
      write(List.of("class " + name + "(NamedTuple):"));
      text.attributes().forEach((field, type) -> write(List.of("  " + field + " : " + type)));
    }
  }

  private void writeModule(String type, Map<String, String> held) {
    ClassText text = whole(type);
    List<String> buffers = text.named("__buffers__");
    List<String> parameters =
        text.lists().containsKey("__parameters__")
            ? text.named("__parameters__")
            : text.attributes().entrySet().stream()
                .filter(a -> a.getValue().matches("Tensor( *#.*)?"))
                .map(Map.Entry::getKey)
                .filter(name -> !buffers.contains(name))
                .toList();
    text.attributes().putAll(held);
    text.attributes().put("training", "bool");
    write(
        List.of(
            "class " + type + "(Module):",
            "  __parameters__ = [" + quoted(parameters) + "]",
            "  __buffers__ = [" + quoted(buffers) + "]"));
    text.attributes().forEach((name, kind) -> write(List.of("  " + name + " : " + kind)));
    text.methods().values().forEach(this::write);
  }

  /** Returns a class with its inherited members. */
  private ClassText whole(String type) {
    ClassText own = classes.get(type);
    if (own == null) {
      throw new IllegalArgumentException("class " + type + " is missing in the texts");
    }
    ClassText whole = own.base().equals("Module") ? new ClassText("Module") : whole(own.base());
    whole.addAll(own);
    return whole;
  }

  /** Returns quoted names in PyTorch's format, with a comma after each name. */
  private static String quoted(List<String> values) {
    return values.stream().map(name -> '"' + name + "\", ").collect(Collectors.joining());
  }

  private void write(List<String> lines) {
    lines.forEach(
        line -> out.append(names.matcher(line).replaceAll(NAMESPACE + ".$0")).append('\n'));
  }
}
