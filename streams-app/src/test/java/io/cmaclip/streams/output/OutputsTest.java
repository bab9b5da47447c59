package io.cmaclip.streams.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.UnknownFieldSet;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.client.RegistrySettings;
import io.cmaclip.schemas.client.SchemaRegistry;
import io.cmaclip.schemas.serde.EventDeserializer;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.schemas.serde.SchemaRejectedException;
import io.cmaclip.streams.output.OutputSettings.ConnectSchema;
import io.cmaclip.streams.output.OutputSettings.Topic;
import io.cmaclip.streams.topics.TopicNames;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TopicNames TOPICS = TopicNames.DEFAULT;
  private static final Topic FLAT_AVRO = new Topic(OutputFormat.AVRO, OutputShape.FLAT);
  private static final Topic FLAT_JSON = new Topic(OutputFormat.JSON, OutputShape.FLAT);
  private static final Topic NESTED_JSON = new Topic(OutputFormat.JSON, OutputShape.NESTED);
  private static final OutputSettings AVRO = settings(FLAT_AVRO);
  private static final OutputSettings PROTOBUF =
      settings(new Topic(OutputFormat.PROTOBUF, OutputShape.FLAT));
  private static final String SUBJECT = TOPICS.attributes() + "-value";

  private final EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
  private final Map<String, Object> config =
      new HashMap<>(Map.of("schema.registry.url", registry.url(), "max.retries", 0));
  private final EventDeserializer<GenericRecord> reader = new EventDeserializer<>();
  private final SchemaRegistry versions = new SchemaRegistry(RegistrySettings.from(config));
  private final List<EventSerdes> opened = new ArrayList<>();

  OutputsTest() throws IOException {}

  @BeforeEach
  void open() {
    reader.configure(config, false);
  }

  @AfterEach
  void close() {
    opened.forEach(EventSerdes::close);
    reader.close();
    registry.close();
  }

  @Test
  void flatAvroHasOneFieldPerTaskAndFigure() {
    GenericRecord row = flat(outputs(AVRO), Events.attributes());
    assertThat(row.get("listing_id")).hasToString("dress-7");
    assertThat(row.get("colour")).hasToString("red");
    assertThat(row.get("colour_confidence")).isEqualTo(0.93);
    assertThat(row.get("colour_accepted")).isEqualTo(true);
    assertThat(row.get("colour_image_weight")).isEqualTo(0.8);
    assertThat(row.get("colour_text_weight")).isEqualTo(0.2);
    assertThat(row.get("image_status")).hasToString("USED");
    assertThat(row.get("image_index")).isEqualTo(1);
    assertThat(row.get("review_held")).isEqualTo(false);
    assertThat(row.get("noise_mismatch")).isEqualTo(0.5);
    assertThat(row.get("model_name")).hasToString("garments");
    assertThat(row.get("listing_updated_at"))
        .isEqualTo(Instant.parse("2026-01-02T12:00:00.123Z").toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noFieldOfAFlatRecordIsARecordAListOrAMap(boolean ofReview) throws IOException {
    Outputs outputs = outputs(settings(FLAT_AVRO));
    outputs.require(List.of("colour", "fit"));
    byte[] value =
        ofReview
            ? outputs.review().serialize(TOPICS.review(), Events.reviewItem())
            : outputs.attributes().serialize(TOPICS.attributes(), Events.attributes());
    Schema schema = reader.deserialize("any", value).getSchema();
    assertThat(schema.getFields())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            field ->
                assertThat(primitive(field.schema()))
                    .as(field.name())
                    .isIn(
                        Schema.Type.STRING,
                        Schema.Type.DOUBLE,
                        Schema.Type.BOOLEAN,
                        Schema.Type.INT,
                        Schema.Type.LONG));
    JsonNode json = payload(outputs(settings(FLAT_JSON)), ofReview);
    assertThat(json).allMatch(JsonNode::isValueNode);
  }

  @Test
  void onlyTheListingIdIsRequiredAndEveryOtherFieldDefaultsToNull() {
    outputs(AVRO).require(List.of("colour"));
    for (Schema.Field field : latest().getFields()) {
      if (!field.name().equals("listing_id")) {
        assertThat(field.schema().isNullable()).as(field.name()).isTrue();
        assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
      }
    }
  }

  @Test
  void timesAreTimestampsAndUnknownTimesNull() {
    ListingAttributes event = Events.attributes();
    event.setListingUpdatedAt(Instant.EPOCH);
    GenericRecord row = flat(outputs(AVRO), event);
    assertThat(row.get("listing_updated_at")).isNull();
    Schema type = row.getSchema().getField("processed_at").schema().getTypes().get(1);
    assertThat(type.getLogicalType()).isInstanceOf(LogicalTypes.TimestampMillis.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aNumberThatIsNotFiniteIsNull(double odd) throws IOException {
    ListingAttributes event = Events.attributes();
    event.getAttributes().get(0).setConfidence(odd);
    event.getAttributes().get(0).setImageWeight(odd);
    event.getNoise().setMismatch(odd);
    GenericRecord row = flat(outputs(AVRO), event);
    assertThat(row.get("colour_confidence")).isNull();
    assertThat(row.get("colour_image_weight")).isNull();
    assertThat(row.get("noise_mismatch")).isNull();
    JsonNode json = json(outputs(settings(FLAT_JSON)), event).path("payload");
    assertThat(json.path("colour_confidence").isNull()).isTrue();
    assertThat(json.path("noise_mismatch").isNull()).isTrue();
  }

  @Test
  void noTextHasTheZeroCharacter() throws IOException {
    ListingAttributes event = Events.attributes();
    event.setListingId("a\u0000b");
    event.getAttributes().get(0).setLabel("r\u0000d");
    event.getModel().setVersion("\u0000");
    GenericRecord row = flat(outputs(AVRO), event);
    assertThat(row.toString()).doesNotContain("\u0000", "\\u0000").contains("r\uFFFDd");
    assertThat(json(outputs(settings(FLAT_JSON)), event).toString()).doesNotContain("\\u0000");
  }

  @Test
  void aTombstoneStaysATombstone() {
    for (OutputSettings settings :
        List.of(OutputSettings.DEFAULT, AVRO, settings(FLAT_JSON), settings(NESTED_JSON))) {
      Outputs outputs = outputs(settings);
      assertThat(outputs.attributes().serialize(TOPICS.attributes(), null)).isNull();
      assertThat(outputs.review().serialize(TOPICS.review(), null)).isNull();
    }
  }

  @Test
  void aTaskThatAHotSwapAddsGetsOptionalFieldsInANewCompatibleVersion() {
    requireCompatibility("FULL_TRANSITIVE");
    Outputs outputs = outputs(AVRO);
    outputs.require(List.of("colour"));
    Schema before = latest();
    outputs.require(List.of("colour", "fit"));
    assertThat(names(latest()))
        .containsAll(names(before))
        .contains("fit", "fit_confidence", "fit_accepted", "fit_image_weight", "fit_text_weight");
    assertThat(versions.newest(SUBJECT).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void theColumnsOfARemovedTaskStayAsNull() {
    requireCompatibility("FULL_TRANSITIVE");
    Outputs outputs = outputs(AVRO);
    outputs.require(List.of("colour", "fit"));
    outputs.require(List.of("colour"));
    GenericRecord row = flat(outputs, Events.attributes());
    assertThat(row.hasField("fit")).isTrue();
    assertThat(row.get("fit")).isNull();
    assertThat(row.get("colour")).hasToString("red");
    assertThat(versions.newest(SUBJECT).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void afterARestartTheColumnsOfFormerTasksComeFromTheRegistry() {
    outputs(AVRO).require(List.of("colour", "fit"));
    Outputs restarted = outputs(AVRO);
    restarted.require(List.of("colour"));
    assertThat(flat(restarted, Events.attributes()).hasField("fit")).isTrue();
    assertThat(versions.newest(SUBJECT).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void inJsonTheColumnsOfFormerTasksComeFromTheSettings() throws IOException {
    Outputs outputs =
        outputs(new OutputSettings(FLAT_JSON, FLAT_JSON, ConnectSchema.AUTO, List.of("fit")));
    outputs.require(List.of("colour"));
    JsonNode json = json(outputs, Events.attributes()).path("payload");
    assertThat(json.has("fit")).isTrue();
    assertThat(json.path("fit").isNull()).isTrue();
  }

  @Test
  void anEventOfAnUnannouncedTaskExtendsTheSchema() {
    Outputs outputs = outputs(AVRO);
    outputs.require(List.of());
    ListingAttributes event = Events.attributes();
    event.setAttributes(
        List.of(
            new TaskAttribute(
                "Größe 2", "XL", 0.5, false, 0.5, 0.5, List.of(), LabelSource.MODEL, null)));
    assertThat(flat(outputs, event).get("gro_e_2")).hasToString("XL");
  }

  @ParameterizedTest
  @CsvSource({
    "a-b, a_b, two columns",
    "Fit, fit, two columns",
    "model-name, fit, two columns",
    "a_very_long_name_of_a_task_that_no_database_takes_whole_, fit, more than 63",
  })
  void tasksWhoseColumnsDoNotFitAreRefusedBeforeTheFirstRecord(
      String first, String second, String problem) {
    assertThatThrownBy(() -> outputs(AVRO).require(List.of(first, second)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aTopicWithTheNestedShapeIsRefusedWithAdvice() {
    outputs(OutputSettings.DEFAULT)
        .attributes()
        .serialize(TOPICS.attributes(), Events.attributes());
    assertThatThrownBy(() -> outputs(AVRO).require(List.of("colour")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("is not flat; set another topic");
  }

  @Test
  void withoutAutomaticRegistrationTheRegisteredSchemaIsUsedAsItIs() {
    outputs(AVRO).require(List.of("colour", "fit"));
    config.put("auto.register.schemas", false);
    Outputs released = outputs(AVRO);
    released.require(List.of("colour"));
    assertThat(flat(released, Events.attributes()).get("colour")).hasToString("red");
    assertThatThrownBy(() -> released.require(List.of("colour", "material")))
        .isInstanceOf(SchemaRejectedException.class);
    assertThat(flat(released, Events.attributes()).get("colour")).hasToString("red");
  }

  @Test
  void twoInstancesThatAddTasksAtTheSameTimeBothWrite() {
    Outputs one = outputs(AVRO);
    Outputs other = outputs(AVRO);
    one.require(List.of("colour"));
    other.require(List.of("colour"));
    one.require(List.of("colour", "fit"));
    other.require(List.of("colour", "material"));
    assertThat(flat(one, Events.attributes()).hasField("fit")).isTrue();
    assertThat(flat(other, Events.attributes()).hasField("material")).isTrue();
  }

  @Test
  void flatProtobufKeepsItsNumbersOverHotSwapsAndRestarts() {
    Outputs outputs = outputs(PROTOBUF);
    outputs.require(List.of("colour"));
    String before = versions.newestProtobuf(SUBJECT).orElseThrow();
    outputs.require(List.of("colour", "fit"));
    String wider = versions.newestProtobuf(SUBJECT).orElseThrow();
    assertThat(wider.lines().toList())
        .containsAll(before.lines().toList())
        .contains("  optional string fit = 22;");
    Outputs restarted = outputs(PROTOBUF);
    restarted.require(List.of("material"));
    assertThat(versions.newestProtobuf(SUBJECT).orElseThrow().lines().toList())
        .containsAll(wider.lines().toList())
        .contains("  optional string material = 29;");
  }

  @ParameterizedTest
  @EnumSource(OutputShape.class)
  void protobufIsTheMessageAfterIdAndIndexInTheWireFormat(OutputShape shape) throws IOException {
    Outputs outputs = outputs(settings(new Topic(OutputFormat.PROTOBUF, shape)));
    byte[] value = outputs.attributes().serialize(TOPICS.attributes(), Events.attributes());
    assertThat(value[0]).isZero();
    assertThat(value[5]).as("index of the message").isZero();
    UnknownFieldSet message = UnknownFieldSet.parseFrom(Arrays.copyOfRange(value, 6, value.length));
    assertThat(message.getField(1).getLengthDelimitedList().get(0).toStringUtf8())
        .isEqualTo("dress-7");
    assertThat(versions.newestProtobuf(SUBJECT).orElseThrow())
        .contains(shape == OutputShape.FLAT ? "message FlatListingAttributes" : "repeated Task");
    assertThat(outputs.review().serialize(TOPICS.review(), Events.reviewItem())).isNotEmpty();
    assertThat(outputs.review().serialize(TOPICS.review(), null)).isNull();
  }

  @Test
  void anotherFormatOnATopicWithSchemasIsRefused() {
    outputs(AVRO).require(List.of("colour"));
    assertThatThrownBy(() -> outputs(PROTOBUF).require(List.of("colour")))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining("AVRO");
  }

  @Test
  void aNestedProtobufTopicIsNotFlat() {
    outputs(settings(new Topic(OutputFormat.PROTOBUF, OutputShape.NESTED)))
        .attributes()
        .serialize(TOPICS.attributes(), Events.attributes());
    assertThatThrownBy(() -> outputs(PROTOBUF).require(List.of("colour")))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining("is not flat");
  }

  @Test
  void theFlatReviewItemHasReasonsListingAndAnswer() {
    Outputs outputs = outputs(AVRO);
    GenericRecord row =
        reader.deserialize(
            TOPICS.review(), outputs.review().serialize(TOPICS.review(), Events.reviewItem()));
    assertThat(row.get("listing_id")).hasToString("dress-7");
    assertThat(row.get("review_reasons")).hasToString("LOW_CONFIDENCE");
    assertThat(row.get("review_details")).hasToString("0.41 is below 0.80");
    assertThat(row.get("review_priority")).isEqualTo(0.7);
    assertThat(row.get("listing_title")).hasToString("Été: rotes Kleid \uD83D\uDC57");
    assertThat(row.get("listing_image_url")).hasToString("http://pictures.example/7.jpg");
    assertThat(row.get("colour")).hasToString("red");
    assertThat(row.get("colour_declared")).hasToString("red");
    assertThat(row.get("colour_reasons")).hasToString("LOW_CONFIDENCE");
    assertThat(row.get("source_offset")).isEqualTo(42L);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, FLAT, true",
    "AUTO, NESTED, false",
    "ALWAYS, NESTED, true",
    "NEVER, FLAT, false",
  })
  void jsonCarriesConnectsSchemaWhereItIsWanted(
      ConnectSchema wanted, OutputShape shape, boolean carried) throws IOException {
    Topic topic = new Topic(OutputFormat.JSON, shape);
    JsonNode json =
        json(outputs(new OutputSettings(topic, topic, wanted, List.of())), Events.attributes());
    assertThat(json.has("schema")).isEqualTo(carried);
    assertThat(json.has("payload")).isEqualTo(carried);
    String id = shape == OutputShape.FLAT ? "listing_id" : "listingId";
    assertThat((carried ? json.path("payload") : json).path(id).asText()).isEqualTo("dress-7");
  }

  @Test
  void onlyTheListingIdIsRequiredInConnectsSchema() throws IOException {
    JsonNode json = json(outputs(settings(FLAT_JSON)), Events.attributes());
    for (JsonNode field : json.path("schema").path("fields")) {
      String name = field.path("field").asText();
      assertThat(field.path("optional").asBoolean()).isEqualTo(!name.equals("listing_id"));
    }
  }

  private Outputs outputs(OutputSettings settings) {
    EventSerdes serdes = EventSerdes.create(config);
    opened.add(serdes);
    return new Outputs(settings, TOPICS, serdes);
  }

  private static OutputSettings settings(Topic both) {
    return new OutputSettings(both, both, ConnectSchema.AUTO, List.of());
  }

  private GenericRecord flat(Outputs outputs, ListingAttributes event) {
    return reader.deserialize(
        TOPICS.attributes(), outputs.attributes().serialize(TOPICS.attributes(), event));
  }

  private static JsonNode json(Outputs outputs, ListingAttributes event) throws IOException {
    return JSON.readTree(
        new String(outputs.attributes().serialize(TOPICS.attributes(), event), UTF_8));
  }

  private static JsonNode payload(Outputs outputs, boolean ofReview) throws IOException {
    byte[] value =
        ofReview
            ? outputs.review().serialize(TOPICS.review(), Events.reviewItem())
            : outputs.attributes().serialize(TOPICS.attributes(), Events.attributes());
    return JSON.readTree(new String(value, UTF_8)).path("payload");
  }

  private Schema latest() {
    return versions.newest(SUBJECT).orElseThrow().schema();
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Schema.Field::name).toList();
  }

  private static Schema.Type primitive(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(1).getType() : schema.getType();
  }

  private void requireCompatibility(String level) {
    RegistryLevel.set(registry.url(), level);
  }
}
