package org.whynot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** Who may import whom. */
@AnalyzeClasses(packages = "org.whynot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The floors of the house, the lowest first: a package imports only what lies on a lower floor. */
    static final List<Set<String>> FLOORS = List.of(
            Set.of("util"),
            Set.of("tube", "video", "installation"),
            Set.of("video.file", "imagej"),
            Set.of("classifier"),
            Set.of("classifier.foreign", "classifier.peer"),
            Set.of("classifier.onnx"),
            Set.of("model"),
            Set.of("model.foreign"),
            Set.of("explain"),
            Set.of("dataset"),
            Set.of("dataset.labels"),
            Set.of("simulation", "labelling"),
            Set.of("train", "evaluate", "overlay"),
            Set.of("train.automatic"),
            Set.of("frontend"),
            Set.of("batch"),
            Set.of("ui"),
            Set.of("command", "cluster", "frontend.cli", "frontend.imagej1"),
            Set.of("imagej1"));

    @ArchTest
    static final ArchRule PACKAGES_IMPORT_ONLY_WHAT_LIES_BELOW =
            classes().that().resideInAPackage("org.whynot..").should(importOnlyWhatLiesBelow());

    private static ArchCondition<JavaClass> importOnlyWhatLiesBelow() {
        return new ArchCondition<>("import only what lies on a lower floor") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    String from = room(item);
                    String to = room(dependency.getTargetClass());
                    if (to.isEmpty() || to.equals(from)) continue;
                    if (floor(to) >= floor(from))
                        events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
                }
            }
        };
    }

    /** The package below {@code org.whynot}, empty for other libraries' classes. */
    static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("org.whynot.") ? name.substring("org.whynot.".length()) : "";
    }

    private static int floor(String room) {
        for (int floor = 0; floor < FLOORS.size(); floor++)
            if (FLOORS.get(floor).contains(room)) return floor;
        throw new AssertionError("The package org.whynot." + room + " is on no floor: name it in FLOORS.");
    }

    @ArchTest
    static final ArchRule THE_ENGINES_TYPES_STAY_IN_CLASSIFIER_MODEL_AND_TRAIN = noClasses()
            .that()
            .resideOutsideOfPackages("org.whynot.classifier..", "org.whynot.model..", "org.whynot.train..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule THE_TUBE_SEARCH_KNOWS_NOTHING_BUT_ARRAYS_AND_IMGLIB2 = noClasses()
            .that()
            .resideInAPackage("org.whynot.tube..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ij..", "org.scijava..");

    @ArchTest
    static final ArchRule ONLY_THE_PACKAGE_IMAGEJ_ON_THE_GROUND_FLOORS_KNOWS_IMAGEJ = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.whynot.video..",
                    "org.whynot.classifier..",
                    "org.whynot.model..",
                    "org.whynot.explain..",
                    "org.whynot.train..",
                    "org.whynot.dataset..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ij..");

    @ArchTest
    static final ArchRule VIDEO_NEEDS_ONLY_UTILITIES_AND_IMGLIB2 = noClasses()
            .that()
            .resideInAPackage("org.whynot.video")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("org.whynot.video", "org.whynot.util..", "net.imglib2..", "java..");

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NOTHING_OF_WINDOWS_AND_SCIJAVA = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.whynot.tube..",
                    "org.whynot.video..",
                    "org.whynot.classifier..",
                    "org.whynot.model..",
                    "org.whynot.explain..",
                    "org.whynot.dataset..",
                    "org.whynot.labelling..",
                    "org.whynot.simulation..",
                    "org.whynot.train..",
                    "org.whynot.evaluate..",
                    "org.whynot.batch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.scijava..", "javax.swing..", "ij.gui.GenericDialog");

    @ArchTest
    static final ArchRule TRAINING_KNOWS_NOTHING_OF_IMAGEJ = noClasses()
            .that()
            .resideInAPackage("org.whynot.train..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ij..", "java.awt..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINES_PRINT = noClasses()
            .that()
            .resideOutsideOfPackages("org.whynot.frontend.cli..", "org.whynot.cluster..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    /** The plugin must work where there is no Spark: in Fiji. */
    @ArchTest
    static final ArchRule ONLY_THE_PACKAGE_CLUSTER_KNOWS_SPARK = noClasses()
            .that()
            .resideOutsideOfPackage("org.whynot.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");
}
