package io.cmaclip.it.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The arrows between the modules point one way only (docs: the house in the README). */
@AnalyzeClasses(packages = "io.cmaclip", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {
  private static final String[] MODEL = {"io.cmaclip.model..", "io.cmaclip.cli.."};
  private static final String[] SCHEMAS = {"io.cmaclip.schemas..", "io.cmaclip.events.."};
  private static final String[] TRAINER = {"io.cmaclip.trainer.."};
  private static final String[] STREAMS = {"io.cmaclip.streams.."};
  private static final String[] KAFKA = {"org.apache.kafka..", "kafka.."};
  private static final String[] TENSORS = {"ai.djl.."};

  @ArchTest
  static final ArchRule htmlKnowsNothingOfTheOthers =
      none(new String[] {"io.cmaclip.html.."}, MODEL, SCHEMAS, TRAINER, STREAMS, KAFKA, TENSORS);

  @ArchTest static final ArchRule modelKnowsNothingOfKafka = none(MODEL, KAFKA);
  @ArchTest static final ArchRule modelKnowsNothingOfSchemas = none(MODEL, SCHEMAS);
  @ArchTest static final ArchRule modelKnowsNothingOfTheTrainer = none(MODEL, TRAINER);
  @ArchTest static final ArchRule modelKnowsNothingOfTheService = none(MODEL, STREAMS);
  @ArchTest static final ArchRule schemasKnowNothingOfTensors = none(SCHEMAS, TENSORS);
  @ArchTest static final ArchRule schemasKnowNothingOfTheModel = none(SCHEMAS, MODEL);
  @ArchTest static final ArchRule schemasKnowNothingOfTheService = none(SCHEMAS, STREAMS);
  @ArchTest static final ArchRule trainerKnowsNothingOfKafka = none(TRAINER, KAFKA);
  @ArchTest static final ArchRule trainerKnowsNothingOfSchemas = none(TRAINER, SCHEMAS);
  @ArchTest static final ArchRule trainerKnowsNothingOfTheService = none(TRAINER, STREAMS);
  @ArchTest static final ArchRule theServiceKnowsNothingOfTheTrainer = none(STREAMS, TRAINER);
  @ArchTest static final ArchRule theServiceKnowsNothingOfTensors = none(STREAMS, TENSORS);

  private static ArchRule none(String[] from, String[]... to) {
    return noClasses()
        .that()
        .resideInAnyPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(Stream.of(to).flatMap(Stream::of).toArray(String[]::new));
  }
}
