package io.cmaclip.model.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.Stem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptTextTest {
  private static final String SHAPES =
      """
      # Shapes.
      class Shape(Module):
        __buffers__ = ["origin"]
        origin : Tensor                  # 2
        size : Tensor                    # 2
        name : str
        def area(self):
          return double(self.size)
        def kind(self) -> int:
          return 1

      class Circle(Shape):
        radius : Tensor
        # Another kind.
        def kind(self) -> int:
          return 2

      class Drawing(Module):
        shape : Shape
        def area(self):
          return self.shape.area()

      def double(x):
        return x * 2
      """;

  @Test
  void classesInheritMembersAndOverrideThem() {
    String text = ScriptText.of(new ScriptModule("Circle"), List.of(SHAPES));
    assertThat(text)
        .startsWith("class Circle(Module):\n")
        .contains("__parameters__ = [\"size\", \"radius\", ]", "__buffers__ = [\"origin\", ]")
        .contains("  name : str\n", "  training : bool\n", "def area(self):")
        .contains("return 2")
        .doesNotContain("return 1", "class Shape", "class Drawing");
  }

  @Test
  void attributesHaveTheClassOfTheModuleInTheTree() {
    ScriptModule drawing = new ScriptModule("Drawing").put("shape", new ScriptModule("Circle"));
    assertThat(ScriptText.of(drawing, List.of(SHAPES)))
        .contains("  shape : __torch__.Circle\n")
        .doesNotContain("__torch__.Shape");
  }

  @Test
  void qualifiesFunctionsButNotMethods() {
    assertThat(ScriptText.of(new ScriptModule("Shape"), List.of(SHAPES)))
        .contains("return __torch__.double(self.size)", "\ndef double(x):");
    ScriptModule drawing = new ScriptModule("Drawing").put("shape", new ScriptModule("Shape"));
    assertThat(ScriptText.of(drawing, List.of(SHAPES))).contains("return self.shape.area()");
  }

  @Test
  void refusesDifferentClassesInAnAttributeOfOneClass() {
    ScriptModule one = new ScriptModule("Drawing").put("shape", new ScriptModule("Circle"));
    ScriptModule other = new ScriptModule("Drawing").put("shape", new ScriptModule("Shape"));
    ScriptModule root = new ScriptModule("Pair").put("one", one).put("other", other);
    assertThatThrownBy(() -> ScriptText.of(root, List.of(SHAPES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape of Drawing is a Circle and a Shape");
  }

  @Test
  void namesAClassThatIsMissingInTheTexts() {
    assertThatThrownBy(() -> ScriptText.of(new ScriptModule("Square"), List.of(SHAPES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class Square is missing in the texts");
  }

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void containsOnlyTheClassesOfItsFusion(Fusion fusion) {
    Architecture a = TinyModel.architecture(Stem.PATCH, fusion);
    Script script =
        CmaClipScript.of(
            a, TinyModel.TASKS, TinyModel.weights(a, TinyModel.TASKS, 1), ModuleSettings.SERVING);
    String text = ScriptText.of(script.root(), script.texts());
    assertThat(text.contains("class CmaClip(Module)")).isEqualTo(fusion == Fusion.CMA);
    assertThat(text.contains("joint.forward(")).isEqualTo(fusion.joint());
    assertThat(text).doesNotContain("ConvolutionStem");
  }
}
