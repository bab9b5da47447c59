package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An architecture as JSON. */
final class ArchitectureJson {
  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);
  private static final double CLIP_EPSILON = 1e-5;

  private ArchitectureJson() {}

  static Architecture read(InputStream in) throws IOException {
    return read(new ObjectMapper().readTree(in));
  }

  static Architecture read(JsonNode json) {
    JsonFields root = JsonFields.of("", json);
    JsonFields image = root.object("image");
    JsonFields text = root.object("text");
    JsonFields attention = root.object("sequenceAttention");
    Architecture architecture =
        new Architecture(
            image(image),
            text(text),
            root.integer("projection"),
            new SequenceAttention(attention.integer("layers"), attention.integer("heads")),
            root.integer("headHidden"),
            root.bool("auxiliaryHeads"),
            root.choice("fusion", Fusion.class, Fusion.CMA));
    List.of(image, text, attention, root).forEach(JsonFields::refuseOthers);
    return architecture;
  }

  /** An image encoder by itself. */
  static ImageEncoder image(JsonNode json) {
    JsonFields fields = JsonFields.of("image.", json);
    ImageEncoder image = image(fields);
    fields.refuseOthers();
    return image;
  }

  /** A text encoder by itself. */
  static TextEncoder text(JsonNode json) {
    JsonFields fields = JsonFields.of("text.", json);
    TextEncoder text = text(fields);
    fields.refuseOthers();
    return text;
  }

  private static ImageEncoder image(JsonFields image) {
    return new ImageEncoder(
        image.integer("height"),
        image.integer("width"),
        image.choice("fit", Fit.class, Fit.CROP),
        image.integer("resize", Math.min(image.integer("height"), image.integer("width"))),
        image.numbers("mean", CLIP_MEAN),
        image.numbers("deviation", CLIP_DEVIATION),
        image.choice("stem", Stem.class, Stem.PATCH),
        image.integer("patch"),
        image.integer("hidden"),
        image.integer("layers"),
        image.integer("heads"),
        image.integer("feedForward", 4 * image.integer("hidden")),
        image.choice("activation", Activation.class, Activation.QUICK_GELU),
        image.number("epsilon", CLIP_EPSILON));
  }

  private static TextEncoder text(JsonFields text) {
    return new TextEncoder(
        text.integer("vocabulary"),
        text.integer("context"),
        text.integer("hidden"),
        text.integer("layers"),
        text.integer("heads"),
        text.integer("feedForward", 4 * text.integer("hidden")),
        text.choice("activation", Activation.class, Activation.QUICK_GELU),
        text.number("epsilon", CLIP_EPSILON));
  }

  /** The encoders and what they project to, as in an architecture. */
  static ObjectNode encoders(ImageEncoder i, TextEncoder t, int projection) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode image = root.putObject("image");
    image.put("height", i.height()).put("width", i.width()).put("fit", JsonFields.name(i.fit()));
    image.put("resize", i.resize());
    numbers(image.putArray("mean"), i.mean());
    numbers(image.putArray("deviation"), i.deviation());
    image.put("stem", JsonFields.name(i.stem())).put("patch", i.patch()).put("hidden", i.hidden());
    image.put("layers", i.layers()).put("heads", i.heads()).put("feedForward", i.feedForward());
    image.put("activation", JsonFields.name(i.activation())).put("epsilon", i.epsilon());
    ObjectNode text = root.putObject("text");
    text.put("vocabulary", t.vocabulary()).put("context", t.context()).put("hidden", t.hidden());
    text.put("layers", t.layers()).put("heads", t.heads()).put("feedForward", t.feedForward());
    text.put("activation", JsonFields.name(t.activation())).put("epsilon", t.epsilon());
    root.put("projection", projection);
    return root;
  }

  static JsonNode write(Architecture a) {
    ObjectNode root = encoders(a.image(), a.text(), a.projection());
    ObjectNode attention = root.putObject("sequenceAttention");
    attention.put("layers", a.sequenceAttention().layers());
    attention.put("heads", a.sequenceAttention().heads());
    root.put("headHidden", a.headHidden()).put("auxiliaryHeads", a.auxiliaryHeads());
    return root.put("fusion", JsonFields.name(a.fusion()));
  }

  private static void numbers(ArrayNode array, List<Double> values) {
    values.forEach(v -> array.add(v.doubleValue()));
  }
}
